"""The texts of one build: kept by an earlier one, drawn by another process, or drawn here."""

from __future__ import annotations

import pickle
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from mkdocs.exceptions import PluginError
from mkdocs.structure.toc import TableOfContents

from mkdocs_document_control.ahead import Ahead, Remarks, dumped, loaded, said_again
from mkdocs_document_control.shared import Shared
from qms_docs.failures import NotInOrderError
from qms_docs.meanwhile import NotDoneError
from qms_docs.progress import come_to
from qms_docs.values import dataclass

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.early.early_work import EarlyTexts
    from mkdocs_document_control.kept.texts import KeptTexts
    from mkdocs_document_control.page import PlannedPage

__all__ = ["ExpectedText", "TextDrawing", "as_mkdocs_gets_it", "draw_text", "show_no_text"]

_Drawn = tuple[dict[str, Any], tuple[Any, ...]]
"""What rendering and cleaning make of a page, and what the links of its text have asked."""
_Made = tuple[_Drawn, list["logging.LogRecord"]]
"""The same, with what was said meanwhile."""


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """A page with the Markdown that it will have, unless another plugin changes it."""

    page: Page
    planned: PlannedPage
    markdown: str
    known: bytes | None = None
    """What stands for it, where somebody knows that."""


def show_no_text(page: Page) -> None:
    """The page is all template: no parser of Markdown is made for nothing, unless a plugin has given it a text."""
    page.render = partial(_render_nothing, page)  # type: ignore[method-assign]


def _render_nothing(page: Page, config: MkDocsConfig, files: Files) -> None:
    del page.render
    if page.markdown:
        page.render(config, files)
    else:
        page.content, page.toc, page.present_anchor_ids = "", TableOfContents([]), set()


