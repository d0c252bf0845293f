"""Where nodes, groups and edges of a flow chart stand on the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.figures.flow_chart import Direction
from qms_docs.figures.lettering import lines_of
from qms_docs.figures.nesting import Nesting
from qms_docs.figures.shapes import size_of
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.figures.arrangement import Point
    from qms_docs.figures.flow_chart import Edge, FlowChart, Group, Node

__all__ = ["ChartLayout", "PlacedEdge", "PlacedGroup", "PlacedNode", "laid_out"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedNode:
    """A node with its middle and size."""

    node: Node
    lines: tuple[str, ...]
    middle: Point
    size: Point


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedGroup:
    """A frame with its first corner and size."""

    group: Group
    lines: tuple[str, ...]
    corner: Point
    size: Point


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedEdge:
    """An edge with the points that it passes from its source to its target, and the middle of its words."""

    edge: Edge
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    words_at: Point | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartLayout:
    """The whole picture."""

    size: Point
    sideways: bool
    """Whether the chart leads to the right or left."""
    nodes: tuple[PlacedNode, ...]
    groups: tuple[PlacedGroup, ...]
    edges: tuple[PlacedEdge, ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    """From across and along to right and down."""

    direction: Direction
    across: float
    along: float

    def point(self, at: Point) -> Point:
        across, along = at
        if self.direction in (Direction.UP, Direction.LEFT):
            along = self.along - along
        return (along, across) if self.direction in (Direction.RIGHT, Direction.LEFT) else (across, along)

    def frame(self, at: tuple[float, float, float, float]) -> tuple[Point, Point]:
        across, along, wide, long = at
        (x, y), (right, below) = self.point((across, along)), self.point((across + wide, along + long))
        return (min(x, right), min(y, below)), (abs(right - x), abs(below - y))


def laid_out(chart: FlowChart) -> ChartLayout:
    """The picture of a chart.

    Raises UndrawnError where it is too large to be followed.
    """
    nesting = Nesting(chart)
    inside = nesting.arranged()
    turn = _Turn(chart.direction, inside.across, inside.along)
    groups = []
    for group in chart.groups:
        corner, size = turn.frame(inside.groups[group.id])
        groups.append(PlacedGroup(group=group, lines=lines_of(group.title), corner=corner, size=size))
    nodes = []
    for node in chart.nodes:
        lines = lines_of(node.words)
        middle, size = turn.point(inside.nodes[node.id]), size_of(node.shape, lines)
        nodes.append(PlacedNode(node=node, lines=lines, middle=middle, size=size))
    edges = []
    for number, edge in enumerate(chart.edges):
        points = [turn.point(each) for each in inside.route(number)]
        words = inside.words.get(number)
        edges.append(
            PlacedEdge(
                edge=edge,
                points=tuple(reversed(points) if number in nesting.backward else points),
                lines=lines_of(edge.words),
                words_at=turn.point(words) if words else None,
            )
        )
    return ChartLayout(
        size=turn.frame((0.0, 0.0, inside.across, inside.along))[1],
        sideways=chart.direction in (Direction.RIGHT, Direction.LEFT),
        nodes=tuple(nodes),
        groups=tuple(groups),
        edges=tuple(edges),
    )
