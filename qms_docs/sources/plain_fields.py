"""Fields of front matter whose value is plain and in order, understood without the shapes that know every fault.

What a value means is said by the same functions that these shapes ask; a test holds both against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.days import parse_day, parse_period
from qms_docs.model.header import Change, ChangeClass, Confidentiality, TranslationSource
from qms_docs.sources.schemas.values import identifier, number, one_of, translated, words
from qms_docs.sources.yaml_nodes import YamlMapping, YamlScalar, YamlSequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.sources.yaml_nodes import Node

__all__ = ["plain_value"]


def plain_value(name: str, node: Node) -> object:
    """What the header says of a field with that value; None where the shapes have to tell."""
    if name == "change":
        return _change(node) if isinstance(node, YamlMapping) else None
    if name in _LISTED:
        values = [_meaning(_LISTED[name], each) for each in node.items] if isinstance(node, YamlSequence) else [None]
        return None if None in values else tuple(values)
    return _meaning(_SINGLE.get(name), node)


def _meaning(form: Callable[[str], object] | None, node: Node) -> object:
    return form(node.text) if form and isinstance(node, YamlScalar) and not node.is_null else None


def _change(node: YamlMapping) -> Change | None:
    stated = {name: _meaning(_OF_A_CHANGE.get(name), each) for name, each in node.items.items()}
    if None in stated.values():
        return None
    # Each name has a meaning of its own type, which no type of the mapping can say.
    return Change(kind=stated.pop("class", None), **stated)  # type: ignore[arg-type]


def _source(text: str) -> TranslationSource | None:
    document, _, revision = (translated(text) or "").rpartition("@")
    return TranslationSource(document=document, revision=revision) if document else None


_SINGLE: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("id", "type", "owner", "process"), identifier),
    **dict.fromkeys(("title", "department", "language"), words),
    "revision": number,
    "effective": parse_day,
    "review": parse_period,
    "confidentiality": one_of(Confidentiality),
    "translation_of": _source,
}
_LISTED: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("applies_to", "principles", "supersedes"), identifier),
    "clauses": words,
}
_OF_A_CHANGE: dict[str, Callable[[str], object]] = {
    "class": one_of(ChangeClass),
    "summary": words,
    "reason": words,
    "request": identifier,
}
