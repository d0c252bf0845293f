"""Pages about internal audits beside those of their records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.record_addresses import COVERAGE, RECORDS
from qms_docs.exports.audited_texts import AuditedTexts
from qms_docs.views.coverage_page import coverage_page
from qms_docs.views.publication import Access
from qms_docs.views.working_papers import has_papers, working_papers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.working_papers import WorkingPapers

__all__ = ["audit_pages", "papers", "papers_address", "shows_papers"]


def papers_address(kept: KeptRecord) -> str:
    """The working papers of an audit: below the page of its record."""
    return f"{RECORDS}/{kept.kind.folder}/{kept.id}/papers.md"


def shows_papers(published: PublishedRecords, kept: KeptRecord) -> bool:
    """Whether the site has working papers of a record: of an audit to come, for the people of the organization."""
    return not published.public and has_papers(kept) and published.access(kept) is Access.TEXT


def audit_pages(source: ManualSource, published: PublishedRecords) -> Iterator[PlannedPage]:
    """What audits cover, and the working papers of those to come."""
    yield from _coverage(published)
    for kept, each in papers(source, published):
        yield PlannedPage(
            src_uri=papers_address(kept),
            title=f"Working papers of {each.id} {each.title}".rstrip(),
            template="working_papers.html.jinja",
            # The entry is told by the frame of the page, which changes with every build.
            values={"papers": replace(each, commit=None)},
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )


def papers(source: ManualSource, published: PublishedRecords) -> Iterator[tuple[KeptRecord, WorkingPapers]]:
    """The working papers that the site has, each with the record of its audit."""
    read = AuditedTexts(source).read
    for kept in published.manual.records.of_kind("internal-audit"):
        if shows_papers(published, kept):
            yield kept, working_papers(published, kept, read)


def _coverage(published: PublishedRecords) -> Iterator[PlannedPage]:
    page = coverage_page(published)
    if page is not None:
        sections = (("processes", "Processes"), *((each.anchor, each.title) for each in page.standards))
        yield PlannedPage(
            src_uri=COVERAGE,
            title="Audit coverage",
            template="audit_coverage.html.jinja",
            values={"page": page, "as_of": published.manual.as_of},
            record_register=True,
            in_navigation=True,
            searchable=False,
            headings=sections,
            hidden_parts=("toc",),
        )
