"""Which blocks of two lists are alike enough to be one block that was changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.redline.text import plain_words
from qms_docs.redline.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.redline.sequence import Pairs, Steps
    from qms_docs.redline.text import Block

__all__ = ["Alike", "Words", "alike", "in_order"]

_MOST_COMMON = 12
"""Blocks in which a word may stand and still tell which of them are alike."""
_CANDIDATES = 4
"""Blocks that each block is held against, those first with which it shares most."""


class Alike(NamedTuple):
    """Two blocks, by their places, and how much they have in common: 0 nothing, 1 all words."""

    old: int
    new: int
    score: float
    shared: int


class Words:
    """The words of blocks, looked for once."""

    def __init__(self) -> None:
        """No block was looked at."""
        self._known: dict[bytes, frozenset[str]] = {}

    def of(self, whole: Block) -> frozenset[str]:
        """The words of a block, whatever their order."""
        if whole.key not in self._known:
            self._known[whole.key] = words(plain_words(whole))
        return self._known[whole.key]


def alike(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], least: float, steps: Steps) -> list[Alike]:
    """Pairs that share at least that part of their words, from the words of each; none where steps are used up."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, of_new in enumerate(new):
        for word in of_new:
            places[word].append(place)
    few = len(new) <= _CANDIDATES
    found: list[Alike] = []
    for place, of_old in enumerate(old):
        shared: dict[int, int] = dict.fromkeys(range(len(new)), 0) if few else defaultdict(int)
        rare = [
            at for word in of_old if few or len(places.get(word, ())) <= _MOST_COMMON for at in places.get(word, ())
        ]
        if not steps.take(len(of_old) + len(rare)):
            return []
        for at in rare:
            shared[at] += 1
        best = sorted(shared, key=lambda at: (-shared[at], at))[:_CANDIDATES]
        for at in best:
            if not steps.take(len(of_old)):
                return []
            common = len(of_old & new[at])
            score = 2 * common / (len(of_old) + len(new[at])) if of_old or new[at] else 0.0
            if common and score >= least:
                found.append(Alike(place, at, score, common))
    return found


def in_order(found: Iterable[Alike]) -> Pairs:
    """The pairs with the most in common that do not cross."""
    # Of one old block the later new ones come first, so that it is never taken twice.
    ordered = sorted(found, key=lambda each: (each.old, -each.new))
    tops: list[int] = []
    weights: list[float] = []
    rows: list[int] = []
    before: list[int] = []
    for number, each in enumerate(ordered):
        at = bisect_left(tops, each.new)
        weight = (weights[at - 1] if at else 0.0) + each.shared * each.score
        before.append(rows[at - 1] if at else -1)
        if at < len(tops) and tops[at] == each.new and weights[at] >= weight:
            continue
        # Rows that end later and weigh no more are of no use from here on.
        end = at
        while end < len(tops) and weights[end] <= weight:
            end += 1
        tops[at:end], weights[at:end], rows[at:end] = [each.new], [weight], [number]
    pairs: Pairs = []
    number = rows[-1] if rows else -1
    while number >= 0:
        pairs.append((ordered[number].old, ordered[number].new))
        number = before[number]
    pairs.reverse()
    return pairs
