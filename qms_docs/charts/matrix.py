"""A square of likelihood by impact, with the number of things in each of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.charts.canvas import LINE, SIZE, WIDTH, framed, words
from qms_docs.figures.shapes import number
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SIDE", "Matrix", "matrix_svg"]

SIDE = 5
"""Likelihood and impact go from 1 to this."""
_LEFT, _HIGH = 34.0, 40.0
_DARKEST = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """How many things have which likelihood and impact."""

    title: str
    cells: tuple[tuple[int, int, int], ...]
    """Likelihood, impact and number, of the cells that hold something."""
    one: str
    many: str
    """What is counted."""


def matrix_svg(chart: Matrix) -> str:
    """The square: likelihood rises upwards, impact to the right; a cell is the darker the higher its score."""
    counts = {(likelihood, impact): count for likelihood, impact, count in chart.cells}
    height = 4 + SIDE * _HIGH + 2 * LINE + 4
    drawn = [*_cells(counts), *_axes(height)]
    return framed(chart.title, _described(chart), height, drawn)


def _cells(counts: dict[tuple[int, int], int]) -> Iterator[str]:
    width = (WIDTH - _LEFT - 1) / SIDE
    for likelihood in range(SIDE, 0, -1):
        for impact in range(1, SIDE + 1):
            x, y = _LEFT + (impact - 1) * width, 2 + (SIDE - likelihood) * _HIGH
            score, count = likelihood * impact, counts.get((likelihood, impact), 0)
            shade = number(round(score / SIDE**2 * _DARKEST, 2) * 100)
            yield (
                f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(_HIGH)}" '
                f'fill="currentColor" fill-opacity="{shade}%" stroke="currentColor" stroke-opacity="0.5"/>'
                f'<text x="{number(x + 4)}" y="{number(y + 11)}" fill="currentColor" font-size="9">{score}</text>'
            )
            if count:
                yield (
                    f'<text x="{number(x + width / 2)}" y="{number(y + _HIGH / 2 + 7)}" fill="currentColor" '
                    f'font-size="18" font-weight="700" text-anchor="middle">{count}</text>'
                )


def _axes(height: float) -> Iterator[str]:
    width, below = (WIDTH - _LEFT - 1) / SIDE, 2 + SIDE * _HIGH
    for step in range(1, SIDE + 1):
        yield words(_LEFT + (step - 0.5) * width, below + LINE, str(step), anchor="middle")
        yield words(_LEFT - 6, 2 + (SIDE - step + 0.5) * _HIGH + SIZE / 3, str(step), anchor="end")
    yield words(_LEFT + (WIDTH - _LEFT) / 2, height - 3, "Impact", anchor="middle")
    middle = 2 + SIDE * _HIGH / 2
    yield (
        f'<text x="{number(SIZE)}" y="{number(middle)}" fill="currentColor" text-anchor="middle" '
        f'transform="rotate(-90 {number(SIZE)} {number(middle)})">Likelihood</text>'
    )


def _described(chart: Matrix) -> str:
    told = [
        f"{count} {chart.one if count == 1 else chart.many} with likelihood {likelihood} and impact {impact}, "
        f"score {likelihood * impact}"
        for likelihood, impact, count in sorted(chart.cells, key=lambda each: (-each[0] * each[1], each))
    ]
    return "; ".join(told) if told else f"There is no {chart.one} in it."
