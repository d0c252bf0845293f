"""Registers: the records of a type, open ones first, the rows of a series, and all types with their numbers."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.needs import fields_of
from qms_docs.model.records.rows import Satisfaction
from qms_docs.model.records.series import SERIES
from qms_docs.values import dataclass
from qms_docs.views.publication import Access
from qms_docs.views.published_records import PEOPLE, THINGS
from qms_docs.views.record_fields import FieldReader, Piece, Shown
from qms_docs.views.record_panels import further_cells, further_heads, panels_of_register
from qms_docs.views.record_words import label, state_of
from qms_docs.views.records import RecordRow, record_row, series_rows
from qms_docs.views.satisfaction import satisfaction_panels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.series import Series, SeriesKind
    from qms_docs.views.panel import Panel
    from qms_docs.views.published_records import PublishedRecords

__all__ = [
    "RegisterEntry",
    "RegisterLine",
    "RegisterOfRecords",
    "RegisterOfRows",
    "published_record_rows",
    "published_series",
    "register_entry",
    "register_of_records",
    "register_of_rows",
    "registers_in_use",
]

_RESTRICTED = "restricted"
_MOST_LINKS = 4
_MOST_ROWS = 5_000
"""Rows of a series that one page shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterLine:
    """One record of a register; of a withheld one id and title alone."""

    id: str
    title: str
    state: str
    closed: bool = False
    owner: Piece | None = None
    opened: date | None = None
    due: date | None = None
    overdue: bool = False
    closed_on: date | None = None
    age: int | None = None
    """Days since it was begun, as long as it is open."""
    cells: tuple[Shown, ...] = ()
    links: tuple[Piece, ...] = ()
    more_links: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterOfRecords:
    """The register of one type."""

    kind: str
    title: str
    one: str
    says: str
    heads: tuple[str, ...]
    lines: tuple[RegisterLine, ...]
    open: int
    closed: int
    overdue: int
    restricted: int
    """Records of which the site tells id and title alone."""
    left_out: int
    """Records of the type that the site does not name."""
    panels: tuple[Panel, ...] = ()
    """What is worked out from all of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterOfRows:
    """All rows of a kind, newest first."""

    kind: str
    title: str
    says: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Piece, tuple[Shown, ...]], ...]
    """What the rows belong to, and their cells."""
    number: int
    """Rows that the site tells, also those that the page does not show."""
    files: int
    left_out: int
    """Files of rows that the site leaves out."""
    panels: tuple[Panel, ...] = ()
    """What is worked out from all of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterEntry:
    """A line of the page that lists all registers."""

    kind: str
    title: str
    says: str
    open: int | None = None
    closed: int | None = None
    overdue: int | None = None
    rows: int | None = None
    restricted: int = 0
    left_out: int = 0


def registers_in_use(published: PublishedRecords) -> tuple[tuple[RecordKind, ...], tuple[SeriesKind, ...]]:
    """The types and series of which there is something that stands, also where the site leaves all of it out."""
    records = published.manual.records
    kinds = tuple(kind for kind in KINDS if records.of_kind(kind.name))
    series = tuple(kind for kind in SERIES if series_rows(published.manual, kind.name))
    return kinds, series


def published_record_rows(published: PublishedRecords, kind: RecordKind) -> tuple[RecordRow, ...]:
    """The rows of a type that the readers may have, as `qms record list` gives them."""
    return tuple(_published_row(published, each) for each in _listed(published, kind))


def published_series(published: PublishedRecords, kind: SeriesKind) -> tuple[Series, ...]:
    """The files of rows that the readers may have."""
    found = [each for each in series_rows(published.manual, kind.name) if each.kind is kind]
    return tuple(each for each in found if published.access_to_series(each) is Access.TEXT)


def _listed(published: PublishedRecords, kind: RecordKind) -> Iterator[KeptRecord]:
    for each in published.manual.records.of_kind(kind.name):
        if published.access(each) is not Access.NONE:
            yield each


def _published_row(published: PublishedRecords, kept: KeptRecord) -> RecordRow:
    row = record_row(kept, published.manual)
    if published.access(kept) is Access.TITLE:
        return RecordRow(
            id=row.id, type=row.type, title=row.title, status=None, owner=None, opened=None, due=None, overdue=False,
            closed_on=None, path=None, fields={},
        )  # fmt: skip
    if not published.public:
        return row
    people = {each.name for each in kept.record.names if each.refers in PEOPLE and not _is_role(published, each.name)}
    fields = {name: _without(published, value, people) for name, value in row.fields.items()}
    owner = None if row.owner in people else row.owner
    return replace(row, title=published.words(row.title or ""), owner=owner, fields=fields)


def _is_role(published: PublishedRecords, name: str) -> bool:
    return published.manual.organization.role_title(name) != name and name not in published.manual.organization.people


def _without(published: PublishedRecords, value: object, people: set[str]) -> object:
    """A value without the people, and without what the site does not name."""
    if isinstance(value, dict):
        return {name: _without(published, each, people) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(published, each, people) for each in value]
    if not isinstance(value, str):
        return value
    return None if value in people else published.words(value)


