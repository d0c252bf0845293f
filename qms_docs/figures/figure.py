"""Figures that are written as text: which kinds there are, and how one becomes a picture."""

from __future__ import annotations

from enum import Enum

from qms_docs.figures.undrawn import UndrawnError
from qms_docs.values import dataclass

__all__ = ["DrawnFigure", "FigureKind", "FigureSource", "Work", "drawn_figure"]

_MOST_WORK = 2_000_000
_WORK_OF_CHART = 20
"""For each character of its text."""


class FigureKind(Enum):
    """What a text describes."""

    FLOW_CHART = "flow-chart"
    """A diagram in Mermaid's language: a flow chart, a state diagram, a sequence diagram."""
    FORMULA = "formula"
    """A formula in a line of text, in TeX's language."""
    FORMULA_BLOCK = "formula-block"
    """A formula that stands by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureSource:
    """A figure as it is written."""

    kind: FigureKind
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnFigure:
    """A picture, or the reason why there is none."""

    html: str = ""
    work: int = 0
    undrawn: UndrawnError | None = None


class Work:
    """How much work the figures of one text are, so that no text can keep a build from ending."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._done = 0

    def allows(self, figure: DrawnFigure) -> DrawnFigure:
        """The figure, unless those before it were too much work already."""
        self._done += figure.work
        if self._done <= _MOST_WORK:
            return figure
        fact = "The text holds more diagrams and formulas than are drawn in one text."
        return DrawnFigure(undrawn=UndrawnError(1, fact, "Divide it into several documents."))


def drawn_figure(figure: FigureSource) -> DrawnFigure:
    """The picture; a function of the text alone, so that it can be kept."""
    # What parses and draws is loaded with the first figure that nobody has drawn yet.
    from qms_docs.figures.diagram import diagram_svg  # noqa: PLC0415
    from qms_docs.figures.formula import formula_svg  # noqa: PLC0415

    try:
        if figure.kind is FigureKind.FLOW_CHART:
            return DrawnFigure(html=diagram_svg(figure.source), work=_WORK_OF_CHART * len(figure.source))
        block = figure.kind is FigureKind.FORMULA_BLOCK
        html, work = formula_svg(figure.source, block=block)
    except UndrawnError as reason:
        return DrawnFigure(undrawn=reason)
    return DrawnFigure(html=f'<div class="formula-block">{html}</div>' if block else html, work=work)
