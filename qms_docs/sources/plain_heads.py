"""Front matter in which every field is plain and in order, read field by field.

The next text of a document states most fields as the one before it did, and many documents state the same: what a field
says is worked out once and known wherever it stands again. Where anything at all is unusual the answer is that the
whole block has to tell; a test holds both against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.model.header import Header
from qms_docs.sources.plain_fields import plain_value
from qms_docs.sources.plain_yaml import MOST_LINES, plain_mapping
from qms_docs.sources.readings import Reading
from qms_docs.sources.yaml_nodes import YamlMapping, YamlScalar, lines_of
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["plain_reading"]

_LARGEST = 16_000
"""Bytes of front matter that is read in this way; much less than it may have."""
_KNOWN_FIELDS, _KNOWN_LAYOUTS = 50_000, 5_000
_OPENING, _CLOSING = b"---\n", b"\n---"
_NEXT_FIELD = re.compile(r"\n(?=[^\s-])")
_FIRST_LINE = 2
_REQUIRED = frozenset({"id", "title", "type", "revision", "owner"})
_OTHERWISE = {"status": "draft"}
"""Fields of which the header says something else."""


@dataclass(frozen=True, slots=True)
class _Field:
    """What one field says, wherever it stands."""

    name: str
    value: object
    lines: tuple[tuple[str, int], ...]
    """The field and those within it, each with its line counted from the first."""
    height: int


def plain_reading(head: bytes) -> Reading | None:
    """What a page says of itself; None where the block as a whole has to tell."""
    if b"\r" in head:
        head = head.replace(b"\r\n", b"\n").removesuffix(b"\r")
    if len(head) > _LARGEST or b"\r" in head or not (head.startswith(_OPENING) and head.endswith(_CLOSING)):
        return None
    try:
        text = head[len(_OPENING) : -len(_CLOSING)].decode()
    except UnicodeDecodeError:
        return None
    fields = [_field(each) for each in _NEXT_FIELD.split(text)]
    if None in fields:
        return None
    # Two with one name are found below.
    stated = {each.name: each.value for each in fields if each}
    if len(stated) < len(fields) or not stated.keys() >= _REQUIRED or text.count("\n") >= MOST_LINES:
        return None
    lines = _lines(tuple((each.lines, each.height) for each in fields if each))
    # Each name has a meaning of its own type, which no type of the mapping can say.
    return Reading(header=Header(**stated, lines=lines), has_id=True)  # type: ignore[arg-type]


@lru_cache(_KNOWN_FIELDS)
def _field(text: str) -> _Field | None:
    """What a field says that stands alone; None where it is not plain, or wrong, or nothing of the contract."""
    node = plain_mapping(text, 0, MOST_LINES * 8)
    if node is None or len(node.items) != 1:
        return None
    ((name, stated),) = node.items.items()
    attribute = _OTHERWISE.get(name, name)
    value = plain_value(name, stated)
    if value is None:
        value = _checked_value(attribute, node)
    return None if value is None else _Field(attribute, value, tuple(lines_of(node).items()), text.count("\n") + 1)


def _checked_value(attribute: str, node: YamlMapping) -> object:
    """What the shape of front matter makes of a field that stands alone; None where anything is wrong with it."""
    # Hardly any text needs it, and loading it takes longer than reading many.
    from qms_docs.sources.fields import Place, check_fields
    from qms_docs.sources.header_fields import header_of
    from qms_docs.sources.lifecycle_fields import typed_lifecycle
    from qms_docs.sources.schemas.front_matter import FrontMatterShape

    block, typed = typed_lifecycle(node)
    beside = YamlMapping({"id": YamlScalar("A", 0), **block.items}, {"id": 0, **node.lines}, 0)
    checked = check_fields(FrontMatterShape, beside, Place(path=""))
    header = header_of(checked, beside, {})
    if typed or checked.faults or header is None:
        return None
    if header.obsolete and None in (header.obsolete.day, header.obsolete.reason):
        return None
    return getattr(header, attribute, None)


@lru_cache(_KNOWN_LAYOUTS)
def _lines(layout: Sequence[tuple[tuple[tuple[str, int], ...], int]]) -> Mapping[str, int]:
    """The line of every field, for all texts that have the same fields one below the other."""
    lines: dict[str, int] = {}
    first = _FIRST_LINE
    for within, height in layout:
        lines |= {name: first + line for name, line in within}
        first += height
    return lines
