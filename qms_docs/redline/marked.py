"""Two rendered texts as one, in which everything says what became of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.redline.text import Block, Run, block, joined, leaf
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.redline.text import Attributes

__all__ = ["Fate", "Marked", "Span", "after", "before", "kept"]


class Fate(Enum):
    """What became of a part of a text."""

    KEPT = "kept"
    """It stands in both texts, though parts of it may have changed."""
    INSERTED = "inserted"
    """Only the later text has it."""
    DELETED = "deleted"
    """Only the earlier text has it."""
    MOVED = "moved"
    """It stands here in the later text and stood elsewhere in the earlier one."""
    LEFT = "left"
    """Here it stood in the earlier text; the block with the same number of the move is the one that moved."""
    EMPTY = "empty"
    """A cell that neither text has: a row that was removed crosses a column that was added, or the reverse."""


class Span(NamedTuple):
    """A run of a block, and what became of it: kept, inserted or deleted."""

    fate: Fate
    run: Run


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A block of the two texts in one."""

    fate: Fate
    tag: str
    attributes: Attributes = ()
    former: tuple[str, Attributes] | None = None
    """Its tag and attributes in the earlier text, where they were others."""
    spans: tuple[Span, ...] = ()
    blocks: tuple[Marked, ...] = ()
    move: int = 0
    """The number of the move, from 1, of a block that moved and of the place that it left."""
    follows: bool = False
    """Whether it moved together with the block before it."""
    changed: bool = False
    """Whether anything in it differs between the texts."""


def kept(whole: Block, fate: Fate = Fate.KEPT) -> Marked:
    """A block in which everything has one fate."""
    inner = fate if fate in (Fate.INSERTED, Fate.DELETED) else Fate.KEPT
    return Marked(
        fate=fate,
        tag=whole.tag,
        attributes=whole.attributes,
        spans=tuple(Span(inner, run) for run in whole.runs),
        blocks=tuple(kept(each, inner) for each in whole.blocks),
        changed=fate is not Fate.KEPT,
    )


def after(merged: Iterable[Marked]) -> tuple[Block, ...]:
    """The later text."""
    return tuple(_side(each, Fate.DELETED, {}) for each in merged if each.fate not in _ONLY_BEFORE)


def before(merged: Iterable[Marked]) -> tuple[Block, ...]:
    """The earlier text."""
    whole = tuple(merged)
    moved: dict[int, Marked] = {}
    waiting = list(whole)
    while waiting:
        each = waiting.pop()
        waiting += each.blocks
        if each.fate is Fate.MOVED:
            moved[each.move] = each
    return tuple(_side(each, Fate.INSERTED, moved) for each in whole if each.fate not in _ONLY_AFTER)


_ONLY_BEFORE = (Fate.DELETED, Fate.LEFT, Fate.EMPTY)
_ONLY_AFTER = (Fate.INSERTED, Fate.MOVED, Fate.EMPTY)


def _side(each: Marked, other: Fate, moved: Mapping[int, Marked]) -> Block:
    is_before = other is Fate.INSERTED
    if each.fate is Fate.LEFT:
        each = moved[each.move]
    tag, attributes = each.former if is_before and each.former else (each.tag, each.attributes)
    spans = [span.run for span in each.spans if span.fate is not other]
    if not each.blocks:
        return leaf(tag, joined(spans), attributes)
    hidden = _ONLY_AFTER if is_before else _ONLY_BEFORE
    parts = tuple(_side(part, other, moved) for part in each.blocks if part.fate not in hidden)
    return block(tag, parts, attributes)
