"""The HTML of a text of the past: drawn by the extensions of the site, with its links as they lead today."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import markdown
from markupsafe import escape
from mkdocs.structure.toc import get_toc

from mkdocs_document_control.templates import fragment
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.toc import TableOfContents

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.kept.pages import Followed
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.rendering import Renderer

__all__ = ["DrawnPast", "PastDrawing"]

_LEVELS = "100 lists, quotations or emphases within each other"
"""What is nested too deeply has more of that, whatever it has and wherever it is drawn."""
_LINK = re.compile(r"<a (?:[^>]* )?href=\"(?P<to>[^\"]*)\"[^>]*>.*?</a>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DrawnPast:
    """A text of the past as its page shows it."""

    html: str
    headings: TableOfContents
    followed: Followed


@dataclass(slots=True)
class PastDrawing:
    """Draws texts that MkDocs itself does not know: it would complain of links that nobody can mend any more."""

    config: MkDocsConfig
    current: CurrentPage
    renderer: Renderer
    known: bool
    """Whether all extensions are known; then one parser serves all texts, else each has its own, as MkDocs' do."""
    _parser: markdown.Markdown | None = field(default=None, init=False)

    def drawn(self, planned: PlannedPage) -> DrawnPast:
        """The text of a page, cleaned."""
        if planned.past is None:
            raise ValueError(f"{planned.src_uri} shows no text of the past")
        body, origin = planned.past.taken()
        if more_than := planned.past.excess(body):
            return _not_drawn(more_than)
        self.current.begin(replace(planned, origin=origin))
        parser = self._parser.reset() if self._parser and self.known else self._made()
        try:
            html = parser.convert(body.replace("<![", "&lt;!["))
            cleaned = _with_marks(self.renderer.cleaned(planned, html), self.current.changing)
        except RecursionError:
            # The parser stands where it gave up, deep within the text.
            self._parser = None
            return _not_drawn(_LEVELS)
        headings = get_toc(getattr(parser, "toc_tokens", []))
        return DrawnPast(cleaned, headings, tuple(self.current.asked.items()))

    def _made(self) -> markdown.Markdown:
        self._parser = markdown.Markdown(
            extensions=self.config.markdown_extensions, extension_configs=self.config.mdx_configs or {}
        )
        return self._parser


def _not_drawn(more_than: str) -> DrawnPast:
    return DrawnPast(fragment("excess.html.jinja", more_than=more_than), get_toc([]), ())


def _with_marks(html: str, changing: Collection[str]) -> str:
    """The text in which every link says whether it leads to what holds today."""
    if not changing:
        return html
    known = {unquote(str(escape(each))) for each in changing}
    mark = fragment("current_mark.html.jinja")
    return _LINK.sub(lambda found: found[0] + mark if unquote(found["to"]) in known else found[0], html)
