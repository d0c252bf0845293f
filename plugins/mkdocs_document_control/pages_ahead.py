"""Pages that MkDocs makes, drawn by this process when their turn comes or by another one ahead."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from mkdocs_document_control.ahead import Ahead
from mkdocs_document_control.shared import Shared
from qms_docs.meanwhile import NotDoneError
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import Closed, DrawnPage, KeptPages

__all__ = ["READY", "PagesAhead"]

READY = "document_control_ready.html"
"""The template that shows a page that is drawn already."""
_Key = bytes | None


@dataclass(slots=True)
class PagesAhead:
    """Has a page ready when MkDocs asks for it."""

    pages: Sequence[Page]
    whole: Callable[[Page], tuple[_Key, DrawnPage]]
    """Draws a page, and says what stands for everything that it shows."""
    kept: KeptPages
    keep: Callable[[Page, _Key, Closed], None]
    """A drawn page is kept for the next build."""
    files: Files
    ahead: Ahead = field(init=False)
    """The other process."""
    _shared: Shared | None = field(default=None, init=False)
    _unread: dict[str, tuple[str | None, object]] = field(default_factory=dict, init=False)
    """Of pages that the search reads when they are drawn the content, and what it was told of them."""

    def __post_init__(self) -> None:
        """Nobody draws."""
        self.ahead = Ahead({}, self.files)

    def begin(self, besides: Mapping[Hashable, Callable[[], object]], *, framed: bool, searched: bool) -> None:
        """Another process begins to draw these pages with this one, and has more work `besides`.

        Where it does, or pages are `framed` by what was drawn before, MkDocs prints what is ready.
        """
        self._shared = Shared({page.file.src_uri: partial(self._closed, page) for page in self.pages})
        self.ahead = Ahead({**self._shared.work(), **besides}, self.files)
        for page in self.pages if self.ahead.begun or framed else ():
            page.meta["template"] = READY
            if searched:
                # Whoever draws the page lets it read the page; it takes its own marks out of what it only comes across.
                self._unread[page.file.src_uri] = page.content, page.meta.get("search")
                page.content, page.meta["search"] = "", {"exclude": True}

    def take(self, page: Page) -> DrawnPage:
        """A page that is drawn by whoever comes first, and kept for the next build."""
        if self._shared is None:
            raise RuntimeError("a page is taken once others draw")
        try:
            key, closed = cast("tuple[_Key, Closed]", self._shared.take(page.file.src_uri, self.ahead)[0])
        except NotDoneError:
            self._restore(page)
            key, drawn = self.whole(page)
            self.keep(page, key, self.kept.closed(drawn))
            return drawn
        self._unread.pop(page.file.src_uri, None)
        self.keep(page, key, closed)
        return self.kept.opened(closed)

    def close(self) -> None:
        """The other process ends."""
        self.ahead.close()
        if self._shared:
            self._shared.close()

    def _closed(self, page: Page) -> tuple[_Key, Any]:
        key, drawn = self.whole(page)
        return key, self.kept.closed(drawn)

    def _restore(self, page: Page) -> None:
        """The page is what it was before it was left to others."""
        del page.meta["template"]
        if page.file.src_uri in self._unread:
            page.content, searched = self._unread.pop(page.file.src_uri)
            page.meta.pop("search")
            if searched is not None:
                page.meta["search"] = searched
