"""A flow chart as its text describes it, before anybody knows where its parts stand."""

from __future__ import annotations

from enum import Enum

from qms_docs.values import dataclass

__all__ = ["Direction", "Edge", "FlowChart", "Group", "Node", "Shape", "Stroke", "Tip"]


class Direction(Enum):
    """Where a chart leads."""

    DOWN = "TB"
    """From top to bottom."""
    UP = "BT"
    """From bottom to top."""
    RIGHT = "LR"
    """From left to right."""
    LEFT = "RL"
    """From right to left."""


class Shape(Enum):
    """The outline of a node."""

    BOX = "box"
    """A step."""
    ROUND = "round"
    """A step with round corners."""
    STADIUM = "stadium"
    """A beginning or an end."""
    SUBROUTINE = "subroutine"
    """A process that is described elsewhere."""
    CYLINDER = "cylinder"
    """A store of data."""
    CIRCLE = "circle"
    """A point at which ways meet."""
    RING = "ring"
    """An end."""
    ELLIPSE = "ellipse"
    """An event."""
    FLAG = "flag"
    """A label."""
    RHOMBUS = "rhombus"
    """A decision."""
    HEXAGON = "hexagon"
    """A preparation."""
    LEAN_RIGHT = "lean-right"
    """What comes in or goes out."""
    LEAN_LEFT = "lean-left"
    """What goes out or comes in."""
    TRAPEZOID = "trapezoid"
    """A step that is done by hand, wide below."""
    TRAPEZOID_ALT = "trapezoid-alt"
    """A step that is done by hand, wide above."""
    DOCUMENT = "document"
    """A document or record."""
    START = "start"
    """Where a state diagram begins."""
    END = "end"
    """Where a state diagram ends."""


class Stroke(Enum):
    """How an edge is drawn."""

    PLAIN = "plain"
    """A line."""
    DOTTED = "dotted"
    """A dotted line."""
    THICK = "thick"
    """A thick line."""
    HIDDEN = "hidden"
    """No line: the edge only says what stands behind what."""


class Tip(Enum):
    """What stands at an end of an edge."""

    NONE = "none"
    """Nothing."""
    ARROW = "arrow"
    """An arrow."""
    DOT = "dot"
    """A circle."""
    CROSS = "cross"
    """A cross."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A step, a decision, a document."""

    id: str
    words: str
    """With line breaks where the text asks for them."""
    shape: Shape = Shape.BOX
    group: str | None = None
    """The innermost group in which it stands."""
    address: str = ""
    """Where it leads, where the picture is drawn for one page of a site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """What leads from one node or group to another."""

    source: str
    target: str
    words: str = ""
    stroke: Stroke = Stroke.PLAIN
    start: Tip = Tip.NONE
    end: Tip = Tip.NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A frame around nodes."""

    id: str
    title: str
    parent: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowChart:
    """Everything that a chart shows."""

    direction: Direction
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    """Outer groups before those in them."""
    kind: str = "Flow chart"
    """What it is called where nothing else is stated."""
    title: str = ""
    """Stated for everybody."""
    name: str = ""
    """Stated for people who cannot see it."""
    description: str = ""
    """What it shows, stated for people who cannot see it."""
