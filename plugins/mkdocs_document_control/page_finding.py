"""Finds pages that an earlier build has drawn; where a plan goes on, nobody looks at what cannot be otherwise."""

from __future__ import annotations

import hashlib
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.kept.pages import Found, KeptPages
    from mkdocs_document_control.page import PlannedPage

__all__ = ["KnownPages", "PageFinding", "PageKey"]

PageKey = bytes | None
"""What stands for everything that a page shows, or for its text; None where nothing is kept."""


class KnownPage(NamedTuple):
    """A page of an earlier build."""

    planned: PlannedPage
    told: tuple[str, str | None, bytes] | None
    """What stood beside it, its title, and what stands for its text."""
    key: PageKey
    text: PageKey
    """What stands for its text before that is drawn."""
    found: Found | None
    anchors: tuple[str, ...]
    """The places in it to which links can lead."""
    aside: bool
    """Whether MkDocs need not make it, and has nothing to say of it nor of its text."""


@dataclass(frozen=True, slots=True)
class KnownPages:
    """Where the pages of an earlier build were found, for one that differs from it in few of them."""

    settings: tuple[bytes | None, ...]
    """Everything besides the plan by which they were drawn."""
    pages: dict[str, KnownPage]

    def of(self, planned: PlannedPage) -> KnownPage | None:
        """What is known of a page; nothing where it is planned anew."""
        known = self.pages.get(planned.src_uri)
        return known if known and known.planned is planned else None


@dataclass(slots=True)
class PageFinding:
    """Looks for the pages of one build."""

    kept: KeptPages
    settings: tuple[bytes | None, ...]
    """Everything besides the plan by which texts and pages are drawn."""
    earlier: KnownPages | None
    """Of the build whose plan this one goes on from."""
    content: Callable[[Page, PlannedPage], str]
    """The text of a page as it was drawn."""
    text_key: Callable[[PlannedPage], PageKey]
    """What stands for the text of a page before that is drawn."""
    words_differ: bool
    """Whether the site differs from that of the earlier plan in the words of some documents alone."""
    remembers: bool
    """Whether a later build may go on from this one."""
    is_followed: bool
    """Whether another build of this process follows, which then need not look for what this one draws."""
    _keys: dict[str, PageKey] = field(default_factory=dict, init=False)
    """Of pages that were looked for."""
    _known: dict[str, KnownPage] = field(default_factory=dict, init=False)

    def standing(self, planned: PlannedPage) -> tuple[Found, tuple[str, ...]] | None:
        """The page as an earlier build has drawn it, with its anchors, where MkDocs need not even read its text."""
        known = self.known(planned) if self.words_differ else None
        if known is None or not known.aside or known.found is None or not self.kept.still_has(known.key, known.found):
            return None
        self._note(planned, known)
        return known.found, known.anchors

    def has_its_anchors(self, page: Page, planned: PlannedPage) -> bool:
        """Whether links can lead to every place in the page to which they could in the build before."""
        before = self.earlier.pages.get(planned.src_uri) if self.earlier else None
        return before is not None and (page.present_anchor_ids or set()).issuperset(before.anchors)

    def find(self, page: Page, planned: PlannedPage, *, aside: bool) -> Found | None:
        """The page as an earlier build has drawn it; None where none has drawn what it shows.

        `aside` says whether MkDocs has nothing to do with it, should it be found.
        """
        if self.kept.are_none and not self.is_followed:
            return None
        known = self.known(planned)
        if known and self.words_differ:
            # It shows what it did, and leads where it led.
            there = known.found and self.kept.still_has(known.key, known.found)
            found = known.found if there else self.kept.find(known.key, planned)
            looked_for = known._replace(found=found, aside=aside)
        else:
            looked_for = self._looked_for(page, planned, known, aside=aside)
        self._note(planned, looked_for)
        return looked_for.found

    def passed_over(self, page: Page, planned: PlannedPage) -> None:
        """Nobody looks for the page before somebody asks for it."""
        if self.remembers:
            self._known[planned.src_uri] = KnownPage(
                planned, None, None, self.text_key(planned), None, _anchors(page), aside=False
            )

    def drawn(self, planned: PlannedPage, found: Callable[[], Found | None]) -> None:
        """A page that was looked for in vain is drawn, and another build would find it so."""
        known = self._known.get(planned.src_uri)
        if known:
            self._known[planned.src_uri] = known._replace(found=found())

    def known(self, planned: PlannedPage) -> KnownPage | None:
        """What the build before, with the same settings, knew of a page that is planned as it was."""
        return self.earlier.of(planned) if self.earlier and self.earlier.settings == self.settings else None

    def known_pages(self) -> KnownPages:
        """What the next build need not look for, where it has the same pages."""
        return KnownPages(self.settings, self._known)

    def key_of(self, page: Page, planned: PlannedPage) -> PageKey:
        """What stands for the page; of one that nobody has looked for it is worked out by whoever draws it."""
        return self._keys[planned.src_uri] if planned.src_uri in self._keys else self.key(page, planned)

    def key(self, page: Page, planned: PlannedPage) -> PageKey:
        """The same of a page that nobody has looked for."""
        return self.kept.key(page, planned, self.content(page, planned))

    def _note(self, planned: PlannedPage, known: KnownPage) -> None:
        self._keys[planned.src_uri] = known.key
        if self.remembers:
            self._known[planned.src_uri] = known

    def _looked_for(self, page: Page, planned: PlannedPage, known: KnownPage | None, *, aside: bool) -> KnownPage:
        told = self._told(page, planned) if self.remembers else None
        same = known if known and known.told == told else None
        key = same.key if same else self.key(page, planned)
        found = same.found if same else None
        if found is None or not (self.kept.still_has(key, found) and self.kept.leads(found, planned)):
            found = self.kept.find(key, planned)
        return KnownPage(planned, told, key, self.text_key(planned), found, _anchors(page), aside)

    def _told(self, page: Page, planned: PlannedPage) -> tuple[str, str | None, bytes]:
        content = self.content(page, planned).encode("utf-8", "surrogatepass")
        return self.kept.beside(page, planned), page.title, hashlib.blake2b(content, digest_size=20).digest()


def _anchors(page: Page) -> tuple[str, ...]:
    return tuple(sorted(page.present_anchor_ids or ()))
