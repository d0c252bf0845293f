"""What a theme asks about a page while it draws, and whether another page would be told the same."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import url_filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment
    from mkdocs.structure.pages import Page

__all__ = ["AskedAddresses", "AskedMeta", "standpoint"]

_NONE = object()
_ADDRESS = "url"
"""The filter by which templates ask for the address of something as it is from the page."""


def _nothing(_: str) -> None:
    """Every address is as it is."""


class AskedMeta(Mapping[str, Any]):
    """The meta data of a page, some of them in gaps, and what was asked of the others."""

    def __init__(self, meta: Mapping[str, Any], gaps: Mapping[str, Any]) -> None:
        """Nothing was asked."""
        self._meta = meta
        self._gaps = gaps
        self._asked: dict[str, Any] = {}
        self.is_read_through = False
        """Whether a template has looked at all there is."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever meta data are
        """The value, or the gap in its place."""
        if name in self._gaps:
            return self._gaps[name]
        self._asked[name] = self._meta.get(name, _NONE)
        return self._meta[name]

    def __iter__(self) -> Iterator[str]:
        """All names."""
        self.is_read_through = True
        return iter(self._meta)

    def __len__(self) -> int:
        """How many there are, which is always more than none: every page has a title."""
        return len(self._meta)

    def fits(self, meta: Mapping[str, Any]) -> bool:
        """Whether the meta data of another page give the same answers."""
        return all(meta.get(name, _NONE) == answer for name, answer in self._asked.items())


class AskedAddresses:
    """The addresses that a theme has asked for, as they are from a page."""

    def __init__(self, page: Page) -> None:
        """Nothing was asked."""
        self._url = page.url
        self._asked: dict[str, str] = {}
        self._times: Counter[str] = Counter()
        self._winding: dict[str, str] = {}
        """Of what was asked that which could be written in another way."""

    @contextmanager
    def listening(self, environment: Environment, stands_for: Callable[[str], str | None] = _nothing) -> Iterator[None]:
        """What is asked meanwhile is noted, unless something stands for the answer."""

        @pass_context
        def noted(context: Any, value: object) -> str:  # noqa: ANN401 - what Jinja gives
            path = str(value)
            if (gap := stands_for(path)) is not None:
                return gap
            answer = self._asked[path] = url_filter(context, path)
            self._times[path] += 1
            if posixpath.normpath(path) != path.removesuffix("/"):
                self._winding[path] = answer
            return answer

        usual, environment.filters[_ADDRESS] = environment.filters[_ADDRESS], noted
        try:
            yield
        finally:
            environment.filters[_ADDRESS] = usual

    def besides(self, entries: AskedAddresses) -> AskedAddresses:
        """What was asked, of which the entries of a menu have asked a part."""
        self._asked |= entries._asked
        self._times.subtract(entries._times)
        return self

    def fit(self, page: Page, base: str) -> bool:
        """Whether another page would be told the same; the address of its own entry in the menu is in a gap.

        Two pages of one folder are told the same of everything but what begins with the address of one of them: MkDocs
        leaves out the steps that an address has in common with that of the page.
        """
        asked = self._asked
        if standpoint(page.url) == standpoint(self._url):
            own = (self._url.rstrip("/"), page.url.rstrip("/"))
            asked = self._winding | {path: asked[path] for path in asked if path.startswith(own)}
        same = (normalize_url(path, page, base) == answer for path, answer in asked.items() if path != page.url)
        return all(same) and self._times[page.url] <= 0


def standpoint(url: str) -> tuple[str, bool]:
    """The folder in which a page lies that has this address, and whether the page has a folder of its own in it."""
    folder, _, name = url.rstrip("/").rpartition("/")
    return folder, url.endswith("/") or "." not in name
