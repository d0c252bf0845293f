"""The one function of this package: two rendered texts as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.redline import tables
from qms_docs.redline.merging import Merger
from qms_docs.redline.moves import find_moves
from qms_docs.redline.sequence import Steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.redline.marked import Marked
    from qms_docs.redline.text import Block

__all__ = ["MOST_STEPS", "merged"]

MOST_STEPS = 3_000_000
"""About two seconds; an ordinary change of a long document takes some ten thousand."""


def merged(old: Sequence[Block], new: Sequence[Block], steps: Steps | None = None) -> tuple[Marked, ...]:
    """Both texts in one; where the steps are used up, passages are shown as replaced that might be told more finely."""
    merger = Merger(steps or Steps(MOST_STEPS), tables)
    stands = merger.stands(old, new)
    find_moves(merger, stands)
    return tuple(merger.marked(each) for each in stands)
