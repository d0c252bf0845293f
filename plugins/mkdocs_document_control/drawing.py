"""The pages of one build, from their Markdown to what the theme shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from markupsafe import Markup
from mkdocs.structure.pages import Page

from mkdocs_document_control.ahead import Ahead
from mkdocs_document_control.kept.pages import DrawnPage, KeptPages
from mkdocs_document_control.kept.search import SearchEntries
from mkdocs_document_control.kept.settings import changes_nothing
from mkdocs_document_control.late import late
from mkdocs_document_control.many.cut_page import encoded
from mkdocs_document_control.many.files import PageOfMany
from mkdocs_document_control.many.kept import grouped
from mkdocs_document_control.many.pages import ManyPages
from mkdocs_document_control.page_drawing import PageDrawing
from mkdocs_document_control.past_drawing import PastDrawing
from mkdocs_document_control.rendering import NOT_LISTED, marked, marks, page_meta, table_of_contents
from mkdocs_document_control.shared import Shared
from mkdocs_document_control.text_drawing import ExpectedText, TextDrawing, show_no_text
from qms_docs.meanwhile import NotDoneError
from qms_docs.progress import come_to

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.kept.texts import KeptTexts
    from mkdocs_document_control.many.kept import KeptGroups
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan
    from mkdocs_document_control.rendering import Renderer
    from mkdocs_document_control.theme_templates import CompiledTemplates
    from qms_docs.sources.loading import ManualSource

__all__ = ["Drawing"]

_SITE_MAP = "sitemap.xml"
_NO_WORDS = "<span></span>"
"""Something without words: of a page without anything the search would not even learn the title."""
_READY = "document_control_ready.html"
"""The template that shows a page that is drawn already."""
_Key = bytes | None
"""What stands for everything that a page shows; None where nothing is kept."""


@dataclass(slots=True)
class Drawing:
    """What is known between the hooks of pages."""

    plan: SitePlan
    config: MkDocsConfig
    files: Files
    current: CurrentPage
    renderer: Renderer
    templates: CompiledTemplates
    kept_texts: KeptTexts
    kept_pages: KeptPages
    kept_groups: KeptGroups | None
    """None where MkDocs makes every page, because a plugin or template might have a part in it."""
    source: ManualSource
    _nav: Navigation | None = field(default=None, init=False)
    _texts: TextDrawing | None = field(default=None, init=False)
    _shared: Shared | None = field(default=None, init=False)
    _pages: Ahead | None = field(default=None, init=False)
    _many: ManyPages | None = field(default=None, init=False)
    _page_drawing: PageDrawing | None = field(default=None, init=False)
    _found: dict[str, bytes] = field(default_factory=dict, init=False)
    """Pages that an earlier build has drawn."""
    _keys: dict[str, _Key] = field(default_factory=dict, init=False)
    """Of pages that were looked for."""
    _unread: dict[str, tuple[str | None, object]] = field(default_factory=dict, init=False)
    """Of pages that the search reads when they are drawn the content, and what it was told of them."""
    _learnt: SearchEntries = field(default_factory=SearchEntries, init=False)
    _unindexed: dict[str, str] = field(default_factory=dict, init=False)
    _shown: int = field(default=0, init=False)
    _marks: str = field(default="", init=False)

    def begin_texts(self, nav: Navigation) -> None:
        """What is kept of the texts is found, and another process begins to draw the others with this one."""
        self._nav = nav
        # Before the processes part, because each piece of work can be taken only once.
        self.templates.fetch()
        texts: list[ExpectedText] = []
        for page, planned in self._planned():
            if planned.markdown:
                texts.append(ExpectedText(page, planned, self._markdown(planned)))
            else:
                show_no_text(page)
        self._texts = TextDrawing(
            texts, self.begin, self.renderer.cleaned, self.current, self.kept_texts, self.config, self.files
        )
        self._texts.begin()

    def begin(self, page: Page) -> Page:
        """The page's links are followed from where its text stood."""
        self.current.begin(self.plan.pages.get(page.file.src_uri))
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
        clean = not html or (self._texts is not None and self._texts.is_clean(page))
        cleaned = html if clean else self.renderer.cleaned(planned, html)
        if planned.indexed == "page":
            return self.renderer.page(planned, cleaned, self.renderer.addresses(planned))
        if planned.indexed == "title":
            self._unindexed[planned.src_uri] = cleaned
            return _NO_WORDS
        return cleaned

    def begin_pages(self, environment: Environment) -> None:
        """What is kept of the pages is found, and another process begins to draw the others with this one."""
        environment.bytecode_cache = environment.bytecode_cache or self.templates
        if self._texts:
            self._texts.close()
        if self._nav is None:
            raise RuntimeError("MkDocs calls on_nav before on_env")
        self._page_drawing = PageDrawing(
            self.plan,
            self.config,
            self.renderer,
            PastDrawing(self.config, self.current, self.renderer, known=self.kept_groups is not None),
            self._nav,
            environment,
            self.files.documentation_pages(),
            self.kept_groups is not None,
            self._unindexed,
        )
        if not all(changes_nothing(each) for each in self.config.plugins.events["page_context"]):
            return
        self._find_pages()
        unknown = [(page, planned) for page, planned in self._planned() if planned.src_uri not in self._found]
        for each in (each for _, planned in unknown for each in late(planned)):
            each.prepare()
        self._shared = Shared({page.file.src_uri: partial(self._closed, page) for page, _ in unknown})
        self._many = self._begin_many()
        self._pages = Ahead(self._shared.work() | (self._many.work() if self._many else {}), self.files)
        drawn_here = self._pages.begun or self._drawing.framed
        for page, _ in unknown if drawn_here else ():
            page.meta["template"] = _READY
            if self._learnt.plugin:
                # Whoever draws the page lets it read the page; it takes its own marks out of what it only comes across.
                self._unread[page.file.src_uri] = page.content, page.meta.get("search")
                page.content, page.meta["search"] = "", {"exclude": True}

    def write_many(self) -> dict[str, str]:
        """The pages that MkDocs does not make are written; the SHA-256 of each by its address."""
        return self._many.finish(self._pages) if self._many and self._pages else {}

    def context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """The context with `document` and `manual` for theme authors, and the content in its frame."""
        context = self._drawing.with_values(context, page)
        src_uri = page.file.src_uri
        self._shown += 1
        come_to("Drawing the pages", self._shown, len(self.plan.pages))
        if src_uri in self._found:
            found = self.kept_pages.opened(self._found.pop(src_uri))
            self._learnt.add(found.entries)
            return cast("TemplateContext", {**context, "drawn": Markup(found.html)})  # noqa: S704 - as this build would
        self._learnt.latest()
        if page.meta.get("template") != _READY:
            self._drawing.frame(page)
            return context
        drawn = Markup(self._taken(page).html)  # noqa: S704 - a page of this build
        return cast("TemplateContext", {**context, "drawn": drawn})

    def finished(self, html: str, page: Page) -> str:
        """The page with its commit and day."""
        planned = self.plan.pages.get(page.file.src_uri)
        return self.marked(self.renderer.finished(html), listed=planned is None or planned.listed)

    def marked(self, html: str, *, listed: bool = True) -> str:
        """The page with its commit and day in the head, and whether search engines may keep it."""
        self._marks = self._marks or marks(self.plan)
        return marked(html, self._marks if listed else self._marks + NOT_LISTED)

    def listed(self, context: TemplateContext, name: str) -> TemplateContext:
        """What a page of the theme itself shows; the site map leaves out what search engines are not to keep."""
        if name != _SITE_MAP:
            return context
        hidden = {each.src_uri for each in self.plan.pages.values() if not each.listed}
        kept = [file for file in context["pages"] if file.src_uri not in hidden]
        return cast("TemplateContext", {**context, "pages": kept})

    def close(self) -> None:
        """No other process goes on."""
        if self._many:
            self._many.close()
        for each in (self._texts, self._pages, self._shared, self.templates):
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

    def _find_pages(self) -> None:
        """The pages that an earlier build has drawn; the search does not read them again."""
        self._learnt = SearchEntries.of(self.config)
        self.kept_pages.begin(self._drawing.beside)
        for page, planned in () if self.kept_pages.are_none else self._planned():
            key = self._keys[planned.src_uri] = self._key(page, planned)
            if found := self.kept_pages.find(key, planned):
                self._found[planned.src_uri] = found
                page.meta.update(template=_READY, search={"exclude": True})
                page.content = ""

    def _key(self, page: Page, planned: PlannedPage) -> _Key:
        return self.kept_pages.key(page, planned, self._unindexed.get(planned.src_uri, page.content or ""))

    def _begin_many(self) -> ManyPages | None:
        """The groups of pages that MkDocs does not make."""
        pages = [(each, self.plan.pages[each.src_uri]) for each in self.files if isinstance(each, PageOfMany)]
        if self.kept_groups is None or not pages:
            return None
        self.kept_groups.begin(self._drawing.beside, pages[0][1])
        return ManyPages(
            groups=grouped(pages),
            kept=self.kept_groups,
            draw=self._drawing.of_many,
            value_of=self._stamped,
            source=self.source,
            site=self.config.site_dir,
        )

    def _stamped(self, stamp: str | None) -> bytes:
        """What this build puts into a gap of a page of which there are very many."""
        if stamp is None:
            self._marks = self._marks or marks(self.plan)
            return encoded(self._marks + NOT_LISTED)
        return encoded(self.renderer.finished(stamp))

    def _markdown(self, planned: PlannedPage) -> str:
        # MkDocs looks for anchors with a parser that gives up at such a declaration, which is none in HTML.
        return planned.markdown.replace("<![", "&lt;![")

    def _whole(self, page: Page) -> tuple[_Key, DrawnPage]:
        """The page with what the search reads of it first."""
        src_uri = page.file.src_uri
        # Where nothing is kept nobody has looked for the page; whoever draws it finds out what stands for it.
        key = self._keys[src_uri] if src_uri in self._keys else self._key(page, self.plan.pages[src_uri])
        entries = self._learnt.read(self._drawing.context(page), page) if self._learnt.plugin else ()
        html, asked, followed = self._drawing.drawn(page)
        return key, DrawnPage(html, entries, asked, followed)

    def _closed(self, page: Page) -> tuple[_Key, bytes]:
        """The same as it is kept."""
        key, drawn = self._whole(page)
        return key, self.kept_pages.closed(drawn)

    def _taken(self, page: Page) -> DrawnPage:
        """A page that is drawn by whoever comes first, and kept for the next build."""
        if self._pages is None or self._shared is None:
            raise RuntimeError("a page is taken once others draw")
        try:
            key, closed = cast("tuple[_Key, bytes]", self._shared.take(page.file.src_uri, self._pages)[0])
        except NotDoneError:
            self._restore(page)
            key, drawn = self._whole(page)
            self.kept_pages.keep(key, drawn)
            return drawn
        self._unread.pop(page.file.src_uri, None)
        drawn = self.kept_pages.opened(closed)
        self._learnt.add(drawn.entries)
        self.kept_pages.keep(key, closed)
        return drawn

    def _restore(self, page: Page) -> None:
        """The page is what it was before it was left to others."""
        del page.meta["template"]
        if page.file.src_uri in self._unread:
            page.content, searched = self._unread.pop(page.file.src_uri)
            page.meta.pop("search")
            if searched is not None:
                page.meta["search"] = searched

    @property
    def _drawing(self) -> PageDrawing:
        if self._page_drawing is None:
            raise RuntimeError("MkDocs calls on_nav and on_env before pages are drawn")
        return self._page_drawing
