"""What a record needs for the state in which it is: fields that are there, and gates that are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, get_args, get_type_hints

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.kind import Lack
from qms_docs.model.records.parts import Amendment, Part
from qms_docs.values import dataclass

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
    nested: bool
    """Whether its value may be made of groups of fields."""


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
    needs = _needs(type(part), status)
    for each in needs.fields:
        if getattr(part, each.attribute) in _NOTHING:
            place = f"{path}{each.name}"
            stated = each.about.may_be_empty and place in record.lines
            if not stated and not _is_faulty(record, place):
                yield Lack(what=_sentence(place, each.about, status), field=place, code=each.about.code)
    for each in needs.nested:
        for name, inner in _parts_in(getattr(part, each.attribute)):
            yield from _missing(inner, record, f"{path}{each.name}{name}.", None)


_NOTHING: tuple[object, ...] = (None, (), {})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Needs:
    """What is asked of a group of fields in one state."""

    fields: tuple[Field, ...]
    nested: tuple[Field, ...]
    """Fields that hold groups themselves."""


_NEEDS: dict[tuple[type[Part], str | None], _Needs] = {}


def _needs(part: type[Part], status: str | None) -> _Needs:
    if (part, status) not in _NEEDS:
        fields = fields_of(part)
        needed = tuple(each for each in fields if each.about.needed == ALWAYS or status in each.about.needed)
        _NEEDS[part, status] = _Needs(fields=needed, nested=tuple(each for each in fields if each.nested))
    return _NEEDS[part, status]


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
            nested = _holds_parts(hints[each.name])
            yield Field(name=each.name.removesuffix("_"), attribute=each.name, about=about, nested=nested)


def _holds_parts(hint: object) -> bool:
    if isinstance(hint, type):
        return issubclass(hint, Part) and hint is not Amendment
    return any(_holds_parts(each) for each in get_args(hint))
