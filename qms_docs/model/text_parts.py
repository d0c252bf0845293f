"""What the bytes of a document consist of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TextParts"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TextParts:
    """The front matter and the text below it."""

    fields: Mapping[str, str] | None
    """What the front matter states, by the name of the field; None where it cannot be read."""
    head: str
    """The lines of the front matter."""
    body: str
    """The text below the front matter."""
    excess: str | None
    """What the text has more of than can be drawn in good time; None for every usual text."""
