"""Pages of single revisions: each with its own text, its approvals and what held for it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mkdocs_document_control.as_of_pages import as_of_page
from mkdocs_document_control.late import LateValues
from mkdocs_document_control.page import Origin, PlannedPage
from mkdocs_document_control.past_text import PastText
from mkdocs_document_control.revision_addresses import has_address, revision_page
from qms_docs.values import dataclass
from qms_docs.views.archive import archived_revision, archived_revisions
from qms_docs.views.timeline import timeline
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mkdocs_document_control.addresses import Addresses
    from mkdocs_document_control.attachments import Attachments
    from mkdocs_document_control.late import SourceAtHand
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.views.revision_history import RevisionRow
    from qms_docs.views.timeline import Standing

__all__ = ["ArchivePages"]


@dataclass(frozen=True, slots=True)
class ArchivePages:
    """Makes the pages of the revisions of documents."""

    source: SourceAtHand
    manual: Manual
    addresses: Addresses
    attachments: Attachments
    most: int | None
    """How many past revisions of a document stay readable, None for all; with 0 no revision has a page."""

    def with_archive(
        self, document: Document, page: PlannedPage, known: Sequence[Standing]
    ) -> tuple[PlannedPage, dict[str, PlannedPage]]:
        """The page of a document that leads to those of its revisions, and these by their numbers.

        `known` is what held for the document when.
        """
        if page.document is None or page.document.header is None:
            return replace(page, values={**page.values, "archived": {}, "timeline": ()}), {}
        rows = {row.revision: row for row in page.document.history}
        found = archived_revisions(self.manual, document, self.most)
        shown = [each for each in found if has_address(each.number) and each.number in rows]
        places = {each.number: revision_page(page.src_uri, each.number) for each in shown}
        pages = {each.number: self._page(document, each, rows[each.number], places) for each in shown}
        values = {**page.values, "archived": places, "timeline": timeline(known)}
        return replace(page, values=values), pages

    def _page(self, document: Document, revision: Revision, row: RevisionRow, places: Mapping[str, str]) -> PlannedPage:
        origin = self._origin(revision)
        return PlannedPage(
            src_uri=places[revision.number],
            title=f"{document.id} {title_of(document, revision)}, revision {revision.number}",
            template="archive.html.jinja",
            values=LateValues(partial(_values, self.source, document, revision, row, places)),
            origin=origin,
            past=PastText(revision.text, origin, self.source),
            searchable=False,
            listed=False,
        )

    def _origin(self, revision: Revision) -> Origin:
        text = revision.text
        by_name = {
            each.name: self.attachments.of_the_past(each, self.addresses.of(each.path), self.source.now.read)
            for each in text.text.files
        }
        by_path = {each.path: by_name[each.name] for each in text.text.files}
        return Origin(path=text.path, by_name=by_name, by_path=by_path, entry=text.entry.number)


def _values(
    at_hand: SourceAtHand, document: Document, revision: Revision, row: RevisionRow, places: Mapping[str, str]
) -> dict[str, object]:
    view = archived_revision(at_hand.manual, document, revision, row, tuple(places))
    before, after = (places[number] if number else None for number in (view.before, view.after))
    on_last_day = view.last_day and as_of_page(view.last_day)
    return {"page": view, "before": before, "after": after, "on_last_day": on_last_day}
