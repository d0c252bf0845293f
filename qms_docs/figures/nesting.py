"""Groups within groups, arranged from the outside in, so that each edge knows on which side it leaves a group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.figures.arrangement import Item, Link, Point
from qms_docs.figures.arranging import arrange
from qms_docs.figures.flow_chart import Direction, Shape
from qms_docs.figures.lettering import LINE, lines_of, width_of
from qms_docs.figures.rows import forward
from qms_docs.figures.shapes import size_of, size_of_words
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.figures.arrangement import Arranged
    from qms_docs.figures.flow_chart import FlowChart

__all__ = ["Inside", "Nesting"]

_PADDING = 16.0
_LOOP = 22.0
_SPREAD = frozenset({Shape.BOX, Shape.ROUND, Shape.STADIUM, Shape.SUBROUTINE, Shape.HEXAGON})
"""Shapes along whose edge links can leave side by side."""


@dataclass(frozen=True, slots=True)
class _Port:
    """Where an edge passes the frame of a group."""

    edge: int
    end: str
    """The node or group within at which the edge ends."""
    below: bool
    """Whether it goes on behind the last row."""


@dataclass(frozen=True, slots=True)
class _Own:
    """An edge between two children of a group."""

    edge: int
    source: str
    target: str


@dataclass(slots=True)
class Inside:
    """A group, or the whole chart, once it is arranged; from its own corner."""

    across: float = 0.0
    along: float = 0.0
    nodes: dict[str, Point] = field(default_factory=dict)
    groups: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    words: dict[int, Point] = field(default_factory=dict)
    parts: dict[int, list[list[Point]]] = field(default_factory=dict)
    """The parts of each edge, each in the order of rows."""
    ports: dict[int, float] = field(default_factory=dict)
    """Where each edge passes the frame, across."""

    def route(self, edge: int) -> list[Point]:
        """The whole way of an edge, in the order of rows."""
        parts = sorted(self.parts.get(edge, []), key=lambda part: part[0][1])
        return [point for part in parts for point in part]

    def add(self, edge: int, part: list[Point]) -> None:
        """A part of an edge."""
        self.parts.setdefault(edge, []).append(part)

    def take_over(self, child: str, inner: Inside, x: float, y: float) -> None:
        """Everything within a group that stands in this one, whose corner is there."""
        self.groups[child] = (x, y, inner.across, inner.along)
        self.nodes.update({name: (x + at[0], y + at[1]) for name, at in inner.nodes.items()})
        self.words.update({name: (x + at[0], y + at[1]) for name, at in inner.words.items()})
        for name, (left, top, across, along) in inner.groups.items():
            self.groups[name] = (x + left, y + top, across, along)
        for edge, parts in inner.parts.items():
            for part in parts:
                self.add(edge, [(x + at[0], y + at[1]) for at in part])


class Nesting:
    """Arranges a chart."""

    def __init__(self, chart: FlowChart) -> None:
        """Nothing is arranged yet."""
        self._edges = chart.edges
        self._sideways = chart.direction in (Direction.RIGHT, Direction.LEFT)
        self._upwards = chart.direction is Direction.UP
        self._node = {node.id: node for node in chart.nodes}
        self._title = {group.id: lines_of(group.title) for group in chart.groups}
        self._parent = {node.id: node.group for node in chart.nodes} | {
            group.id: group.parent for group in chart.groups
        }
        self._children: dict[str | None, list[str]] = defaultdict(list)
        for child in self._as_mentioned():
            self._children[self._parent[child]].append(child)
        self.backward: set[int] = set()
        """Edges that lead from a later to an earlier row."""

    def arranged(self) -> Inside:
        """The whole chart."""
        return self._inside(None, ())

    def _as_mentioned(self) -> list[str]:
        """Nodes and groups in the order of the text; a group comes with the first node that it holds."""
        found: dict[str, None] = {}
        for node in self._node:
            around: list[str] = [node]
            while (parent := self._parent[around[-1]]) is not None:
                around.append(parent)
            found.update(dict.fromkeys(reversed(around)))
        return list(found)

    def _inside(self, group: str | None, ports: Sequence[_Port]) -> Inside:
        children = self._children[group]
        number = {child: place for place, child in enumerate(children)}
        own, loops = self._own(group)
        leads_on = forward(len(children), [(number[each.source], number[each.target]) for each in own])
        self.backward |= {each.edge for each, leads in zip(own, leads_on, strict=True) if not leads}
        inner = self._inner(own, ports, group)
        items = [self._item(child, inner, [each.edge for each in loops if each.source == child]) for child in children]
        links = [self._link(each, number, inner) for each in own]
        for port in ports:
            child = self._child(group, port.end) or port.end
            at = self._offset(child, port.edge, inner)
            ends = (number[child], len(items)) if port.below else (len(items), number[child])
            passes = (at, 0.0) if port.below else (0.0, at)
            links.append(Link(source=ends[0], target=ends[1], leaves=passes[0], arrives=passes[1]))
            items.append(Item(across=0.0, along=0.0, first=not port.below, last=port.below, passed=True))
        if group is not None and not self._sideways:
            items.append(self._heading(group))
        arranged = arrange(items, links)
        return self._put_together(group, arranged, [each.edge for each in own], ports, inner, loops)

    def _own(self, group: str | None) -> tuple[list[_Own], list[_Own]]:
        """The edges between children of a group, and those that lead from a child to itself."""
        own: list[_Own] = []
        loops: list[_Own] = []
        for place, edge in enumerate(self._edges):
            source, target = self._child(group, edge.source), self._child(group, edge.target)
            if source is None or target is None:
                continue
            if source != target:
                own.append(_Own(place, source, target))
            elif edge.source == edge.target == source:
                loops.append(_Own(place, source, target))
        return own, loops

    def _child(self, group: str | None, end: str) -> str | None:
        """The child of a group that is an end of an edge, or holds it; None where the end is elsewhere."""
        here: str | None = end
        while here is not None and self._parent[here] != group:
            here = self._parent[here]
        return here

    def _inner(self, own: Sequence[_Own], ports: Sequence[_Port], group: str | None) -> dict[str, Inside]:
        """The groups within, each arranged with the edges that leave it."""
        needed: dict[str, list[_Port]] = {child: [] for child in self._children[group] if child in self._title}
        for each in own:
            edge, back = self._edges[each.edge], each.edge in self.backward
            if each.source in needed and each.source != edge.source:
                needed[each.source].append(_Port(each.edge, edge.source, not back))
            if each.target in needed and each.target != edge.target:
                needed[each.target].append(_Port(each.edge, edge.target, back))
        for port in ports:
            child = self._child(group, port.end)
            if child in needed and child != port.end:
                needed[child].append(port)
        return {child: self._inside(child, wanted) for child, wanted in needed.items()}

    def _item(self, child: str, inner: dict[str, Inside], loops: Sequence[int]) -> Item:
        if child in inner:
            return Item(across=inner[child].across, along=inner[child].along)
        node = self._node[child]
        across, along = self._turned(size_of(node.shape, lines_of(node.words)))
        room = max((self._words(edge)[0] for edge in loops), default=-_LOOP) + _LOOP * (1 + len(loops))
        spread = node.shape in _SPREAD and not loops
        return Item(across=across + (2 * room if loops else 0.0), along=along, spread=spread)

    def _heading(self, group: str) -> Item:
        """The title of a group takes part as the first item of a row of its own, so that no edge crosses it."""
        wide, high = size_of_words(self._title[group])
        return Item(across=wide, along=high, first=not self._upwards, last=self._upwards, heading=True)

    def _link(self, own: _Own, number: dict[str, int], inner: dict[str, Inside]) -> Link:
        back = own.edge in self.backward
        source, target = (own.target, own.source) if back else (own.source, own.target)
        words = self._words(own.edge)
        return Link(
            source=number[source],
            target=number[target],
            words=words if any(words) else None,
            leaves=self._offset(source, own.edge, inner),
            arrives=self._offset(target, own.edge, inner),
        )

    def _offset(self, child: str, edge: int, inner: dict[str, Inside]) -> float | None:
        """Where an edge passes the frame of a child, from its middle; None where it is free to."""
        if child not in inner or edge not in inner[child].ports:
            return None
        return inner[child].ports[edge] - inner[child].across / 2

    def _put_together(  # noqa: PLR0913, PLR0917 - what the inside of a group is made of
        self,
        group: str | None,
        arranged: Arranged,
        own: Sequence[int],
        ports: Sequence[_Port],
        inner: dict[str, Inside],
        loops: Sequence[_Own],
    ) -> Inside:
        made, left, top = self._frame(group, arranged)
        for child, (x, y) in zip(self._children[group], arranged.places, strict=False):
            if child in inner:
                size = inner[child]
                made.take_over(child, size, x + left - size.across / 2, y + top - size.along / 2)
            else:
                made.nodes[child] = (x + left, y + top)
        routes = [[(x + left, y + top) for x, y in route] for route in arranged.routes]
        for edge, route, words in zip(own, routes, arranged.words, strict=False):
            made.add(edge, route)
            if words:
                made.words[edge] = (words[0] + left, words[1] + top)
        for port, route in zip(ports, routes[len(own) :], strict=True):
            across = route[-1 if port.below else 0][0]
            made.ports[port.edge] = across
            made.add(port.edge, [*route, (across, made.along)] if port.below else [(across, 0.0), *route])
        for place, loop in enumerate(loops):
            self._add_loop(made, loop, place)
        return made

    def _frame(self, group: str | None, arranged: Arranged) -> tuple[Inside, float, float]:
        """The inside with its size, and where its content begins: below the title, if there is one."""
        if group is None:
            return Inside(across=arranged.across, along=arranged.along), 0.0, 0.0
        title = self._title[group]
        if self._sideways:
            head, least = _PADDING + LINE * len(title), max(map(width_of, title), default=0.0) + 2 * _PADDING
            along = max(arranged.along + 2 * _PADDING, least)
            return Inside(across=arranged.across + head + _PADDING, along=along), head, _PADDING
        # Where the title is, the row in which it stands keeps a distance already.
        begin, end = (_PADDING, 0.0) if self._upwards else (0.0, _PADDING)
        along = arranged.along + begin + end
        return Inside(across=arranged.across + 2 * _PADDING, along=along), _PADDING, begin

    def _add_loop(self, made: Inside, loop: _Own, place: int) -> None:
        node = self._node[loop.source]
        across, along = self._turned(size_of(node.shape, lines_of(node.words)))
        x, y = made.nodes[loop.source]
        edge, out = x + across / 2, x + across / 2 + _LOOP * (1 + place % 3)
        made.add(loop.edge, [(edge, y - along / 5), (out, y - along / 5), (out, y + along / 5), (edge, y + along / 5)])
        if any(words := self._words(loop.edge)):
            made.words[loop.edge] = (out + words[0] / 2 + 2, y)

    def _words(self, edge: int) -> Point:
        """The size of the words of an edge, across and along."""
        return self._turned(size_of_words(lines_of(self._edges[edge].words)))

    def _turned(self, size: Point) -> Point:
        return (size[1], size[0]) if self._sideways else size
