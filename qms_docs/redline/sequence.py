"""What two sequences have in common, in order, within a bound of steps."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

__all__ = ["Pairs", "Steps", "gaps", "matches"]

Pairs = list[tuple[int, int]]
"""Places in the earlier and the later sequence, both rising."""

_MOST_DIFFERENCES = 120
"""Items that come or go up to which the shortest way from one sequence to the other is sought."""
_DEEPEST = 8
"""How often a passage between items that occur once is looked at again."""


class Steps:
    """How much work a comparison may take; what is dear is left out when it is used up, and the result stays true."""

    def __init__(self, most: int) -> None:
        """Nothing is taken yet."""
        self.most = most
        self.taken = 0

    def take(self, number: int) -> bool:
        """Whether that many steps are still to be had; they are taken then."""
        if self.taken + number > self.most:
            return False
        self.taken += number
        return True


def matches(old: Sequence[Hashable], new: Sequence[Hashable], steps: Steps) -> Pairs:
    """Equal items in their order; where the sequences differ too much, those that occur once on either side."""
    found: Pairs = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        old_from, old_to, new_from, new_to, depth = waiting.pop()
        while old_from < old_to and new_from < new_to and old[old_from] == new[new_from]:
            found.append((old_from, new_from))
            old_from, new_from = old_from + 1, new_from + 1
        while old_from < old_to and new_from < new_to and old[old_to - 1] == new[new_to - 1]:
            old_to, new_to = old_to - 1, new_to - 1
            found.append((old_to, new_to))
        if old_from == old_to or new_from == new_to:
            continue
        a, b = old[old_from:old_to], new[new_from:new_to]
        pairs = _shortest(a, b, steps)
        if pairs is None and depth < _DEEPEST:
            pairs = _single(a, b, steps)
            starts = [(0, 0), *((i + 1, j + 1) for i, j in pairs)]
            ends = [*pairs, (len(a), len(b))]
            waiting += [
                (old_from + i, old_from + k, new_from + j, new_from + m, depth + 1)
                for (i, j), (k, m) in zip(starts, ends, strict=True)
                if pairs and i < k and j < m
            ]
        found += [(i + old_from, j + new_from) for i, j in pairs or ()]
    found.sort()
    return found


def gaps(pairs: Pairs, old: int, new: int) -> Iterator[tuple[range, range]]:
    """What lies before, between and after the pairs of two sequences of these lengths."""
    i, j = 0, 0
    for k, m in pairs:
        yield range(i, k), range(j, m)
        i, j = k + 1, m + 1
    yield range(i, old), range(j, new)


def _shortest(a: Sequence[Hashable], b: Sequence[Hashable], steps: Steps) -> Pairs | None:
    """The most that both have in common (Myers 1986); None where too much differs or no steps are left."""
    longest = len(a) + len(b)
    if not steps.take(longest):
        return None
    if longest - 2 * sum((Counter(a) & Counter(b)).values()) > _MOST_DIFFERENCES:
        return None
    most = min(longest, _MOST_DIFFERENCES)
    # How far each diagonal has come; the number of a diagonal is that of its place, less the middle.
    middle = most + 1
    furthest = [0] * (2 * most + 3)
    trace: list[list[int]] = []
    for differences in range(most + 1):
        low, high = middle - differences, middle + differences
        trace.append(furthest[low - 1 : high + 2])
        taken = differences + 1
        for place in range(low, high + 1, 2):
            down = place == low or (place != high and furthest[place - 1] < furthest[place + 1])
            x = began = furthest[place + 1] if down else furthest[place - 1] + 1
            y = x - place + middle
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            taken += x - began
            furthest[place] = x
            if x >= len(a) and y >= len(b):
                steps.take(taken)
                return _walked(trace, len(a), len(b))
        if not steps.take(taken):
            return None
    return None


def _walked(trace: Sequence[Sequence[int]], x: int, y: int) -> Pairs:
    """The way back, from what was known before each difference."""
    pairs: Pairs = []
    for differences in range(len(trace) - 1, -1, -1):
        before, place = trace[differences], x - y + differences + 1
        down = place == 1 or (place != 2 * differences + 1 and before[place - 1] < before[place + 1])
        from_x = before[place + 1] if down else before[place - 1]
        from_y = from_x - (x - y + 1 if down else x - y - 1)
        if not differences:
            from_x = from_y = 0
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    pairs.reverse()
    return pairs


def _single(a: Sequence[Hashable], b: Sequence[Hashable], steps: Steps) -> Pairs:
    """Items that occur once on either side, in the longest row in which their order is the same (patience)."""
    if not steps.take(len(a) + len(b)):
        return []
    in_a, in_b = Counter(a), Counter(b)
    place = {item: j for j, item in enumerate(b) if in_b[item] == 1}
    pairs = [(i, place[item]) for i, item in enumerate(a) if in_a[item] == 1 and item in place]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [j], [number]
    row: Pairs = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    row.reverse()
    return row
