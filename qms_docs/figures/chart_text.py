"""Reading a flow chart: the part of Mermaid's language that a quality manual needs.

As https://mermaid.js.org/syntax/flowchart.html describes it, so that a forge shows the same chart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.figures.chart_parts import ChartParts
from qms_docs.figures.chart_words import plain_words
from qms_docs.figures.flow_chart import Direction, Shape, Stroke, Tip
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.figures.flow_chart import FlowChart

__all__ = ["read_flow_chart"]

_LONGEST = 20_000
_FRONT = re.compile(r"\s*---[ \t]*\n(?P<block>.*?)\n[ \t]*---[ \t]*(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^[ \t]*title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_BETWEEN = re.compile(r"(?:[\s;]+|%%(?!\{)[^\n]*|%%\{.*?\}%%)+", re.DOTALL)
_BEGIN = re.compile(r"(?P<kind>[A-Za-z][\w-]*)(?:[ \t]+(?P<direction>TB|TD|BT|LR|RL)\b)?[ \t]*(?=[;\n]|%%|$)")
_LOOKS = re.compile(r"(?:classDef|class|style|linkStyle)[ \t][^\n;]*")
_DIRECTION = re.compile(r"direction[ \t]+(?:TB|TD|BT|LR|RL)[ \t]*(?=[;\n]|$)")
_NAMED = re.compile(r"(?P<what>accTitle|accDescr)[ \t]*(?::[ \t]*(?P<line>[^\n]*)|\{(?P<block>[^{}]*)\})")
_SUBGRAPH = re.compile(r"subgraph(?:[ \t]+(?P<rest>[^\n;]*))?")
_SUBGRAPH_NAME = re.compile(
    r"(?:(?P<id>[^\s\[\]\"]+)[ \t]*)?\[[ \t]*(?P<title>\"[^\"]*\"|[^\]\"]*)\]$"
    r"|(?P<quoted>\"[^\"]+\")$|(?P<words>[^\[\]\"]+)$"
)
_END = re.compile(r"end(?=[ \t]*(?:[;\n]|%%|$))")
_CLICK = re.compile(r"click[ \t]")
_NODE = re.compile(r"(?:[\w!#$%'*+.?/]|-(?![-.>])|=(?!=))+")
_CLASS = re.compile(r":::[\w-]+(?:,[\w-]+)*")
_SHAPES: Sequence[tuple[str, Sequence[tuple[str, Shape]]]] = (
    ("(((", ((")))", Shape.RING),)),
    ("((", (("))", Shape.CIRCLE),)),
    ("([", (("])", Shape.STADIUM),)),
    ("(-", (("-)", Shape.ELLIPSE),)),
    ("(", ((")", Shape.ROUND),)),
    ("[[", (("]]", Shape.SUBROUTINE),)),
    ("[(", ((")]", Shape.CYLINDER),)),
    ("[/", (("/]", Shape.LEAN_RIGHT), ("\\]", Shape.TRAPEZOID))),
    ("[\\", (("\\]", Shape.LEAN_LEFT), ("/]", Shape.TRAPEZOID_ALT))),
    ("[", (("]", Shape.BOX),)),
    ("{{", (("}}", Shape.HEXAGON),)),
    ("{", (("}", Shape.RHOMBUS),)),
    (">", (("]", Shape.FLAG),)),
)
_NAMED_SHAPES = {
    Shape.BOX: "rect proc process rectangle",
    Shape.ROUND: "rounded event",
    Shape.STADIUM: "stadium pill terminal",
    Shape.SUBROUTINE: "subproc subprocess subroutine framed-rectangle fr-rect",
    Shape.CYLINDER: "cyl cylinder database db",
    Shape.CIRCLE: "circle circ",
    Shape.RING: "dbl-circ double-circle",
    Shape.ELLIPSE: "ellipse",
    Shape.FLAG: "odd",
    Shape.RHOMBUS: "diam diamond decision question",
    Shape.HEXAGON: "hex hexagon prepare",
    Shape.LEAN_RIGHT: "lean-r lean-right in-out",
    Shape.LEAN_LEFT: "lean-l lean-left out-in",
    Shape.TRAPEZOID: "trap-b trapezoid trapezoid-bottom priority",
    Shape.TRAPEZOID_ALT: "trap-t inv-trapezoid trapezoid-top manual",
    Shape.DOCUMENT: "doc document",
}
_SHAPE_OF = {name: shape for shape, names in _NAMED_SHAPES.items() for name in names.split()}
_FIELDS = re.compile(r"@\{(?P<fields>(?:[^{}\"]|\"[^\"]*\")*)\}")
_FIELD = re.compile(r"\s*(?P<name>[\w-]+)\s*:\s*(?P<value>\"[^\"]*\"|[^,\"\n]*?)\s*(?:,|\n|$)")
_EDGE_NAME = re.compile(r"[\w-]+@(?=[xo<]?[-=~])")
_LINK = re.compile(
    r"(?P<start>[xo<])?(?:(?P<hidden>~~~+)|--+(?P<plain>[-xo>])|==+(?P<thick>[=xo>])|(?P<dots>-\.+-(?P<dotted>[xo>])?))"
)
_OPEN_LINK = re.compile(
    r"(?P<start>[xo<])?(?:--(?P<plain_words>(?:\"[^\"]*\"|(?!--)[^\n\"])+?)--+(?P<plain>[-xo>])"
    r"|==(?P<thick_words>(?:\"[^\"]*\"|(?!==)[^\n\"])+?)==+(?P<thick>[=xo>])"
    r"|-\.(?P<dotted_words>(?:\"[^\"]*\"|(?!\.-)[^\n\"])+?)\.+-(?P<dotted>[xo>])?)"
)
_LABEL = re.compile(r"\|(?P<words>[^|\n]*)\|")
_TIPS = {">": Tip.ARROW, "<": Tip.ARROW, "x": Tip.CROSS, "o": Tip.DOT}
_NEEDS_QUOTES = re.compile(r"[()\[\]{}\"]")


def read_flow_chart(text: str) -> FlowChart:
    """The chart.

    Raises UndrawnError, with the line at fault, for other kinds of diagrams and for what is not drawn.
    """
    if len(text) > _LONGEST:
        raise UndrawnError(1, f"The chart has more than {_LONGEST:,} characters.", "Divide it into several charts.")
    return _Reader(text.replace("\t", " ")).chart()


class _Reader:
    """Goes through the text from the beginning to the end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._parts = ChartParts()

    def chart(self) -> FlowChart:
        """Everything that the text says."""
        if (front := self._take(_FRONT)) and (title := _TITLE.search(front["block"])):
            self._parts.title = plain_words(title[1].strip("\"'"))
        self._take(_BETWEEN)
        direction = self._begin()
        while True:
            self._take(_BETWEEN)
            if self._at >= len(self._text):
                return self._parts.chart(direction, self._line)
            self._statement()

    def _begin(self) -> Direction:
        begin = self._take(_BEGIN)
        if begin is None or begin["kind"] not in ("flowchart", "graph"):
            kind = begin["kind"] if begin else self._rest_of_line()
            fact = (
                f"“{kind[:40]}” begins no diagram that is drawn: flow charts, state diagrams and sequence diagrams are."
            )
            raise UndrawnError(
                self._line,
                fact,
                "Begin with `flowchart TD`, `stateDiagram-v2` or `sequenceDiagram`, or show a picture of it.",
            )
        stated = begin["direction"] or "TB"
        return Direction("TB" if stated == "TD" else stated)

    def _statement(self) -> None:
        if self._take(_LOOKS) or self._take(_DIRECTION):
            return
        if named := self._take(_NAMED):
            words = " ".join((named["line"] or named["block"] or "").split())
            self._parts.name_for_listeners(words, description=named["what"] == "accDescr")
        elif self._take(_END):
            self._parts.close(self._line)
        elif subgraph := self._take(_SUBGRAPH):
            self._subgraph((subgraph["rest"] or "").strip())
        elif self._take(_CLICK):
            fact = "A `click` is not drawn, because the chart stands still, also on paper."
            raise UndrawnError(self._line, fact, "Take it out, and put the link into the text.")
        else:
            self._chain()

    def _subgraph(self, rest: str) -> None:
        named = _SUBGRAPH_NAME.match(rest)
        if named is None and rest:
            raise self._not_understood(rest)
        title = (named["title"] or named["quoted"] or named["words"] or "") if named else ""
        title = title.strip().strip('"')
        self._parts.open((named["id"] if named else None) or title.strip(), plain_words(title), self._line)

    def _chain(self) -> None:
        before = self._nodes()
        while link := self._link():
            after = self._nodes()
            words, stroke, start, end = link
            for source in before:
                for target in after:
                    self._parts.connect(source, target, words, stroke, start, end, self._line)
            before = after
        rest = self._rest_of_line()
        if rest and not rest.startswith((";", "%%")):
            raise self._not_understood(rest)

    def _nodes(self) -> list[str]:
        found = [self._node()]
        while self._take(re.compile(r"\s*&\s*")):
            found.append(self._node())
        return found

    def _node(self) -> str:
        self._blanks()
        named = self._take(_NODE)
        if named is None:
            raise self._not_understood(self._rest_of_line())
        words, shape = self._words_in_shape()
        self._parts.mention(named[0], words, shape, self._line)
        self._take(_CLASS)
        if fields := self._take(_FIELDS):
            self._fields(named[0], fields["fields"])
        self._take(_CLASS)
        return named[0]

    def _words_in_shape(self) -> tuple[str | None, Shape | None]:
        for opening, closings in _SHAPES:
            if self._text.startswith(opening, self._at):
                self._at += len(opening)
                return self._until(closings)
        return None, None

    def _until(self, closings: Sequence[tuple[str, Shape]]) -> tuple[str, Shape]:
        begin = self._at
        if quoted := self._take(re.compile(r"\s*\"(?P<words>[^\"]*)\"\s*")):
            for closing, shape in closings:
                if self._text.startswith(closing, self._at):
                    self._at += len(closing)
                    return plain_words(quoted["words"]), shape
            raise self._not_understood(self._rest_of_line())
        ends = [
            (place, closing, shape) for closing, shape in closings if (place := self._text.find(closing, begin)) >= 0
        ]
        end, closing, shape = min(ends, default=(-1, "", Shape.BOX), key=lambda each: each[0])
        words = self._text[begin:end]
        if end < 0 or "\n" in words:
            expected = " or ".join(f"`{closing}`" for closing, _ in closings)
            raise UndrawnError(self._line, f"Words in a node do not end: expected {expected}.", "Close the bracket.")
        if _NEEDS_QUOTES.search(words):
            fact = f"The words “{words[:60]}” hold brackets or quotation marks, which begin and end shapes."
            raise UndrawnError(
                self._line, fact, 'Put all words of the node between quotation marks, as in `A["Words (more)"]`.'
            )
        self._at = end + len(closing)
        return plain_words(words), shape

    def _fields(self, node: str, block: str) -> None:
        words: str | None = None
        shape: Shape | None = None
        for field in _FIELD.finditer(block):
            name, value = field["name"], field["value"].strip('"')
            if name == "label":
                words = plain_words(value)
            elif name == "shape" and value in _SHAPE_OF:
                shape = _SHAPE_OF[value]
            else:
                fact = f"A node with `{name}: {value[:40]}` is not drawn."
                known = "rect, rounded, stadium, diam, subproc, doc, cyl, circle, hex, lean-r, lean-l, trap-b, trap-t"
                raise UndrawnError(self._line, fact, f"Of fields `label` and `shape` are drawn; of shapes {known}.")
        self._parts.mention(node, words, shape, self._line)

    def _link(self) -> tuple[str, Stroke, Tip, Tip] | None:
        self._blanks()
        self._take(_EDGE_NAME)
        found = self._take(_LINK) or self._take(_OPEN_LINK)
        if found is None:
            return None
        groups = found.groupdict()
        words = groups.get("plain_words") or groups.get("thick_words") or groups.get("dotted_words") or ""
        if groups.get("hidden"):
            stroke = Stroke.HIDDEN
        elif groups["plain"]:
            stroke = Stroke.PLAIN
        else:
            stroke = Stroke.THICK if groups["thick"] else Stroke.DOTTED
        end = _TIPS.get(groups["plain"] or groups["thick"] or groups["dotted"] or "", Tip.NONE)
        self._blanks()
        if label := self._take(_LABEL):
            words = label["words"]
        return plain_words(words.strip().strip('"')), stroke, _TIPS.get(found["start"] or "", Tip.NONE), end

    def _blanks(self) -> None:
        while self._at < len(self._text) and self._text[self._at] == " ":
            self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _rest_of_line(self) -> str:
        return self._text[self._at :].partition("\n")[0].strip()

    def _not_understood(self, rest: str) -> UndrawnError:
        if not rest:
            return UndrawnError(self._line, "An edge leads to no node.", "Name the node behind it on the same line.")
        return UndrawnError(
            self._line, f"“{rest[:60]}” is not understood.", "Write it as the README describes flow charts."
        )

    @property
    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1
