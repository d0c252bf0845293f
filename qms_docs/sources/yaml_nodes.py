"""Values as YAML states them: the characters that were written, each with its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Node", "YamlMapping", "YamlScalar", "YamlSequence"]

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
