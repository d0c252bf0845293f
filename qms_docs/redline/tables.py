"""Two tables as one: columns are paired first, then rows by what stands in the columns that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.redline.columns import columns_of
from qms_docs.redline.marked import Fate, Marked, kept
from qms_docs.redline.stand import Stand
from qms_docs.redline.text import block, plain_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from qms_docs.redline.columns import Columns
    from qms_docs.redline.merging import Merger
    from qms_docs.redline.text import Block

__all__ = ["row", "row_name", "rows_of"]


def rows_of(merger: Merger, old: Block, new: Block, scope: str) -> list[Stand]:
    """The caption and the rows of two tables."""
    old_heads, new_heads = ([each for each in side.blocks if each.tag != "tr"] for side in (old, new))
    captions = merger.stands(old_heads, new_heads, scope="")
    old_rows, new_rows = ([each for each in side.blocks if each.tag == "tr"] for side in (old, new))
    columns = columns_of(old_rows, new_rows, merger)
    if columns is None:
        return [*captions, *_irregular(merger, old_rows, new_rows, scope)]
    of_old = [_shared(each, [i for i, j in columns if i is not None and j is not None]) for each in old_rows]
    of_new = [_shared(each, [j for i, j in columns if i is not None and j is not None]) for each in new_rows]
    whole = {id(short): row for short, row in zip([*of_old, *of_new], [*old_rows, *new_rows], strict=True)}
    return [
        *captions,
        *(
            Stand(before and whole[id(before)], after and whole[id(after)], scope, columns=columns)
            for before, after in merger.laid(of_old, of_new, row_name)
        ),
    ]


def row(merger: Merger, stand: Stand) -> Marked:
    """A row in the columns of both tables."""
    whole = stand.new or stand.old
    if whole is None or stand.columns is None:
        raise ValueError("a row stands in a table")
    if stand.move and not stand.arrives:
        return merger.moved(stand)
    cells = tuple(_cells(merger, stand.old, stand.new, stand.columns))
    fate = Fate.MOVED if stand.move else Fate.KEPT
    if not stand.move and (stand.old is None or stand.new is None):
        fate = Fate.INSERTED if stand.new else Fate.DELETED
    former = stand.old.form if stand.old and stand.old.form != whole.form else None
    changed = fate is not Fate.KEPT or former is not None or any(each.changed for each in cells)
    return Marked(
        fate=fate,
        tag="tr",
        attributes=whole.attributes,
        former=former,
        blocks=cells,
        move=stand.move,
        follows=stand.follows,
        changed=changed,
    )


def _cells(merger: Merger, old: Block | None, new: Block | None, columns: Columns) -> Iterator[Marked]:
    for i, j in columns:
        before = old.blocks[i] if old and i is not None else None
        after = new.blocks[j] if new and j is not None else None
        if before and after:
            yield merger.marked(merger.pair(before, after))
        elif after:
            yield kept(after, Fate.INSERTED)
        elif before:
            yield kept(before, Fate.DELETED)
        else:
            yield Marked(fate=Fate.EMPTY, tag="td")


def _irregular(merger: Merger, old: Sequence[Block], new: Sequence[Block], scope: str) -> Iterator[Stand]:
    """Rows of tables with cells that span several: a row keeps its cells where their number is the same."""
    for before, after in merger.laid(old, new, row_name):
        if not before or not after:
            yield Stand(before, after, scope)
        elif before.key == after.key:
            yield Stand(before, after)
        elif len(before.blocks) == len(after.blocks):
            cells = [merger.pair(*each) for each in zip(before.blocks, after.blocks, strict=True)]
            yield Stand(before, after, inner=cells)
        else:
            yield Stand(before, None)
            yield Stand(None, after)


def row_name(whole: Block) -> Hashable:
    """What names a row: that it heads the table, or its first cell; a row whose first cell is empty is nothing else."""
    if whole.attributes:
        return whole.attributes
    first = whole.blocks[0] if whole.blocks else None
    return first.key if first and plain_words(first).strip() else id(whole)


def _shared(whole: Block, places: Sequence[int]) -> Block:
    """The row in the columns that both tables have; where they have none in common, the row as it is."""
    if len(places) == len(whole.blocks) or not places:
        return whole
    return block("tr", tuple(whole.blocks[each] for each in places), whole.attributes)
