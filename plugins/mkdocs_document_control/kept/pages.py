"""Drawn pages, found again by everything that they show."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from mkdocs_document_control.kept.navigation import ShownNavigation

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.rendering import Renderer
    from qms_docs.keeping.shelf import Shelf
    from qms_docs.keeping.store import Store

__all__ = ["Asked", "DrawnPage", "FreshPage", "KeptPages"]

Asked = tuple[tuple[tuple[str | None, ...], str | None], ...]
"""The documents, lines of their history, and links that the frame of a page asked for, each with its address."""
_DRAWN_BEFORE = frozenset({"markdown", "origin"})
"""Of a planned page what has become its content already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnPage:
    """A page as the theme shows it, without the marks of its build, and what the search learnt of it."""

    html: str
    entries: tuple[dict[str, Any], ...]
    asked: Asked


@dataclass(slots=True)
class FreshPage:
    """A page that is being drawn and will be kept, as far as it is known."""

    key: bytes
    entries: tuple[dict[str, Any], ...] = ()
    asked: Asked = ()


class KeptPages:
    """What earlier builds have made of pages."""

    def __init__(self, store: Store, config: MkDocsConfig, renderer: Renderer, settings: bytes | None) -> None:
        """Without settings nothing is kept."""
        self._shelf: Shelf = store.shelf("pages")
        self._config = config
        self._renderer = renderer
        self._settings = settings
        self._navigation: ShownNavigation | None = None

    def begin(self, nav: Navigation) -> None:
        """The titles of all pages are known."""
        self._navigation = ShownNavigation(nav, self._config)

    def key(self, page: Page, planned: PlannedPage, content: str) -> bytes | None:
        """What stands for everything that the page shows; None where nothing is kept."""
        if self._settings is None or self._navigation is None:
            return None
        planned_for = [getattr(planned, each.name) for each in fields(planned) if each.name not in _DRAWN_BEFORE]
        facts = (
            *(planned_for, self._renderer.said_by_state(planned)),
            *(page.title, page.meta, page.url, page.canonical_url, page.edit_url, page.is_homepage),
            *(_headings(page.toc), self._navigation.beside(page)),
        )
        said = repr(facts).encode("utf-8", "backslashreplace")
        whole = b"\0".join((self._settings, said, content.encode("utf-8", "surrogatepass")))
        return hashlib.blake2b(whole, digest_size=20).digest()

    def find(self, key: bytes | None, planned: PlannedPage) -> DrawnPage | None:
        """The drawn page, where its frame still leads where it led."""
        found = self._shelf.get(key) if key else None
        if found is None:
            return None
        drawn = pickle.loads(found)  # noqa: S301 - the shelf gives back what this user's builds have sealed
        if not isinstance(drawn, DrawnPage):
            return None
        to = self._renderer.addresses(planned)
        return drawn if all(to.ask(*question) == answer for question, answer in drawn.asked) else None

    def keep(self, key: bytes | None, drawn: DrawnPage) -> None:
        """The drawn page is kept for the next build."""
        if key is not None:
            self._shelf.put(key, pickle.dumps(drawn, protocol=pickle.HIGHEST_PROTOCOL))


def _headings(toc: Any) -> list[Any]:  # noqa: ANN401 - MkDocs' own type has no name for a nested list
    return [(each.title, each.id, each.level, _headings(each.children)) for each in toc]
