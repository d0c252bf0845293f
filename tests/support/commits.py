"""The commits of a story, before git has seen them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.people import Person
    from support.trees import Tree

__all__ = ["Commit", "Day", "fork", "message_with", "missing_from", "moment"]

Day = str | date | datetime
"""A day, which stands for its noon in UTC, or a time with its offset (ISO 8601)."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Commit:
    """One commit of a story; two are the same only where they are the same object."""

    number: int
    """Counted from 1 in the order in which the story tells them; git fast-import calls it the mark."""
    name: str
    branch: str
    parents: tuple[Commit, ...] = field(repr=False)
    tree: Tree = field(repr=False)
    author: Person
    written: datetime
    committer: Person
    committed: datetime
    message: str


def moment(day: Day) -> datetime:
    """The time that a day of a story stands for.

    Raises ValueError for a time of day without an offset from UTC.
    """
    if isinstance(day, str):
        day = date.fromisoformat(day) if len(day) == len("2026-01-05") else datetime.fromisoformat(day)
    if not isinstance(day, datetime):
        return datetime.combine(day, time(12), tzinfo=UTC)
    if day.tzinfo is None:
        raise ValueError(f"a time needs its offset, as in {day.isoformat()}+00:00")
    return day


def message_with(message: str, co_authors: Iterable[Person]) -> str:
    """The message with a `Co-authored-by` line for each of them, ended by a line break."""
    trailers = "".join(f"Co-authored-by: {each}\n" for each in co_authors)
    return message.rstrip("\n") + "\n" + (f"\n{trailers}" if trailers else "")


def fork(one: Commit, other: Commit) -> Commit | None:
    """The best common ancestor: a commit is told after its ancestors, so it is the one told last."""
    common = _history(one) & _history(other)
    return max(common, key=lambda commit: commit.number, default=None)


def missing_from(line: Commit | None, tip: Commit | None) -> tuple[Commit, ...]:
    """The commits that a tip has and a line lacks, oldest first."""
    return tuple(sorted(_history(tip) - _history(line), key=lambda commit: commit.number))


def _history(tip: Commit | None) -> set[Commit]:
    found: set[Commit] = set()
    waiting = [] if tip is None else [tip]
    while waiting:
        commit = waiting.pop()
        if commit not in found:
            found.add(commit)
            waiting.extend(commit.parents)
    return found
