"""Records out of a table: each read as the file that it will be, and judged together with all the others."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from qms_docs.failures import WrongUseError
from qms_docs.model.days import parse_day
from qms_docs.model.records.collection import Records
from qms_docs.model.records.forms import record_form
from qms_docs.model.records.history import KeptRecord
from qms_docs.model.records.needs import lacking
from qms_docs.recording.amend import value_of
from qms_docs.recording.block_text import block_text
from qms_docs.recording.given_table import Wanted, read_given_table
from qms_docs.recording.next_number import next_record_id, used_record_ids
from qms_docs.rules.record_names import Named, broken_link, undefined
from qms_docs.sources.records.amending import NoSuchFieldError, with_value
from qms_docs.sources.records.plan import find_plan, record_plan
from qms_docs.sources.records.record import fields_of_record, read_record
from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlMapping, YamlScalar, YamlSequence, plain, read_yaml
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.record import Record
    from qms_docs.recording.given_table import GivenRow

__all__ = ["Imported", "column_of", "imported_records"]

_DUE = "due_as_written"
"""The column of the field `due`; that of the name `due` has the next day of whatever kind."""
_WORKED_OUT = ("type", "overdue", "path")
"""Columns of an export that no record has as a field."""


@dataclass(kw_only=True)
class Imported:
    """What is to be written, or why nothing is."""

    files: dict[str, bytes] = field(default_factory=dict)
    """By their paths, in the order of the table."""
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What is named and is not there; it may come with the same change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A row that became a record."""

    line: int
    record: Record
    path: str


def imported_records(
    content: bytes, kind: RecordKind, manual: Manual, today: date, newer: Iterable[str] = ()
) -> Imported:
    """The records of a table; where one cannot be taken in, there are faults, and nothing is to be written.

    `newer` are paths of files that others have added meanwhile; ids of records that ever stood are not given again.
    """
    found = Imported()
    table = read_given_table(content, _wanted(kind))
    found.faults += table.faults
    own_due = _DUE in table.heads
    if found.faults:
        return found
    used = used_record_ids(manual, newer)
    # Rows whose record is still to come, such as the measurements of an objective, do not take its id away.
    waiting = {each.id for each in manual.records.series if manual.records.find(each.id) is None}
    taken = frozenset(each for each in used if each.removesuffix(".csv") not in waiting)
    ids = list(_ids(table.rows, kind, taken, today, found.faults))
    if found.faults:
        return found
    folder = f"{manual.policy.records}/{kind.folder}"
    reading = _Reading(kind=kind, folder=folder, today=today, found=found, own_due=own_due)
    read = [one for row, id_ in zip(table.rows, ids, strict=True) if (one := reading.read(row, id_))]
    if not found.faults:
        _judge(read, kind, manual, found)
    return found


def _ids(rows: list[GivenRow], kind: RecordKind, used: frozenset[str], today: date, faults: list[str]) -> Iterator[str]:
    """The id of each row, the next free one where it has none."""
    known = {each.partition(".")[0] for each in used}
    form = record_form(kind.prefix)
    given: dict[str, int] = {}
    for row in rows:
        id_ = row.cells.get("id", "").strip()
        if id_ and form.parse(id_) is None:
            faults.append(f"line {row.line}, column id: got “{id_[:80]}”, expected {form.expected}.")
        elif id_ in given:
            faults.append(f"line {row.line}, column id: {id_} stands in line {given[id_]} too.")
        elif id_ in known:
            faults.append(
                f"line {row.line}, column id: {id_} was used already; an id is never given to another record."
            )
        if id_:
            given.setdefault(id_, row.line)
    highest: dict[int, str] = {}
    for row in rows:
        id_ = row.cells.get("id", "").strip()
        if not id_:
            opened = parse_day(row.cells.get("opened", "").strip()) or today
            before = (highest[opened.year],) if opened.year in highest else (*used, *given)
            id_ = highest[opened.year] = next_record_id(kind.prefix, opened.year, before)
        yield id_


