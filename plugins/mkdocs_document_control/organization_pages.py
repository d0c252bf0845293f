"""Pages about the organization as a whole: path, principles, competence, processes, parties, requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.certification_page import certification_page
from mkdocs_document_control.competence_pages import CompetencePages, competence_pages
from mkdocs_document_control.principle_pages import pages_of_principles
from mkdocs_document_control.process_pages import process_pages
from mkdocs_document_control.register_file_pages import register_file_pages
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_document_control.late_file import FileContent
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.model.finding import Finding
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus

__all__ = ["OrganizationPages", "organization_pages"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganizationPages:
    """The pages, and files for programs by their addresses."""

    pages: tuple[PlannedPage, ...]
    files: dict[str, FileContent]
    competence: CompetencePages
    """Those of them that tell who knows what."""


def organization_pages(
    published: PublishedRecords,
    findings: Sequence[Finding],
    status: SiteStatus,
    beside: Sequence[PlannedPage],
    knowing: CompetencePages | None,
) -> OrganizationPages:
    """Everything that the site says of the organization beside its documents and records.

    `beside` are pages about audits and improvement, to which the path leads where there are such. What it says of
    `knowing` is worked out unless it is known.
    """
    manual = published.manual
    knowing = knowing or competence_pages(published)
    mapped = process_pages(published)
    registers = register_file_pages(published, competence=bool(knowing.pages))
    pages = (
        *certification_page(published, findings, status, beside),
        *pages_of_principles(manual, published),
        *knowing.pages,
        *mapped.pages,
        *registers.pages,
    )
    files = {**knowing.files, **mapped.files, **registers.files}
    return OrganizationPages(pages=pages, files=files, competence=knowing)
