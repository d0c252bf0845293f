"""What a record needs for the state in which it is: fields that are there, and gates that are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, get_type_hints

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.kind import Lack
from qms_docs.model.records.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.record import Record
    from qms_docs.model.records.registers import RegisterFile


__all__ = ["Field", "fields_of", "lacking", "lacking_parts"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field of a record or a part of one."""

    name: str
    """As the file spells it."""
    attribute: str
    about: About


def lacking(record: Record, kind: RecordKind, manual: Manual) -> Iterator[Lack]:
    """Everything that the record lacks for its state and for those before it."""
    yield from _missing(record, record, "", record.status)
    for gate in kind.gates:
        for lack in gate(record, manual):
            # What is there and cannot be read is told by another finding.
            if not _is_faulty(record, lack.field):
                yield lack


def lacking_parts(register: RegisterFile) -> Iterator[Lack]:
    """What the entries of a file beside the records lack."""
    yield from _missing(register, register, "", None)


def _missing(part: Part, record: Record | RegisterFile, path: str, status: str | None) -> Iterator[Lack]:
    for each in fields_of(type(part)):
        value, place = getattr(part, each.attribute), f"{path}{each.name}"
        if value not in (None, (), {}):
            for name, inner in _parts_in(value):
                yield from _missing(inner, record, f"{place}{name}.", None)
        elif each.about.needed == ALWAYS or status in each.about.needed:
            stated = each.about.may_be_empty and place in record.lines
            if not stated and not _is_faulty(record, place):
                yield Lack(what=_sentence(place, each.about, status), field=place, code=each.about.code)


def _parts_in(value: object) -> Iterator[tuple[str, Part]]:
    """The groups of fields in a value, with what leads to them."""
    inner: Iterable[tuple[str, object]] = ()
    if isinstance(value, Part):
        inner = [("", value)]
    elif isinstance(value, tuple):
        inner = ((f".{number}", each) for number, each in enumerate(value))
    elif isinstance(value, Mapping):
        inner = ((f".{name}", each) for name, each in value.items())
    for name, each in inner:
        if isinstance(each, Part):
            yield name, each


def _sentence(place: str, about: About, status: str | None) -> str:
    if about.needed == ALWAYS or status is None:
        return f"`{place}` is missing."
    return f"`{place}` is missing, which the state “{status}” needs."


def _is_faulty(record: Record | RegisterFile, place: str) -> bool:
    """Whether the field, something in it or what holds it is there and cannot be read."""
    return any(each == place or each.startswith(f"{place}.") or place.startswith(f"{each}.") for each in record.faulty)


_FIELDS: dict[type[Part], tuple[Field, ...]] = {}


def fields_of(part: type[Part]) -> tuple[Field, ...]:
    """The fields of a record or part, in their order."""
    if part not in _FIELDS:
        _FIELDS[part] = tuple(_worked_out(part))
    return _FIELDS[part]


def _worked_out(part: type[Part]) -> Iterator[Field]:
    hints = get_type_hints(part, include_extras=True)
    for each in fields(part):
        about = next(
            (extra for extra in getattr(hints[each.name], "__metadata__", ()) if isinstance(extra, About)), None
        )
        if about is not None:
            yield Field(name=each.name.removesuffix("_"), attribute=each.name, about=about)
