"""Pages that an earlier build has drawn, written into the site without a way through MkDocs' templates."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_document_control.many.cut_page import cut
from mkdocs_document_control.many.files import write_page
from mkdocs_document_control.whole.kept_site import PageOfSite
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import Found, KeptPages
    from mkdocs_document_control.many.cut_page import CutPage
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.page import PlannedPage

__all__ = ["FoundPages"]

_TOGETHER = 32
"""Pages of one piece, so that nobody waits long for another's last one."""


class _Aside(NamedTuple):
    page: Page
    place: bytes
    listed: bool


class _OfMkDocs(NamedTuple):
    html: str
    """The page with stamps in the place of what changes with every build."""
    entries: tuple[dict[str, Any], ...]


@dataclass(slots=True)
class FoundPages:
    """Writes what was found; hardly anything of it is held in memory until then."""

    kept: KeptPages
    draw: Callable[[Page], str]
    """Draws a page after all, where another run has taken away meanwhile what was kept of it."""
    gaps: Gaps
    site: str
    of_mkdocs: dict[str, _OfMkDocs] = field(default_factory=dict, init=False)
    """What MkDocs is to make all the same."""
    _aside: list[_Aside] = field(default_factory=list, init=False)
    _drawn: dict[bytes, CutPage] = field(default_factory=dict, init=False)
    """Those that were drawn after all."""

    def add(self, page: Page, planned: PlannedPage, kept: Found) -> None:
        """The page is written here."""
        self._aside.append(_Aside(page, kept.place, planned.listed))

    def hand_over(self, page: Page, kept: Found) -> bool:
        """Whether MkDocs gets the page as it was found; not where another run has taken it away meanwhile."""
        body = self.kept.body(kept.place)
        if body is None:
            return False
        self.of_mkdocs[page.file.src_uri] = _OfMkDocs(body.uncut(), kept.entries)
        return True

    def pages(self) -> Iterator[PageOfSite]:
        """Those that are written here."""
        return (PageOfSite(each.page.file.dest_uri, each.place, each.listed) for each in self._aside)

    def pieces(self, there: Container[str], standing: Hashes) -> Iterator[Callable[[], Hashes]]:
        """Some pages together, in their order, without those whose addresses say that they are `there` already.

        What is `standing` at its address with this SHA-256 is not written again.
        """
        waiting = [each for each in self._aside if each.page.file.dest_uri not in there]
        for start in range(0, len(waiting), _TOGETHER):
            yield partial(self._written, waiting[start : start + _TOGETHER], standing)

    def contents(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """What gives the bytes of each page, with its address."""
        for each in self._aside:
            yield each.page.file.dest_uri, partial(self._content, each)

    def _written(self, pages: list[_Aside], standing: Hashes) -> Hashes:
        hashes: Hashes = {}
        for each in pages:
            address = each.page.file.dest_uri
            hashes[address] = write_page(self.site, address, self._content(each), standing)
        return hashes

    def _content(self, found: _Aside) -> bytes:
        page = self.kept.body(found.place) or self._drawn.get(found.place)
        if page is None:
            # The frame takes the text of the page with it, so that nobody can draw it twice.
            page = self._drawn[found.place] = cut(self.draw(found.page), found.place, (), ())
        return page.filled(partial(self.gaps.value, listed=found.listed))
