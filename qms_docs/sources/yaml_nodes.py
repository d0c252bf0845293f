"""Values as YAML states them: the characters that were written, each with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Node", "YamlMapping", "YamlScalar", "YamlSequence", "lines_of"]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


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


def lines_of(node: Node, prefix: str = "") -> dict[str, int]:
    """The line of every field below a node: `change`, `change.class`, `clauses.0`."""
    lines: dict[str, int] = {}
    for name, value, line in _children(node):
        lines[prefix + name] = line
        if not isinstance(value, YamlScalar):
            lines |= lines_of(value, f"{prefix}{name}.")
    return lines


def _children(node: Node) -> Iterator[tuple[str, Node, int]]:
    if isinstance(node, YamlMapping):
        for name, value in node.items.items():
            yield name, value, node.lines[name]
    elif isinstance(node, YamlSequence):
        for number, item in enumerate(node.items):
            yield str(number), item, item.line
