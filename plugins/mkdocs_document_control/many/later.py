"""Pages of a preview that nobody looks for or draws before somebody asks for them."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import DrawnPage, KeptPages
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.page import PlannedPage

__all__ = ["LaterPages"]


@dataclass(slots=True)
class LaterPages:
    """Gives pages of which the search learns nothing but what is known without drawing them."""

    kept: KeptPages
    key: Callable[[Page, PlannedPage], bytes | None]
    """What stands for everything that a page shows."""
    draw: Callable[[Page], DrawnPage]
    """Reads what the page needs, and draws it."""
    gaps: Gaps
    _pages: list[tuple[Page, PlannedPage]] = field(default_factory=list, init=False)

    def add(self, page: Page, planned: PlannedPage) -> None:
        """The page is left until somebody asks for it."""
        self._pages.append((page, planned))

    def contents(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """What gives the bytes of each page, with its address."""
        for page, planned in self._pages:
            yield page.file.dest_uri, partial(self._content, page, planned)

    def _content(self, page: Page, planned: PlannedPage) -> bytes:
        key = self.key(page, planned)
        found = self.kept.find(key, planned)
        body = self.kept.body(found.place) if found else None
        if body is None:
            drawn = self.draw(page)
            body = drawn.cut()
            if key is not None:
                self.kept.keep(key, self.kept.closed(drawn, body))
        return body.filled(partial(self.gaps.value, listed=planned.listed))