@dataclass(slots=True)
class TextDrawing:
    """Has a text ready when MkDocs asks for it, with everything that was said of it."""

    texts: Sequence[ExpectedText]
    begin_page: Callable[[Page], object]
    """What has to happen before a page is drawn."""
    clean: Callable[[PlannedPage, str], str]
    """Leaves nothing in a drawn text that could do anything."""
    current: CurrentPage
    kept: KeptTexts
    early: EarlyTexts
    config: MkDocsConfig
    files: Files
    _found: dict[str, tuple[dict[str, Any], list[logging.LogRecord]]] = field(default_factory=dict, init=False)
    _early: dict[str, bytes] = field(default_factory=dict, init=False)
    """Texts that were drawn before anything was known, of which nothing was said; many wait here at once."""
    _keys: dict[str, bytes | None] = field(default_factory=dict, init=False)
    _clean: set[str] = field(default_factory=set, init=False)
    _remarked: set[str] = field(default_factory=set, init=False)
    """The pages about whose texts something was said."""
    _asked: int = field(default=0, init=False)
    _shared: Shared | None = field(default=None, init=False)
    _ahead: Ahead | None = field(default=None, init=False)

    def begin(self) -> None:
        """What is kept is found, and another process begins to draw the rest with this one."""
        unknown = [text for text in self.texts if not self._find(text)]
        self._shared = Shared({text.planned.src_uri: partial(self._drawn, text) for text in unknown})
        self._ahead = Ahead(self._shared.work(), self.files)
        for text in self.texts:
            text.page.render = partial(self._render, text)  # type: ignore[method-assign]

    def is_clean(self, page: Page) -> bool:
        """Whether the page has the text that was expected, cleaned."""
        return page.file.src_uri in self._clean

    def is_remarked(self, planned: PlannedPage) -> bool:
        """Whether something was said of the text of a page."""
        return planned.src_uri in self._remarked

    def draw(self, text: ExpectedText) -> None:
        """A text that nobody had expected is found or drawn, and its page has it.

        Raises PluginError for one that is nested too deeply.
        """
        text.page.markdown = text.markdown
        self._find(text)
        self._rendered(text, self.config, self.files)

    def key_of(self, planned: PlannedPage) -> bytes | None:
        """What stands for the text of a page; None where it has none, or nothing is kept."""
        return self._keys.get(planned.src_uri)

    def close(self) -> None:
        """The other process ends, if it has begun."""
        for each in (self._ahead, self._shared):
            if each:
                each.close()

    def _find(self, text: ExpectedText) -> bool:
        key = text.known or self.kept.key(text.page, text.planned, text.markdown)
        self._keys[text.planned.src_uri] = key
        written = self.kept.find(key, text.planned)
        if written is None:
            found = self.early.find(text.page.file, text.planned, text.markdown, self.current, self.files)
            if found is None:
                return False
            asked, early = found
            self.kept.keep(key, asked, lambda: early)
            self._early[text.planned.src_uri] = early
            return True
        try:
            self._found[text.planned.src_uri] = loaded(written, self.files)
        except pickle.UnpicklingError:
            # A file to which the text leads is gone.
            return False
        return True

    def _render(self, text: ExpectedText, config: MkDocsConfig, files: Files) -> None:
        """Takes the place of the page's own `render`, and leaves it when it has served."""
        del text.page.render
        self._asked += 1
        come_to("Drawing the texts", self._asked, len(self.texts))
        self._rendered(text, config, files)

    def _rendered(self, text: ExpectedText, config: MkDocsConfig, files: Files) -> None:
        """Raises PluginError for a text that is nested too deeply."""
        try:
            self._render_here(text, config, files)
        except RecursionError:
            stopped = _too_deep(text.planned)
            raise PluginError(str(stopped)) from stopped

    def _render_here(self, text: ExpectedText, config: MkDocsConfig, files: Files) -> None:
        page = text.page
        if page.markdown != text.markdown:
            page.render(config, files)
            return
        if text.planned.src_uri in self._early:
            drawn, _ = loaded(self._early.pop(text.planned.src_uri), files)
        elif text.planned.src_uri in self._found:
            drawn, remarks = self._found.pop(text.planned.src_uri)
            said_again(remarks)
            self._note(text.planned, remarks)
        else:
            (drawn, asked), remarks = self._made(text)
            self.kept.keep(self._keys[text.planned.src_uri], asked, lambda: dumped((drawn, remarks)))
            self._note(text.planned, remarks)
        vars(page).update(drawn)
        self._clean.add(text.planned.src_uri)

    def _note(self, planned: PlannedPage, remarks: list[logging.LogRecord]) -> None:
        if remarks:
            self._remarked.add(planned.src_uri)

    def _made(self, text: ExpectedText) -> _Made:
        """What rendering has made of the page and what its links have asked; and what was said meanwhile."""
        if self._shared is None or self._ahead is None:
            raise RuntimeError("texts are asked for once their drawing has begun")
        try:
            return cast("_Made", self._shared.take(text.planned.src_uri, self._ahead))
        except NotDoneError:
            with Remarks().listening() as remarks:
                return self._drawn(text), remarks

    def _drawn(self, text: ExpectedText) -> _Drawn:
        self.begin_page(text.page)
        drawn = draw_text(
            text.page, text.planned, text.markdown, config=self.config, files=self.files, clean=self.clean
        )
        return drawn, tuple(self.current.asked.items())


def _too_deep(planned: PlannedPage) -> NotInOrderError:
    place = planned.origin.path if planned.origin else planned.src_uri
    return NotInOrderError(
        f"{place} has lists, quotations or emphasis within each other, deeper than can be drawn. "
        "Write it with fewer levels."
    )


def draw_text(  # noqa: PLR0913 - what a text is drawn from
    page: Page,
    planned: PlannedPage,
    markdown: str,
    *,
    config: MkDocsConfig,
    files: Files,
    clean: Callable[[PlannedPage, str], str],
) -> dict[str, Any]:
    """What rendering and cleaning make of a page."""
    page.markdown = markdown
    before = dict(vars(page))
    page.render(config, files)
    page.content = clean(planned, page.content or "")
    return {name: value for name, value in vars(page).items() if before.get(name, before) is not value}


def as_mkdocs_gets_it(markdown: str) -> str:
    """A text as it is drawn; MkDocs looks for anchors with a parser that gives up at such a declaration."""
    # It is none in HTML.
    return markdown.replace("<![", "&lt;![")
