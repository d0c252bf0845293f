"""Values over time as a line, with the target that they are to reach and the value from which they set out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.charts.canvas import LINE, SIZE, WIDTH, framed, legend, ruled, wide, words
from qms_docs.charts.scale import scale_over, spelled
from qms_docs.figures.shapes import number
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from qms_docs.charts.scale import Scale

__all__ = ["Line", "LinePoint", "line_svg"]

_HIGH = 150.0
_TOP = 8.0
_MOST = 120
"""Points that are drawn; of more the least and the greatest of each stretch."""
_MOST_MARKS = 60
_MOST_TOLD = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class LinePoint:
    """A value, and when it was measured."""

    label: str
    at: int
    """The day as a number, so that distances are true."""
    value: Decimal
    good: bool | None = None
    """Whether it is on the good side of the target; None where that cannot be said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Values over time, the oldest first."""

    title: str
    unit: str
    points: tuple[LinePoint, ...]
    target: tuple[Decimal, ...] = ()
    """One value, or the least and the most."""
    target_told: str = ""
    """The target in words, such as “at least 99 %”."""
    baseline: Decimal | None = None


def line_svg(chart: Line) -> str:
    """The chart; one without points shows the target and what it sets out from."""
    points = _thinned(chart.points)
    beside = [*chart.target, *([] if chart.baseline is None else [chart.baseline])]
    if not points and not beside:
        return framed(chart.title, "There is nothing to show.", 2 * LINE, [words(0, LINE, "There is nothing to show.")])
    scale = scale_over([*(each.value for each in points), *beside], from_zero=False)
    frame = _Frame(scale, points)
    drawn = [*frame.lines(), *_wanted(chart, frame), *_measured(points, frame), *frame.labels(points)]
    keys, end = legend(list(_keys(chart)), frame.below + LINE + 8)
    return framed(chart.title, _described(chart), end + 2, [*drawn, *keys])


def _thinned(points: Sequence[LinePoint]) -> tuple[LinePoint, ...]:
    """At most so many that they can be told apart; no peak is lost, nor the first and the last."""
    if len(points) <= _MOST:
        return tuple(points)
    size = -(-len(points) // (_MOST // 2))
    kept = {0, len(points) - 1}
    for start in range(0, len(points), size):
        stretch = range(start, min(start + size, len(points)))
        kept |= {min(stretch, key=lambda at: points[at].value), max(stretch, key=lambda at: points[at].value)}
    return tuple(points[place] for place in sorted(kept))


class _Frame:
    """Where values and days lie."""

    def __init__(self, scale: Scale, points: Sequence[LinePoint]) -> None:
        self.scale = scale
        self.left = max(wide(scale.label(each)) for each in scale.ticks) + 8
        self.below = _TOP + _HIGH
        self.first = points[0].at if points else 0
        self.days = max(1, points[-1].at - self.first) if points else 1
        self.alone = len({each.at for each in points}) < 2  # noqa: PLR2004 - a single day

    def x(self, point: LinePoint) -> float:
        room = WIDTH - self.left - 10
        return self.left + 5 + (room / 2 if self.alone else room * (point.at - self.first) / self.days)

    def y(self, value: Decimal) -> float:
        return self.below - _HIGH * self.scale.share(value)

    def lines(self) -> Iterator[str]:
        """The marks of the axis, each with its number."""
        for tick in self.scale.ticks:
            yield ruled((self.left, self.y(tick)), (WIDTH, self.y(tick)), faint=True)
            yield words(self.left - 4, self.y(tick) + SIZE / 3, self.scale.label(tick), anchor="end")

    def labels(self, points: Sequence[LinePoint]) -> Iterator[str]:
        """When the values are from: the last always, and as many of the others as there is room for."""
        free = WIDTH
        told: list[str] = []
        for point in reversed(points):
            half = wide(point.label) / 2
            middle = min(max(self.x(point), half), WIDTH - half)
            if middle + half <= free:
                told.append(words(middle, self.below + LINE, point.label, anchor="middle"))
                free = middle - half - 8
        yield from reversed(told)


def _wanted(chart: Line, frame: _Frame) -> Iterator[str]:
    if len(chart.target) == 2:  # noqa: PLR2004 - the least and the most
        below, top = sorted((frame.y(each) for each in chart.target), reverse=True)
        place = f'x="{number(frame.left)}" y="{number(top)}" width="{number(WIDTH - frame.left)}"'
        yield f'<rect {place} height="{number(below - top)}" fill="currentColor" fill-opacity="0.08"/>'
    for each in chart.target:
        line = ruled((frame.left, frame.y(each)), (WIDTH, frame.y(each)), dashes=_TARGET)
        yield f'<g class="qms-chart__target">{line}</g>'
    if chart.baseline is not None:
        yield ruled((frame.left, frame.y(chart.baseline)), (WIDTH, frame.y(chart.baseline)), dashes=_BASELINE)


_TARGET, _BASELINE = "7 4", "1 3"


def _measured(points: Sequence[LinePoint], frame: _Frame) -> Iterator[str]:
    if len(points) > 1:
        path = "L".join(f"{number(frame.x(each))} {number(frame.y(each.value))}" for each in points)
        yield f'<path d="M{path}" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/>'
    marks = points if len(points) <= _MOST_MARKS else points[-1:]
    for each in marks:
        yield _mark(frame.x(each), frame.y(each.value), good=each.good)


def _mark(x: float, y: float, *, good: bool | None) -> str:
    """A filled circle for a value that is good or of which that is not asked, a cross for any other."""
    if good is False:
        cross = f"M{number(x - 4)} {number(y - 4)}l8 8M{number(x - 4)} {number(y + 4)}l8 -8"
        return f'<path class="qms-chart__missed" d="{cross}" stroke="currentColor" stroke-width="2"/>'
    return f'<circle class="qms-chart__good" cx="{number(x)}" cy="{number(y)}" r="3.5" fill="currentColor"/>'


def _keys(chart: Line) -> Iterator[tuple[str, str]]:
    shown = {each.good for each in chart.points}
    if not shown <= {False}:
        yield (
            _mark(5, 5, good=True),
            "on the good side of the target" if True in shown else f"measured, in {chart.unit}",
        )
    if False in shown:
        yield _mark(5, 5, good=False), "not on the good side"
    if chart.target:
        key = f'<g class="qms-chart__target">{ruled((0, 5), (10, 5), dashes="4 2")}</g>'
        yield key, f"target: {chart.target_told or ' to '.join(map(spelled, chart.target))}"
    if chart.baseline is not None:
        yield ruled((0, 5), (10, 5), dashes=_BASELINE), f"baseline: {spelled(chart.baseline)}"


def _described(chart: Line) -> str:
    if not chart.points:
        return "Nothing is measured yet."
    told = chart.points[-_MOST_TOLD:]
    first = "" if len(told) == len(chart.points) else f"The last {len(told)} of {len(chart.points)} values. "
    values = ", ".join(f"{each.label} {spelled(each.value)}" for each in told)
    falls = sum(one.value > other.value for one, other in pairwise(chart.points))
    rises = sum(one.value < other.value for one, other in pairwise(chart.points))
    target = f" Target: {chart.target_told}." if chart.target_told else ""
    return f"{first}In {chart.unit or 'numbers'}: {values}. It rises {rises} times and falls {falls} times.{target}"
