"""What the characters of a single value mean; None where they are not of that form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

__all__ = ["LONGEST", "identifier", "matching", "number", "one_of", "translated", "words"]

LONGEST = 4_000
"""Characters of a text of one field."""
_IDENTIFIER = r"[^\W_][\w.\-]{0,99}"
_NUMBER = r"[A-Za-z0-9][A-Za-z0-9.]{0,30}"

_Member = TypeVar("_Member", bound="Enum")


def words(text: str) -> str | None:
    """A text, without the blanks around it."""
    return text.strip() if text.strip() and len(text) <= LONGEST else None


def matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    """The form of values that match the pattern as a whole and do not end as a sentence does."""
    return lambda text: text if pattern.fullmatch(text) and not text.endswith(".") else None


identifier = matching(re.compile(_IDENTIFIER))
"""The id of anything."""
number = matching(re.compile(_NUMBER))
"""The number of a revision."""
translated = matching(re.compile(rf"{_IDENTIFIER}@{_NUMBER}"))
"""A document and the revision of it that was translated."""


def one_of(kind: type[_Member]) -> Callable[[str], _Member | None]:
    """The form of a value that is one of the members of an enumeration, spelt as its values."""
    return {str(member.value): member for member in kind}.get
