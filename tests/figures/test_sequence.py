"""Sequence diagrams: read as Mermaid has them, and drawn so that no words overlap."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from qms_docs.figures.diagram import diagram_steps, diagram_svg
from qms_docs.figures.flow_chart import Stroke, Tip
from qms_docs.figures.lettering import LINE, width_of
from qms_docs.figures.sequence import FrameBegin, FrameEnd, FrameNext, Message, Note
from qms_docs.figures.sequence_text import read_sequence
from qms_docs.figures.undrawn import UndrawnError

COMPLAINT = """\
%%{init: {"theme": "dark"}}%%
sequenceDiagram
  title Handling a complaint
  autonumber
  actor C as Customer
  participant S as Sales
  participant Q as Quality manager
  C->>+S: Complaint arrives by letter, telephone or mail
  S->>S: Record it
  S-->>-C: Receipt confirmed
  Note over S,Q: Within two working days
  alt justified
    S->>Q: Pass on
    loop every week
      Q-->>C: State of affairs
    end
  else not justified
    S--xC: Explain
    Note right of S: With reasons
  end
  activate Q
  Q->S: Closed
  S<<->>C: Talk
  deactivate Q
"""


def test_who_takes_part_and_what_happens_is_read() -> None:
    """Participants by their words, messages with strokes and tips, numbers, notes and frames."""
    diagram = read_sequence(COMPLAINT)
    assert diagram.title == "Handling a complaint"
    assert [each.words for each in diagram.participants] == ["Customer", "Sales", "Quality manager"]
    messages = [each for each in diagram.steps if isinstance(each, Message)]
    assert [(each.source, each.target, each.words) for each in messages][:2] == [
        ("C", "S", "1. Complaint arrives by letter, telephone or mail"),
        ("S", "S", "2. Record it"),
    ]
    assert [(each.stroke, each.start, each.end) for each in messages[2:]] == [
        (Stroke.DOTTED, Tip.NONE, Tip.ARROW),
        (Stroke.PLAIN, Tip.NONE, Tip.ARROW),
        (Stroke.DOTTED, Tip.NONE, Tip.ARROW),
        (Stroke.DOTTED, Tip.NONE, Tip.CROSS),
        (Stroke.PLAIN, Tip.NONE, Tip.NONE),
        (Stroke.PLAIN, Tip.ARROW, Tip.ARROW),
    ]
    assert Note(place="over", of=("S", "Q"), words="Within two working days") in diagram.steps
    assert Note(place="right", of=("S",), words="With reasons") in diagram.steps
    frames = [each for each in diagram.steps if isinstance(each, FrameBegin | FrameNext | FrameEnd)]
    assert frames == [
        FrameBegin(kind="alt", words="justified"),
        FrameBegin(kind="loop", words="every week"),
        FrameEnd(),
        FrameNext(words="not justified"),
        FrameEnd(),
    ]


def test_it_is_told_in_words() -> None:
    """People who cannot see it are told each step; what the diagram states itself holds over that."""
    svg = diagram_svg(COMPLAINT)
    assert "<title>Handling a complaint</title><desc>Customer \u2192 Sales: 1. Complaint arrives" in svg
    assert "<figcaption>Handling a complaint</figcaption>" in svg
    assert "[alt justified" in diagram_steps(COMPLAINT)
    own = diagram_svg("sequenceDiagram\naccTitle: Orders\naccDescr {\n From enquiry\n to goods\n}\nA->>B: x")
    assert "<title>Orders</title><desc>From enquiry to goods</desc>" in own


def test_words_do_not_overlap_and_nothing_is_outside() -> None:
    """All words stand apart from each other within the picture; no other kind of element and no name is in it."""
    svg = diagram_svg(COMPLAINT)
    drawing = ET.fromstring(svg)[0]  # noqa: S314 - drawn above
    left, top, width, height = map(float, drawing.attrib["viewBox"].split())
    boxes = []
    for each in drawing.iter("{http://www.w3.org/2000/svg}text"):
        x, y, wide = float(each.attrib["x"]), float(each.attrib["y"]), width_of(each.text or "")
        begin = x - (wide / 2 if each.attrib["text-anchor"] == "middle" else 0)
        assert left <= begin
        assert begin + wide <= left + width
        assert top <= y - LINE / 2
        assert y <= top + height
        assert all(begin >= ox + ow or ox >= begin + wide or abs(y - oy) >= LINE - 1 for ox, ow, oy in boxes), each.text
        boxes.append((begin, wide, y))
    assert len(boxes) > 12
    assert " id=" not in svg
    assert diagram_svg(COMPLAINT) == svg
    assert "<script" not in diagram_svg("sequenceDiagram\nA->>B: &lt;script&gt;")


@pytest.mark.parametrize(
    ("text", "line", "fact"),
    [
        ("sequenceDiagram\n A->>B: x\n create participant C", 3, "\u201ccreate participant C\u201d is not drawn"),
        ("sequenceDiagram\n A->>B", 2, "\u201cA->>B\u201d is not drawn"),
        ("sequenceDiagram\n rect rgb(0,0,0)\n A->>B: x\n end", 2, "is not drawn"),
        ("sequenceDiagram\n else x", 2, "is not drawn"),
        ("sequenceDiagram\n link A: x @ https://evil.example", 2, "is not drawn"),
        ("sequenceDiagram\n alt x\n A->>B: x", 3, "\u201calt\u201d does not end"),
        ("sequenceDiagram\n A->>B: x\n end", 3, "closes no frame"),
        ("sequenceDiagram", 1, "Nobody takes part"),
        ("sequenceDiagram\n" + "\n".join(f" a{n}->>b{n}: x" for n in range(20)), 12, "more than 20 participants"),
        ("sequenceDiagram\n" + " A->>B: x\n" * 300, 202, "more than 200 steps"),
        ("sequenceDiagram\n" + " opt x\n" * 9, 6, "4 deep"),
        ("sequenceDiagram\n A->>B: " + "x" * 500, 2, "longer than 400"),
    ],
)
def test_what_is_not_drawn_is_said_with_its_line(text: str, line: int, fact: str) -> None:
    """What would need colours, links or a life of its own, mistakes and what is too large are named."""
    with pytest.raises(UndrawnError, match=re.escape(fact)) as refused:
        diagram_svg(text)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "sequenceDiagram\n" + "a->" * 800 + "\n",
        "sequenceDiagram\nNote over " + "a, " * 800,
        "sequenceDiagram\n" + "a" * 2400,
        "sequenceDiagram\n" + "".join(f"a{n % 20}->>a{n * 7 % 20}: {'word ' * 20}\n" for n in range(150)),
        "sequenceDiagram\n" + "%%{" * 6000,
        "sequenceDiagram\n" + "accDescr {" * 1900,
    ],
)
def test_hostile_diagrams_end(text: str) -> None:
    """What is written to keep a reader busy is drawn or refused, and soon."""
    try:
        drawn = diagram_svg(text)
    except UndrawnError as refused:
        drawn = refused.fact
    assert drawn
