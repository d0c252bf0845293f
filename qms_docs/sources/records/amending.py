"""Amendments: what they correct, and the fields as they are to be read with them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, PersonName, Words
from qms_docs.model.records.parts import Amendment, Part
from qms_docs.sources.records.body import AMENDMENTS
from qms_docs.sources.records.plan import group_plan
from qms_docs.sources.records.written import written
from qms_docs.sources.yaml_text import Node, YamlMapping, YamlScalar, YamlSequence, plain
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.sources.records.reader import Reader

__all__ = ["AMENDMENT", "NoSuchFieldError", "apply_amendments", "value_at", "with_value"]

_FIXED = ("id", AMENDMENTS)
"""Fields that nobody amends."""
_PLAIN = ("on", "by", "reason", "field")
_PLACE = re.compile("[0-9]{1,9}")
"""A place in a list; no list is longer, and Python makes no number of thousands of digits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated(Part):
    """A correction of a field, whose old and new values have the form of that field."""

    on: Annotated[Day | None, About(says="The day of the amendment.", needed=ALWAYS)] = None
    by: Annotated[PersonName | None, About(says="The person who amended.", needed=ALWAYS)] = None
    reason: Annotated[Words | None, About(says="Why it is amended.", needed=ALWAYS)] = None
    field: Annotated[Words | None, About(says="The field, as a path with dots.", needed=ALWAYS)] = None


AMENDMENT = group_plan(Stated)


class NoSuchFieldError(Exception):
    """A path leads to nothing that could have a value."""


def apply_amendments(node: YamlMapping, reader: Reader) -> tuple[YamlMapping, tuple[Amendment, ...]]:
    """The fields with the new values of every amendment, in their order, and the amendments."""
    listed = node.items.get(AMENDMENTS)
    if listed is None or (isinstance(listed, YamlScalar) and listed.is_null):
        return node, ()
    if not isinstance(listed, YamlSequence):
        reader.wrong(AMENDMENTS, plain(listed), "a list of amendments")
        return node, ()
    found: list[Amendment] = []
    for number, item in enumerate(listed.items):
        place = f"{AMENDMENTS}.{number}"
        if not isinstance(item, YamlMapping):
            reader.wrong(place, plain(item), "on, by, reason, field, old and new")
            continue
        amendment = _read(item, place, reader)
        if amendment.field:
            node = _applied(node, item, amendment, place, reader)
            found.append(amendment)
    return node, tuple(found)


def _read(item: YamlMapping, place: str, reader: Reader) -> Amendment:
    for name in item.items:
        if name not in (*_PLAIN, "old", "new") and not name.startswith("x-"):
            reader.unknown(f"{place}.{name}", name, (*_PLAIN, "old", "new"))
    known = {name: value for name, value in item.items.items() if name in _PLAIN}
    values = reader.group(AMENDMENT, replace(item, items=known), f"{place}.")
    for name in (*_PLAIN, "new"):
        stated = item.items.get(name)
        if stated is None or (name in _PLAIN and name not in values and f"{place}.{name}" not in reader.faulty):
            reader.wrong(f"{place}.{name}", None, f"`{name}:` in every amendment")
    return Amendment(
        on=values.get("on"),
        by=values.get("by"),
        reason=values.get("reason"),
        field=values.get("field", ""),
        old=written(item.items.get("old")),
        new=written(item.items.get("new")),
    )


def _applied(node: YamlMapping, item: YamlMapping, amendment: Amendment, place: str, reader: Reader) -> YamlMapping:
    if amendment.field.partition(".")[0] in _FIXED:
        reader.wrong(f"{place}.field", amendment.field, "a field that may be amended; the id and amendments may not")
        return node
    try:
        before = value_at(node, amendment.field)
        after = with_value(node, amendment.field, item.items.get("new"), item.lines.get("new", item.line))
    except NoSuchFieldError:
        reader.wrong(f"{place}.field", amendment.field, "the path of a field, such as effectiveness.criterion")
        return node
    if plain(before) != plain(item.items.get("old")):
        reader.wrong(
            f"{place}.old", plain(item.items.get("old")), f"what the field says: {written(before) or 'nothing'}"
        )
    return after


def value_at(node: YamlMapping, path: str) -> Node | None:
    """What stands at a path with dots; None where a field is missing there.

    Raises NoSuchFieldError for a path that leads into something that has no fields.
    """
    current: Node | None = node
    for name in path.split("."):
        if current is None:
            return None
        current = _child(current, name)
    return current


def _child(node: Node, name: str) -> Node | None:
    if isinstance(node, YamlMapping):
        return node.items.get(name)
    if isinstance(node, YamlSequence) and _PLACE.fullmatch(name) and int(name) <= len(node.items):
        return node.items[int(name)] if int(name) < len(node.items) else None
    raise NoSuchFieldError


def with_value(node: Node | None, path: str, value: Node | None, line: int) -> YamlMapping:
    """The fields with another value at a path; None takes the field out, missing groups are made."""
    changed = _with(node, path.split("."), value, line)
    assert isinstance(changed, YamlMapping)  # noqa: S101 - fields stay fields
    return changed


def _with(node: Node | None, steps: list[str], value: Node | None, line: int) -> Node | None:
    if not steps:
        return value
    name, *rest = steps
    if isinstance(node, YamlSequence):
        inner = _with(_child(node, name), rest, value, line)
        items = [*node.items]
        if inner is not None:
            items[int(name) : int(name) + 1] = [inner]
        else:
            del items[int(name) : int(name) + 1]
        return replace(node, items=tuple(items))
    if node is None or (isinstance(node, YamlScalar) and node.is_null):
        node = YamlMapping({}, {}, line)
    if not isinstance(node, YamlMapping) or not name:
        raise NoSuchFieldError
    inner = _with(node.items.get(name), rest, value, line)
    items_by_name = {**node.items, name: inner} if inner is not None else dict(node.items)
    if inner is None:
        items_by_name.pop(name, None)
    own = node.lines.get(name, line) if rest else line
    return replace(node, items=items_by_name, lines={**node.lines, name: own})
