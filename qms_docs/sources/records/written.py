"""A value of a YAML file on one line, for tables, sentences and amendments."""

from __future__ import annotations

from qms_docs.sources.yaml_text import Node, YamlMapping, YamlScalar, YamlSequence

__all__ = ["written"]


def written(node: Node | None) -> str | None:
    """The characters of a single value; a list or group in brackets, for people to read; None for nothing."""
    if node is None:
        return None
    if isinstance(node, YamlScalar):
        return None if node.is_null else node.text
    if isinstance(node, YamlSequence):
        return f"[{', '.join(written(item) or 'null' for item in node.items)}]"
    assert isinstance(node, YamlMapping)  # noqa: S101 - there is no other node
    return "{" + ", ".join(f"{name}: {written(value) or 'null'}" for name, value in node.items.items()) + "}"