def _wanted(kind: RecordKind) -> Wanted:
    columns = [*record_plan(kind).fields, *_WORKED_OUT, _DUE]
    # An export has this column for every type, and those without states leave it empty.
    columns += [] if kind.states else ["status"]
    title = kind.title.lower()
    article = "an" if title[0] in "aeiou" else "a"
    return Wanted(what=f"{article} {title}", columns=columns, hint=f"`qms schema {kind.name}` shows the fields.")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """What is needed to read a row."""

    kind: RecordKind
    folder: str
    today: date
    found: Imported
    own_due: bool
    """Whether the table has the field `due` beside the next day of whatever kind."""

    def read(self, row: GivenRow, id_: str) -> _Read | None:
        """The record of a row, with its file; None where it has a fault, which is noted."""
        where, faults = f"line {row.line}", self.found.faults
        named = row.cells.get("type", "").strip()
        if named not in ("", self.kind.name):
            faults.append(f"{where}, column type: got “{named}”, expected {self.kind.name}, or nothing.")
            return None
        try:
            fields = self._fields(row, id_)
        except WrongUseError as error:
            faults.append(str(error))
            return None
        content = block_text(fields.items).encode()
        reading = read_record(content, page=False, fallback=self.kind.name)
        for fault in reading.faults:
            faults.append(f"{where}{column_of(fault.fact)}: {fault.fact} {fault.remedy}")
        if reading.faults or reading.record is None:
            return None
        written = fields_of_record(content, page=False)
        if written is None or plain(written) != plain(fields):
            faults.append(f"{where}: what it says cannot be written so that it is read again. Write it by hand.")
            return None
        path = f"{self.folder}/{id_}.yml"
        self.found.files[path] = content
        return _Read(line=row.line, record=reading.record, path=path)

    def _fields(self, row: GivenRow, id_: str) -> YamlMapping:
        """The fields of the file, in the order of the type.

        Raises WrongUseError for a cell that is not what its field takes.
        """
        kind, cells = self.kind, row.cells | ({"due": row.cells.get(_DUE, "")} if self.own_due else {})
        usual = {"opened": self.today.isoformat(), "status": kind.state_names[0] if kind.states else ""}
        nodes: dict[str, Node] = {}
        for name, one in record_plan(kind).fields.items():
            # What has no states is closed by a day of its own.
            if name == "amendments" or (name == "closed_on" and not kind.states):
                continue
            text = id_ if name == "id" else cells.get(name, "") or usual.get(name, "")
            node = value_of(one.plan, text, f"line {row.line}, column {name}:")
            if node is not None:
                nodes[name] = node
        fields = YamlMapping(nodes, {}, 1)
        if cells.get("amendments", "").strip():
            fields = _before_amendments(fields, cells["amendments"], kind, f"line {row.line}, column amendments")
        return fields


def column_of(fact: str) -> str:
    """The column of a fault, as the sentence about its field names it."""
    name = fact.partition("`")[2].partition("`")[0].partition(".")[0]
    return f", column {name}" if name else ""


def _before_amendments(fields: YamlMapping, text: str, kind: RecordKind, where: str) -> YamlMapping:
    """The fields as they were before they were amended, with the amendments: a table has the new values alone."""
    try:
        stated = read_yaml(text)
    except YamlFaultError as error:
        raise WrongUseError(f"{where}: it cannot be read: {error.fact}.") from error
    items = stated.items if isinstance(stated, YamlSequence) else ()
    if not items or not all(isinstance(each, YamlMapping) for each in items):
        raise WrongUseError(f"{where}: expected a list of amendments, as `qms record list --format csv` writes it.")
    told = [_amendment(each, kind, where) for each in items if isinstance(each, YamlMapping)]
    for each in reversed(told):
        path = each.items["field"]
        old = each.items["old"]
        nothing = isinstance(old, YamlScalar) and old.is_null
        try:
            fields = with_value(fields, path.text if isinstance(path, YamlScalar) else "", None if nothing else old, 1)
        except NoSuchFieldError:
            raise WrongUseError(f"{where}: it amends a field that the record does not have.") from None
    return replace(fields, items={**fields.items, "amendments": YamlSequence(tuple(told), 1)})


def _amendment(item: YamlMapping, kind: RecordKind, where: str) -> YamlMapping:
    """An amendment, whose old and new values have the form of their field."""
    path = item.items.get("field")
    plan = find_plan(record_plan(kind), path.text) if isinstance(path, YamlScalar) else None
    if plan is None:
        raise WrongUseError(f"{where}: each amendment has to name a field of a {kind.title.lower()}.")
    values: dict[str, Node] = {}
    for name in ("old", "new"):
        stated = item.items.get(name)
        text = stated.text if isinstance(stated, YamlScalar) and not stated.is_null else ""
        values[name] = value_of(plan, text, f"{where}:") or YamlScalar("", 1)
    return replace(item, items={**item.items, **values})


def _judge(read: list[_Read], kind: RecordKind, manual: Manual, found: Imported) -> None:
    """Names are defined, and each record has what its state needs, when all of them are there."""
    kept = {each.record.id: KeptRecord(record=each.record, kind=kind, path=each.path, entries=()) for each in read}
    book = manual.record_book or Records()
    everything = tuple(sorted((*book.kept, *kept.values()), key=lambda each: each.id))
    then = replace(manual, record_book=replace(book, kept=everything))
    for each in read:
        closed = kept[each.record.id].is_closed(manual.as_of)
        for naming in each.record.names:
            named = Named(path=each.path, line=1, document=each.record.id, naming=naming, closed=closed)
            problem = undefined(then, named)
            if problem is not None:
                column = naming.field.partition(".")[0]
                found.faults.append(f"line {each.line}, column {column}: {problem.fact} {problem.remedy}")
            elif (broken := broken_link(then, named)) is not None:
                found.remarks.append(f"line {each.line}: {broken.fact} {broken.remedy}")
        for lack in lacking(each.record, kind, then):
            what = f"{lack.what[:1].upper()}{lack.what[1:]}"
            found.faults.append(f"line {each.line}: {each.record.id}: {what}")
