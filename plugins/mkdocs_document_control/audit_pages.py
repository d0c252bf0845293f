"""Pages about internal audits beside those of their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.record_addresses import RECORDS
from qms_docs.views.coverage_page import coverage_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.views.published_records import PublishedRecords

__all__ = ["COVERAGE", "audit_pages"]

COVERAGE = f"{RECORDS}/audits/coverage.md"
"""Among the audits, where no record can be called so."""


def audit_pages(published: PublishedRecords) -> Iterator[PlannedPage]:
    """What audits cover."""
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
