"""How far apart items of a row stand, so that links run straight."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.figures.arrangement import Item

__all__ = ["Bond", "positions"]

Bond = tuple[int, int, float]
"""An item, one of the next row, and how far across from it the item should stand."""

_SWEEPS = 9
_GAP, _NARROW = 26.0, 14.0
"""Between items, and where a link passes."""
_STRAIGHT = 8.0
"""How much more it matters that a link which passes rows runs straight."""


def positions(items: Sequence[Item], rows: Sequence[Sequence[int]], bonds: Sequence[Bond]) -> list[float]:
    """Where the middle of each item stands across; the leftmost edge is at 0.

    Row by row, items come as near to where their links want them as the distances allow (least squares).
    """
    wishes: dict[int, list[tuple[int, float, float]]] = {item: [] for row in rows for item in row}
    for upper, lower, shift in bonds:
        weight = _STRAIGHT if items[upper].passed and items[lower].passed else 1.0
        wishes[lower].append((upper, shift, weight))
        wishes[upper].append((lower, -shift, weight))
    place = [0.0] * len(items)
    for row in rows:
        _set(items, row, [0.0] * len(row), [1.0] * len(row), place)
    row_of = {item: number for number, row in enumerate(rows) for item in row}
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        # Towards the end items stand between what is above and below; in the end each stands below what leads to it.
        both = _SWEEPS // 2 <= sweep < _SWEEPS - 1
        for number in range(len(rows)) if down else range(len(rows) - 1, -1, -1):
            row = rows[number]
            wanted, weights = [], []
            for item in row:
                asked = [
                    (place[other] + shift, weight)
                    for other, shift, weight in wishes[item]
                    if both or (row_of[other] < number) == down
                ]
                total = sum(weight for _, weight in asked)
                wanted.append(sum(at * weight for at, weight in asked) / total if total else place[item])
                weights.append(total or 0.01)
            _set(items, row, wanted, weights, place)
    left = min((place[item] - items[item].across / 2 for row in rows for item in row), default=0.0)
    return [at - left for at in place]


def _set(
    items: Sequence[Item], row: Sequence[int], wanted: Sequence[float], weights: Sequence[float], place: list[float]
) -> None:
    """The row as near to what is wanted as its order and distances allow (pool adjacent violators)."""
    offsets, offset = [0.0], 0.0
    for one, other in pairwise(row):
        gap = _NARROW if items[one].passed or items[other].passed else _GAP
        offset += (items[one].across + items[other].across) / 2 + gap
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []
    for want, weight, shift in zip(wanted, weights, offsets, strict=False):
        at, total, number = want - shift, weight, 1
        while pools and pools[-1][0] > at:
            before, its_weight, its_number = pools.pop()
            at = (before * its_weight + at * total) / (its_weight + total)
            total, number = total + its_weight, number + its_number
        pools.append((at, total, number))
    settled = [at for at, _, number in pools for _ in range(number)]
    for item, at, shift in zip(row, settled, offsets, strict=False):
        place[item] = at + shift
