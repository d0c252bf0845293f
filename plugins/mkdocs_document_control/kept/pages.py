"""Drawn pages, found again by everything that they show."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_document_control.page import PlannedPage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.document_links import Answer, CurrentPage, Question
    from mkdocs_document_control.kept.navigation import ShownNavigation
    from mkdocs_document_control.rendering import Renderer
    from qms_docs.keeping.shelf import Shelf
    from qms_docs.keeping.store import Store

__all__ = ["Asked", "DrawnPage", "Followed", "KeptPages"]

Asked = tuple[tuple[tuple[str | None, ...], str | None], ...]
"""The documents, lines of their history, and links that the frame of a page asked for, each with its address."""
Followed = tuple[tuple[tuple["Question", str], "Answer"], ...]
"""What the links of a text of the past have asked, each with the answer."""
_DRAWN_BEFORE = ("markdown", "origin")
"""Of a planned page what has become its content already."""
_SHOWN = tuple(each.name for each in fields(PlannedPage) if each.name not in _DRAWN_BEFORE)


class DrawnPage(NamedTuple):
    """A page as the theme shows it, without the marks of its build, and what the search learnt of it."""

    html: str
    entries: tuple[dict[str, Any], ...]
    asked: Asked
    followed: Followed = ()


class KeptPages:
    """What earlier builds have made of pages."""

    def __init__(
        self, store: Store, config: MkDocsConfig, renderer: Renderer, current: CurrentPage, settings: bytes | None
    ) -> None:
        """Without settings nothing is kept."""
        self._current = current
        self._shelf: Shelf = store.shelf("pages")
        self._config = config
        self._renderer = renderer
        self._settings = settings
        self._navigation: ShownNavigation | None = None
        self._forge = ""

    @property
    def are_none(self) -> bool:
        """Whether nothing is kept that a page could be found in."""
        return self._settings is None or self._shelf.is_empty

    def begin(self, navigation: ShownNavigation) -> None:
        """The titles of all pages are known."""
        self._navigation = navigation
        self._forge = repr(self._current.forge)

    def key(self, page: Page, planned: PlannedPage, content: str) -> bytes | None:
        """What stands for everything that the page shows; None where nothing is kept."""
        if self._settings is None or self._navigation is None:
            return None
        planned_for = [getattr(planned, name) for name in _SHOWN]
        facts = (
            *(planned_for, self._renderer.said_by_state(planned)),
            *(page.title, page.meta, page.url, page.canonical_url, page.edit_url, page.is_homepage),
            *(_headings(page.toc), self._navigation.beside(page, whole=planned.listed)),
            self._forge if planned.past else None,
        )
        said = repr(facts).encode("utf-8", "backslashreplace")
        whole = b"\0".join((self._settings, said, content.encode("utf-8", "surrogatepass")))
        return hashlib.blake2b(whole, digest_size=20).digest()

    def find(self, key: bytes | None, planned: PlannedPage) -> bytes | None:
        """The drawn page, to be opened when its turn comes, where its frame still leads where it led.

        Thousands of pages wait for their turn, and as bytes they take half of the room.
        """
        found = self._shelf.get(key) if key else None
        if found is None:
            return None
        drawn = self.opened(found)
        if not isinstance(drawn, DrawnPage):
            return None
        to = self._renderer.addresses(planned)
        same = all(to.ask(*question) == answer for question, answer in drawn.asked)
        followed = all(self._current.ask(planned, *question) == answer for question, answer in drawn.followed)
        return found if same and followed else None

    def opened(self, found: bytes) -> DrawnPage:
        """The page as it was drawn."""
        drawn: DrawnPage = pickle.loads(found)  # noqa: S301 - the shelf gives back what this user's builds have sealed
        return drawn

    def closed(self, drawn: DrawnPage) -> bytes:
        """The page as it is kept."""
        return pickle.dumps(drawn, protocol=pickle.HIGHEST_PROTOCOL)

    def keep(self, key: bytes | None, drawn: DrawnPage | bytes) -> None:
        """The drawn page is kept for the next build."""
        if key is not None:
            self._shelf.put(key, drawn if isinstance(drawn, bytes) else self.closed(drawn))


def _headings(toc: Any) -> list[Any]:  # noqa: ANN401 - MkDocs' own type has no name for a nested list
    return [(each.title, each.id, each.level, _headings(each.children)) for each in toc]
