"""Gaps in the place of what each page has for itself, and what fills them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url

from mkdocs_document_control.frames.answers import AskedMeta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.structure.pages import Page

__all__ = ["gaps_in", "in_gap", "is_whole", "leads_to_itself", "pieces", "shape_of", "values_of"]

_CONTENT, _HEADINGS, _OWN = "content", "headings", "own"
"""Among the gaps the list of headings, and the address of a page from itself."""
_START, _END = "\ue004", "\ue005"
_NEAR = ("previous_page", "next_page")
_TITLED = ("title", "description")
"""What a page says of itself in words."""
_TOP_HEADING = "<h1"
"""Where a content has none the theme adds one."""


def _gap(name: str) -> str:
    """What stands for a value; a template that changes a value in any way changes its gap so that it is none."""
    return f"{_START}{name} <&>'\"  %{_END}"


_HEADED = f"{_START}{_CONTENT} {_TOP_HEADING}>'\"  %{_END}"
_NAMES = {
    _gap(name): name
    for name in (
        *(*_TITLED, "name", "address", "edit", "anchor", _CONTENT, _OWN),
        *(f"{each} {part}" for each in _NEAR for part in ("title", "url")),
    )
} | {_HEADED: _CONTENT}
_GAP = re.compile(f"({'|'.join(map(re.escape, _NAMES))})")


def shape_of(page: Page) -> object:
    """What of a page decides what the theme draws around it, besides addresses and what it asks of its meta data."""
    first = next(iter(page.toc), None)
    return (
        *(name in page.meta for name in _TITLED),
        *("title" in vars(page) and type(page.title), page.is_homepage, page.is_index),
        *(page.canonical_url is None, page.edit_url is None, _TOP_HEADING in (page.content or "")),
        first and (first.level, bool(first.children)),
        *(near and type(near.title) for near in _near(page)),
    )


def values_of(page: Page, base: str, headings: str) -> dict[str, str]:
    """What fills the gaps of a page."""
    values = {
        **{name: str(page.meta.get(name)) for name in _TITLED},
        "name": str(page.title),
        "address": str(page.canonical_url),
        "edit": str(page.edit_url),
        "anchor": next((each.id for each in page.toc), ""),
        _CONTENT: page.content or "",
        _OWN: normalize_url(page.url, page, base),
        _HEADINGS: headings,
    }
    for name, near in zip(_NEAR, _near(page), strict=True):
        if near:
            values |= {f"{name} title": str(near.title), f"{name} url": normalize_url(near.url, page, base)}
    return values


@contextmanager
def gaps_in(page: Page) -> Iterator[AskedMeta]:
    """The page has gaps in the place of its values; what is asked of its meta data meanwhile is noted."""
    before = dict(vars(page))
    first = next(iter(page.toc), None)
    named = {"title": _gap("name")} if "title" in before else {}
    noted = AskedMeta(page.meta, {name: Markup(_gap(name)) for name in _TITLED if name in page.meta})  # noqa: S704 - a gap
    try:
        vars(page).update(
            **named,
            meta=noted,
            canonical_url=page.canonical_url and _gap("address"),
            edit_url=page.edit_url and _gap("edit"),
            content=_HEADED if _TOP_HEADING in (page.content or "") else _gap(_CONTENT),
            toc=TableOfContents([_heading(first)] if first else []),
            **{name: near and _stand_in(name, near) for name, near in zip(_NEAR, _near(page), strict=True)},
        )
        yield noted
    finally:
        vars(page).clear()
        vars(page).update(before)


def pieces(html: str, headings: str) -> list[str]:
    """Text and the names of gaps in turn."""
    found: list[str] = []
    for place, part in enumerate(html.split(headings)):
        found += [_HEADINGS] if place else []
        found += (_NAMES.get(each, each) for each in _GAP.split(part))
    return found


def is_whole(text: str) -> bool:
    """Whether nothing of a gap is left in a text."""
    return _START not in text and _END not in text


def in_gap(page: Page | None, path: str) -> str | None:
    """What stands for an address that is another one on every page: of a page near it; its own, where one is given."""
    if page and path == page.url:
        return _gap(_OWN)
    return path if _START in path else None


def leads_to_itself(html: str) -> bool:
    """Whether a part of a page shows the page's own address."""
    return _gap(_OWN) in html


def _near(page: Page) -> tuple[Page | None, Page | None]:
    return page.previous_page, page.next_page


def _stand_in(name: str, near: Page) -> Any:  # noqa: ANN401 - what a template asks of a page before or behind
    """The page before or behind, of which themes show title and address."""
    return SimpleNamespace(title=type(near.title)(_gap(f"{name} title")), url=_gap(f"{name} url"))


def _heading(first: AnchorLink) -> AnchorLink:
    heading = AnchorLink(first.title, _gap("anchor"), first.level)
    if first.children:
        heading.children.append(AnchorLink("", "", first.level + 1))
    return heading
