"""The statement that a person signs to approve a revision."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    import builtins

__all__ = ["NAMESPACE", "Statement", "StatementError"]

NAMESPACE = "qms-approval"
"""The purpose for which statements are signed: a signature for another purpose, such as a git commit, is none."""

_FIRST_LINE = "qms-approval 1"

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control characters (line breaks among them), halves of characters, separators of lines."""

_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make a screen show other words than those that are signed."""


class StatementError(ValueError):
    """A value that no statement can contain; the message is a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What a person says about one text: that they, in this role, approved or reviewed it at this time.

    Raises StatementError for a value that is empty, cannot stand on one line, or would not be read as it is written.
    """

    document: str
    revision: str
    digest: str
    """Of the text that was read, with its prefix `qms1:`."""
    meaning: str
    person: str
    name: str
    role: str
    at: str
    """The time as the approval writes it, never in another spelling."""

    def __post_init__(self) -> None:
        for each in fields(self):
            _require_one_line(each.name, getattr(self, each.name))

    @property
    def bytes(self) -> builtins.bytes:
        """The bytes that are signed (document-control.md 6)."""
        lines = (
            _FIRST_LINE,
            f"document: {self.document}",
            f"revision: {self.revision}",
            f"digest: {self.digest}",
            f"meaning: {self.meaning}",
            f"person: {self.person}",
            f"name: {self.name}",
            f"role: {self.role}",
            f"at: {self.at}",
        )
        return "".join(f"{line}\n" for line in lines).encode()


def _require_one_line(name: str, value: str) -> None:
    if not value:
        raise StatementError(f"The statement to be signed has no value for `{name}`.")
    # What ASCII can print breaks no line and turns no direction.
    for character in () if value.isascii() and value.isprintable() else value:
        if unicodedata.category(character) in _BREAKING or character in _REORDERING:
            raise StatementError(
                f"The value of `{name}` contains the character U+{ord(character):04X}, "
                "a line break or control character, and cannot be signed; write it without."
            )
