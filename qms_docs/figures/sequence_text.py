"""Reading a sequence diagram.

As https://mermaid.js.org/syntax/sequenceDiagram.html describes it, so that a forge shows the same diagram.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.figures.chart_words import plain_words
from qms_docs.figures.diagram_text import NAMED, Lines
from qms_docs.figures.flow_chart import Stroke, Tip
from qms_docs.figures.sequence import (
    FrameBegin,
    FrameEnd,
    FrameNext,
    Message,
    Note,
    Participant,
    SequenceDiagram,
)
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from qms_docs.figures.sequence import Step

__all__ = ["read_sequence"]

_MOST_PARTICIPANTS, _MOST_STEPS, _DEEPEST, _MOST_WORDS = 20, 200, 4, 400
_NAME = r"[^\s:,;+\-<>][^:,;+<>]*?"
_PARTICIPANT = re.compile(rf"(?:participant|actor)\s+(?P<id>{_NAME})(?:\s+as\s+(?P<words>.+))?$")
_MESSAGE = re.compile(
    rf"(?P<source>{_NAME})\s*(?P<arrow><<-->>|<<->>|-->>|->>|-->|->|--x|-x|--\)|-\))\s*[+-]?\s*(?P<target>{_NAME})\s*:\s*(?P<words>.*)$"
)
_NOTE = re.compile(
    rf"note\s+(?:(?P<side>left|right)\s+of|over)\s+(?P<of>{_NAME}(?:\s*,\s*{_NAME})?)\s*:\s*(?P<words>.*)$",
    re.IGNORECASE,
)
_FRAME = re.compile(r"(?P<kind>loop|alt|opt|par|critical|break)\b\s*(?P<words>.*)$")
_NEXT = re.compile(r"(?P<kind>else|and|option)\b\s*(?P<words>.*)$")
_ACTIVE = re.compile(r"(?:activate|deactivate)\s+\S")
_TITLE = re.compile(r"title\s*:?\s+(?P<words>.+)$")
_NEXT_IN = {"else": "alt", "and": "par", "option": "critical"}


def read_sequence(text: str) -> SequenceDiagram:
    """The diagram.

    Raises UndrawnError, with the line at fault, for what is not drawn.
    """
    return _Reader(text).diagram()


class _Reader:
    """Goes through the lines."""

    def __init__(self, text: str) -> None:
        self._lines = Lines(text)
        self._participants: dict[str, Participant] = {}
        self._steps: list[Step] = []
        self._open: list[str] = []
        self._said = {"title": self._lines.title, "name": "", "description": ""}
        self._numbered = 0

    def diagram(self) -> SequenceDiagram:
        """Everything that the text says."""
        for number, line in self._lines.statements():
            self._statement(line, number)
            if len(self._steps) > _MOST_STEPS or len(self._participants) > _MOST_PARTICIPANTS:
                fact = f"The diagram has more than {_MOST_STEPS} steps, or more than {_MOST_PARTICIPANTS} participants."
                raise UndrawnError(number, fact, "Divide it into several diagrams.")
        if self._open:
            fact = f"The frame \u201c{self._open[-1]}\u201d does not end."
            raise UndrawnError(self._lines.last, fact, "Add a line `end` where it does.")
        if not self._participants:
            fact = "Nobody takes part in the sequence diagram."
            raise UndrawnError(self._lines.last, fact, "Write a message, such as `Buyer->>Supplier: Order`.")
        return SequenceDiagram(participants=tuple(self._participants.values()), steps=tuple(self._steps), **self._said)

    def _statement(self, line: str, number: int) -> None:
        if self._is_remark(line, number) or _ACTIVE.match(line):
            return
        if line == "end":
            self._end(number)
        elif found := _PARTICIPANT.match(line):
            words = _bounded(found["words"] or found["id"], number)
            self._participants[found["id"]] = Participant(id=found["id"], words=words)
        elif found := _NOTE.match(line):
            of = tuple(self._takes_part(each.strip(), number) for each in found["of"].split(","))
            place = (found["side"] or "over").lower()
            self._steps.append(Note(place=place, of=of, words=_bounded(found["words"], number)))
        elif found := _FRAME.match(line):
            self._frame(found, number)
        elif (found := _NEXT.match(line)) and self._open and self._open[-1] == _NEXT_IN[found["kind"]]:
            self._steps.append(FrameNext(words=_bounded(found["words"], number)))
        elif found := _MESSAGE.match(line):
            self._message(found, number)
        else:
            fact = f"\u201c{line[:60]}\u201d is not drawn in a sequence diagram."
            remedy = "Participants, messages, notes and the frames alt, opt, loop, par, critical and break are."
            raise UndrawnError(number, fact, remedy)

    def _is_remark(self, line: str, number: int) -> bool:
        """Whether a line is about the diagram as a whole, which then says so."""
        if line == "autonumber":
            self._numbered = 1
        elif named := NAMED.match(line):
            self._said["description" if named["what"] == "accDescr" else "name"] = named["words"].strip()[
                : 4 * _MOST_WORDS
            ]
        elif title := _TITLE.match(line):
            self._said["title"] = _bounded(title["words"], number)
        else:
            return False
        return True

    def _frame(self, found: re.Match[str], number: int) -> None:
        if len(self._open) >= _DEEPEST:
            raise UndrawnError(number, f"Frames are more than {_DEEPEST} deep.", "Divide it into several diagrams.")
        self._open.append(found["kind"])
        self._steps.append(FrameBegin(kind=found["kind"], words=_bounded(found["words"], number)))

    def _end(self, number: int) -> None:
        if not self._open:
            raise UndrawnError(number, "An `end` closes no frame.", "Take it out.")
        self._open.pop()
        self._steps.append(FrameEnd())

    def _message(self, found: re.Match[str], number: int) -> None:
        arrow = found["arrow"]
        tip = Tip.CROSS if arrow.endswith("x") else Tip.NONE if arrow in ("->", "-->") else Tip.ARROW
        words = _bounded(found["words"], number)
        if self._numbered:
            words = f"{self._numbered}. {words}"
            self._numbered += 1
        message = Message(
            source=self._takes_part(found["source"], number),
            target=self._takes_part(found["target"], number),
            words=words,
            stroke=Stroke.DOTTED if "--" in arrow else Stroke.PLAIN,
            start=Tip.ARROW if arrow.startswith("<<") else Tip.NONE,
            end=tip,
        )
        self._steps.append(message)

    def _takes_part(self, name: str, number: int) -> str:
        self._participants.setdefault(name, Participant(id=name, words=_bounded(name, number)))
        return name


def _bounded(written: str, number: int) -> str:
    words = plain_words(written)
    if len(words) > _MOST_WORDS:
        fact = f"Words in the diagram are longer than {_MOST_WORDS} characters."
        raise UndrawnError(number, fact, "Say it in the text.")
    return words
