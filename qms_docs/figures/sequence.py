"""A sequence diagram as its text describes it: who takes part, and what goes from one to another, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.figures.flow_chart import Stroke, Tip

__all__ = ["FrameBegin", "FrameEnd", "FrameNext", "Message", "Note", "Participant", "SequenceDiagram", "Step"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """A person, department or system."""

    id: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What goes from one to another, or to itself."""

    source: str
    target: str
    words: str
    stroke: Stroke
    start: Tip
    end: Tip


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Words beside or over the lines of one participant or two."""

    place: str
    """`over`, `left` or `right`."""
    of: tuple[str, ...]
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameBegin:
    """A frame around steps begins: alternatives, what is repeated, what may happen."""

    kind: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameNext:
    """The next alternative within the innermost frame."""

    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameEnd:
    """The innermost frame ends."""


Step = Message | Note | FrameBegin | FrameNext | FrameEnd


@dataclass(frozen=True, kw_only=True, slots=True)
class SequenceDiagram:
    """Everything that the diagram shows."""

    participants: tuple[Participant, ...]
    steps: tuple[Step, ...]
    title: str = ""
    name: str = ""
    description: str = ""
