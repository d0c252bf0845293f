"""A diagram by its first word: a flow chart, a state diagram or a sequence diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.figures.chart_svg import chart_svg, steps_of
from qms_docs.figures.chart_text import read_flow_chart
from qms_docs.figures.diagram_text import kind_of_diagram
from qms_docs.figures.sequence_svg import sequence_steps, sequence_svg
from qms_docs.figures.sequence_text import read_sequence
from qms_docs.figures.state_text import read_state_diagram

if TYPE_CHECKING:
    from qms_docs.figures.flow_chart import FlowChart

__all__ = ["diagram_steps", "diagram_svg"]

_STATES = ("stateDiagram", "stateDiagram-v2")
_SEQUENCE = "sequenceDiagram"


def diagram_svg(text: str) -> str:
    """The figure of a diagram that is written in Mermaid's language.

    Raises UndrawnError where the text says what is not drawn.
    """
    if kind_of_diagram(text) == _SEQUENCE:
        return sequence_svg(read_sequence(text))
    return chart_svg(_chart(text))


def diagram_steps(text: str) -> list[str]:
    """What a diagram shows, step by step, in words.

    Raises UndrawnError where the text says what is not drawn.
    """
    if kind_of_diagram(text) == _SEQUENCE:
        return sequence_steps(read_sequence(text))
    return steps_of(_chart(text))


def _chart(text: str) -> FlowChart:
    return read_state_diagram(text) if kind_of_diagram(text) in _STATES else read_flow_chart(text)
