"""What a text contains besides its words: headings, links, images."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.model.table import TableBlock

__all__ = ["Heading", "Link", "LinkKind", "Outline", "UndrawnFigure"]


class LinkKind(Enum):
    """In which way a text refers to something."""

    LINK = "link"
    """A link that a reader follows."""
    IMAGE = "image"
    """An image that is shown."""
    TABLE = "table"
    """The data file of a `table` block."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading with the anchor under which it can be linked."""

    level: int
    text: str
    anchor: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A reference out of a text, with its destination as written."""

    kind: LinkKind
    destination: str
    line: int
    text: str = ""
    """The alternative text of an image, the words of a link."""
    by_id: bool = False
    """Whether it is written as `[[ID]]` and so can only mean a document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UndrawnFigure:
    """A diagram or formula of which readers get no picture."""

    line: int
    fact: str
    remedy: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The skeleton of one text."""

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    """Every anchor of the text: those of headings and those set in HTML."""
    tables: tuple[TableBlock, ...] = ()
    """The `table` blocks of the text."""
    undrawn: tuple[UndrawnFigure, ...] = ()
    """Figures that are written in the text and cannot be drawn."""
