"""Drawn pages, found again by everything that they show."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs_document_control.many.cut_page import CutPage, cut
from mkdocs_document_control.page import PlannedPage
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.document_links import Answer, CurrentPage, Question
    from mkdocs_document_control.kept.navigation import ShownNavigation
    from mkdocs_document_control.rendering import Led, Renderer
    from qms_docs.keeping.shelf import Shelf
    from qms_docs.keeping.store import Store

__all__ = ["Asked", "Closed", "DrawnPage", "Followed", "Found", "KeptPages", "bodies_of", "body_at"]

Asked = tuple[tuple[tuple[str | None, ...], "Led"], ...]
"""The documents, lines of their history, and links that the frame of a page asked for, each with where it leads."""
Followed = tuple[tuple[tuple["Question", str], "Answer"], ...]
"""What the links of a text of the past have asked, each with the answer."""
_DRAWN_BEFORE = ("markdown", "origin")
"""Of a planned page what has become its content already."""
_SAID_BY_ITSELF = "values"
_SHOWN = tuple(each.name for each in fields(PlannedPage) if each.name not in (*_DRAWN_BEFORE, _SAID_BY_ITSELF))


class Learnt(NamedTuple):
    """What the search has learnt of a page, and where the page led, as it is kept."""

    entries: tuple[dict[str, Any], ...]
    led: bytes


@dataclass
class WhereItLed:
    """What the frame of a page has asked, and the links of its text; unpacked where somebody wants to know it."""

    packed: bytes

    @cached_property
    def answers(self) -> tuple[Asked, Followed]:
        """Both, with the answers."""
        asked, followed = pickle.loads(self.packed)  # noqa: S301 - what this user's builds have sealed
        return asked, followed


class Found(NamedTuple):
    """A page that an earlier build has drawn."""

    entries: tuple[dict[str, Any], ...]
    """What the search has learnt of it."""
    place: bytes
    """Where the page itself lies."""
    led: WhereItLed | None
    """None where that is not kept, because it certainly leads there still."""


Closed = tuple[bytes, bytes]
"""A drawn page as it is kept: what was learnt of it, and itself cut at its gaps."""


class DrawnPage(NamedTuple):
    """A page as the theme shows it, without the marks of its build, and what was learnt of it."""

    html: str
    entries: tuple[dict[str, Any], ...]
    asked: Asked
    followed: Followed = ()

    def cut(self) -> CutPage:
        """The page in its parts."""
        return cut(self.html, b"", (), ())


class KeptPages:
    """What earlier builds have made of pages."""

    def __init__(
        self, store: Store, config: MkDocsConfig, renderer: Renderer, current: CurrentPage, settings: bytes | None
    ) -> None:
        """Without settings nothing is kept."""
        self._current = current
        self._learnt: Shelf = store.shelf("pages")
        self._bodies: Shelf = bodies_of(store)
        self._config = config
        self._renderer = renderer
        self.settings = settings
        """By which pages are drawn; None where nothing is kept."""
        self._navigation: ShownNavigation | None = None
        self._forge = ""

    @property
    def are_none(self) -> bool:
        """Whether nothing is kept that a page could be found in."""
        return self.settings is None or self._learnt.is_empty

    def begin(self, navigation: ShownNavigation) -> None:
        """The titles of all pages are known."""
        self._navigation = navigation
        self._forge = repr(self._current.forge)

    def beside(self, page: Page, planned: PlannedPage) -> str:
        """What is shown beside the page, in a form that can be compared."""
        return self._navigation.beside(page, whole=planned.listed) if self._navigation else ""

    def key(self, page: Page, planned: PlannedPage, content: str) -> bytes | None:
        """What stands for everything that the page shows; None where nothing is kept."""
        if self.settings is None or self._navigation is None:
            return None
        planned_for = [getattr(planned, name) for name in _SHOWN]
        values = planned.values
        if planned.document is not None:
            # A page about a document gives it to its template too, and it is long.
            values = {name: ... if each is planned.document else each for name, each in values.items()}
        facts = (
            *(planned_for, values, self._renderer.said_by_state(planned)),
            *(page.title, page.meta, page.url, page.canonical_url, page.edit_url, page.is_homepage),
            *(_headings(page.toc), self.beside(page, planned)),
            self._forge if planned.past else None,
        )
        said = repr(facts).encode("utf-8", "backslashreplace")
        whole = b"\0".join((self.settings, said, content.encode("utf-8", "surrogatepass")))
        return hashlib.blake2b(whole, digest_size=20).digest()

    def find(self, key: bytes | None, planned: PlannedPage) -> Found | None:
        """The drawn page, where its frame still leads where it led.

        The page itself is read when it is written, because thousands would wait for that in memory.
        """
        content = self._learnt.get(key) if key else None
        if not key or not content or not self._bodies.has(place := _place(key, content)):
            return None
        found = _found(content, place)
        return found if found and self.leads(found, planned) else None

    def still_has(self, key: bytes | None, found: Found) -> bool:
        """Whether a page lies where an earlier run found it, which goes on being kept then."""
        return key is not None and self._learnt.has(key) and self._bodies.has(found.place)

    def leads(self, found: Found, planned: PlannedPage) -> bool:
        """Whether the frame of a page and the links of its text certainly lead where they led."""
        to = self._renderer.addresses(planned)
        if found.led is None:
            return False
        asked, followed = found.led.answers
        same = all(to.ask(*question) == answer for question, answer in asked)
        return same and all(self._current.ask(planned, *question) == answer for question, answer in followed)

    def body(self, place: bytes) -> CutPage | None:
        """The page as it was drawn; None where another run has taken it away since it was found."""
        return body_at(self._bodies, place)

    def closed(self, drawn: DrawnPage, page: CutPage | None = None) -> Closed:
        """The page as it is kept."""
        learnt = Learnt(drawn.entries, _packed((drawn.asked, drawn.followed)))
        return _packed(learnt), _packed(page or drawn.cut())

    def opened(self, closed: Closed) -> DrawnPage:
        """The page as it was drawn, in this build."""
        learnt, page = (pickle.loads(each) for each in closed)  # noqa: S301 - from a process of this build
        return DrawnPage(page.uncut(), learnt.entries, *WhereItLed(learnt.led).answers)

    def keep(self, key: bytes, closed: Closed) -> bytes:
        """The drawn page, without the marks of its build, is kept for the next one; where it lies."""
        learnt, body = closed
        place = _place(key, learnt)
        self._learnt.put(key, learnt)
        self._bodies.put(place, body)
        return place

    def kept_as(self, place: bytes, closed: Closed) -> Found | None:
        """What this build has drawn, as the next one of this process finds it there; None where nothing lasts."""
        return _found(closed[0], place) if self._bodies.lasts else None


def _found(content: bytes, place: bytes) -> Found | None:
    learnt = pickle.loads(content)  # noqa: S301 - what this user's builds have sealed, or this one has packed
    return Found(learnt.entries, place, WhereItLed(learnt.led)) if isinstance(learnt, Learnt) else None


def bodies_of(store: Store) -> Shelf:
    """Where pages are kept without what they have asked."""
    return store.shelf("bodies")


def body_at(shelf: Shelf, place: bytes) -> CutPage | None:
    """The page as it was drawn; None where nothing lies there."""
    content = shelf.get(place)
    page = pickle.loads(content) if content else None  # noqa: S301 - the shelf gives back what this user's builds have sealed
    return page if isinstance(page, CutPage) else None


def _place(key: bytes, learnt: bytes) -> bytes:
    """Where a page lies of which that was learnt.

    Under one key the frame of a page may have led elsewhere. What was learnt of the one and the page of the other would
    be found together where a run was ended while it saved them, or where two runs save at once.
    """
    return hashlib.blake2b(key + learnt, digest_size=20).digest()


def _packed(value: object) -> bytes:
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def _headings(toc: Any) -> list[Any]:  # noqa: ANN401 - MkDocs' own type has no name for a nested list
    return [(each.title, each.id, each.level, _headings(each.children)) for each in toc]
