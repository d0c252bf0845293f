"""What the site has of records; what makes it takes long to load and is loaded where the manual has records."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_document_control.attachments import Attachments
    from mkdocs_document_control.late import SourceAtHand
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.keeping.store import Store
    from qms_docs.model.finding import Finding
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_grounds import RecordGrounds

__all__ = ["RecordPages", "RecordPlaces", "pages_of_records", "with_records"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPlaces:
    """Where links to records lead."""

    by_id: dict[str, PlannedPage] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    """Where the folders of the repository lead in which records stand."""
    published: PublishedRecords


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPages:
    """What the site has of records."""

    pages: tuple[PlannedPage, ...] = ()
    about: tuple[PlannedPage, ...] = ()
    """What audits cover, working papers, and improvement at a glance."""
    twins: dict[str, bytes] = field(default_factory=dict)
    """CSV and JSON of each register, by address."""
    places: RecordPlaces
    grounds: RecordGrounds | None = None
    """From which the pages of records follow; None where the site has none."""
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    """Those that the pages of records show, by the id of the record."""


def pages_of_records(  # noqa: PLR0913 - what the pages are made of, and what is known of them
    source: SourceAtHand,
    published: PublishedRecords,
    findings: Sequence[Finding],
    attachments: Attachments,
    store: Store,
    *,
    before: RecordPages | None = None,
) -> RecordPages:
    """Everything that the site shows of records.

    What follows from records alone is found in the `store` where they are as they were. The pages `before` are those of
    a manual that is the same but for documents, and stay where these are of no consequence for them.
    """
    if not _has_records(published):
        return RecordPages(places=RecordPlaces(published=published))
    from mkdocs_document_control.audit_pages import audit_pages
    from mkdocs_document_control.improvement_page import improvement_page
    from mkdocs_document_control.record_pages import record_pages

    pages = record_pages(source, published, findings, attachments, store, before=before)
    return replace(pages, about=(*audit_pages(source.now, published), *improvement_page(published)))


def with_records(page: PlannedPage, published: PublishedRecords) -> PlannedPage:
    """The page of a document with the records that name it."""
    if not _has_records(published):
        return replace(page, values={**page.values, "records": ()})
    from qms_docs.views.connections import naming_document

    document = page.document
    told = naming_document(published, document.id) if document and document.header else ()
    return replace(page, values={**page.values, "records": told})


def _has_records(published: PublishedRecords) -> bool:
    return bool(published.manual.records.kept or published.manual.records.series)
