"""What two lines have in common, as a reader would say it and not as few signs as possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qms_docs.redline.sequence import gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.redline.sequence import Pairs
    from qms_docs.redline.text import Run

__all__ = ["readable_pairs"]

_LEAST_KEPT = 0.2
"""The part of the letters that must have stayed, for a line to be shown as one that was changed within."""
_FARTHEST = 40
"""Words by which a change is moved along what repeats itself."""
_END_OF_SENTENCE = frozenset(".!?:;\u3002")


def readable_pairs(old: Sequence[Run], new: Sequence[Run], pairs: Pairs) -> Pairs:
    """The pairs without single words that stayed by chance, and with changes that begin and end where sentences do."""
    stayed = _without_chance(old, new, pairs)
    # Pictures are no words, and say nothing about whether a line was written anew.
    words = [[each for each in side if not each.image] for side in (old, new, [new[j] for _, j in stayed])]
    if _letters(words[2]) < _LEAST_KEPT * max(_letters(words[0]), _letters(words[1])):
        return []
    slid = list(stayed)
    for place in range(len(slid) + 1):
        _slide(old, new, slid, place)
    return slid


def _without_chance(old: Sequence[Run], new: Sequence[Run], pairs: Pairs) -> Pairs:
    """What stayed between two changes counts as changed where it is much less than either."""
    stretches: list[tuple[int, Pairs]] = []
    for number, (gone, come) in enumerate(gaps(pairs, len(old), len(new))):
        size = max(_letters(old[gone.start : gone.stop]), _letters(new[come.start : come.stop]), bool(gone or come))
        if size or not stretches:
            stretches.append((size, []))
        if number < len(pairs):
            stretches[-1][1].append(pairs[number])
    kept: Pairs = []
    before = 0
    for number, (size, stretch) in enumerate(stretches):
        before += size
        after = stretches[number + 1][0] if number + 1 < len(stretches) else 0
        letters = _letters([new[j] for _, j in stretch])
        if before and after and 2 * letters <= min(before, after) and not any(new[j].image for _, j in stretch):
            before += letters
            continue
        kept += stretch
        before = 0
    return kept


def _letters(tokens: Sequence[Run]) -> int:
    """How much words weigh: blanks and points nothing, a picture as much as a few words."""
    return sum(20 if each.image else sum(map(str.isalnum, each.text)) for each in tokens)


class _Passage(NamedTuple):
    """What only came, or only went, before one of the pairs."""

    side: Sequence[Run]
    axis: int
    """0 for the earlier side, 1 for the later."""
    start: int
    stop: int
    place: int
    """The number of the pair behind it."""


def _slide(old: Sequence[Run], new: Sequence[Run], pairs: Pairs, place: int) -> None:
    """A passage that only came, or only went, is shifted along what repeats itself to the best place."""
    i, j = pairs[place - 1] if place else (-1, -1)
    k, m = pairs[place] if place < len(pairs) else (len(old), len(new))
    if (k == i + 1) == (m == j + 1):
        return
    passage = _Passage(new, 1, j + 1, m, place) if m > j + 1 else _Passage(old, 0, i + 1, k, place)
    size = passage.stop - passage.start
    shift = max(
        range(-_reach(passage, pairs, -1), _reach(passage, pairs, 1) + 1),
        key=lambda by: (
            _edge(passage.side, passage.start + by) + _edge(passage.side, passage.stop + by),
            by == 0,
            by,
        ),
    )
    for step in range(abs(shift)):
        at = place + step if shift > 0 else place - 1 - step
        moved = list(pairs[at])
        moved[passage.axis] += -size if shift > 0 else size
        pairs[at] = (moved[0], moved[1])


def _reach(passage: _Passage, pairs: Pairs, way: int) -> int:
    """By how many words the passage can be shifted that way and read the same."""
    side, axis, start, stop, place = passage
    for step in range(_FARTHEST):
        at = place + step if way > 0 else place - 1 - step
        if not 0 <= at < len(pairs):
            return step
        first, behind = (start + step, stop + step) if way > 0 else (stop - 1 - step, start - 1 - step)
        # Beyond the next change nothing is shifted.
        beyond = step and pairs[at][1 - axis] != pairs[at - way][1 - axis] + way
        if beyond or pairs[at][axis] != behind or side[first] != side[behind]:
            return step
    return _FARTHEST


def _edge(side: Sequence[Run], place: int) -> int:
    """How well a change may begin or end before that word."""
    if place in (0, len(side)) or side[place - 1].text == "\n":
        return 5
    if not side[place - 1].text.isspace():
        return 2 if side[place].text.isspace() else 0
    return 4 if place > 1 and side[place - 2].text in _END_OF_SENTENCE else 3
