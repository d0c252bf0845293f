"""Pages of which nothing is otherwise since an earlier build: MkDocs passes them by before it has read their texts."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mkdocs_document_control.many.files import pass_mkdocs_by, reach_mkdocs_again
from mkdocs_document_control.rendering import page_meta
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import Found
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.page_finding import PageFinding

__all__ = ["StandingPages"]


@dataclass(slots=True)
class StandingPages:
    """Those of one build; what others ask about them is known, and their texts are read where somebody needs them."""

    finding: PageFinding
    may_be: bool
    """Whether MkDocs can pass pages by."""
    day: str
    """The day of the site map, as ISO 8601."""
    _pages: dict[str, tuple[Page, PlannedPage, Found]] = field(default_factory=dict, init=False)

    def take(self, page: Page, planned: PlannedPage) -> bool:
        """Whether the page is one of them, which MkDocs then passes by."""
        standing = self.finding.standing(planned) if self.may_be else None
        if standing is None:
            return False
        found, anchors = standing
        pass_mkdocs_by(page)
        page.update_date = self.day
        page.meta, page.markdown, page.content = page_meta(planned), "", ""
        page.present_anchor_ids = {*anchors}
        self._pages[planned.src_uri] = page, planned, found
        return True

    def found(self, planned: PlannedPage) -> Found | None:
        """The page as an earlier build has drawn it, if it is one of them."""
        standing = self._pages.get(planned.src_uri)
        return standing and standing[2]

    def end(self, pages: Iterable[tuple[Page, PlannedPage]], populate: Callable[[Page, PlannedPage], None]) -> None:
        """The texts of all other `pages` are drawn; where they lack an anchor that was there, MkDocs looks at all.

        A page that leads to that anchor has to be told of, which MkDocs does with the pages that it makes.
        """
        others = (each for each in pages if each[1].src_uri not in self._pages)
        if not self._pages or all(self.finding.has_its_anchors(*each) for each in others):
            return
        for page, planned, _ in self._pages.values():
            reach_mkdocs_again(page)
            populate(page, planned)
        self._pages.clear()

    def populate(self, page: Page, populate: Callable[[Page, PlannedPage], None]) -> None:
        """A page that has to be drawn after all has its text."""
        standing = self._pages.pop(page.file.src_uri, None)
        if standing:
            populate(page, standing[1])
