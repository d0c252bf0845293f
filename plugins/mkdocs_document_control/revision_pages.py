"""The pages of which there are very many: those of single revisions, of comparisons, and of the days of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_document_control.archive_pages import ArchivePages
from mkdocs_document_control.as_of_pages import as_of_pages
from mkdocs_document_control.comparison_pages import ComparisonPages, with_comparisons
from mkdocs_document_control.figure_blocks import Figures
from mkdocs_document_control.shown_redline import SharedTexts
from qms_docs.values import dataclass
from qms_docs.views.timeline import standings

if TYPE_CHECKING:
    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.attachments import Attachments
    from mkdocs_document_control.late import SourceAtHand
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.views.timeline import Standing

__all__ = ["HowMany", "PagesOfEach", "PagesOfOne", "RevisionPages", "revision_pages"]


@dataclass(frozen=True, kw_only=True, slots=True)
class HowMany:
    """How many pages of the past a document has, None for all."""

    archive: int | None
    """Past revisions that stay readable."""
    redlines: int | None
    """Comparisons."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PagesOfOne:
    """The page of one document as it leads to those of its revisions, and these."""

    standings: tuple[Standing, ...]
    """What held for it when."""
    own: PlannedPage
    revisions: dict[str, PlannedPage]
    """By number."""
    comparisons: tuple[PlannedPage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionPages:
    """The pages of documents as they lead to those of their revisions, and these."""

    by_id: dict[str, PagesOfOne]
    days: tuple[PlannedPage, ...]
    """Those on which somebody picks a day."""

    @property
    def revisions(self) -> dict[str, dict[str, PlannedPage]]:
        """By id and number."""
        return {name: each.revisions for name, each in self.by_id.items()}

    @property
    def further(self) -> list[PlannedPage]:
        """Everything but the documents' own pages."""
        of_revisions = [page for each in self.by_id.values() for page in each.revisions.values()]
        comparisons = [page for each in self.by_id.values() for page in each.comparisons]
        return [*of_revisions, *comparisons, *self.days]


class PagesOfEach:
    """Makes the pages of the revisions of one document after the other."""

    def __init__(
        self, source: SourceAtHand, manual: Manual, places: Addresses, attachments: Attachments, many: HowMany
    ) -> None:
        """`attachments` knows the files of what people work by already."""
        texts, figures = SharedTexts(source.now.site_settings.formulas), Figures(source.now.store)
        self._archive = ArchivePages(source, manual, places, attachments, many.archive)
        self._compared = ComparisonPages(source, manual, places, attachments, many.redlines, texts, figures.of_page)

    def of(self, document: Document, page: PlannedPage) -> PagesOfOne:
        """Those of the document with that page."""
        known = standings(document)
        leading, revisions = self._archive.with_archive(document, page, known)
        offered = self._compared.of(document, page.src_uri)
        own = with_comparisons(leading, [each for each, _ in offered])
        comparisons = tuple(each for _, each in offered)
        return PagesOfOne(standings=known, own=own, revisions=revisions, comparisons=comparisons)


def revision_pages(manual: Manual, pages: dict[str, PagesOfOne]) -> RevisionPages:
    """The pages of the revisions of these documents, and those of days."""
    lines: dict[tuple[str, str | None], str] = {(name, None): each.own.src_uri for name, each in pages.items()}
    lines |= {(name, number): page.src_uri for name, each in pages.items() for number, page in each.revisions.items()}
    known = {name: each.standings for name, each in pages.items()}
    return RevisionPages(by_id=pages, days=tuple(as_of_pages(manual, known, lines)))
