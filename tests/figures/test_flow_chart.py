"""Flow charts: what of Mermaid's language is read, and what is said of the rest."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from qms_docs.figures.chart_layout import laid_out
from qms_docs.figures.chart_text import read_flow_chart
from qms_docs.figures.diagram import diagram_svg
from qms_docs.figures.flow_chart import Direction, Shape, Stroke, Tip
from qms_docs.figures.undrawn import UndrawnError

ORDER = """\
---
title: Handling an order
---
flowchart TD
    %% how an order is handled
    A([Order arrives]) --> B[Check the order]
    B --> C{Clear?}
    C -- yes --> D[/Confirmation/]
    C -->|no| E["Ask (again)"]
    E -.-> B
    D ==> F[(Order system)] & G[[Production<br>SOP-006]]
    style A fill:#f9f,stroke:#333
    classDef red fill:#f00; class B red
    G:::red --o H{{Inspect}}
    H <--> K@{ shape: doc, label: "Report" }
"""
LANES = """\
flowchart LR
  subgraph sales [Sales]
    a[Enquiry] --> b{Accepted?}
    subgraph inner
      c --> d
    end
  end
  b -- yes --> e[Make]
  e --> a
  d --> sales2
  subgraph sales2 ["Second"]
    f
  end
  d ~~~ f
