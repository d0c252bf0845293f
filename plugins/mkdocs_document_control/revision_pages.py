"""The pages of which there are very many: those of single revisions, of comparisons, and of the days of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_document_control.archive_pages import ArchivePages
from mkdocs_document_control.as_of_pages import as_of_pages
from mkdocs_document_control.comparison_pages import ComparisonPages, with_comparisons
from mkdocs_document_control.figure_blocks import Figures
from mkdocs_document_control.shown_redline import SharedTexts
from qms_docs.views.timeline import standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.attachments import Attachments
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["HowMany", "RevisionPages", "revision_pages"]


@dataclass(frozen=True, kw_only=True, slots=True)
class HowMany:
    """How many pages of the past a document has, None for all."""

    archive: int | None
    """Past revisions that stay readable."""
    redlines: int | None
    """Comparisons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionPages:
    """The pages of documents as they lead to those of their revisions, and these."""

    documents: list[PlannedPage]
    revisions: dict[str, dict[str, PlannedPage]]
    """By id and number."""
    further: list[PlannedPage]
    """Everything but the documents' own pages."""


def revision_pages(  # noqa: PLR0913 - what they are made of
    source: ManualSource,
    manual: Manual,
    places: Addresses,
    attachments: Attachments,
    documents: Sequence[tuple[Document, PlannedPage]],
    *,
    many: HowMany,
) -> RevisionPages:
    """The pages of the revisions of these documents; `attachments` knows the files of what people work by already."""
    archive = ArchivePages(source, manual, places, attachments, many.archive)
    texts, figures = SharedTexts(source.site_settings.formulas), Figures(source.store)
    compared = ComparisonPages(source, manual, places, attachments, many.redlines, texts, figures.of_page)
    known = {document.id: standings(document) for document, _ in documents}
    own: list[PlannedPage] = []
    revisions: dict[str, dict[str, PlannedPage]] = {}
    comparisons: list[PlannedPage] = []
    for document, page in documents:
        leading, revisions[document.id] = archive.with_archive(document, page, known[document.id])
        offered = compared.of(document, page.src_uri)
        comparisons += [each for _, each in offered]
        own.append(with_comparisons(leading, [each for each, _ in offered]))
    lines: dict[tuple[str, str | None], str] = {(document.id, None): page.src_uri for document, page in documents}
    lines |= {(name, number): page.src_uri for name, each in revisions.items() for number, page in each.items()}
    of_revisions = [page for each in revisions.values() for page in each.values()]
    days = as_of_pages(manual, known, lines)
    return RevisionPages(documents=own, revisions=revisions, further=[*of_revisions, *comparisons, *days])
