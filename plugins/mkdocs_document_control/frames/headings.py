"""The list of headings of a page, drawn once for all pages that have the same ones below their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from mkdocs.structure.toc import TableOfContents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink
    from mkdocs.utils.templates import TemplateContext

__all__ = ["Headings"]

_HEADINGS = '{% import "partials/language.html" as lang with context %}{% include "partials/toc.html" %}'
"""The list of headings as Material itself includes it."""
_MOST = 2_000
"""Lists from which on those that were drawn are forgotten."""


class Headings:
    """Draws lists of headings, which are mostly the same in documents of one kind."""

    def __init__(self, environment: Environment) -> None:
        """No list was drawn."""
        self._template = environment.from_string(_HEADINGS)
        self._known: dict[object, str] = {}

    def drawn(self, context: TemplateContext, page: Page) -> str:
        """The list of a page; where it leaves out the top heading, as in Material, the same for many pages."""
        top, *further = page.toc or [None]
        if top is None or top.level != 1 or further:
            return self._template.render(context)
        below = _told(top.children)
        if (known := self._known.get(below)) is None:
            asked: list[str] = []
            part = cast("AnchorLink", _Part(top, asked, level=top.level, children=top.children))
            known = self._template.render({**context, "page": _Part(page, asked, toc=TableOfContents([part]))})
            if asked:
                return self._template.render(context)
            if len(self._known) == _MOST:
                self._known.clear()
            self._known[below] = known
        return known


class _Part:
    """A part of something, which notes when anything else of it is asked for."""

    def __init__(self, whole: object, asked: list[str], **part: object) -> None:
        vars(self).update(part, _whole=whole, _asked=asked)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the whole has
        self._asked.append(name)
        return getattr(self._whole, name)


def _told(headings: Sequence[AnchorLink]) -> object:
    return tuple((each.title, each.id, each.level, _told(each.children)) for each in headings)
