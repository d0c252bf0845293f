"""Pages of records: all registers, each register with its twins for programs, and a page for each record."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import field, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from mkdocs_document_control.audit_pages import papers_address, shows_papers
from mkdocs_document_control.bodies import body_of
from mkdocs_document_control.kept.values import KeptValues
from mkdocs_document_control.page import Origin, PlannedPage
from mkdocs_document_control.pages_of_records import RecordPages, RecordPlaces
from mkdocs_document_control.record_addresses import (
    COVERAGE,
    IMPROVEMENT,
    OVERVIEW,
    RECORDS,
    file_address,
    record_page_address,
    register_address,
    shared_folders,
)
from mkdocs_document_control.record_history import RecordHistory
from qms_docs.reports.record_rows import rows_of_series
from qms_docs.reports.records import columns_of_records, records_csv, records_json
from qms_docs.values import dataclass
from qms_docs.views.coverage_page import has_coverage_page
from qms_docs.views.improvement import IMPROVEMENT_TYPES, has_improvement_page
from qms_docs.views.publication import Access
from qms_docs.views.record_grounds import record_grounds
from qms_docs.views.record_page import record_page, record_title
from qms_docs.views.record_register import (
    published_record_rows,
    published_series,
    register_entry,
    register_of_records,
    register_of_rows,
    registers_in_use,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs_document_control.attachments import Attached, Attachments
    from mkdocs_document_control.late import SourceAtHand
    from qms_docs.keeping.store import Store
    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.series import Series, SeriesKind
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_register import RegisterEntry

__all__ = ["record_pages"]

_LARGEST = 20_000_000
"""Bytes of a file from which on the site leaves it to the repository."""


def record_pages(  # noqa: PLR0913 - as `pages_of_records`
    source: SourceAtHand,
    published: PublishedRecords,
    findings: Sequence[Finding],
    attachments: Attachments,
    store: Store,
    *,
    before: RecordPages | None,
) -> RecordPages:
    """The registers and the page of each record (see `pages_of_records`)."""
    manual = published.manual
    grounds = record_grounds(published, before.grounds if before else None)
    shown = _by_record(findings, manual)
    if before and before.grounds is grounds and before.findings == shown:
        return replace(before, places=replace(before.places, published=published))
    kept = KeptValues(store, "record-values", grounds.digest)
    making = _Making(source, manual, grounds.published, attachments, shown, kept)
    by_id = {each.id: page for each in manual.records.kept if (page := making.record(each))}
    registers, twins = making.registers()
    kept.keep()
    return RecordPages(
        pages=(*registers, *by_id.values()),
        twins=twins,
        places=RecordPlaces(by_id=by_id, folders=_folders(registers, manual), published=published),
        grounds=grounds,
        findings=shown,
    )


def _folders(registers: Sequence[PlannedPage], manual: Manual) -> dict[str, str]:
    below = {posixpath.dirname(each.src_uri).partition("/")[2]: each.src_uri for each in registers}
    return {posixpath.join(manual.policy.records, folder).rstrip("/"): address for folder, address in below.items()}


def _by_record(findings: Sequence[Finding], manual: Manual) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        if each.document is not None and manual.records.find(each.document) is not None:
            found[each.document].append(each)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Register:
    """What the site has of one register."""

    page: PlannedPage
    twins: dict[str, bytes]
    entry: RegisterEntry


@dataclass(slots=True)
class _Making:
    source: SourceAtHand
    manual: Manual
    published: PublishedRecords
    """What pages of records may tell, and so all that their values are made of."""
    attachments: Attachments
    findings: dict[str, list[Finding]]
    kept: KeptValues
    _series: dict[str, list[Series]] = field(default_factory=lambda: defaultdict(list))
    audited: bool = False
    """Whether the site has a page of what audits cover."""

    def __post_init__(self) -> None:
        self.audited = has_coverage_page(self.published)
        for each in self.published.manual.records.series:
            if each.kind.prefix and each.vanished_by is None:
                self._series[each.id].append(each)

    def record(self, kept: KeptRecord) -> PlannedPage | None:
        """The page of a record; None where the site does not name it."""
        access = self.published.access(kept)
        if access is Access.NONE:
            return None
        told = kept.stands and access is Access.TEXT
        files = self._files(kept) if told else {}
        findings = tuple(self.findings.get(kept.id, ()))
        addresses = {path: each.uri for path, each in files.items() if each.uri}
        closed = kept.is_closed(self.manual.as_of)
        return PlannedPage(
            src_uri=record_page_address(kept),
            title=f"{kept.id} {record_title(self.published, kept)}".rstrip(),
            template="record.html.jinja",
            values=self.kept.values(
                repr((kept.id, addresses, findings)), lambda: self._values(kept, addresses, findings, told=told)
            ),
            markdown=self._prose(kept) if told else "",
            origin=Origin(path=kept.path, by_path=files),
            record=kept.id,
            edited_at=kept.path if told and not closed else None,
            listed=False,
            searchable=told,
            indexed="title",
            tags=(kept.id,),
            hidden_parts=() if told else ("toc",),
        )

    def _values(
        self, kept: KeptRecord, files: dict[str, str], findings: tuple[Finding, ...], *, told: bool
    ) -> dict[str, object]:
        published = self.published
        return {
            "page": record_page(published, kept, findings, self._series.get(kept.id, ())),
            "history": RecordHistory(kept.entries, published.public, self.source) if told else None,
            "files": files,
            "register": register_address(kept.kind),
            "coverage": COVERAGE if told and self.audited and kept.kind.folder == "audits" else None,
            "papers": papers_address(kept) if shows_papers(published, kept) else None,
        }

    def _prose(self, kept: KeptRecord) -> str:
        blob = self.manual.blobs.get(kept.path) if kept.path.lower().endswith(".md") else None
        return self.published.words(body_of(self.source.now.read(blob))) if blob else ""

    def _files(self, kept: KeptRecord) -> dict[str, Attached]:
        manual = self.manual
        found: dict[str, Attached] = {}
        for path in self.published.files(kept):
            content = self.source.now.read(manual.blobs[path])
            if len(content) <= _LARGEST:
                uri = file_address(path, manual.policy.records)
                # Nobody can change what a closed record attaches, so nothing is said of what is not published.
                found[path] = self.attachments.add(path, uri, content, quiet=True)
        return found

    def registers(self) -> tuple[list[PlannedPage], dict[str, bytes]]:
        """The page of all registers, those of each, and their twins."""
        kinds, series = registers_in_use(self.published)
        pages: list[PlannedPage] = []
        twins: dict[str, bytes] = {}
        entries: dict[str, RegisterEntry] = {}
        for told in (*map(self._of_records, kinds), *map(self._of_rows, series)):
            pages.append(told.page)
            twins |= told.twins
            entries[told.page.src_uri] = told.entry
        return [*self._overviews(entries), *pages], twins

    def _of_records(self, kind: RecordKind) -> _Register:
        published, kept = self.published, self.kept
        register = cache(partial(register_of_records, published, kind))

        def values() -> dict[str, object]:
            improvement = self._improvement if kind.name in IMPROVEMENT_TYPES else None
            return {"register": register(), "as_of": self.manual.as_of, "improvement": improvement}

        told = kept.values(f"register {kind.name}", values)
        return _Register(
            page=_page(register_address(kind), kind.plural, "record_register.html.jinja", told),
            twins=kept.find(f"twins {kind.name}", partial(_twins_of_records, published, kind)),
            entry=kept.find(f"entry {kind.name}", lambda: register_entry(register())),
        )

    def _of_rows(self, kind: SeriesKind) -> _Register:
        published, kept = self.published, self.kept
        register = cache(partial(register_of_rows, published, kind))
        told = kept.values(f"register {kind.name}", lambda: {"register": register()})
        return _Register(
            page=_page(register_address(kind), kind.title, "record_rows.html.jinja", told),
            twins=kept.find(f"twins {kind.name}", partial(_twins_of_rows, published, kind)),
            entry=kept.find(f"entry {kind.name}", lambda: register_entry(register())),
        )

    @property
    def _improvement(self) -> str | None:
        """The page of improvement, where the site has one."""
        return IMPROVEMENT if has_improvement_page(self.manual) else None

    def _overviews(self, entries: dict[str, RegisterEntry]) -> Iterator[PlannedPage]:
        """All registers, and those of a folder that several types share, so that each part of an address leads on."""
        told: dict[str, object] = {"entries": entries, "folder": None, "improvement": self._improvement}
        yield _page(OVERVIEW, "Records", "records.html.jinja", told)
        for folder, kinds in shared_folders().items():
            here = {register_address(kind) for kind in kinds}
            shown = {address: each for address, each in entries.items() if address in here}
            address = posixpath.join(RECORDS, folder, "index.md")
            if shown:
                said: dict[str, object] = {"entries": shown, "folder": folder, "improvement": None}
                yield _page(address, f"Records: {folder}", "records.html.jinja", said, beside=True)


def _page(
    address: str, title: str, template: str, values: Mapping[str, object], *, beside: bool = False
) -> PlannedPage:
    return PlannedPage(
        src_uri=address,
        title=title,
        template=template,
        values=values,
        record_register=True,
        in_navigation=not beside,
        searchable=not beside,
        indexed="title",
        hidden_parts=("toc",),
    )


def _twins_of_records(published: PublishedRecords, kind: RecordKind) -> dict[str, bytes]:
    rows = published_record_rows(published, kind)
    return _twins(kind.name, records_csv(rows, columns_of_records(kind)), records_json(rows))


def _twins_of_rows(published: PublishedRecords, kind: SeriesKind) -> dict[str, bytes]:
    files = published_series(published, kind)
    return _twins(kind.name, rows_of_series(kind, files, "csv"), rows_of_series(kind, files, "json"))


def _twins(name: str, as_csv: str, as_json: str) -> dict[str, bytes]:
    return {
        f"{RECORDS}/{name}.csv": as_csv.encode("utf-8", "backslashreplace"),
        f"{RECORDS}/{name}.json": as_json.encode("utf-8", "backslashreplace"),
    }
