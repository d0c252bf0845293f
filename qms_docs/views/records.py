"""Records as lists and single views show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.model.days import Period
from qms_docs.model.records.due import days_of
from qms_docs.model.records.needs import fields_of, lacking
from qms_docs.model.records.parts import Amendment, Link, Part
from qms_docs.model.records.stretch import Stretch
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Author
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord, RecordEntry
    from qms_docs.model.records.series import Series

__all__ = [
    "HistoryLine",
    "LinkedFrom",
    "RecordRow",
    "RecordView",
    "record_row",
    "record_rows",
    "record_view",
    "series_rows",
    "stated_fields",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordRow:
    """One line of a list of records."""

    id: str
    type: str
    title: str | None
    status: str | None
    owner: str | None
    opened: date | None
    due: date | None
    """The earliest day by which something is to happen."""
    overdue: bool
    closed_on: date | None
    path: str | None
    """None where the readers of a site get id and title alone."""
    fields: Mapping[str, object]
    """Everything that the record says, as values that JSON can hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryLine:
    """An entry of the release line that changed a record."""

    on: date
    status: str | None
    commit: str | None
    path: str | None
    authors: tuple[Author, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedFrom:
    """A record that names another one."""

    id: str
    field: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordView:
    """A record with its history and what it is connected with."""

    row: RecordRow
    stands: bool
    amendments: tuple[Amendment, ...]
    history: tuple[HistoryLine, ...]
    links: tuple[Link, ...]
    linked_from: tuple[LinkedFrom, ...]
    lacks: tuple[str, ...]
    """What is missing for the state in which it is."""
    days: tuple[tuple[date, str], ...]
    """The days by which something is to happen, with what."""


def record_rows(manual: Manual, kind: str | None = None) -> tuple[RecordRow, ...]:
    """The records that stand, sorted by id; those of one type where it is named."""
    return tuple(record_row(each, manual) for each in manual.records.standing if kind in (None, each.kind.name))


def series_rows(manual: Manual, name: str) -> tuple[Series, ...]:
    """The files of rows of a kind that stand."""
    return tuple(
        each
        for each in manual.records.series
        if each.vanished_by is None and name in (each.kind.name, each.kind.type_name)
    )


def record_row(kept: KeptRecord, manual: Manual, *, whole: bool = True) -> RecordRow:
    """The line of a record; without its fields unless `whole` is said."""
    record = kept.record
    days = sorted(day.on for day in days_of(kept, manual))
    return RecordRow(
        id=record.id,
        type=kept.kind.name,
        title=record.title,
        status=record.status,
        owner=record.owner,
        opened=record.opened,
        due=days[0] if days else None,
        overdue=bool(days) and days[0] < manual.as_of,
        closed_on=kept.closed_on if kept.is_closed(manual.as_of) else None,
        path=kept.path,
        fields=dict(stated_fields(record)) if whole else {},
    )


def record_view(kept: KeptRecord, manual: Manual) -> RecordView:
    """Everything that there is to say about one record."""
    record = kept.record
    return RecordView(
        row=record_row(kept, manual),
        stands=kept.stands,
        amendments=record.amendments,
        history=tuple(map(_history_line, kept.entries)),
        links=record.links,
        linked_from=tuple(_linked_from(record.id, manual)),
        lacks=tuple(lack.what for lack in lacking(record, kept.kind, manual)) if kept.stands else (),
        days=tuple(sorted((day.on, day.what) for day in days_of(kept, manual))),
    )


def _history_line(each: RecordEntry) -> HistoryLine:
    return HistoryLine(
        on=each.entry.day, status=each.status, commit=each.entry.commit, path=each.path, authors=each.authors
    )


def _linked_from(record_id: str, manual: Manual) -> Iterator[LinkedFrom]:
    for other in manual.records.standing:
        for naming in other.record.names:
            if naming.name == record_id and other.id != record_id:
                yield LinkedFrom(id=other.id, field=naming.field)


def stated_fields(part: Part) -> Iterator[tuple[str, object]]:
    """The fields of a record that say something, by their names, in their order."""
    for each in fields_of(type(part)):
        value = getattr(part, each.attribute)
        if value not in (None, (), {}):
            yield each.name, _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, Link):
        return {value.kind: value.target}
    if isinstance(value, Amendment):
        on = value.on.isoformat() if value.on else None
        said = {"by": value.by, "reason": value.reason, "field": value.field, "old": value.old, "new": value.new}
        return {"on": on, **said}
    if isinstance(value, Part):
        return dict(stated_fields(value))
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Stretch):
        return value.written
    return str(value) if isinstance(value, Period) else value
