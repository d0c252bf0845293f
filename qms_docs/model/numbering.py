"""Revision numbers: which are well formed, which follows which, which is the higher one."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Scheme", "positions"]

_INTEGER = re.compile(r"0|[1-9][0-9]{0,8}")
_MAJOR_MINOR = re.compile(r"(?:0|[1-9][0-9]{0,8})\.(?:0|[1-9][0-9]{0,8})")
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_LETTER = re.compile(f"[{_LETTERS}]{{1,6}}")


class Scheme(Enum):
    """How the revisions of an organization are numbered."""

    INTEGER = "integer"
    """1, 2, 3; 0 where an organization begins with it, since the first number may be any"""
    LETTER = "letter"
    """A, B, C without I, O and Q; after Z comes AA"""
    MAJOR_MINOR = "major.minor"
    """1.0, 1.1, 2.0"""

    @property
    def examples(self) -> str:
        """Two well-formed numbers, for messages."""
        return {"integer": "1 or 12", "letter": "A or B (never I, O or Q)", "major.minor": "1.0 or 2.3"}[self.value]

    def accepts(self, number: str) -> bool:
        """Whether the number is well formed in this scheme."""
        pattern = {"integer": _INTEGER, "letter": _LETTER, "major.minor": _MAJOR_MINOR}[self.value]
        return pattern.fullmatch(number) is not None

    def successors(self, number: str) -> tuple[str, ...]:
        """The numbers that may follow `number`; empty where it is not of this scheme."""
        if not self.accepts(number):
            return ()
        if self is Scheme.INTEGER:
            return (str(int(number) + 1),)
        if self is Scheme.LETTER:
            return (_next_letters(number),)
        major, minor = map(int, number.split("."))
        return (f"{major}.{minor + 1}", f"{major + 1}.0")


def _next_letters(number: str) -> str:
    head, last = number[:-1], number[-1]
    place = _LETTERS.index(last) + 1
    if place < len(_LETTERS):
        return head + _LETTERS[place]
    return (_next_letters(head) if head else _LETTERS[0]) + _LETTERS[0]


def positions(numbers: Iterable[str]) -> dict[str, int]:
    """The rank of each number, where `numbers` are in the order of their issue.

    Numbers of one kind compare by value. Where an organization went over from one kind to another (letters to
    integers, say), the kind that came later is the higher one.
    """
    kinds: dict[str, int] = {}
    keys: dict[str, tuple[int, tuple[int | str, ...]]] = {}
    for number in numbers:
        kind, key = _kind_and_key(number)
        keys.setdefault(number, (kinds.setdefault(kind, len(kinds)), key))
    return {number: rank for rank, number in enumerate(sorted(keys, key=keys.__getitem__))}


def _kind_and_key(number: str) -> tuple[str, tuple[int | str, ...]]:
    if _INTEGER.fullmatch(number) or _MAJOR_MINOR.fullmatch(number):
        return "digits", tuple(map(int, number.split(".")))
    if _LETTER.fullmatch(number):
        return "letters", (len(number), number)
    return f"other {number}", ()
