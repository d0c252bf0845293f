"""Pages that an earlier build has drawn, written into the site without a way through MkDocs' templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mkdocs_document_control.many.cut_page import cut
from mkdocs_document_control.many.files import PlannedFile, write_page
from mkdocs_document_control.whole.kept_site import PageOfSite

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import Found, KeptPages
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.page import PlannedPage

__all__ = ["FoundPages"]

_TOGETHER = 32
"""Pages of one piece, so that nobody waits long for another's last one."""


class _Values(Protocol):
    """What every build puts into a gap of a page, which search engines may keep or not."""

    def __call__(self, gap: str | None, /, *, listed: bool) -> bytes:
        """The bytes of a stamp, or of the marks of the build."""


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
    value_of: _Values
    site: str
    of_mkdocs: dict[str, _OfMkDocs] = field(default_factory=dict, init=False)
    """What MkDocs is to make all the same."""
    _aside: list[_Aside] = field(default_factory=list, init=False)
    _entries: list[dict[str, Any]] = field(default_factory=list, init=False)
    """What the search has learnt of the pages, in their order."""
    _before: dict[str | None, int] = field(default_factory=dict, init=False)
    _given: int = field(default=0, init=False)

    def add(self, page: Page, planned: PlannedPage, kept: Found) -> bool:
        """Whether the page is one of those that are written here, which MkDocs then passes over."""
        # From its pages MkDocs learns the day of the site map; what its links miss it says of those that it makes.
        made = (not self._aside and not self._before) or _misses_anchors(page)
        if made or not isinstance(page.file, PlannedFile):
            body = self.kept.body(kept.place)
            if body:
                html = body.filled(lambda gap: (gap or "").encode()).decode()
                self.of_mkdocs[page.file.src_uri] = _OfMkDocs(html, kept.learnt.entries)
            return False
        page.file.is_found = True
        self._aside.append(_Aside(page, kept.place, planned.listed))
        self._entries += kept.learnt.entries
        return True

    def comes_to(self, src_uri: str) -> None:
        """A page that MkDocs makes comes after those that were found up to here."""
        self._before[src_uri] = len(self._entries)

    def entries_before(self, src_uri: str | None) -> list[dict[str, Any]]:
        """What the search has learnt of the pages before one that MkDocs makes, or of all; each is given once."""
        end = len(self._entries) if src_uri is None else self._before.get(src_uri, self._given)
        given = self._entries[self._given : end]
        self._given = max(self._given, end)
        return given

    def pages(self) -> Iterator[PageOfSite]:
        """Those that are written here."""
        return (PageOfSite(each.page.file.dest_uri, each.place, each.listed) for each in self._aside)

    def pieces(self, there: Container[str]) -> Iterator[Callable[[], Hashes]]:
        """Some pages together, in their order, without those whose addresses say that they are `there` already."""
        waiting = [each for each in self._aside if each.page.file.dest_uri not in there]
        for start in range(0, len(waiting), _TOGETHER):
            yield partial(self._written, waiting[start : start + _TOGETHER])

    def contents(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """What gives the bytes of each page, with its address."""
        for each in self._aside:
            yield each.page.file.dest_uri, partial(self._content, each)

    def _written(self, pages: list[_Aside]) -> Hashes:
        return {
            each.page.file.dest_uri: write_page(self.site, each.page.file.dest_uri, self._content(each))
            for each in pages
        }

    def _content(self, found: _Aside) -> bytes:
        page = self.kept.body(found.place) or cut(self.draw(found.page), found.place, (), ())
        return page.filled(partial(self.value_of, listed=found.listed))


def _misses_anchors(page: Page) -> bool:
    """Whether the page leads to a place that is not there."""
    return any(
        anchor not in (target.page.present_anchor_ids or ())
        for target, anchors in (page.links_to_anchors or {}).items() if target.page
        for anchor in anchors
    )  # fmt: skip
