"""In which fields a closed record is not as it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.history import Alteration
from qms_docs.sources.records.body import AMENDMENTS
from qms_docs.sources.records.record import fields_of_record
from qms_docs.sources.records.written import written
from qms_docs.sources.yaml_text import YamlMapping, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.sources.yaml_text import Node

__all__ = ["alterations"]

_LONGEST = 60


def alterations(before: bytes, after: bytes, *, path: str, document: str, page: tuple[bool, bool]) -> list[Alteration]:
    """What differs between the closed form and the one that stands; both can be read."""
    old = fields_of_record(before, page=page[0]) or YamlMapping({}, {}, 1)
    new = fields_of_record(after, page=page[1]) or YamlMapping({}, {}, 1)
    found = [*_fields(old, new), *_amendments(old, new)]
    if not found:
        found = [(1, "Its text was changed outside the fields, for instance in a comment, or in their order.")]
    return [Alteration(path=path, line=line, fact=fact, document=document) for line, fact in found]


def _fields(old: YamlMapping, new: YamlMapping) -> Iterator[tuple[int, str]]:
    for name in dict.fromkeys((*new.items, *old.items)):
        if name == AMENDMENTS or plain(old.items.get(name)) == plain(new.items.get(name)):
            continue
        line = new.lines.get(name, 1)
        if name not in new.items:
            yield line, f"The field `{name}` was taken out; it was {_short(old.items[name])}."
        elif name not in old.items:
            yield line, f"The field `{name}` was added."
        else:
            place, was, now = _deepest(name, old.items[name], new.items[name], line)
            yield place, f"Field `{name}`: it was {was}, and is {now}."


def _deepest(name: str, old: Node, new: Node, line: int) -> tuple[int, str, str]:
    """Line and words of the first difference within a field."""
    if isinstance(old, YamlMapping) and isinstance(new, YamlMapping) and old.items.keys() == new.items.keys():
        inner = next((each for each in new.items if plain(old.items[each]) != plain(new.items[each])), None)
        if inner is not None:
            return _deepest(name, old.items[inner], new.items[inner], new.lines[inner])
    return line, _short(old), _short(new)


def _amendments(old: YamlMapping, new: YamlMapping) -> Iterator[tuple[int, str]]:
    was, now = plain(old.items.get(AMENDMENTS)) or [], plain(new.items.get(AMENDMENTS)) or []
    if isinstance(was, list) and isinstance(now, list) and now[: len(was)] != was:
        yield new.lines.get(AMENDMENTS, 1), "An earlier amendment was changed or taken out; amendments are only added."


def _short(node: Node) -> str:
    text = written(node) or "empty"
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"
