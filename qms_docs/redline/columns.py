"""Which columns of two tables are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.redline.likeness import Alike, in_order
from qms_docs.redline.sequence import gaps, matches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.redline.merging import Merger
    from qms_docs.redline.sequence import Pairs
    from qms_docs.redline.text import Block

__all__ = ["Columns", "columns_of"]

Columns = tuple[tuple[int | None, int | None], ...]
"""The columns of the whole, each by its place in the earlier and in the later table."""

_LEAST_ALIKE = 0.3
"""The part of its cells that a column shares at least with one of another heading to be the same."""
_MOST_COLUMNS = 60


def columns_of(old: Sequence[Block], new: Sequence[Block], merger: Merger) -> Columns | None:
    """The columns of two tables in the order of the whole; None where cells span several, or rows differ in length."""
    widths = [_width(each) for each in (old, new)]
    if None in widths:
        return None
    left, right = widths[0] or 0, widths[1] or 0
    if not _is_dear(old, new, left, right) and merger.steps.take(left * len(old) + right * len(new)):
        pairs = _pairs(old, new, merger)
    elif left == right:
        pairs = [(each, each) for each in range(left)]
    else:
        return None
    found: list[tuple[int | None, int | None]] = []
    for number, (gone, come) in enumerate(gaps(pairs, left, right)):
        found += ((i, None) for i in gone)
        found += ((None, j) for j in come)
        found += pairs[number : number + 1]
    return tuple(found)


def _is_dear(old: Sequence[Block], new: Sequence[Block], left: int, right: int) -> bool:
    return max(left, right) > _MOST_COLUMNS or not old or not new


def _width(rows: Sequence[Block]) -> int | None:
    """The number of cells in every row; None where it is not one."""
    widths = {len(each.blocks) for each in rows}
    spans = any(cell.attributes for each in rows for cell in each.blocks)
    return widths.pop() if len(widths) == 1 and not spans else None


def _pairs(old: Sequence[Block], new: Sequence[Block], merger: Merger) -> Pairs:
    heads = [[cell.key for cell in side[0].blocks] for side in (old, new)]
    pairs = matches(heads[0], heads[1], merger.steps)
    for gone, come in list(gaps(pairs, len(heads[0]), len(heads[1]))):
        pairs += _by_content(old, new, gone, come)
    pairs.sort()
    if len(heads[0]) == len(heads[1]):
        # As many columns as before: what is left over was written anew at its place.
        for gone, come in list(gaps(pairs, len(heads[0]), len(heads[1]))):
            if len(gone) == len(come):
                pairs += zip(gone, come, strict=True)
        pairs.sort()
    return pairs


def _by_content(old: Sequence[Block], new: Sequence[Block], gone: range, come: range) -> Pairs:
    """Columns whose heading changed, by the cells below it."""
    cells_old = [{each.blocks[i].key for each in old[1:]} for i in gone]
    cells_new = [{each.blocks[j].key for each in new[1:]} for j in come]
    near: list[Alike] = []
    for i, left in enumerate(cells_old):
        for j, right in enumerate(cells_new):
            shared = len(left & right)
            score = 2 * shared / max(len(left) + len(right), 1)
            if score >= _LEAST_ALIKE:
                near.append(Alike(i, j, score, shared))
    return [(gone[i], come[j]) for i, j in in_order(near)]
