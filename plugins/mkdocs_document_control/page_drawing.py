"""Pages whose texts are known, drawn as the theme shows them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, cast

from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page

from mkdocs_document_control.frames.frames import Frames
from mkdocs_document_control.kept.navigation import ShownNavigation
from mkdocs_document_control.rendering import page_meta, table_of_contents
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.kept.pages import Asked, Followed
    from mkdocs_document_control.many.files import PageOfMany
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.past_drawing import PastDrawing
    from mkdocs_document_control.plan import SitePlan
    from mkdocs_document_control.rendering import Renderer

__all__ = ["PageDrawing"]

_USUAL = "main.html"
"""The template of the theme for every page."""


@dataclass(slots=True)
class PageDrawing:
    """Puts texts into their frames, and these into the theme."""

    plan: SitePlan
    config: MkDocsConfig
    renderer: Renderer
    past: PastDrawing
    nav: Navigation
    environment: Environment
    built: Sequence[File]
    """The pages that MkDocs makes."""
    framed: bool
    """Whether nobody but the theme that is installed has a part in what it draws around a page."""
    unindexed: dict[str, str]
    """Texts that the search does not read, by the paths of their pages."""
    beside: ShownNavigation = field(init=False)
    """What the navigation shows, now that the titles of all pages are known."""
    _frames: Frames = field(init=False)

    def __post_init__(self) -> None:
        """No page was drawn."""
        self.beside = ShownNavigation(self.nav, self.config)
        self._frames = Frames(self.environment)

    def context(self, page: Page) -> TemplateContext:
        """What MkDocs tells the theme about a page."""
        return get_context(self.nav, self.built, self.config, page)

    def with_values(self, context: TemplateContext, page: Page) -> TemplateContext:
        """The context with `document` and `manual` for theme authors."""
        planned = self.plan.pages.get(page.file.src_uri)
        values: dict[str, object] = {"document": planned.document if planned else None, "manual": self.plan.state}
        if planned and not planned.listed:
            values["nav"] = self.beside.short
        return cast("TemplateContext", {**context, **values})

    def drawn(self, page: Page) -> tuple[str, Asked, Followed]:
        """The page as the theme shows it."""
        page.active = True
        try:
            context = self.with_values(self.context(page), page)
            asked, followed = self.frame(page)
            html = self._frames.drawn(context) if self.framed else self.environment.get_template(_USUAL).render(context)
            return html, asked, followed
        finally:
            page.active = False

    def of_many(self, file: PageOfMany, planned: PlannedPage) -> tuple[str, Asked, Followed]:
        """The same of a page that MkDocs does not make."""
        page = Page(None, file, self.config)
        page.meta, page.markdown, page.content = page_meta(planned), "", ""
        page.toc = table_of_contents(page, planned)
        page.update_date = self.plan.state.as_of.isoformat()
        page.active = True
        try:
            asked, followed = self.frame(page)
            return self._frames.drawn(self.with_values(self.context(page), page)), asked, followed
        finally:
            # Nothing of it is left for MkDocs to look at.
            file.page = None

    def frame(self, page: Page) -> tuple[Asked, Followed]:
        """The page's content is put into its frame: control header, notices, history, what stands on paper.

        The search has read the text by now; MkDocs has not yet handed it to the theme. What the frame has asked about
        addresses is given back, and what the links of a text of the past have.
        """
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is None or planned.indexed == "page":
            return (), ()
        to, followed = self.renderer.addresses(planned), cast("Followed", ())
        text = self.unindexed.pop(planned.src_uri, page.content or "")
        if planned.past:
            drawn = self.past.drawn(planned)
            text, page.toc, followed = drawn.html, drawn.headings, drawn.followed
            page.toc = table_of_contents(page, planned)
        page.content = self.renderer.page(planned, text, to)
        return tuple(to.asked.items()), followed
