"""Rows of series out of a table: measurements, calibrations, satisfaction, reviews, each for its own file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace
from typing import TYPE_CHECKING

from qms_docs.model.records.forms import record_form
from qms_docs.model.records.needs import lacking
from qms_docs.model.records.series import Series
from qms_docs.recording.given_table import Wanted, read_given_table
from qms_docs.recording.imported_records import column_of
from qms_docs.recording.new_row import row_fields
from qms_docs.rules.record_names import Named, undefined
from qms_docs.sources.records.series import read_series
from qms_docs.values import dataclass
from qms_docs.writing.rows import with_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.rows import Row
    from qms_docs.model.records.series import SeriesKind
    from qms_docs.recording.given_table import GivenRow

__all__ = ["ImportedRows", "imported_rows"]

_FILE = "file"


@dataclass(kw_only=True)
class ImportedRows:
    """What is to be added, or why nothing is."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """By the record or document whose rows they are, in the order of the table."""
    faults: list[str] = field(default_factory=list)


def imported_rows(content: bytes, kind: SeriesKind, manual: Manual) -> ImportedRows:
    """The rows of a table; where one cannot be taken in, there are faults, and nothing is to be written."""
    found = ImportedRows()
    columns = (_FILE, *row_fields(kind))
    hint = f"The columns are {', '.join(columns)}."
    table = read_given_table(content, Wanted(what=f"the table “{kind.title}”", columns=columns, hint=hint))
    found.faults += table.faults
    read: dict[str, list[Row]] = defaultdict(list)
    for given in table.rows:
        owner = given.cells.get(_FILE, "").strip()
        wrong = _wrong_owner(owner, kind, manual)
        if wrong:
            found.faults.append(f"line {given.line}, column {_FILE}: {wrong}")
            continue
        cells = {name: given.cells.get(name, "").strip() for name in row_fields(kind)}
        row = _row(given, cells, kind, manual, found.faults)
        if row is not None:
            found.rows[owner].append(cells)
            read[owner].append(row)
    if not found.faults:
        found.faults += [fault for owner, rows in read.items() for fault in _newly_lacking(owner, rows, kind, manual)]
    return found


def _wrong_owner(owner: str, kind: SeriesKind, manual: Manual) -> str | None:
    """Why there can be no rows of that record or document; None where there can."""
    if kind.of_document:
        return None if manual.document(owner) else f"there is no document “{owner[:80]}”."
    form = record_form(kind.prefix or "")
    if form.parse(owner) is None:
        return f"got “{owner[:80]}”, expected {form.expected}."
    kept = manual.records.find(owner)
    if kind.type_name != kind.name and (kept is None or not kept.stands):
        return f"there is no record {owner}. `qms record list {kind.type_name}` shows which there are."
    return None


def _row(given: GivenRow, cells: dict[str, str], kind: SeriesKind, manual: Manual, faults: list[str]) -> Row | None:
    """The row, read as it will stand in its file; None where it has a fault, which is noted."""
    reading = read_series(with_row(None, cells) or b"", kind)
    where = f"line {given.line}"
    faults += [f"{where}{column_of(fault.fact)}: {fault.fact} {fault.remedy}" for fault in reading.faults]
    if reading.faults or not reading.rows:
        return None
    row = reading.rows[0]
    problems = [
        (naming, undefined(manual, Named(path="", line=1, document=None, naming=naming, closed=True)))
        for naming in row.names
    ]
    for naming, problem in problems:
        if problem is not None:
            faults.append(f"{where}, column {naming.field}: {problem.fact} {problem.remedy}")
    return None if any(problem for _, problem in problems) else row


def _newly_lacking(owner: str, rows: list[Row], kind: SeriesKind, manual: Manual) -> Iterator[str]:
    """What the record of the rows would lack with them, and does not lack without."""
    kept = manual.records.find(owner)
    if kept is None:
        return
    standing = manual.records.rows_of(kept)
    key = f"{kind.folder}/{owner}.csv"
    before = standing or Series(kind=kind, key=key, path=f"{manual.policy.records}/{key}", rows=(), blob="", entries=())
    after = replace(before, rows=(*before.rows, *rows))
    others = tuple(each for each in manual.records.series if each is not standing)
    series = tuple(sorted((*others, after), key=lambda each: each.key))
    then = replace(manual, record_book=replace(manual.records, series=series))
    known = {lack.what for lack in lacking(kept.record, kept.kind, manual)}
    for lack in lacking(kept.record, kept.kind, then):
        if lack.what not in known:
            yield f"{owner}: with these rows {lack.what}"
