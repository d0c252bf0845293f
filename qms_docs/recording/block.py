"""A value of a YAML file written over several lines, where one would be too long to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.recording.flow import flow
from qms_docs.sources.yaml_text import YamlMapping, YamlSequence
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qms_docs.sources.yaml_text import Node

__all__ = ["block", "is_long"]

_WIDTH = 110
"""Characters of a line from which on a group or a list is written over several."""


def is_long(node: Node | None) -> bool:
    """Whether a group or a list does not fit on one line."""
    return isinstance(node, (YamlMapping, YamlSequence)) and len(flow(node)) > _WIDTH


def block(name: str, node: Node | None, notes: Mapping[str, str], path: str = "", depth: int = 0) -> Iterator[str]:
    """The lines of a field and what it holds; `notes` are put behind the names of fields, by their path with dots."""
    place = f"{path}{name}"
    note = f"  # {notes[place]}" if place in notes else ""
    indent = "  " * depth
    start = f"{indent}{scalar(name, braces=True)}:"
    fits = len(f"{start} {flow(node)}{note}") <= _WIDTH
    if isinstance(node, YamlMapping) and node.items and (not fits or any(_below(place, each) for each in notes)):
        yield f"{start}{note}"
        for inner, each in node.items.items():
            yield from block(inner, each, notes, f"{place}.", depth + 1)
    elif isinstance(node, YamlSequence) and node.items and not fits:
        yield f"{start}{note}"
        yield from (f"{indent}  - {flow(each)}" for each in node.items)
    else:
        yield f"{start} {flow(node)}{note}"


def _below(place: str, path: str) -> bool:
    return path.startswith(f"{place}.")
