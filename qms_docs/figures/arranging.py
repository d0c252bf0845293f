"""Items get their places: rows, an order within each, distances, and the ways of links between them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.figures.arrangement import Arranged, Item, Link, Point
from qms_docs.figures.order import ordered
from qms_docs.figures.positions import positions
from qms_docs.figures.rows import rows_of
from qms_docs.figures.undrawn import UndrawnError
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["arrange"]

_BETWEEN_ROWS = 44.0
_MOST_PASSED = 4000
_SIDE_BY_SIDE = 18.0


@dataclass(slots=True)
class _Way:
    """A link with the items that it passes, from row to row."""

    link: Link
    items: list[int]
    words: int | None
    """The item of its words."""


def arrange(items: Sequence[Item], links: Sequence[Link]) -> Arranged:
    """Where everything stands. The links lead in no circle.

    Raises UndrawnError where more links pass more rows than anybody could follow.
    """
    step = 2 if any(link.words for link in links) else 1
    everything = list(items)
    row_of = rows_of(items, links, step)
    ways = [_way(link, everything, row_of) for link in links]
    rows: list[list[int]] = [[] for _ in range(max(row_of, default=0) + 1)]
    for item, row in enumerate(row_of):
        rows[row].append(item)
    pairs = [(one, other) for way in ways for one, other in pairwise(way.items)]
    rows = [sorted(row, key=lambda item: not everything[item].heading) for row in ordered(rows, pairs)]
    leaves, arrives = _ends(everything, rows, ways)
    bonds = [
        (
            one,
            other,
            (leaves[place] if number == 0 else 0.0) - (arrives[place] if number == len(way.items) - 2 else 0.0),
        )
        for place, way in enumerate(ways)
        for number, (one, other) in enumerate(pairwise(way.items))
    ]
    across = positions(everything, rows, bonds)
    middles, heights, along = _along(everything, rows, _BETWEEN_ROWS / step)
    places = [(across[item], middles[row_of[item]]) for item in range(len(everything))]
    return Arranged(
        across=max((across[item] + everything[item].across / 2 for item in range(len(everything))), default=0.0),
        along=along,
        places=places[: len(items)],
        routes=[
            _route(way, everything, places, heights, row_of, leaves[place], arrives[place])
            for place, way in enumerate(ways)
        ],
        words=[None if way.words is None else places[way.words] for way in ways],
    )


def _way(link: Link, items: list[Item], row_of: list[int]) -> _Way:
    """The link, with an item in each row that it passes; its words stand in the middle of its way."""
    begin, end = row_of[link.source], row_of[link.target]
    middle = (begin + end) // 2
    passed, words = [link.source], None
    for row in range(begin + 1, end):
        if len(items) > _MOST_PASSED:
            raise UndrawnError(1, "The chart is too large to be followed.", "Divide it into several charts.")
        if link.words and row == middle:
            words = len(items)
            items.append(Item(across=link.words[0], along=link.words[1], passed=True))
        else:
            items.append(Item(across=0.0, along=0.0, passed=True))
        row_of.append(row)
        passed.append(len(items) - 1)
    return _Way(link, [*passed, link.target], words)


def _ends(
    items: Sequence[Item], rows: Sequence[Sequence[int]], ways: Sequence[_Way]
) -> tuple[list[float], list[float]]:
    """Where each link leaves and arrives, across from the middle of the item; side by side in the order of rows."""
    place = {item: at for row in rows for at, item in enumerate(row)}
    leaves = [way.link.leaves or 0.0 for way in ways]
    arrives = [way.link.arrives or 0.0 for way in ways]
    for item, each in enumerate(items):
        if not each.spread:
            continue
        out = [at for at, way in enumerate(ways) if way.link.source == item and way.link.leaves is None]
        into = [at for at, way in enumerate(ways) if way.link.target == item and way.link.arrives is None]
        _side_by_side(sorted(out, key=lambda at: place[ways[at].items[1]]), each.across, leaves)
        _side_by_side(sorted(into, key=lambda at: place[ways[at].items[-2]]), each.across, arrives)
    return leaves, arrives


def _side_by_side(names: Sequence[int], width: float, ends: list[float]) -> None:
    distance = min(_SIDE_BY_SIDE, width * 0.7 / max(len(names) - 1, 1))
    for number, name in enumerate(names):
        ends[name] = (number - (len(names) - 1) / 2) * distance


def _along(
    items: Sequence[Item], rows: Sequence[Sequence[int]], gap: float
) -> tuple[list[float], list[tuple[float, float]], float]:
    """The middle of each row, its beginning and end, and where the last one ends."""
    middles, heights, at = [], [], 0.0
    for number, row in enumerate(rows):
        height = max((items[item].along for item in row), default=0.0)
        at += gap if number else 0.0
        middles.append(at + height / 2)
        heights.append((at, at + height))
        at += height
    return middles, heights, at


def _route(  # noqa: PLR0913, PLR0917 - what a way hangs on
    way: _Way,
    items: Sequence[Item],
    places: Sequence[Point],
    heights: Sequence[tuple[float, float]],
    row_of: Sequence[int],
    leaves: float,
    arrives: float,
) -> list[Point]:
    """From edge to edge; straight through every row that it passes, so that it meets nothing there."""
    source, target = way.items[0], way.items[-1]
    x, y = places[source]
    points = [(x + leaves, y + items[source].along / 2), (x + leaves, heights[row_of[source]][1])]
    for item in way.items[1:-1]:
        begin, end = heights[row_of[item]]
        points += [(places[item][0], begin), (places[item][0], end)]
    x, y = places[target]
    return [*points, (x + arrives, heights[row_of[target]][0]), (x + arrives, y - items[target].along / 2)]
