"""Bars that lie below each other, the longest first, such as causes in the manner of Pareto."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.charts.canvas import LINE, WIDTH, Fill, bar, framed, ruled, shortened, wide, words, wrapped
from qms_docs.figures.shapes import number
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Ranking", "ranking_svg"]

_BAR = 13.0
_MOST = 12
"""Lines that are drawn; the others are added up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """How often each of several things came up."""

    title: str
    rows: tuple[tuple[str, int], ...]
    """Words and number, in the order in which they are drawn."""
    cumulative: bool = True
    """Whether a line shows the share of all that the rows make up from the first on."""

    @property
    def total(self) -> int:
        """All together."""
        return sum(count for _, count in self.rows)

    def shares(self) -> tuple[int, ...]:
        """For each row the percentage that it makes up with those before it."""
        total, before, found = self.total or 1, 0, []
        for _, count in self.rows:
            before += count
            found.append(round(before * 100 / total))
        return tuple(found)


def ranking_svg(chart: Ranking) -> str:
    """The chart: a bar is as long as its share of all."""
    if not chart.total:
        return framed(chart.title, "There is nothing to show.", 2 * LINE, [words(0, LINE, "There is nothing to show.")])
    drawn = _cut(chart)
    said = "; ".join(f"{shortened(told, 80)}: {count}" for told, count in drawn.rows)
    pieces, height = _lines(drawn)
    return framed(chart.title, said, height, pieces)


def _cut(chart: Ranking) -> Ranking:
    if len(chart.rows) <= _MOST:
        return chart
    kept, others = chart.rows[: _MOST - 1], chart.rows[_MOST - 1 :]
    rest = (f"{len(others)} others", sum(count for _, count in others))
    return Ranking(title=chart.title, rows=(*kept, rest), cumulative=chart.cumulative)


def _lines(chart: Ranking) -> tuple[list[str], float]:
    pieces: list[str] = []
    corners: list[tuple[float, float]] = []
    greatest = max(count for _, count in chart.rows)
    room = WIDTH - wide(f"{greatest} (100 %)") - 12
    # Lengths are shares of all where they add up to a line, else they are compared with the longest.
    whole = chart.total if chart.cumulative else greatest
    y = 0.0
    for (told, count), share in zip(chart.rows, chart.shares(), strict=True):
        for line in wrapped(shortened(told, 160) or "not stated", WIDTH, 3):
            y += LINE
            pieces.append(words(0, y - 3, line))
        pieces.append(bar(0.5, y, room * count / whole, _BAR, Fill.SOLID))
        after = f"{count} ({share} %)" if chart.cumulative else str(count)
        pieces.append(words(WIDTH, y + _BAR - 3, after, anchor="end"))
        corners.append((room * share / 100, y + _BAR / 2))
        y += _BAR + 3
    if chart.cumulative:
        pieces += _rising(corners)
        pieces.append(ruled((room, 2), (room, y), faint=True, dashes="2 3"))
    return pieces, y + 2


def _rising(corners: list[tuple[float, float]]) -> Iterator[str]:
    """The line of what the rows make up together, with a mark at each."""
    path = "L".join(f"{number(x)} {number(y)}" for x, y in corners)
    yield f'<path d="M{path}" stroke="currentColor" stroke-dasharray="3 2" stroke-opacity="0.4"/>'
    for x, y in corners:
        yield f'<circle cx="{number(x)}" cy="{number(y)}" r="3.5" stroke="currentColor"/>'
