"""What earlier builds have made of groups of pages."""

from __future__ import annotations

import hashlib
import pickle
import posixpath
from dataclasses import fields
from typing import TYPE_CHECKING

from mkdocs_document_control.page import PlannedPage
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.kept.navigation import ShownNavigation
    from mkdocs_document_control.many.cut_page import CutPage
    from mkdocs_document_control.many.files import PageOfMany
    from mkdocs_document_control.rendering import Renderer
    from qms_docs.keeping.shelf import Shelf
    from qms_docs.keeping.store import Store

__all__ = ["Group", "KeptGroups", "grouped", "groups_of", "pages_at"]

_DRAWN_FROM_ELSEWHERE = ("markdown", "origin")
"""Of a planned page what is empty here, and what its text and its links say better."""
_SHOWN = tuple(each.name for each in fields(PlannedPage) if each.name not in _DRAWN_FROM_ELSEWHERE)
_PIECE = 2
"""Values of a piece: the pages, and the name of the group, so that no piece is taken for another."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that are kept and written together because they mostly change together."""

    name: str
    pages: Sequence[tuple[PageOfMany, PlannedPage]]


def groups_of(store: Store) -> Shelf:
    """Where groups are kept by their places."""
    return store.shelf("many")


def pages_at(shelf: Shelf, place: bytes, name: str | None = None) -> dict[str, CutPage]:
    """The pages of the group at a place, by their paths in MkDocs' terms; none where it is that of another name."""
    content = shelf.get(place)
    # The shelf gives back what this user's builds have sealed.
    piece = pickle.loads(content) if content else None  # noqa: S301 - as above
    if not isinstance(piece, tuple) or len(piece) != _PIECE or (name is not None and piece[0] != name):
        return {}
    pages: dict[str, CutPage] = piece[1]
    return pages


def grouped(pages: Iterable[tuple[PageOfMany, PlannedPage]]) -> list[Group]:
    """The pages by the folder in which they stand: those of one document, those of days."""
    groups: dict[str, list[tuple[PageOfMany, PlannedPage]]] = {}
    for file, planned in pages:
        groups.setdefault(posixpath.dirname(planned.src_uri), []).append((file, planned))
    # What shows everything comes last in a plan and takes longest: whoever begins with it does not end with it.
    return [Group(name, members) for name, members in reversed(groups.items())]


class KeptGroups:
    """Finds the pages of a group again by everything that they show.

    A group has one place for each way in which the site is built, which its latest pages take.
    """

    def __init__(self, store: Store, renderer: Renderer, current: CurrentPage, settings: bytes) -> None:
        """`settings` are those by which all pages are drawn."""
        self._shelf = groups_of(store)
        self._renderer = renderer
        self._current = current
        self._settings = settings
        self._common = b""
        self._way = b""

    def begin(self, navigation: ShownNavigation, example: PlannedPage) -> None:
        """The titles of all pages are known; what one page shows of the state of the site all of them show."""
        state = repr(self._renderer.said_by_state(example)).encode("utf-8", "backslashreplace")
        beside = repr((navigation.shortly, self._current.forge)).encode("utf-8", "backslashreplace")
        self._way = _hash(self._settings, state)
        self._common = _hash(self._way, beside)

    def key(self, planned: PlannedPage) -> bytes:
        """What stands for everything that a page shows, apart from what its links are answered."""
        shown = repr([getattr(planned, name) for name in _SHOWN])
        return _hash(self._common, shown.encode("utf-8", "backslashreplace"))

    def find(self, group: Group, keys: Mapping[str, bytes]) -> dict[str, CutPage]:
        """The pages of the group that are what they were, by their paths in MkDocs' terms."""
        kept = pages_at(self._shelf, self.place(group), group.name)
        return {
            planned.src_uri: page
            for _, planned in group.pages
            if (page := kept.get(planned.src_uri)) and page.key == keys[planned.src_uri] and self._leads(planned, page)
        }

    def keep(self, group: Group, pages: Mapping[str, CutPage]) -> None:
        """The pages of the group are kept for the next build."""
        piece = (group.name, dict(pages))
        self._shelf.put(self.place(group), pickle.dumps(piece, protocol=pickle.HIGHEST_PROTOCOL))

    def place(self, group: Group) -> bytes:
        """Under what the latest pages of the group are kept."""
        return _hash(self._way, group.name.encode("utf-8", "surrogatepass"))

    def _leads(self, planned: PlannedPage, page: CutPage) -> bool:
        """Whether everything that the page asked about the manual is answered as it was."""
        to = self._renderer.addresses(planned)
        return all(to.ask(*question) == answer for question, answer in page.asked) and all(
            self._current.ask(planned, *question) == answer for question, answer in page.followed
        )


def _hash(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"\0".join(parts), digest_size=20).digest()
