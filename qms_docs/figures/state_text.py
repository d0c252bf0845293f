"""Reading a state diagram, which is drawn as a flow chart whose steps are states.

As https://mermaid.js.org/syntax/stateDiagram.html describes it, so that a forge shows the same diagram.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.figures.chart_parts import ChartParts
from qms_docs.figures.chart_words import plain_words
from qms_docs.figures.diagram_text import DIRECTION, LOOKS, NAMED, Lines
from qms_docs.figures.flow_chart import Direction, Shape, Stroke, Tip
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from qms_docs.figures.flow_chart import FlowChart

__all__ = ["read_state_diagram"]

_NAME = r"(?:\[\*\]|[\w.][\w.-]*)(?::::[\w-]+)?"
_TRANSITION = re.compile(rf"(?P<source>{_NAME})\s*-->\s*(?P<target>{_NAME})\s*(?::\s*(?P<words>.*))?$")
_STATE = re.compile(
    r"state\s+(?:\"(?P<title>[^\"]*)\"\s+as\s+)?(?P<name>[\w.-]+)\s*(?P<kind><<[\w-]+>>|\[\[[\w-]+\]\])?\s*(?P<open>\{)?$"
)
_DESCRIBED = re.compile(rf"(?P<name>{_NAME})\s*:\s*(?P<words>.+)$")
_ALONE = re.compile(rf"(?P<name>{_NAME})$")
_CHOICE = ("<<choice>>", "[[choice]]")


def read_state_diagram(text: str) -> FlowChart:
    """The diagram.

    Raises UndrawnError, with the line at fault, for what is not drawn.
    """
    return _Reader(text).chart()


class _Reader:
    """Goes through the lines."""

    def __init__(self, text: str) -> None:
        self._lines = Lines(text)
        self._parts = ChartParts()
        self._parts.title = self._lines.title
        self._direction = Direction.DOWN
        self._open: list[str] = []
        self._words: dict[str, list[str]] = {}

    def chart(self) -> FlowChart:
        """Everything that the text says."""
        for number, line in self._lines.statements():
            self._statement(line, number)
        return self._parts.chart(self._direction, self._lines.last, "State diagram")

    def _statement(self, line: str, number: int) -> None:
        if LOOKS.match(line):
            return
        if direction := DIRECTION.match(line):
            if not self._open:
                self._direction = Direction("TB" if direction[1] == "TD" else direction[1])
        elif named := NAMED.match(line):
            self._parts.name_for_listeners(named["words"].strip(), description=named["what"] == "accDescr")
        elif line == "}":
            self._parts.close(number)
            self._open.pop()
        elif found := _TRANSITION.match(line):
            ends = self._end(found["source"], number, first=True), self._end(found["target"], number, first=False)
            words = plain_words(found["words"] or "")
            self._parts.connect(*ends, words, Stroke.PLAIN, Tip.NONE, Tip.ARROW, number)
        elif found := _STATE.match(line):
            self._state(found, number)
        elif found := _DESCRIBED.match(line):
            self._describe(found["name"].partition(":::")[0], found["words"], number)
        elif found := _ALONE.match(line):
            self._end(found["name"], number, first=True)
        else:
            raise _not_drawn(line, number)

    def _end(self, name: str, number: int, *, first: bool) -> str:
        """The state at an end of a transition; `[*]` is the beginning or the end of the group in which it stands."""
        name = name.partition(":::")[0]
        if name != "[*]":
            self._parts.mention(name, None, Shape.ROUND, number, keep_shape=True)
            return name
        name = f"[*] {'start' if first else 'end'} {'/'.join(self._open)}"
        self._parts.mention(name, "", Shape.START if first else Shape.END, number)
        return name

    def _state(self, found: re.Match[str], number: int) -> None:
        name, title = found["name"], found["title"]
        if found["open"]:
            self._parts.open(name, plain_words(title or name), number)
            self._open.append(name)
        elif found["kind"] in _CHOICE:
            self._parts.mention(name, "", Shape.RHOMBUS, number)
        elif found["kind"]:
            raise _not_drawn(found["kind"], number)
        elif title is not None:
            self._describe(name, title, number)
        else:
            self._end(name, number, first=True)

    def _describe(self, name: str, words: str, number: int) -> None:
        """What is said of a state one line after the other is one text."""
        said = self._words.setdefault(name, [])
        said.append(plain_words(words))
        self._parts.mention(name, "\n".join(said), Shape.ROUND, number)


def _not_drawn(what: str, number: int) -> UndrawnError:
    return UndrawnError(
        number,
        f"\u201c{what[:60]}\u201d is not drawn in a state diagram.",
        "States, transitions with words, choices and states within states are; say the rest in the text.",
    )
