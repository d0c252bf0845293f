"""The parts of a flow chart while its text is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.figures.flow_chart import Edge, FlowChart, Group, Node
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from qms_docs.figures.flow_chart import Direction, Shape, Stroke, Tip

__all__ = ["ChartParts"]

_MOST_NODES = 150
_MOST_EDGES = 300
_MOST_GROUPS = 30
_DEEPEST = 4
_MOST_WORDS = 400


class ChartParts:
    """Nodes, edges and groups in the order in which they are mentioned."""

    def __init__(self) -> None:
        """Nothing is mentioned yet."""
        self.title = ""
        self._name = ""
        self._description = ""
        self._nodes: dict[str, Node] = {}
        self._edges: list[Edge] = []
        self._groups: dict[str, Group] = {}
        self._open: list[str] = []

    def name_for_listeners(self, words: str, *, description: bool) -> None:
        """What people are told who cannot see the chart."""
        if description:
            self._description = words
        else:
            self._name = words

    def open(self, name: str, title: str, line: int) -> None:
        """A group begins."""
        name = name or f"subgraph {len(self._groups) + 1}"
        if len(self._groups) >= _MOST_GROUPS or len(self._open) >= _DEEPEST:
            fact = f"The chart has more than {_MOST_GROUPS} groups, or groups more than {_DEEPEST} deep."
            raise UndrawnError(line, fact, "Divide it into several charts.")
        if name in self._groups:
            raise UndrawnError(line, f"There are two groups “{name}”.", "Give each a name of its own.")
        self._groups[name] = Group(id=name, title=_bounded(title, line), parent=self._open[-1] if self._open else None)
        self._open.append(name)

    def close(self, line: int) -> None:
        """The innermost group ends."""
        if not self._open:
            raise UndrawnError(line, "An `end` closes no group.", "Take it out, or write “End” where it is a step.")
        self._open.pop()

    def mention(
        self, name: str, words: str | None, shape: Shape | None, line: int, *, keep_shape: bool = False
    ) -> None:
        """A node is named; what is said of it last holds, and it stands in the first group that names it."""
        if name in self._groups and words is None and (shape is None or keep_shape):
            return
        known = self._nodes.get(name)
        if known is None and len(self._nodes) >= _MOST_NODES:
            raise UndrawnError(line, f"The chart has more than {_MOST_NODES} nodes.", "Divide it into several charts.")
        node = known or Node(id=name, words=_bounded(name, line))
        if words is not None:
            node = replace(node, words=_bounded(words, line))
        if shape is not None and not (keep_shape and known):
            node = replace(node, shape=shape)
        if node.group is None and self._open:
            node = replace(node, group=self._open[-1])
        self._nodes[name] = node

    def connect(  # noqa: PLR0913, PLR0917 - what an edge consists of
        self, source: str, target: str, words: str, stroke: Stroke, start: Tip, end: Tip, line: int
    ) -> None:
        """An edge leads from one to the other."""
        if len(self._edges) >= _MOST_EDGES:
            raise UndrawnError(line, f"The chart has more than {_MOST_EDGES} edges.", "Divide it into several charts.")
        self._edges.append(
            Edge(source=source, target=target, words=_bounded(words, line), stroke=stroke, start=start, end=end)
        )

    def chart(self, direction: Direction, line: int, kind: str = "Flow chart") -> FlowChart:
        """The whole chart."""
        if self._open:
            fact = f"The group “{self._open[-1]}” does not end."
            raise UndrawnError(line, fact, "Add a line `end` where it does.")
        nodes = {name: node for name, node in self._nodes.items() if name not in self._groups}
        if not nodes:
            raise UndrawnError(line, "The chart has no node.", "Write one, such as `A[Check the order]`.")
        used = self._with_content(nodes)
        ends = {*nodes, *used}
        for edge in self._edges:
            if edge.source not in ends or edge.target not in ends:
                raise UndrawnError(line, "An edge leads to a group without nodes.", "Put nodes into the group.")
            if self._holds(edge.source, edge.target, nodes) or self._holds(edge.target, edge.source, nodes):
                fact = f"An edge leads from the group to what it holds itself: {edge.source} and {edge.target}."
                raise UndrawnError(line, fact, "Connect nodes, or separate groups.")
        return FlowChart(
            direction=direction,
            kind=kind,
            nodes=tuple(nodes.values()),
            edges=tuple(self._edges),
            groups=tuple(group for group in self._groups.values() if group.id in used),
            title=_bounded(self.title, 1),
            name=self._name[:_MOST_WORDS],
            description=self._description[: 4 * _MOST_WORDS],
        )

    def _with_content(self, nodes: dict[str, Node]) -> set[str]:
        used: set[str] = set()
        for node in nodes.values():
            group = node.group
            while group is not None:
                used.add(group)
                group = self._groups[group].parent
        return used

    def _holds(self, outer: str, inner: str, nodes: dict[str, Node]) -> bool:
        """Whether a group holds a node or another group; nobody holds itself but by an edge to itself."""
        if outer not in self._groups:
            return False
        around = nodes[inner].group if inner in nodes else inner
        while around is not None:
            if around == outer:
                return True
            around = self._groups[around].parent
        return False


def _bounded(words: str, line: int) -> str:
    if len(words) > _MOST_WORDS:
        raise UndrawnError(line, f"Words in the chart are longer than {_MOST_WORDS} characters.", "Say it in the text.")
    return words
