"""The front matter of a page as it states its fields, whatever they are called and whether anybody knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.sources.pages import cut_head, decode
from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlMapping, YamlScalar, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["stated_fields"]


def stated_fields(content: bytes) -> dict[str, str] | None:
    """The value of each field as one text: nested ones as `change.class`, lists with commas, in the order of the page.

    None where the front matter cannot be read.
    """
    lines = decode(cut_head(content)).splitlines()
    try:
        node = read_yaml("\n".join(lines[1:-1]))
    except YamlFaultError:
        return None
    if node is None:
        return {}
    return dict(_fields(node, "")) if isinstance(node, YamlMapping) else None


def _fields(node: YamlMapping, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in node.items.items():
        if isinstance(value, YamlMapping):
            yield from _fields(value, f"{prefix}{name}.")
        else:
            yield prefix + name, _text(value)


def _text(node: Node) -> str:
    if isinstance(node, YamlScalar):
        return "" if node.is_null else node.text
    if isinstance(node, YamlMapping):
        return ", ".join(f"{name}: {_text(value)}" for name, value in node.items.items())
    return ", ".join(map(_text, node.items))
