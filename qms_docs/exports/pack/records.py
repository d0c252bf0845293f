"""The index of records, and those that somebody asked for as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.exports.pack.names import Names
from qms_docs.failures import UnknownThingError, WrongUseError
from qms_docs.model.records.external_document import EXTERNAL_DOCUMENT
from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.series import SERIES
from qms_docs.reports.records import record_json, records_csv, records_json
from qms_docs.values import dataclass
from qms_docs.views.records import record_rows, record_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.exports.pack.request import Desk, Request
    from qms_docs.exports.pack.scope import Scope
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.series import Series

__all__ = ["ALL", "Written", "refuse_unknown", "write_records"]

ALL = "all"


def refuse_unknown(request: Request, scope: Scope, manual: Manual) -> None:
    """Raises UnknownThingError or WrongUseError for a record or type that is not there, or must be asked for."""
    types = {each.name for each in KINDS} | {name for each in SERIES for name in (each.name, each.type_name)}
    for each in sorted(request.record_types - types - {ALL}):
        raise WrongUseError(f"There is no type of records {each}. There are: {', '.join(sorted(types))}, and all.")
    shown = {each.id for each in scope.records}
    for name in sorted(request.records - shown):
        if manual.records.find(name) is None:
            raise UnknownThingError(f"There is no record {name} on {manual.as_of}.")
        raise WrongUseError(f"{name} is restricted, or does not stand any more: `--include-restricted` takes it in.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How many records there are."""

    indexed: int
    chosen: int
    """Those that are there as a whole."""
    series: int
    """Files of rows."""
    copied: int
    """Files of rows that are there."""


def write_records(desk: Desk) -> Written:
    """The index as a page and as CSV and JSON, and the chosen records."""
    shown = {each.id for each in desk.scope.records}
    rows = [each for each in record_rows(desk.manual) if each.id in shown]
    titles = {each.name: each.title for each in KINDS}
    pages = {}
    names = Names()
    for kept in desk.scope.records:
        if _is_chosen(desk.request, kept):
            pages[kept.id] = _write(desk, kept, names.of(kept.id), titles[kept.kind.name])
    # The index of what is not chosen says that it is there, and no more.
    chosen = [each for each in rows if each.id in pages]
    desk.archive.add("records/records.json", records_json(chosen))
    desk.archive.add("records/index.csv", records_csv(rows))
    external = [each for each in rows if each.type == EXTERNAL_DOCUMENT.name]
    series = [(each, _copied(desk, each)) for each in _series(desk)]
    desk.write(
        "records.html", "records", "Records", rows=rows, titles=titles, pages=pages, series=series, external=external
    )
    copied = sum(file is not None for _, file in series)
    return Written(indexed=len(rows), chosen=len(pages), series=len(series), copied=copied)


def _is_chosen(request: Request, kept: KeptRecord) -> bool:
    return kept.id in request.records or bool({kept.kind.name, ALL} & request.record_types)


def _write(desk: Desk, kept: KeptRecord, name: str, kind: str) -> str:
    view = record_view(kept, desk.manual)
    view = replace(view, linked_from=tuple(each for each in view.linked_from if each.id not in desk.scope.unnamed))
    desk.archive.add(f"records/{name}.json", record_json(view))
    blob = desk.manual.blobs.get(kept.path)
    source = desk.archive.add_source(desk.source.read(blob), kept.path) if blob else None
    files = [(path, desk.archive.add_source(desk.source.read(each), path)) for path, each in _attached(desk, kept)]
    title = f"{kept.id} {kept.record.title or ''}".strip()
    return desk.write(f"records/{name}.html", "record", title, view=view, kind=kind, source=source, files=files)


def _attached(desk: Desk, kept: KeptRecord) -> Iterator[tuple[str, str]]:
    """The files that a record attaches, by their path from its folder."""
    folder = kept.path.rpartition("/")[0]
    for each in kept.record.attachments:
        blob = desk.manual.blobs.get(f"{folder}/{each.path}") if each.path else None
        if each.path and blob:
            yield each.path, blob


def _series(desk: Desk) -> Iterator[Series]:
    """The files of rows that stand, but for those of what stays out."""
    known = {each.id for each in desk.scope.records} | desk.ids
    for each in desk.manual.records.series:
        if each.vanished_by is None and (desk.scope.everything or each.id in known or not _owned(desk, each)):
            yield each


def _owned(desk: Desk, series: Series) -> bool:
    """Whether rows belong to a document or record, which may be one that stays out."""
    return desk.manual.document(series.id) is not None or desk.manual.records.find(series.id) is not None


def _copied(desk: Desk, series: Series) -> str | None:
    """The file of the rows, where its type is chosen."""
    blob = desk.manual.blobs.get(series.path)
    asked = {
        series.kind.name,
        series.kind.type_name,
        ALL,
    } & desk.request.record_types or series.id in desk.request.records
    return desk.archive.add_source(desk.source.read(blob), series.path) if blob and asked else None
