"""Any chart as SVG."""

from __future__ import annotations

from typing import TypeAlias

from qms_docs.charts.bars import Bars, bars_svg
from qms_docs.charts.line import Line, line_svg
from qms_docs.charts.matrix import Matrix, matrix_svg
from qms_docs.charts.ranking import Ranking, ranking_svg

__all__ = ["Chart", "chart_svg"]

Chart: TypeAlias = Bars | Line | Matrix | Ranking


def chart_svg(chart: Chart) -> str:
    """The chart; equal values are equal bytes."""
    match chart:
        case Bars():
            return bars_svg(chart)
        case Line():
            return line_svg(chart)
        case Matrix():
            return matrix_svg(chart)
        case Ranking():
            return ranking_svg(chart)
