"""A value of a YAML file written on one line, so that the reader reads the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.yaml_text import YamlMapping, YamlScalar, YamlSequence
from qms_docs.writing.record_text import scalar

if TYPE_CHECKING:
    from qms_docs.sources.yaml_text import Node

__all__ = ["flow"]


def flow(node: Node | None) -> str:
    """The value between braces or brackets, or as it is; `null` for nothing."""
    if node is None or (isinstance(node, YamlScalar) and node.is_null):
        return "null"
    if isinstance(node, YamlScalar):
        return scalar(node.text, braces=True) if node.text else '""'
    if isinstance(node, YamlSequence):
        return f"[{', '.join(map(flow, node.items))}]"
    assert isinstance(node, YamlMapping)  # noqa: S101 - there is no other node
    return "{" + ", ".join(f"{scalar(name, braces=True)}: {flow(value)}" for name, value in node.items.items()) + "}"
