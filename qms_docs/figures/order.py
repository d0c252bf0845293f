"""The order of items within their rows, with few crossings."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ordered"]

_SWEEPS = 12

Pair = tuple[int, int]


def ordered(rows: Sequence[Sequence[int]], pairs: Sequence[Pair]) -> list[list[int]]:
    """The rows in an order in which the pairs, each from one row to the next, cross little.

    Each item moves to the middle of those that it is linked with, up and down the rows in turn; the best order stays.
    """
    above: dict[int, list[int]] = {item: [] for row in rows for item in row}
    below: dict[int, list[int]] = {item: [] for row in rows for item in row}
    for upper, lower in pairs:
        below[upper].append(lower)
        above[lower].append(upper)
    current = _as_followed(rows, below)
    best, fewest = current, _crossings(current, below)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        current = _swept(current, above if down else below, down=down)
        crossings = _crossings(current, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in current], crossings
    return best


def _as_followed(rows: Sequence[Sequence[int]], below: dict[int, list[int]]) -> list[list[int]]:
    """The rows in the order in which somebody reaches the items who follows the links from the first ones."""
    reached: dict[int, int] = {}
    for row in rows:
        for start in row:
            stack = [start]
            while stack:
                item = stack.pop()
                if item not in reached:
                    reached[item] = len(reached)
                    stack.extend(reversed(below[item]))
    return [sorted(row, key=reached.__getitem__) for row in rows]


def _swept(rows: list[list[int]], beside: dict[int, list[int]], *, down: bool) -> list[list[int]]:
    swept = [list(row) for row in rows]
    places = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
    for place in places:
        fixed = {item: at for at, item in enumerate(swept[place - 1 if down else place + 1])}
        current = {item: float(at) for at, item in enumerate(swept[place])}
        for item in swept[place]:
            linked = [fixed[each] for each in beside[item]]
            current[item] = sum(linked) / len(linked) if linked else current[item]
        swept[place].sort(key=current.__getitem__)
    return swept


def _crossings(rows: Sequence[Sequence[int]], below: dict[int, list[int]]) -> int:
    found = 0
    for upper, lower in pairwise(rows):
        place = {item: at for at, item in enumerate(lower)}
        passed: list[int] = []
        for item in upper:
            targets = sorted(place[each] for each in below[item])
            found += sum(len(passed) - bisect_right(passed, target) for target in targets)
            for target in targets:
                insort(passed, target)
    return found
