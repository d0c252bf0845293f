"""The pages of one build, from their Markdown to what the theme shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page

from mkdocs_document_control.ahead import draw_ahead, render_ahead
from mkdocs_document_control.rendering import marked, marks, page_meta, table_of_contents
from qms_docs.meanwhile import NotDoneError

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.ahead import Ahead
    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan
    from mkdocs_document_control.rendering import Renderer
    from mkdocs_document_control.theme_templates import CompiledTemplates

__all__ = ["Drawing"]

_USUAL, _READY = "main.html", "document_control_ready.html"
"""The template of the theme for every page, and the one that shows a page that is drawn already."""
_READERS = ("material.plugins.search.", "mkdocs.contrib.search")
"""Plugins that read a page before it is drawn and change nothing of it."""


@dataclass(slots=True)
class Drawing:
    """What is known between the hooks of pages."""

    plan: SitePlan
    config: MkDocsConfig
    files: Files
    current: CurrentPage
    renderer: Renderer
    templates: CompiledTemplates
    _nav: Navigation | None = field(default=None, init=False)
    _environment: Environment | None = field(default=None, init=False)
    _texts: Ahead | None = field(default=None, init=False)
    _pages: Ahead | None = field(default=None, init=False)
    _unindexed: dict[str, str] = field(default_factory=dict, init=False)
    _marks: str = field(default="", init=False)

    def begin_texts(self, nav: Navigation) -> None:
        """Another process begins to draw a share of the texts."""
        self._nav = nav
        texts = [(page, self._markdown(planned)) for page, planned in self._planned() if planned.markdown]
        self._texts = render_ahead(texts, self.begin, self.config, self.files)

    def begin(self, page: Page) -> Page:
        """The page's links are followed from where its text stood."""
        self.current.page = self.plan.pages.get(page.file.src_uri)
        # MkDocs takes the day of building, which would make the site map of equal manuals differ.
        page.update_date = self.plan.state.as_of.isoformat()
        return page

    def markdown(self, page: Page) -> str | None:
        """The published text; None for a page that another plugin made."""
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is None:
            return None
        page.meta = page_meta(planned)
        return self._markdown(planned)

    def content(self, html: str, page: Page) -> str | None:
        """What the search may learn of the page; None for a page that another plugin made."""
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is None:
            return None
        page.toc = table_of_contents(page, planned)
        if page.present_anchor_ids is not None:
            page.present_anchor_ids.update(planned.anchors, (anchor for anchor, _ in planned.headings))
        cleaned = self.renderer.cleaned(planned, html)
        if planned.indexed == "page":
            return self.renderer.page(planned, cleaned)
        if planned.indexed == "title":
            self._unindexed[planned.src_uri] = cleaned
            return ""
        return cleaned

    def begin_pages(self, environment: Environment) -> None:
        """Another process begins to draw a share of the pages as a whole."""
        self._environment = environment
        # Before the processes part, because each piece of work can be taken only once.
        self.templates.fetch()
        environment.bytecode_cache = environment.bytecode_cache or self.templates
        if self._texts:
            self._texts.close()
        readers = tuple(self.config.plugins.events["page_context"])
        if any(not _changes_nothing(each) for each in readers):
            return
        # Here every page is read for the search as well, and written: three of four for the other process is half.
        shard = [page for place, (page, _) in enumerate(self._planned()) if place % 4]
        self._pages = draw_ahead(shard, self._drawn, self.files)
        for page in shard if self._pages.begun else ():
            page.meta["template"] = _READY

    def context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """The context with `document` and `manual` for theme authors, and the content in its frame."""
        context = self._with_values(context, page)
        if page.meta.get("template") != _READY:
            self._frame(page)
            return context
        drawn = self._taken(page)
        return cast("TemplateContext", {**context, "drawn": Markup(drawn)})  # noqa: S704 - a page of this build

    def marked(self, html: str) -> str:
        """The page with its commit and day in the head."""
        self._marks = self._marks or marks(self.plan)
        return marked(html, self._marks)

    def close(self) -> None:
        """No other process goes on."""
        for each in (self._texts, self._pages, self.templates):
            if each:
                each.close()

    def _planned(self) -> list[tuple[Page, PlannedPage]]:
        """The planned pages in the order in which MkDocs draws them."""
        found: list[tuple[Page, PlannedPage]] = []
        for file in self.files.documentation_pages():
            planned = self.plan.pages.get(file.src_uri)
            if planned is not None:
                # MkDocs makes the pages outside of the navigation when their turn comes, unless they exist.
                found.append((file.page or Page(None, file, self.config), planned))
        return found

    def _markdown(self, planned: PlannedPage) -> str:
        # MkDocs looks for anchors with a parser that gives up at such a declaration, which is none in HTML.
        return planned.markdown.replace("<![", "&lt;![")

    def _drawn(self, page: Page) -> str:
        if self._environment is None or self._nav is None:
            raise RuntimeError("MkDocs calls on_nav and on_env before pages are drawn")
        page.active = True
        try:
            context = get_context(self._nav, self.files.documentation_pages(), self.config, page)
            context = self._with_values(context, page)
            self._frame(page)
            return self._environment.get_template(_USUAL).render(context)
        finally:
            page.active = False

    def _taken(self, page: Page) -> str:
        try:
            return cast("str", self._pages.take(page)) if self._pages else self._drawn(page)
        except NotDoneError:
            return self._drawn(page)

    def _frame(self, page: Page) -> None:
        """The page's content is put into its frame: control header, notices, history, what stands on paper.

        The search has read the text by now; MkDocs has not yet handed it to the theme.
        """
        planned = self.plan.pages.get(page.file.src_uri)
        if planned is not None and planned.indexed != "page":
            page.content = self.renderer.page(planned, self._unindexed.pop(planned.src_uri, page.content or ""))

    def _with_values(self, context: TemplateContext, page: Page) -> TemplateContext:
        planned = self.plan.pages.get(page.file.src_uri)
        values = {"document": planned.document if planned else None, "manual": self.plan.state}
        return cast("TemplateContext", {**context, **values})


def _changes_nothing(hook: object) -> bool:
    """Whether a hook of pages belongs to this plugin or to one that only reads."""
    module = type(getattr(hook, "__self__", None)).__module__
    return f"{module}.".startswith((*_READERS, "mkdocs_document_control."))
