"""Pages that compare two revisions of a document (settled.md 42)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.revision_addresses import comparison_page
from mkdocs_document_control.shown_redline import SharedTexts, ShownRedline, is_picture
from qms_docs.values import dataclass
from qms_docs.views.compared_side import compared_side
from qms_docs.views.comparisons import compared_pairs
from qms_docs.views.publication import published_request, reference_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.attachments import Attachments
    from mkdocs_document_control.late import SourceAtHand
    from qms_docs.figures.page_figures import PageFigures
    from qms_docs.model.document import Document, LineText
    from qms_docs.model.manual import Manual
    from qms_docs.views.comparisons import ComparedPair

__all__ = ["ComparisonPages", "OfferedComparison", "shown_in", "with_comparisons"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferedComparison:
    """A comparison as the page of its document offers it."""

    before: str
    """The number of the earlier revision."""
    src_uri: str
    row: str
    """The number of the revision at whose line it stands."""
    proposes: bool


@dataclass(frozen=True, slots=True)
class ComparisonPages:
    """Makes pages of pairs of texts, which are read when a page is drawn, and not where an earlier build drew it."""

    source: SourceAtHand
    manual: Manual
    addresses: Addresses
    attachments: Attachments
    most: int | None
    """How many a document has, None for all."""
    texts: SharedTexts
    figures: Callable[[], PageFigures]
    """Draws the diagrams and formulas of a page."""

    def of(self, document: Document, src_uri: str) -> list[tuple[OfferedComparison, PlannedPage]]:
        """The comparisons of a document whose own page stands at that path, newest first."""
        return [self._page(document, pair, src_uri) for pair in compared_pairs(self.manual, document, self.most)]

    def _page(self, document: Document, pair: ComparedPair, src_uri: str) -> tuple[OfferedComparison, PlannedPage]:
        title = reference_to(self.manual, document).title
        before = compared_side(self.manual, document, pair.before.text, pair.before.number)
        after = compared_side(self.manual, document, pair.after, pair.number)
        after = replace(after, request=published_request(self.manual, after.request))
        place = comparison_page(src_uri, pair.name)
        offered = OfferedComparison(before=pair.before.number, src_uri=place, row=pair.row, proposes=pair.proposes)
        page = PlannedPage(
            src_uri=place,
            title=f"{document.id} {title}: {before.name} and {after.name}",
            template="comparison.html.jinja",
            values={
                "id": document.id,
                "name": title,
                "before": before,
                "after": after,
                "redline": ShownRedline(
                    document.id,
                    pair.before.text,
                    pair.after,
                    (pair.before.number, pair.number),
                    dict(self._pictures(pair.before.text, pair.after)),
                    self.source,
                    self.texts,
                    self.figures,
                ),
            },
            listed=False,
            searchable=False,
            hidden_parts=("toc",),
        )
        return offered, page

    def _pictures(self, *texts: LineText) -> Iterator[tuple[str, str]]:
        """The addresses of the pictures of both texts; what could run is not published, and was told of elsewhere."""
        for shown in (file for text in texts for file in text.text.files):
            if is_picture(shown):
                attached = self.attachments.of_the_past(shown, self.addresses.of(shown.path), self.source.now.read)
                if attached.uri:
                    yield shown.sha256, attached.uri


def shown_in(page: PlannedPage) -> Iterable[str]:
    """The addresses of the pictures that the page of a comparison may show."""
    redline = page.values["redline"]
    return redline.pictures.values() if isinstance(redline, ShownRedline) else ()


def with_comparisons(page: PlannedPage, offered: Sequence[OfferedComparison]) -> PlannedPage:
    """The page of a document that offers these comparisons."""
    by_row: dict[str, list[OfferedComparison]] = {}
    for each in offered:
        by_row.setdefault(each.row, []).append(each)
    proposal = next((each for each in offered if each.proposes), None)
    return replace(page, values={**page.values, "comparisons": by_row, "proposal": proposal})