"""


def words_of(svg: str) -> list[str]:
    """The words that stand in a drawing, in its order."""
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter() if each.tag.endswith("}text")]  # noqa: S314 - ours


def test_parts_are_read() -> None:
    """Nodes with their shapes and words, edges with strokes, tips and words are read; looks are passed over."""
    chart = read_flow_chart(ORDER)
    assert chart.title == "Handling an order"
    assert chart.direction is Direction.DOWN
    shapes = {node.id: node.shape for node in chart.nodes}
    assert shapes == {
        "A": Shape.STADIUM,
        "B": Shape.BOX,
        "C": Shape.RHOMBUS,
        "D": Shape.LEAN_RIGHT,
        "E": Shape.BOX,
        "F": Shape.CYLINDER,
        "G": Shape.SUBROUTINE,
        "H": Shape.HEXAGON,
        "K": Shape.DOCUMENT,
    }
    edges = [(edge.source, edge.target, edge.words, edge.stroke, edge.start, edge.end) for edge in chart.edges]
    assert ("C", "D", "yes", Stroke.PLAIN, Tip.NONE, Tip.ARROW) in edges
    assert ("C", "E", "no", Stroke.PLAIN, Tip.NONE, Tip.ARROW) in edges
    assert ("E", "B", "", Stroke.DOTTED, Tip.NONE, Tip.ARROW) in edges
    assert ("D", "F", "", Stroke.THICK, Tip.NONE, Tip.ARROW) in edges
    assert ("D", "G", "", Stroke.THICK, Tip.NONE, Tip.ARROW) in edges
    assert ("G", "H", "", Stroke.PLAIN, Tip.NONE, Tip.DOT) in edges
    assert ("H", "K", "", Stroke.PLAIN, Tip.ARROW, Tip.ARROW) in edges
    assert {node.id: node.words for node in chart.nodes}["G"] == "Production\nSOP-006"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('A["#quot;x#quot; #35;1 &amp; <b>bold</b>"]', '"x" #1 & bold'),
        ('A["`**Bold** and _slanted_ snake_case`"]', "Bold and slanted snake_case"),
        ("A[fa:fa-car Transport]", "Transport"),
        ("A[Prüfung ✓ 検査]", "Prüfung ✓ 検査"),
        ('A["one<br/>two"]', "one\ntwo"),
        ('A["<script>alert(1)</script>"]', "alert(1)"),
        ('A["\u202eevil"]', "evil"),
        ("my-node.1", "my-node.1"),
    ],
)
def test_words_are_plain(written: str, words: str) -> None:
    """Words lose marks for looks and icons, and keep every letter that they stand for."""
    assert read_flow_chart(f"graph LR\n{written}").nodes[0].words == words


@pytest.mark.parametrize(
    ("text", "line", "fact"),
    [
        ("gantt\n title x", 1, "“gantt” begins no diagram that is drawn"),
        ("", 1, "begins no diagram"),
        ("flowchart TD", 1, "no node"),
        ("flowchart TD\n\nA[open", 3, "Words in a node do not end"),
        ("flowchart TD\nA[x (y)]", 2, "hold brackets"),
        ("flowchart TD\nA --> B\nA --> ", 3, "leads to no node"),
        ("flowchart TD\nA B", 2, "“B” is not understood"),
        ("flowchart TD\nA\nend", 3, "closes no group"),
        ("flowchart TD\nsubgraph x\nA", 3, "“x” does not end"),
        ("flowchart TD\nsubgraph x\nA\nend\nx --> A", 5, "what it holds itself"),
        ("flowchart TD\nsubgraph x\nend\nA --> x", 4, "group without nodes"),
        ('flowchart TD\nA\nclick A "https://evil.example"', 3, "`click` is not drawn"),
        ("flowchart TD\nA@{ shape: cloud }", 2, "`shape: cloud` is not drawn"),
        ("flowchart TD\n" + "".join(f"n{number}\n" for number in range(200)), 152, "more than 150 nodes"),
        ("flowchart TD\nA[" + "x" * 500 + "]", 2, "longer than 400 characters"),
        ("flowchart TD\n" + "A-->B\n" * 5000, 1, "more than 20,000 characters"),
        ("flowchart TD\n" + "".join(f"subgraph g{number}\n" for number in range(9)), 6, "4 deep"),
    ],
)
def test_what_is_not_drawn_is_said_with_its_line(text: str, line: int, fact: str) -> None:
    """Other diagrams, mistakes and what is too large are named in a sentence, with the line of the chart."""
    with pytest.raises(UndrawnError, match=re.escape(fact)) as refused:
        diagram_svg(text)
    assert refused.value.line == line


def test_drawing_says_everything_in_words() -> None:
    """A drawing has a name and a description for people who cannot see it, and shows every word."""
    svg = diagram_svg(ORDER)
    drawing = ET.fromstring(svg)[0]  # noqa: S314 - drawn above
    assert drawing.attrib["role"] == "img"
    assert drawing[0].text == "Handling an order"
    assert drawing[1].text is not None
    assert "Clear? → Confirmation (yes); Clear? → Ask (again) (no)" in drawing[1].text
    assert words_of(svg)[:3] == ["yes", "no", "Order arrives"]
    assert "<figcaption>Handling an order</figcaption>" in svg


def test_stated_words_for_listeners_hold() -> None:
    """What the chart itself states for people who cannot see it is what they are told."""
    svg = diagram_svg("flowchart TD\naccTitle: Orders\naccDescr {\n From enquiry\n to goods\n}\nA-->B")
    assert "<title>Orders</title><desc>From enquiry to goods</desc>" in svg


def test_drawing_is_a_function_of_its_text() -> None:
    """The same text gives the same drawing, in one colour, with no name that another drawing could share."""
    svg = diagram_svg(LANES)
    assert diagram_svg(LANES) == svg
    assert "#" not in svg
    assert " id=" not in svg
    assert "<script" not in diagram_svg('flowchart TD\nA["&lt;script&gt;x"] --> B')


@pytest.mark.parametrize("direction", ["TD", "BT", "LR", "RL"])
@pytest.mark.parametrize("text", [ORDER, LANES])
def test_nothing_overlaps(text: str, direction: str) -> None:
    """In every direction nodes stand apart from each other, groups around their nodes, and all within the picture."""
    text = re.sub(r"flowchart \w+", f"flowchart {direction}", text)
    layout = laid_out(read_flow_chart(text))
    boxes = [
        (each.middle[0] - each.size[0] / 2, each.middle[1] - each.size[1] / 2, *each.size) for each in layout.nodes
    ]
    for place, (x, y, width, height) in enumerate(boxes):
        assert x >= -0.01
        assert y >= -0.01
        assert x + width <= layout.size[0] + 0.01
        assert y + height <= layout.size[1] + 0.01
        for ox, oy, owidth, oheight in boxes[:place]:
            apart = x >= ox + owidth or ox >= x + width or y >= oy + oheight or oy >= y + height
            assert apart
    frames = {each.group.id: (*each.corner, *each.size) for each in layout.groups}
    for box, node in zip(boxes, layout.nodes, strict=True):
        if node.node.group:
            x, y, width, height = frames[node.node.group]
            assert x <= box[0]
            assert y <= box[1]
            assert box[0] + box[2] <= x + width
            assert box[1] + box[3] <= y + height


@pytest.mark.parametrize("direction", ["TD", "LR"])
def test_edges_end_where_they_lead(direction: str) -> None:
    """Every edge, through however many frames, begins at its source and ends at its target."""
    chart = read_flow_chart(re.sub(r"flowchart \w+", f"flowchart {direction}", LANES))
    layout = laid_out(chart)
    boxes = {
        each.node.id: (each.middle[0] - each.size[0] / 2, each.middle[1] - each.size[1] / 2, *each.size)
        for each in layout.nodes
    } | {each.group.id: (*each.corner, *each.size) for each in layout.groups}
    for edge in layout.edges:
        for end, (x, y) in ((edge.edge.source, edge.points[0]), (edge.edge.target, edge.points[-1])):
            left, top, width, height = boxes[end]
            assert left - 0.01 <= x <= left + width + 0.01, edge
            assert top - 0.01 <= y <= top + height + 0.01, edge


@pytest.mark.parametrize(
    "text",
    [
        "flowchart TD\n" + "\n".join(f"n{a}-->n{a + 1}" for a in range(148)),
        "flowchart TD\n" + "\n".join(f"n{a % 20}-->m{a % 17}" for a in range(300)),
        "flowchart TD\n" + "A-->A\n" * 100,
        "flowchart TD\n" + " & ".join(f"n{a}" for a in range(17)) + " --> " + " & ".join(f"m{a}" for a in range(17)),
        'flowchart TD\nA["' * 3000,
        "flowchart TD\n" + "A-- " * 4000,
        "flowchart TD\n" + "%%{" * 6000,
        "flowchart TD\n" + "(((" * 6000,
        "flowchart TD\nA@{" + 'a: "x", ' * 2000,
    ],
)
def test_hostile_charts_end(text: str) -> None:
    """A chart that is as large as one may be, or written to keep a reader busy, is drawn or refused, and soon."""
    try:
        drawn = diagram_svg(text)
    except UndrawnError as refused:
        drawn = refused.fact
    assert drawn