def register_of_records(published: PublishedRecords, kind: RecordKind) -> RegisterOfRecords:
    """The register of a type: what is open comes first, by its day, then what was closed, newest first."""
    names = {each.name: each.attribute for each in fields_of(kind.value)}
    columns = [(name, names.get(name, name)) for name in kind.columns]
    lines = [_line(published, each, columns) for each in _listed(published, kind)]
    told = [each for each in lines if each.state != _RESTRICTED]
    waiting = sorted((each for each in lines if not each.closed), key=lambda each: (each.due or date.max, each.id))
    done = sorted((each for each in lines if each.closed), key=lambda each: each.id)
    done.sort(key=lambda each: each.closed_on or date.min, reverse=True)
    return RegisterOfRecords(
        kind=kind.name,
        title=kind.plural,
        one=kind.title,
        says=kind.says,
        heads=(*(label(name) for name, _ in columns), *further_heads(kind)),
        lines=(*waiting, *done),
        open=sum(not each.closed for each in told),
        closed=sum(each.closed for each in told),
        overdue=sum(each.overdue for each in told),
        restricted=len(lines) - len(told),
        left_out=len(published.manual.records.of_kind(kind.name)) - len(lines),
        panels=panels_of_register(published, kind),
    )


def _line(published: PublishedRecords, kept: KeptRecord, columns: list[tuple[str, str]]) -> RegisterLine:
    record, manual = kept.record, published.manual
    if published.access(kept) is Access.TITLE:
        return RegisterLine(id=kept.id, title=record.title or "", state=_RESTRICTED)
    row = record_row(kept, manual, whole=False)
    reader = FieldReader(published, posixpath.dirname(kept.path), record.names)
    closed = kept.is_closed(manual.as_of)
    # Of what is told in a column of its own the links say nothing new.
    told = {
        getattr(record, attribute, None)
        for _, attribute in columns
        if isinstance(getattr(record, attribute, None), str)
    }
    links = [each for each in _links(published, reader, kept) if each.page not in told]
    return RegisterLine(
        id=kept.id,
        title=published.words(record.title or ""),
        state=state_of(kept, manual.as_of),
        closed=closed,
        owner=reader.person(record.owner) if record.owner else None,
        opened=record.opened,
        due=row.due,
        overdue=row.overdue,
        closed_on=row.closed_on,
        age=None if closed or record.opened is None else max(0, (manual.as_of - record.opened) // timedelta(days=1)),
        cells=(
            *(_brief(manual, reader.value(getattr(record, attribute, None), name)) for name, attribute in columns),
            *further_cells(published, kept),
        ),
        links=tuple(links[:_MOST_LINKS]),
        more_links=max(0, len(links) - _MOST_LINKS),
    )


def _brief(manual: Manual, shown: Shown) -> Shown:
    """The value with records by their ids alone, as links are: of several titles in a line none would be read."""
    pieces = (
        replace(each, text=each.page) if each.page and manual.records.find(each.page) else each for each in shown.pieces
    )
    return replace(shown, pieces=tuple(pieces))


def _links(published: PublishedRecords, reader: FieldReader, kept: KeptRecord) -> Iterator[Piece]:
    """The records and documents that it names and that name it, by their ids."""
    seen: dict[str, Piece] = {}
    for each in kept.record.names:
        piece = reader.thing(each.name) if each.refers in THINGS and " " not in each.name else None
        if piece is not None and piece.page and piece.page != kept.id:
            seen.setdefault(piece.page, Piece(text=each.name.partition("@")[0], page=piece.page))
    for other in published.naming.get(kept.id, ()):
        seen.setdefault(other.id, Piece(text=other.id, page=other.id))
    yield from seen.values()


def register_of_rows(published: PublishedRecords, kind: SeriesKind) -> RegisterOfRows:
    """The rows of a kind with what they belong to; the newest first."""
    files = published_series(published, kind)
    names = fields_of(kind.row)
    found: list[tuple[date, int, Piece, tuple[Shown, ...]]] = []
    for each in files:
        owner = FieldReader(published, "", ()).thing(each.id) or Piece(text=each.id)
        for place, row in enumerate(each.rows):
            reader = FieldReader(published, "", row.names)
            cells = tuple(reader.value(getattr(row, name.attribute), name.name) for name in names)
            found.append((row.day or date.min, place, owner, cells))
    found.sort(key=lambda one: (one[0], one[1]), reverse=True)
    return RegisterOfRows(
        kind=kind.name,
        title=kind.title,
        says=kind.says,
        heads=tuple(label(each.name) for each in names),
        lines=tuple((owner, cells) for _, _, owner, cells in found[:_MOST_ROWS]),
        number=len(found),
        files=len(files),
        left_out=sum(each.kind is kind for each in series_rows(published.manual, kind.name)) - len(files),
        panels=satisfaction_panels(published, files) if kind.row is Satisfaction else (),
    )


def register_entry(register: RegisterOfRecords | RegisterOfRows) -> RegisterEntry:
    """The numbers of a register."""
    common = RegisterEntry(kind=register.kind, title=register.title, says=register.says, left_out=register.left_out)
    if isinstance(register, RegisterOfRows):
        return replace(common, rows=register.number)
    return replace(
        common, open=register.open, closed=register.closed, overdue=register.overdue, restricted=register.restricted
    )
