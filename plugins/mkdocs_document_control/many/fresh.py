"""Pages that no earlier build has drawn, drawn and written without a way through MkDocs' templates."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_document_control.many.files import write_page
from qms_docs.progress import come_to
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import DrawnPage, KeptPages
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.page import PlannedPage

__all__ = ["FreshPages", "Made"]

_TOGETHER = 32
"""Pages of one piece, so that nobody waits long for another's last one."""


class Made(NamedTuple):
    """What is told of a page that was drawn and written."""

    src_uri: str
    place: bytes | None
    """Where it is kept; None where nothing is."""
    entries: tuple[dict[str, Any], ...]
    """What the search has learnt of it."""


@dataclass(slots=True)
class FreshPages:
    """Draws pages, each of which is complete before the next one is begun, so that none waits in memory."""

    kept: KeptPages
    draw: Callable[[Page], tuple[bytes | None, DrawnPage]]
    """The page, and what stands for everything that it shows."""
    gaps: Gaps
    site: str
    of: int
    """How many pages the site has; those that are not drawn here are told first."""
    pages: list[tuple[Page, PlannedPage]] = field(default_factory=list, init=False)

    def add(self, page: Page, planned: PlannedPage) -> None:
        """The page is drawn here."""
        self.pages.append((page, planned))

    def pieces(self, standing: Hashes) -> Iterator[Callable[[], tuple[Hashes, list[Made]]]]:
        """Pages of one folder together, because what stands around them is drawn once; the longest pieces first.

        What is `standing` at its address with this SHA-256 is not written again.
        """
        folders: dict[str, list[tuple[Page, PlannedPage]]] = defaultdict(list)
        for page, planned in self.pages:
            folders[posixpath.dirname(planned.src_uri)].append((page, planned))
        pieces = [
            each[start : start + _TOGETHER] for each in folders.values() for start in range(0, len(each), _TOGETHER)
        ]
        begun = 0
        for piece in sorted(pieces, key=len, reverse=True):
            begun += len(piece)
            yield partial(self._made, piece, begun, standing)

    def _made(self, pages: list[tuple[Page, PlannedPage]], begun: int, standing: Hashes) -> tuple[Hashes, list[Made]]:
        hashes: Hashes = {}
        made = []
        for page, planned in pages:
            key, drawn = self.draw(page)
            body = drawn.cut()
            content = body.filled(partial(self.gaps.value, listed=planned.listed))
            hashes[page.file.dest_uri] = write_page(self.site, page.file.dest_uri, content, standing)
            place = None if key is None else self.kept.keep(key, self.kept.closed(drawn, body))
            made.append(Made(planned.src_uri, place, drawn.entries))
        come_to("Drawing the pages", self.of - len(self.pages) + begun, self.of)
        return hashes, made
