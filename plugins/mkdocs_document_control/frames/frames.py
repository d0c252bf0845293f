"""Pages, drawn by what the theme has drawn around pages before them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from mkdocs_document_control.frames.answers import AskedAddresses, AskedMeta
from mkdocs_document_control.frames.gaps import gaps_in, in_gap, is_whole, leads_to_itself, pieces, shape_of, values_of
from mkdocs_document_control.frames.headings import Headings
from mkdocs_document_control.frames.menu import Entries, Menu, cut_out, siblings, stands_in_menu
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

__all__ = ["Frames"]

_PAGE = "main.html"
_MOST = 8
"""Frames of pages that look alike from which on there is no hope that another page would get the same."""


@dataclass(slots=True)
class _Frame:
    """A page without what is its own."""

    before: list[str]
    """Text and the names of gaps in turn, up to the menu."""
    menu: Menu | None
    opened: list[str]
    """The entry of the page in the menu, in the same way."""
    behind: list[str]
    """The rest of the page."""
    surroundings: tuple[Any, ...]
    addresses: AskedAddresses
    meta: AskedMeta
    certain: bool = False
    """Whether it gives what the theme draws, as far as that was compared."""

    def gives(self, whole: str, page: Page, context: TemplateContext, headings: str) -> bool:
        """Whether every value stands in it as it is, so that a page is what the theme has drawn."""
        text = (*self.before, *self.opened, *self.behind, self.menu.text if self.menu else "")
        known = all(map(is_whole, text)) and not self.meta.is_read_through and self.fits(page, context)
        return known and self.around(page, context, headings) == whole

    def fits(self, page: Page, context: TemplateContext) -> bool:
        """Whether the theme would get the same answers for another page."""
        return (
            self.surroundings == _surroundings(context)
            and (self.menu is None or id(page) in self.menu.places)
            and self.meta.fits(page.meta)
            and self.addresses.fit(page, context["base_url"])
        )

    def around(self, page: Page, context: TemplateContext, headings: str) -> str:
        """The whole page."""
        values = values_of(page, context["base_url"], headings)
        menu = self.menu.around(page, _filled(self.opened, values)) if self.menu else ""
        return f"{_filled(self.before, values)}{menu}{_filled(self.behind, values)}"


@dataclass(slots=True)
class Frames:
    """Draws pages by what the theme has drawn for pages before them.

    Where a template does anything with a value of a page but show it as it is, every page is drawn as a whole.
    """

    environment: Environment
    _known: defaultdict[object, list[_Frame]] = field(default_factory=lambda: defaultdict(list), init=False)
    _seen: set[object] = field(default_factory=set, init=False)
    """Shapes of which there was a page; of most there is one alone."""
    _certain: set[object] = field(default_factory=set, init=False)
    """Shapes of which two pages that differ in everything in which pages can were what they should be."""
    _refused: set[object] = field(default_factory=set, init=False)
    _headings: Headings = field(init=False)
    _entries: Entries = field(init=False)

    def __post_init__(self) -> None:
        """No page was drawn."""
        self._headings = Headings(self.environment)
        self._entries = Entries(self.environment)

    def drawn(self, context: TemplateContext) -> str:
        """The page of a context, as the theme draws it."""
        page = cast("Page", context["page"])
        shape = stands_in_menu(page, context), id(context["nav"]), shape_of(page)
        if shape in self._refused or shape not in self._seen:
            self._seen.add(shape)
            return self._whole(context)
        known = self._known[shape, tuple(map(id, page.ancestors))]
        frame = next((each for each in known if each.fits(page, context)), None)
        if frame and frame.certain:
            return frame.around(page, context, self._headings.drawn(context, page))
        whole = self._whole(context)
        if frame is None:
            if len(known) == _MOST or (frame := self._frame(context, page)) is None:
                return whole
            known.append(frame)
        else:
            self._certain.add(shape)
        frame.certain = shape in self._certain
        if not frame.gives(whole, page, context, self._headings.drawn(context, page)):
            self._refused.add(shape)
        return whole

    def _whole(self, context: TemplateContext) -> str:
        return self.environment.get_template(_PAGE).render(context)

    def _frame(self, context: TemplateContext, page: Page) -> _Frame | None:
        """The frame of a page; None where no other page would get the same."""
        beside = siblings(page, context)
        if len(beside) == 1:
            return None
        addresses, of_entries = AskedAddresses(page), AskedAddresses(page)
        stands_for = partial(in_gap, page if beside else None)
        with gaps_in(page) as meta:
            with addresses.listening(self.environment, stands_for):
                headings, html = self._headings.drawn(context, page), self._whole(context)
            with of_entries.listening(self.environment, stands_for):
                shown = self._entries.seen(beside, context, page)
        with of_entries.listening(self.environment):
            closed = shown | self._entries.closed(page, beside, context)
        before, menu, behind = cut_out(html, shown, closed)
        if leads_to_itself(before + behind):
            return None
        return _Frame(
            pieces(before, headings),
            menu if beside else None,
            pieces(shown.get(id(page), ""), headings),
            pieces(behind, headings),
            _surroundings(context),
            addresses.besides(of_entries),
            meta,
        )


def _surroundings(context: TemplateContext) -> tuple[Any, ...]:
    return context["base_url"], [*context["extra_css"]], [str(each) for each in context["extra_javascript"]]


def _filled(pieces: Sequence[str], values: Mapping[str, str]) -> str:
    return "".join(values[each] if place % 2 else each for place, each in enumerate(pieces))
