"""YAML as this project reads it: every scalar is the characters as written (settled.md 1).

No tags, no duplicate keys, one document, bounded depth, size and use of aliases; each value knows its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Node", "YamlFaultError", "YamlMapping", "YamlScalar", "YamlSequence", "plain", "read_yaml"]

_DEEPEST = 24
_MOST_NODES = 20_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlFaultError(Exception):
    """A text that is no YAML of the kind that is read here; `line` counts from 1 within the text."""

    def __init__(self, fact: str, line: int) -> None:
        """`fact` is a clause that says what is wrong."""
        super().__init__(fact)
        self.fact = fact
        self.line = line


@dataclass(frozen=True, slots=True)
class YamlScalar:
    """One value, as the characters that were written."""

    text: str
    line: int
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing was written, or a plain `null` or `~`."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class YamlSequence:
    """A list of values."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """Values by their names, with the line of each name."""

    items: Mapping[str, Node]
    lines: Mapping[str, int]
    line: int


Node: TypeAlias = YamlScalar | YamlSequence | YamlMapping


def read_yaml(text: str, first_line: int = 1) -> Node | None:
    """The one document of a YAML text, or None where there is nothing in it.

    Raises YamlFaultError for anything else than a single document of plain data.
    """
    try:
        return _Composer(text, first_line).document()
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark if _never_closed(error) else error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise YamlFaultError(_words(error), min(line, first_line + text.count("\n"))) from error
    except yaml.reader.ReaderError as error:
        # The parser counts bytes.
        line = text.encode()[: error.position].count(b"\n") + first_line
        raise YamlFaultError("a character that no text may contain", line) from error


def plain(node: Node | None) -> object:
    """The values alone: strings, lists and mappings; None for what is empty."""
    if node is None:
        return None
    if isinstance(node, YamlScalar):
        return None if node.is_null else node.text
    if isinstance(node, YamlSequence):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, value in node.items.items()}


def _words(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "it cannot be parsed")
    if _never_closed(error):
        return "a quotation mark that is never closed"
    if "mapping values are not allowed" in problem:
        return "a colon followed by a blank inside a value (put the value in quotation marks)"
    if "found character '\\t'" in problem or "found character that cannot start any token" in problem:
        return "a character that cannot begin a value (a tab, @, ` or %; put the value in quotation marks)"
    return problem.replace("<block end>", "the end of the block")


def _never_closed(error: yaml.MarkedYAMLError) -> bool:
    return "quoted scalar" in str(error.context) and "end of stream" in str(error.problem) and bool(error.context_mark)


class _Composer:
    """Builds nodes from parser events, which cannot run away however deep or large the text pretends to be."""

    def __init__(self, text: str, first_line: int) -> None:
        self._loader = yaml.CBaseLoader(text)
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
                    raise self._fault("a second YAML document (`---`)", event)
                node = self._node(self._next(), 1)
        return node

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return (mark.line if mark else 0) + self._first_line

    def _fault(self, fact: str, event: yaml.Event) -> YamlFaultError:
        return YamlFaultError(fact, self._line(event))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._count += 1
        if depth > _DEEPEST:
            raise self._fault(f"values nested more than {_DEEPEST} levels deep", event)
        if self._count > _MOST_NODES:
            raise self._fault(f"more than {_MOST_NODES:,} values", event)
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if tag is not None:
            raise self._fault(f"a tag ({tag}), which is not allowed here", event)
        before = self._count
        node = self._value(event, depth)
        if anchor:
            self._anchors[anchor] = node
            self._sizes[anchor] = self._count - before + 1
        return node

    def _repeated(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self._anchors:
            raise self._fault(f"a reference to *{event.anchor}, which is not defined before it", event)
        self._count += self._sizes[event.anchor]
        if self._count > _MOST_NODES:
            raise self._fault(f"references that unfold to more than {_MOST_NODES:,} values", event)
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
                raise self._fault("a name that is itself a list or a group of fields", event)
            if name.text in items:
                raise self._fault(
                    f"the field `{name.text}` for the second time (first in line {lines[name.text]})", event
                )
            lines[name.text] = self._line(event)
            items[name.text] = self._node(self._next(), depth + 1)
        return YamlMapping(items, lines, self._line(start))
