"""The text of a whole record, one field a line, groups below their names; the reader reads the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.recording.flow import flow
from qms_docs.sources.yaml_text import YamlMapping, YamlScalar, YamlSequence
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qms_docs.sources.yaml_text import Node

__all__ = ["block_text"]


def block_text(fields: Mapping[str, Node]) -> str:
    """The file."""
    return "".join(f"{line}\n" for name, node in fields.items() for line in _field(name, node, ""))


def _field(name: str, node: Node, indent: str) -> Iterator[str]:
    head = f"{indent}{scalar(name, braces=True)}:"
    if isinstance(node, YamlMapping) and node.items:
        yield head
        for each, value in node.items.items():
            yield from _field(each, value, f"{indent}  ")
    elif isinstance(node, YamlSequence) and any(isinstance(each, YamlMapping) for each in node.items):
        yield head
        yield from (f"{indent}  - {flow(each)}" for each in node.items)
    elif isinstance(node, YamlScalar):
        yield f"{head} {scalar(node.text)}"
    else:
        yield f"{head} {flow(node)}"
