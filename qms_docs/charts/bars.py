"""Bars side by side or stacked, such as what was opened and closed in each month."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.charts.canvas import LINE, SIZE, WIDTH, Fill, bar, framed, legend, ruled, wide, words, wrapped
from qms_docs.charts.scale import scale_over, spelled
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.charts.scale import Scale

__all__ = ["BarSeries", "Bars", "bars_svg"]

_HIGH = 150.0
_TOP = 16.0
_FILLS = (Fill.SOLID, Fill.HATCHED, Fill.EMPTY, Fill.LINED)
_MOST = 48
"""Places for which there is room; of more the last are drawn."""
_MOST_NUMBERS = 12
"""Bars up to which each has its number above it."""
_WIDEST = 40.0
_FEW = 8
"""Places up to which each is named, if need be in several lines."""
_LINES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class BarSeries:
    """One kind of bar, with a value for each place."""

    title: str
    values: tuple[Decimal | int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """Values at places in a row; series beyond the fourth are not drawn."""

    title: str
    places: tuple[str, ...]
    series: tuple[BarSeries, ...]
    stacked: bool = False
    counted: bool = True
    """Whether the values are numbers of things."""


def bars_svg(chart: Bars) -> str:
    """The chart; one without places is an empty frame that says so."""
    places = chart.places[-_MOST:]
    series = [[Decimal(each) for each in one.values[-_MOST:]] for one in chart.series[: len(_FILLS)]]
    if not places or not series:
        return framed(chart.title, "There is nothing to show.", 2 * LINE, [words(0, LINE, "There is nothing to show.")])
    scale = scale_over(_extremes(chart, series), from_zero=True, whole=chart.counted)
    frame = _Frame(scale, len(places))
    named = frame.names(places)
    drawn = [*frame.lines(), *_drawn(chart, series, frame), *(line for _, _, line in named)]
    keys: list[str] = []
    end = max(below for _, below, _ in named) + 4
    if len(series) > 1:
        told = ((bar(0, 0, 10, 10, _FILLS[place]), one.title) for place, one in enumerate(chart.series[: len(_FILLS)]))
        keys, end = legend(list(told), end + 4)
    return framed(chart.title, _described(chart, places), end + 2, [*drawn, *keys])


def _extremes(chart: Bars, series: list[list[Decimal]]) -> list[Decimal]:
    if not chart.stacked:
        return [each for one in series for each in one]
    columns = list(zip(*series, strict=True))
    nothing = Decimal(0)
    up = [sum((each for each in column if each > 0), nothing) for column in columns]
    return up + [sum((each for each in column if each < 0), nothing) for column in columns]


class _Frame:
    """Where values and places lie."""

    def __init__(self, scale: Scale, number: int) -> None:
        self.scale = scale
        self.left = max(wide(scale.label(each)) for each in scale.ticks) + 6
        self.step = (WIDTH - self.left) / number
        self.below = _TOP + _HIGH

    def y(self, value: Decimal) -> float:
        return self.below - _HIGH * self.scale.share(value)

    def lines(self) -> Iterator[str]:
        """The marks of the axis, each with its number."""
        for tick in self.scale.ticks:
            yield ruled((self.left, self.y(tick)), (WIDTH, self.y(tick)), faint=bool(tick))
            yield words(self.left - 4, self.y(tick) + SIZE / 3, self.scale.label(tick), anchor="end")

    def names(self, places: tuple[str, ...]) -> list[tuple[float, float, str]]:
        """The names of as many places as there is room for, with where they stand; none of them is cut off."""
        if len(places) <= _FEW:
            return [
                self._name(number, line, row)
                for number, place in enumerate(places)
                for row, line in enumerate(wrapped(place, self.step - 4, _LINES))
            ]
        room = max(map(wide, places)) + 6
        every = max(1, -(-int(room) // max(1, int(self.step))))
        found: list[tuple[float, float, str]] = []
        free = 0.0
        for number, place in enumerate(places):
            half = wide(place) / 2
            if number % every == 0 and self._middle(number, half) - half >= free:
                found.append(self._name(number, place, 0))
                free = self._middle(number, half) + half + 4
        return found

    def _middle(self, number: int, half: float) -> float:
        return min(max(self.left + self.step * (number + 0.5), half), WIDTH - half)

    def _name(self, number: int, line: str, row: int) -> tuple[float, float, str]:
        x = self._middle(number, wide(line) / 2)
        below = self.below + LINE * (row + 1)
        return x, below, words(x, below, line, anchor="middle")


def _drawn(chart: Bars, series: list[list[Decimal]], frame: _Frame) -> Iterator[str]:
    beside = 1 if chart.stacked else len(series)
    width = min(frame.step * 0.8 / beside, _WIDEST)
    margin = (frame.step - width * beside) / 2
    numbers = not chart.stacked and len(series) * len(series[0]) <= _MOST_NUMBERS
    room = frame.step / beside
    for number in range(len(series[0])):
        ends = {True: Decimal(0), False: Decimal(0)}
        for place, one in enumerate(series):
            value = one[number]
            start = ends[value > 0] if chart.stacked else Decimal(0)
            ends[value > 0] = start + value
            x = frame.left + frame.step * number + margin + (0 if chart.stacked else place * width)
            top, below = sorted((frame.y(start), frame.y(start + value)))
            yield f'<g class="qms-chart__series-{place + 1}">{bar(x, top, width - 1, below - top, _FILLS[place])}</g>'
            if numbers and value and wide(spelled(value)) <= room:
                y = top - 3 if value > 0 else below + SIZE
                yield words(x + width / 2, y, spelled(value), anchor="middle")


def _described(chart: Bars, places: tuple[str, ...]) -> str:
    first = "" if len(places) == len(chart.places) else f"The last {len(places)} of {len(chart.places)}. "
    return first + " ".join(
        f"{one.title}: "
        + ", ".join(
            f"{place} {spelled(Decimal(each))}" for place, each in zip(places, one.values[-_MOST:], strict=True)
        )
        + "."
        for one in chart.series[: len(_FILLS)]
    )
