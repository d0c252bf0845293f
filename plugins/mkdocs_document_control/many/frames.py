"""What the theme draws around pages of which there are very many: drawn once for all that get the same."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from jinja2 import pass_context
from markupsafe import Markup
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import url_filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment, Template
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

__all__ = ["Frames"]

_PAGE = "main.html"
_HEADINGS = '{% import "partials/language.html" as lang with context %}{% include "partials/toc.html" %}'
"""The list of headings as Material itself includes it."""
_START, _END = "\ue004", "\ue005"
_GAPS = {name: f"{_START}{name} <&>'\"  %{_END}" for name in ("title", "address", "anchor", "content")}
"""What stands for the values of a page; a template that changes a value in any way changes its gap so that it is none.
"""
_TOP_HEADING = "<h1"
"""Where a content has none the theme adds one."""
_HEADED = f"{_START}content {_TOP_HEADING}>'\"  %{_END}"
_NAMES = {gap: name for name, gap in _GAPS.items()} | {_HEADED: "content"}
_GAP = re.compile(f"({'|'.join(map(re.escape, _NAMES))})")


@dataclass(slots=True)
class _Frame:
    """A page without its title, address, headings and content."""

    pieces: list[str]
    """Text and the names of gaps in turn."""
    surroundings: tuple[Any, ...]
    asked: dict[str, str]
    """The addresses for which the theme asked, as they are from the page."""

    certain: bool = False
    """Whether it has been compared with a second page that was drawn as a whole."""

    @property
    def has_all_gaps(self) -> bool:
        """Whether every value stands in the page as it is."""
        return not any(_START in each or _END in each for each in self.pieces)

    def fits(self, context: TemplateContext) -> bool:
        """Whether the theme would get the same answers for another page."""
        page, base = context["page"], context["base_url"]
        return self.surroundings == _surroundings(context) and all(
            normalize_url(path, page, base) == answer for path, answer in self.asked.items()
        )

    def around(self, page: Page, headings: str) -> str:
        """The whole page."""
        gaps = {
            "title": str(page.meta["title"]),
            "address": str(page.canonical_url),
            "content": page.content or "",
            "anchor": next((each.id for each in page.toc), ""),
            "headings": headings,
        }
        return "".join(gaps[each] if place % 2 else each for place, each in enumerate(self.pieces))


@dataclass(slots=True)
class Frames:
    """Draws pages by what the theme has drawn for pages before them.

    Where a template does anything with a value of a page but show it as it is, every page is drawn as a whole.
    """

    environment: Environment
    _known: defaultdict[object, list[_Frame]] = field(default_factory=lambda: defaultdict(list), init=False)
    _refused: set[object] = field(default_factory=set, init=False)
    _headings: Template = field(init=False)

    def __post_init__(self) -> None:
        """No page was drawn."""
        self._headings = self.environment.from_string(_HEADINGS)

    def drawn(self, context: TemplateContext) -> str:
        """The page of a context, as the theme draws it."""
        page = cast("Page", context["page"])
        shape = _shape(page)
        if shape in self._refused:
            return self._whole(context)
        headings = self._headings.render(context)
        frame = next((each for each in self._known[shape] if each.fits(context)), None)
        if frame and frame.certain:
            return frame.around(page, headings)
        whole = self._whole(context)
        if frame is None:
            frame = self._frame(context, page)
            self._known[shape].append(frame)
        else:
            # Two pages differ in everything in which pages can, their addresses too.
            frame.certain = True
        if not frame.has_all_gaps or frame.around(page, headings) != whole:
            self._refused.add(shape)
        return whole

    def _whole(self, context: TemplateContext) -> str:
        return self.environment.get_template(_PAGE).render(context)

    def _frame(self, context: TemplateContext, page: Page) -> _Frame:
        asked: dict[str, str] = {}
        values = (page.meta, page.canonical_url, page.content, page.toc)
        page.meta = {**page.meta, "title": Markup(_GAPS["title"])}  # noqa: S704 - a gap
        page.canonical_url = page.canonical_url and _GAPS["address"]
        page.content = _HEADED if _TOP_HEADING in (page.content or "") else _GAPS["content"]
        page.toc = TableOfContents([AnchorLink(each.title, _GAPS["anchor"], each.level) for each in [*page.toc][:1]])
        filters = self.environment.filters
        usual, filters["url"] = filters["url"], _noting(asked)
        try:
            headings, html = self._headings.render(context), self._whole(context)
        finally:
            filters["url"] = usual
            page.meta, page.canonical_url, page.content, page.toc = values
        return _Frame(list(_pieces(html, headings)), _surroundings(context), asked)


def _shape(page: Page) -> object:
    """What of a page decides what the theme draws around it, besides addresses."""
    meta = repr(sorted((name, value) for name, value in page.meta.items() if name != "title"))
    return meta, page.canonical_url is None, page.edit_url, _TOP_HEADING in (page.content or ""), not [*page.toc]


def _surroundings(context: TemplateContext) -> tuple[Any, ...]:
    return context["base_url"], [*context["extra_css"]], [str(each) for each in context["extra_javascript"]]


def _noting(asked: dict[str, str]) -> Callable[[Any, str], str]:
    """MkDocs' own filter, of which it is noted what it was asked."""

    @pass_context
    def noted(context: Any, value: str) -> str:  # noqa: ANN401 - what Jinja gives
        answer = url_filter(context, value)
        if _START not in str(value):
            asked[str(value)] = answer
        return answer

    return noted


def _pieces(html: str, headings: str) -> Iterator[str]:
    """Text and the names of gaps in turn."""
    for place, part in enumerate(html.split(headings)):
        if place:
            yield "headings"
        yield from (_NAMES.get(each, each) for each in _GAP.split(part))
