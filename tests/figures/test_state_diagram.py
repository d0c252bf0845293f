"""State diagrams: read as Mermaid has them, and drawn like flow charts."""

from __future__ import annotations

import re

import pytest

from qms_docs.figures.diagram import diagram_steps, diagram_svg
from qms_docs.figures.flow_chart import Direction, Shape
from qms_docs.figures.state_text import read_state_diagram
from qms_docs.figures.undrawn import UndrawnError

LIFE = """\
---
title: Life of a document
---
stateDiagram-v2
  %% a remark
  direction LR
  [*] --> Draft
  Draft --> Review : submit
  state "In review" as Review
  Review : by two people
  state check <<choice>>
  Review --> check
  check --> Approved : complete
  check --> Review:::red : missing
  state Approved {
    direction TB
    [*] --> Waiting
    Waiting --> Effective : its day has come
  }
  Approved --> [*]
  classDef red fill:#f00
  class Draft red
"""


def test_states_and_transitions_are_read() -> None:
    """States with their words, choices, states within states, and where each begins and ends."""
    chart = read_state_diagram(LIFE)
    assert (chart.title, chart.direction) == ("Life of a document", Direction.RIGHT)
    assert {node.id: (node.words, node.shape) for node in chart.nodes} == {
        "[*] start ": ("", Shape.START),
        "Draft": ("Draft", Shape.ROUND),
        "Review": ("In review\nby two people", Shape.ROUND),
        "check": ("", Shape.RHOMBUS),
        "[*] start Approved": ("", Shape.START),
        "Waiting": ("Waiting", Shape.ROUND),
        "Effective": ("Effective", Shape.ROUND),
        "[*] end ": ("", Shape.END),
    }
    assert [(group.id, group.title) for group in chart.groups] == [("Approved", "Approved")]
    assert {node.id for node in chart.nodes if node.group} == {"[*] start Approved", "Waiting", "Effective"}
    assert len(chart.edges) == 8


def test_it_is_told_in_words() -> None:
    """Beginning and end have names for people who cannot see them."""
    steps = diagram_steps(LIFE)
    assert "Start \u2192 Draft" in steps
    assert "Approved \u2192 End" in steps
    svg = diagram_svg(LIFE)
    assert "<title>Life of a document</title>" in svg
    assert svg.count('fill="currentColor"/>') >= 3
    assert "<title>State diagram</title>" in diagram_svg("stateDiagram\nA --> B")


@pytest.mark.parametrize(
    ("text", "line", "fact"),
    [
        ("stateDiagram-v2\n A --> B\n note right of A : x", 3, "\u201cnote right of A : x\u201d is not drawn"),
        ("stateDiagram-v2\n state f <<fork>>", 2, "\u201c<<fork>>\u201d is not drawn"),
        ("stateDiagram-v2\n state A {\n B --> C\n --\n D --> E\n }", 4, "\u201c--\u201d is not drawn"),
        ("stateDiagram-v2\n state A {\n B --> C", 3, "\u201cA\u201d does not end"),
        ("stateDiagram-v2\n A --> B\n }", 3, "closes no group"),
        ("stateDiagram-v2", 1, "no node"),
        ("stateDiagram-v2 A --> B", 1, "is not understood"),
        ("stateDiagram-v2\n" + "\n".join(f" s{n} --> s{n + 1}" for n in range(200)), 151, "more than 150 nodes"),
        ("stateDiagram-v2\n A : " + "x" * 500, 2, "longer than 400"),
        ("stateDiagram-v2\n A : " + "x" * 5000, 2, "more than 2,500 characters"),
        ("stateDiagram-v2\n" + "A --> B\n" * 5000, 1, "more than 20,000 characters"),
    ],
)
def test_what_is_not_drawn_is_said_with_its_line(text: str, line: int, fact: str) -> None:
    """Notes, forks, what goes on side by side, mistakes and what is too large are named."""
    with pytest.raises(UndrawnError, match=re.escape(fact)) as refused:
        diagram_svg(text)
    assert refused.value.line == line
