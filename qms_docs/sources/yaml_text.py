"""YAML as this project reads it: every scalar is the characters as written (settled.md 1).

No tags, no duplicate keys, one document, bounded depth, size and use of aliases; each value knows its line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from qms_docs.sources.plain_yaml import plain_mapping
from qms_docs.sources.yaml_faults import YamlFaultError, fault_of, reserved_beginning
from qms_docs.sources.yaml_nodes import Node, YamlMapping, YamlScalar, YamlSequence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Node",
    "YamlFaultError",
    "YamlMapping",
    "YamlScalar",
    "YamlSequence",
    "check_yaml",
    "composed",
    "plain",
    "read_yaml",
]

_DEEPEST = 24
_MOST_NODES = 20_000


def read_yaml(text: str, first_line: int = 1, most_values: int = _MOST_NODES) -> Node | None:
    """The one document of a YAML text, or None where there is nothing in it.

    Raises YamlFaultError for anything else than a single document of plain data.
    """
    fields = plain_mapping(text, first_line, most_values)
    return composed(text, first_line, most_values) if fields is None else fields


def composed(text: str, first_line: int = 1, most_values: int = _MOST_NODES) -> Node | None:
    """The same, by the parser alone."""
    try:
        return _Composer(text, first_line, most_values).document()
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        raise _told(error, text, first_line) from error


def check_yaml(text: str) -> None:
    """Raises YamlFaultError for a text that is no YAML of any kind; what its tags mean is left to its reader."""
    try:
        for _ in yaml.parse(text, Loader=yaml.CBaseLoader):
            pass
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError) as error:
        raise _told(error, text, 1) from error


def _told(error: yaml.MarkedYAMLError | yaml.reader.ReaderError, text: str, first_line: int) -> YamlFaultError:
    if isinstance(error, yaml.MarkedYAMLError):
        return fault_of(error, text, first_line)
    # The parser counts bytes.
    line = text.encode()[: error.position].count(b"\n") + first_line
    return YamlFaultError("there is a character that no text may contain", line, "Take the character out.")


def plain(node: Node | None) -> object:
    """The values alone: strings, lists and mappings; None for what is empty."""
    if node is None:
        return None
    if isinstance(node, YamlScalar):
        return None if node.is_null else node.text
    if isinstance(node, YamlSequence):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.items.items()}


class _Composer:
    """Builds nodes from parser events, which cannot run away however deep or large the text pretends to be."""

    def __init__(self, text: str, first_line: int, most_values: int) -> None:
        self._most = most_values
        self._loader = yaml.CBaseLoader(text)
        self._lines = text.split("\n")
        self._first_line = first_line
        self._anchors: dict[str, Node] = {}
        self._sizes: dict[str, int] = {}
        self._count = 0

    def _next(self) -> yaml.Event:
        event = self._loader.get_event()
        assert event is not None  # noqa: S101 - the end of the stream, at which nobody asks again, is an event too
        return event

    def document(self) -> Node | None:
        """The one document of the text."""
        node: Node | None = None
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._fault("a second part begins here (`---`)", event, "Take the line out.")
                node = self._node(self._next(), 1)
        return node

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return (mark.line if mark else 0) + self._first_line

    def _fault(self, fact: str, event: yaml.Event, remedy: str) -> YamlFaultError:
        return YamlFaultError(fact, self._line(event), remedy)

    def _reserved(self, event: yaml.Event) -> YamlFaultError:
        """A value that begins with a sign that would make it something else than the characters as written."""
        mark = event.start_mark
        line = self._lines[mark.line] if mark and mark.line < len(self._lines) else ""
        fact, remedy = reserved_beginning(line, mark.column if mark else 0)
        return self._fault(fact, event, remedy)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._count += 1
        if depth > _DEEPEST:
            fact = f"there are values within values, more than {_DEEPEST} levels deep"
            raise self._fault(fact, event, "Write it with fewer levels.")
        if self._count > self._most:
            raise self._fault(f"there are more than {self._most:,} values", event, "Shorten it.")
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        anchor = getattr(event, "anchor", None)
        if getattr(event, "tag", None) is not None:
            raise self._reserved(event)
        before = self._count
        node = self._value(event, depth)
        if anchor:
            self._anchors[anchor] = node
            self._sizes[anchor] = self._count - before + 1
        return node

    def _repeated(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self._anchors:
            raise self._reserved(event)
        self._count += self._sizes[event.anchor]
        if self._count > self._most:
            fact = f"what is repeated with `*` comes to more than {self._most:,} values"
            raise self._fault(fact, event, "Write each value once.")
        return self._anchors[event.anchor]

    def _value(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return YamlScalar(event.value, self._line(event), event.style in ("'", '"', "|", ">"))
        if isinstance(event, yaml.SequenceStartEvent):
            return YamlSequence(tuple(self._items(depth)), self._line(event))
        return self._mapping(event, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, start: yaml.Event, depth: int) -> YamlMapping:
        items: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            name = self._node(event, depth + 1)
            if not isinstance(name, YamlScalar):
                fact = "there is a bracket where the name of a field should stand"
                raise self._fault(fact, event, "Put the text in quotation marks if the bracket belongs to it.")
            if name.text in items:
                fact = f"the field `{name.text}` stands here for the second time (first in line {lines[name.text]})"
                raise self._fault(fact, event, "Keep one of the two.")
            lines[name.text] = self._line(event)
            items[name.text] = self._node(self._next(), depth + 1)
        return YamlMapping(items, lines, self._line(start))
