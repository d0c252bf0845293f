"""What the theme's navigation shows beside a page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mkdocs.structure.nav import Link, Navigation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.pages import Page

__all__ = ["ShownNavigation"]

_ALWAYS_OPEN = 2
"""Levels that Material's `navigation.sections` never folds."""


class ShownNavigation:
    """The titles and addresses that a page shows besides its own.

    With Material's `navigation.prune` that is the way to the page with what stands beside each step of it; else it
    is everything.
    """

    def __init__(self, nav: Navigation, config: MkDocsConfig) -> None:
        """One navigation serves one build."""
        features = config.theme.get("features") or ()
        self._nav = nav
        self._pruned = "navigation.prune" in features
        self._open = _ALWAYS_OPEN if "navigation.sections" in features else 0
        self.short = _top_level(nav)
        """What stands beside a page that is one of very many."""
        self.shortly = repr([(each.title, each.url) for each in self.short.items])
        self._along: dict[tuple[int, ...], bytes] = {}
        """What is shown beside every page to which the same steps lead, as a hash."""

    def beside(self, page: Page, *, whole: bool) -> str:
        """What is shown beside a page, in a form that can be compared."""
        if not whole:
            return self.shortly
        steps_there = tuple(id(each) for each in page.ancestors)
        way = set(steps_there)
        shown = self._shown(steps_there if self._pruned else ())
        near = [each and (each.title, each.url) for each in (page.previous_page, page.next_page, self._nav.homepage)]
        steps = [(each.title, *_first(each)) for each in page.ancestors]
        place = [id(each) == id(page) or id(each) in way for each in self._nav.items]
        return repr((shown, near, steps, place))

    def _shown(self, steps: tuple[int, ...]) -> bytes:
        if steps not in self._along:
            items = repr(list(self._items(self._nav.items, set(steps), 1))).encode("utf-8", "backslashreplace")
            self._along[steps] = hashlib.blake2b(items, digest_size=20).digest()
        return self._along[steps]

    def _items(self, items: list[StructureItem], way: set[int], level: int) -> Iterator[object]:
        for each in items:
            children = getattr(each, "children", None)
            if children is None:
                yield each.title, getattr(each, "url", None), bool(getattr(each, "is_index", False))
                continue
            shown = not self._pruned or id(each) in way or level <= self._open
            below = list(self._items(children, way, level + 1)) if shown else []
            yield each.title, _first(each), len(children), id(each) in way, below


def _top_level(nav: Navigation) -> Navigation:
    """The first level alone, each of its sections as a link to where it begins."""
    links = [Link(each.title or "", url) for each in nav.items if (url := _first(each)[0]) is not None]
    short = Navigation(list(links), [])
    short.homepage = nav.homepage
    return short


def _first(item: StructureItem) -> tuple[str | None, ...]:
    """Where a folded section leads: to its first page."""
    while children := getattr(item, "children", None):
        item = children[0]
    return (getattr(item, "url", None),)
