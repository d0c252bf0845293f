"""In which row each item stands: behind everything that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.figures.arrangement import Item, Link

__all__ = ["forward", "rows_of"]

Pair = tuple[int, int]


def forward(number: int, pairs: Sequence[Pair]) -> list[bool]:
    """For each pair, whether it leads on; the others lead back, and without them nothing leads in a circle.

    Items are looked at in their own order, so that what is written first stands first.
    """
    leaving: list[list[int]] = [[] for _ in range(number)]
    entered = [0] * number
    for name, (source, target) in enumerate(pairs):
        leaving[source].append(name)
        entered[target] += source != target
    on = [True] * len(pairs)
    seen, open_now = [False] * number, [False] * number
    for start in sorted(range(number), key=lambda each: (entered[each] > 0, each)):
        if seen[start]:
            continue
        stack = [(start, 0)]
        seen[start] = open_now[start] = True
        while stack:
            item, place = stack.pop()
            if place == len(leaving[item]):
                open_now[item] = False
                continue
            stack.append((item, place + 1))
            target = pairs[leaving[item][place]][1]
            if open_now[target]:
                on[leaving[item][place]] = False
            elif not seen[target]:
                seen[target] = open_now[target] = True
                stack.append((target, 0))
    return on


def rows_of(items: Sequence[Item], links: Sequence[Link], step: int) -> list[int]:
    """The row of each item, from 0; a link leads at least `step` rows on. The links lead in no circle."""
    order = _order(len(items), links)
    rows = [0] * len(items)
    leaving: list[list[int]] = [[] for _ in items]
    entering: list[list[int]] = [[] for _ in items]
    for link in links:
        leaving[link.source].append(link.target)
        entering[link.target].append(link.source)
    for item in order:
        rows[item] = max((rows[each] + step for each in entering[item]), default=0)
    last = max(rows, default=0)
    for item in reversed(order):
        # An item that leads on more than it is led to moves towards what it leads to.
        room = min((rows[each] - step for each in leaving[item]), default=rows[item])
        if items[item].last:
            rows[item] = last
        elif room > rows[item] and len(leaving[item]) > len(entering[item]) and not items[item].first:
            rows[item] = room
    return _with_room_for_headings(items, rows, step)


def _with_room_for_headings(items: Sequence[Item], rows: Sequence[int], step: int) -> list[int]:
    """The rows from 0 on, where a heading shares its own with passing links alone."""
    both = list(zip(items, rows, strict=True))
    lowest = min((row for item, row in both if not item.first), default=0)
    highest = max((row for item, row in both if not item.last), default=0)
    shift = max(0, step - lowest) if any(item.first and item.heading for item in items) else -min(rows, default=0)
    last = max(rows, default=0)
    if any(item.last and item.heading for item in items):
        last = max(last, highest + step)
    return [0 if item.first else (last if item.last else row) + shift for item, row in both]


def _order(number: int, links: Sequence[Link]) -> list[int]:
    """The items so that each comes after what leads to it."""
    waiting = [0] * number
    leaving: list[list[int]] = [[] for _ in range(number)]
    for link in links:
        waiting[link.target] += 1
        leaving[link.source].append(link.target)
    ready = [item for item in range(number) if not waiting[item]]
    for item in ready:
        for target in leaving[item]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return ready
