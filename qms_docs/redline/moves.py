"""Blocks that left one place and came to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from qms_docs.redline.likeness import alike
from qms_docs.redline.tables import row_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.redline.merging import Merger
    from qms_docs.redline.stand import Stand
    from qms_docs.redline.text import Block

__all__ = ["find_moves"]

_LEAST_ALIKE = 0.75
_LEAST_WORDS = 6
"""Words that a block must have to be recognised at another place although some of them changed."""


def find_moves(merger: Merger, stands: Sequence[Stand]) -> None:
    """What was taken out at one place and came in at another is marked as moved, with one number on either side."""
    gone: list[Stand] = []
    come: list[Stand] = []
    for each in _every(stands):
        if each.scope and each.single is not None:
            (gone if each.old else come).append(each)
    pairs: list[tuple[Stand, Stand]] = []
    for way in (_same, _named, _alike):
        taken = {id(each) for pair in pairs for each in pair}
        pairs += way(merger, *([each for each in side if id(each) not in taken] for side in (gone, come)))
    arrived = {id(to): start for start, to in pairs}
    # Numbers follow the later text.
    ordered = [(arrived[id(each)], each) for each in come if id(each) in arrived]
    for number, (start, to) in enumerate(ordered, 1):
        start.new, to.old = to.new, start.old
        start.move = to.move = number
        to.arrives = True
    _join(stands)


def _every(stands: Sequence[Stand]) -> list[Stand]:
    found: list[Stand] = []
    waiting = list(reversed(stands))
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += reversed(each.inner)
    return found


def _same(merger: Merger, gone: Sequence[Stand], come: Sequence[Stand]) -> list[tuple[Stand, Stand]]:
    waiting: dict[tuple[str, bytes], list[Stand]] = defaultdict(list)
    for each in reversed(gone):
        waiting[each.scope, _block(each).key].append(each)
    found: list[tuple[Stand, Stand]] = []
    for each in come:
        known = waiting.get((each.scope, _block(each).key))
        if known and merger.movable(_block(each)):
            found.append((known.pop(), each))
    return found


def _named(_merger: Merger, gone: Sequence[Stand], come: Sequence[Stand]) -> list[tuple[Stand, Stand]]:
    """Rows of a table whose first cell says the same, as no other's does."""
    sides: list[dict[object, Stand]] = []
    for side in (gone, come):
        names = [(each.scope, row_name(_block(each))) for each in side if each.columns]
        number = Counter(names)
        rows = zip(names, (each for each in side if each.columns), strict=True)
        sides.append({name: each for name, each in rows if number[name] == 1})
    return [(sides[0][name], each) for name, each in sides[1].items() if name in sides[0]]


def _alike(merger: Merger, gone: Sequence[Stand], come: Sequence[Stand]) -> list[tuple[Stand, Stand]]:
    of_gone, of_come = ([merger.words.of(_block(each)) for each in side] for side in (gone, come))
    near = [
        each
        for each in alike(of_gone, of_come, _LEAST_ALIKE, merger.steps)
        if each.shared >= _LEAST_WORDS and _fits(gone[each.old], come[each.new])
    ]
    near.sort(key=lambda each: (-each.score, each.old, each.new))
    left: set[int] = set()
    reached: set[int] = set()
    found: list[tuple[Stand, Stand]] = []
    for each in near:
        if each.old not in left and each.new not in reached:
            left.add(each.old)
            reached.add(each.new)
            found.append((gone[each.old], come[each.new]))
    return found


def _fits(start: Stand, to: Stand) -> bool:
    old, new = _block(start), _block(to)
    # Code is no figure, and a chart no formula.
    same = old.attributes == new.attributes if old.tag == "pre" else True
    return start.scope == to.scope and old.tag == new.tag and same


def _join(stands: Sequence[Stand]) -> None:
    """Blocks that stood one after the other and do so again are one passage."""
    at_start: dict[int, Stand | None] = {}
    at_end: dict[int, Stand | None] = {}
    moved: list[Stand] = []
    for row in [stands, *(each.inner for each in _every(stands) if each.inner)]:
        before: Stand | None = None
        for each in row:
            if each.move:
                (at_end if each.arrives else at_start)[each.move] = before
                moved.append(each)
            before = each
    for each in moved:
        start, end = at_start[each.move], at_end[each.move]
        each.follows = bool(start and end and start.move == end.move != 0 and end.arrives and not start.arrives)


def _block(stand: Stand) -> Block:
    whole = stand.single
    if whole is None:
        raise ValueError("what may have moved stands in one text")
    return whole
