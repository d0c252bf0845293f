"""Items in rows and the links between them, before and after they have a place.

Rows follow each other along the chart's direction; within a row items stand across it. Whether that is down or to the
right is decided when it is drawn.
"""

from __future__ import annotations

from dataclasses import field

from qms_docs.values import dataclass

__all__ = ["Arranged", "Item", "Link", "Point"]

Point = tuple[float, float]
"""Across and along."""


@dataclass(kw_only=True, slots=True)
class Item:
    """Something with a size: a node, a group, the words of a link, a place that a link passes."""

    across: float
    along: float
    first: bool = False
    """Whether it belongs to the first row."""
    last: bool = False
    """Whether it belongs to the last row."""
    passed: bool = False
    """Whether a link passes here, so that it should go straight on."""
    heading: bool = False
    """Whether it is the title of everything else: the first of a row that it shares with passing links alone."""
    spread: bool = False
    """Whether links leave side by side and not all from the middle."""


@dataclass(kw_only=True, slots=True)
class Link:
    """A link from one item to another, by their places in the list of items; it leads on in the order of rows."""

    source: int
    target: int
    words: tuple[float, float] | None = None
    """The size of its words, across and along."""
    leaves: float | None = None
    """Where it leaves its source, across from the middle; None leaves it open."""
    arrives: float | None = None
    """Where it arrives at its target."""


@dataclass(kw_only=True, slots=True)
class Arranged:
    """Where everything stands, from 0 on in either direction."""

    across: float
    along: float
    places: list[Point]
    """The middle of each item."""
    routes: list[list[Point]] = field(default_factory=list)
    """The points that each link passes, in the order of its source and target."""
    words: list[Point | None] = field(default_factory=list)
    """The middle of the words of each link."""
