"""The pages of one build, from their Markdown to what the theme shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from markupsafe import Markup
from mkdocs.structure.pages import Page

from mkdocs_document_control.ahead import Ahead
from mkdocs_document_control.kept.pages import Closed, DrawnPage, KeptPages
from mkdocs_document_control.kept.search import SearchEntries
from mkdocs_document_control.kept.settings import changes_nothing
from mkdocs_document_control.late import late
from mkdocs_document_control.many.beside import Beside
from mkdocs_document_control.many.found import FoundPages
from mkdocs_document_control.page_drawing import PageDrawing
from mkdocs_document_control.past_drawing import PastDrawing
from mkdocs_document_control.rendering import marked, page_meta, table_of_contents
from mkdocs_document_control.shared import Shared
from mkdocs_document_control.text_drawing import ExpectedText, TextDrawing, as_mkdocs_gets_it, show_no_text
from mkdocs_document_control.whole.kept_site import PageOfSite
from qms_docs.meanwhile import NotDoneError
from qms_docs.progress import come_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.early.early_work import EarlyWork
    from mkdocs_document_control.kept.texts import KeptTexts
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.many.kept import KeptGroups
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.plan import SitePlan
    from mkdocs_document_control.rendering import Renderer
    from mkdocs_document_control.theme_templates import CompiledTemplates
    from mkdocs_document_control.whole.last_site import LastSite
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
    early: EarlyWork
    kept_texts: KeptTexts
    kept_pages: KeptPages
    kept_groups: KeptGroups | None
    """None where MkDocs makes every page, because a plugin or template might have a part in it."""
    source: ManualSource
    gaps: Gaps
    """What this build puts into the gaps of pages."""
    last: LastSite | None = None
    """The pages of the last site, which another process writes."""
    on_request: bool = False
    """Whether the pages that MkDocs does not make are made when somebody asks for them."""
    is_last: bool = False
    """Whether nothing is drawn after it in this process."""
    _nav: Navigation | None = field(default=None, init=False)
    _texts: TextDrawing | None = field(default=None, init=False)
    _shared: Shared | None = field(default=None, init=False)
    _pages: Ahead | None = field(default=None, init=False)
    _beside: Beside | None = field(default=None, init=False)
    """The pages that MkDocs does not make."""
    _page_drawing: PageDrawing | None = field(default=None, init=False)
    _found: FoundPages | None = field(default=None, init=False)
    """Pages that an earlier build has drawn."""
    _keys: dict[str, _Key] = field(default_factory=dict, init=False)
    """Of pages that were looked for."""
    _unread: dict[str, tuple[str | None, object]] = field(default_factory=dict, init=False)
    """Of pages that the search reads when they are drawn the content, and what it was told of them."""
    _learnt: SearchEntries = field(default_factory=SearchEntries, init=False)
    _kept: dict[str, PageOfSite] = field(default_factory=dict, init=False)
    """By their addresses the pages that are kept."""
    _unindexed: dict[str, str] = field(default_factory=dict, init=False)
    _shown: int = field(default=0, init=False)

    def begin_texts(self, nav: Navigation) -> None:
        """What is kept of the texts is found, and another process begins to draw the others with this one."""
        self._nav = nav
        # What was done until here is known to both processes when they part.
        early = self.early.end()
        texts: list[ExpectedText] = []
        for page, planned in self._planned():
            if planned.markdown:
                texts.append(ExpectedText(page, planned, as_mkdocs_gets_it(planned.markdown)))
            else:
                show_no_text(page)
        self._texts = TextDrawing(
            texts, self.begin, self.renderer.cleaned, self.current, self.kept_texts, early, self.config, self.files
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
        return as_mkdocs_gets_it(planned.markdown)

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
        if self.is_last:
            self.kept_texts.let_go()
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
        found, unknown = self._find_pages()
        self._beside = self._begin_beside(found)
        for each in (each for _, planned in unknown for each in late(planned)):
            each.prepare()
        if self.is_last:
            self.source.repository.let_go()
        self._shared = Shared({page.file.src_uri: partial(self._closed, page) for page, _ in unknown})
        written = {} if self.on_request else self._beside.work()
        self._pages = Ahead(self._shared.work() | written, self.files)
        drawn_here = self._pages.begun or self._drawing.framed
        for page, _ in unknown if drawn_here else ():
            page.meta["template"] = _READY
            if self._learnt.plugin:
                # Whoever draws the page lets it read the page; it takes its own marks out of what it only comes across.
                self._unread[page.file.src_uri] = page.content, page.meta.get("search")
                page.content, page.meta["search"] = "", {"exclude": True}

    def end_pages(self) -> None:
        """MkDocs has made its pages; the search learns of the others before it writes down what it knows."""
        if self._found:
            self._learnt.add(self._found.entries_before(None))

    def write_others(self) -> dict[str, str]:
        """The pages that MkDocs does not make are written; the SHA-256 of each by its address."""
        return self._beside.finish(self._pages) if self._beside else {}

    def others(self) -> dict[str, Callable[[], bytes]]:
        """What gives the bytes of each page that MkDocs does not make, by its address."""
        return self._beside.contents() if self._beside else {}

    def context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """The context with `document` and `manual` for theme authors, and the content in its frame."""
        context = self._drawing.with_values(context, page)
        src_uri = page.file.src_uri
        self._shown += 1
        come_to("Drawing the pages", self._shown, len(self.plan.pages))
        if self._found:
            self._learnt.add(self._found.entries_before(src_uri))
            if found := self._found.of_mkdocs.pop(src_uri, None):
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
        self._let_go(page)
        planned = self.plan.pages.get(page.file.src_uri)
        return self.marked(self.renderer.finished(html), listed=planned is None or planned.listed)

    def marked(self, html: str, *, listed: bool = True) -> str:
        """The page with its commit and day in the head, and whether search engines may keep it."""
        return marked(html, self.gaps.value(None, listed=listed).decode())

    def listed(self, context: TemplateContext, name: str) -> TemplateContext:
        """What a page of the theme itself shows; the site map leaves out what search engines are not to keep."""
        kept = self._drawing.built
        if name == _SITE_MAP:
            hidden = {each.src_uri for each in self.plan.pages.values() if not each.listed}
            kept = [file for file in kept if file.src_uri not in hidden]
        return cast("TemplateContext", {**context, "pages": kept})

    def kept_pages_of_site(self) -> tuple[PageOfSite, ...]:
        """The pages that are kept by themselves."""
        return tuple(self._kept.values())

    def kept_groups_of_site(self) -> tuple[tuple[bytes, dict[str, str]], ...]:
        """The place of each group that is kept, with the addresses of its pages by their paths in MkDocs' terms."""
        return self._beside.groups() if self._beside else ()

    def close(self) -> None:
        """No other process goes on."""
        for each in (self._beside, self._texts, self._pages, self._shared):
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

    def _find_pages(self) -> tuple[FoundPages, list[tuple[Page, PlannedPage]]]:
        """The pages that an earlier build has drawn, which the search does not read again, and the others."""
        self._learnt = SearchEntries.of(self.config)
        self.kept_pages.begin(self._drawing.beside)
        self._found = found = FoundPages(
            kept=self.kept_pages,
            draw=self._drawn_after_all,
            value_of=self.gaps.value,
            site=self.config.site_dir,
        )
        unknown: list[tuple[Page, PlannedPage]] = []
        for page, planned in self._planned():
            key = None if self.kept_pages.are_none else self._keys.setdefault(planned.src_uri, self._key(page, planned))
            kept = self.kept_pages.find(key, planned)
            if kept:
                self._note(page, kept.place)
            if kept and found.add(page, planned, kept):
                continue
            found.comes_to(planned.src_uri)
            if planned.src_uri in found.of_mkdocs:
                page.meta.update(template=_READY, search={"exclude": True})
                page.content = ""
                continue
            unknown.append((page, planned))
        return found, unknown

    def _drawn_after_all(self, page: Page) -> str:
        """A page that was found and is gone; whichever process comes upon that reads what it needs by itself."""
        for each in late(self.plan.pages[page.file.src_uri]):
            each.prepare()
        return self._drawing.drawn(page)[0]

    def _key(self, page: Page, planned: PlannedPage) -> _Key:
        return self.kept_pages.key(page, planned, self._unindexed.get(planned.src_uri, page.content or ""))

    def _begin_beside(self, found: FoundPages) -> Beside:
        beside = Beside(
            plan=self.plan,
            files=self.files,
            source=self.source,
            gaps=self.gaps,
            site=self.config.site_dir,
            drawing=self._drawing,
            found=found,
            kept_groups=self.kept_groups,
            last=self.last,
        )
        beside.begin()
        return beside

    def _let_go(self, page: Page) -> None:
        """Nobody asks for the text of a page that is complete, unless other plugins might."""
        if self.kept_groups is not None:
            page.content, page.markdown = "", ""

    def _whole(self, page: Page) -> tuple[_Key, DrawnPage]:
        """The page with what the search reads of it first."""
        src_uri = page.file.src_uri
        # Where nothing is kept nobody has looked for the page; whoever draws it finds out what stands for it.
        key = self._keys[src_uri] if src_uri in self._keys else self._key(page, self.plan.pages[src_uri])
        entries = self._learnt.read(self._drawing.context(page), page) if self._learnt.plugin else ()
        html, asked, followed = self._drawing.drawn(page)
        self._let_go(page)
        return key, DrawnPage(html, entries, asked, followed)

    def _closed(self, page: Page) -> tuple[_Key, Closed]:
        """The same as it is kept."""
        key, drawn = self._whole(page)
        return key, self.kept_pages.closed(drawn)

    def _taken(self, page: Page) -> DrawnPage:
        """A page that is drawn by whoever comes first, and kept for the next build."""
        if self._pages is None or self._shared is None:
            raise RuntimeError("a page is taken once others draw")
        try:
            key, closed = cast("tuple[_Key, Closed]", self._shared.take(page.file.src_uri, self._pages)[0])
        except NotDoneError:
            self._restore(page)
            key, drawn = self._whole(page)
            self._keep(page, key, self.kept_pages.closed(drawn))
            return drawn
        self._unread.pop(page.file.src_uri, None)
        drawn = self.kept_pages.opened(closed)
        self._learnt.add(drawn.entries)
        self._keep(page, key, closed)
        return drawn

    def _restore(self, page: Page) -> None:
        """The page is what it was before it was left to others."""
        del page.meta["template"]
        if page.file.src_uri in self._unread:
            page.content, searched = self._unread.pop(page.file.src_uri)
            page.meta.pop("search")
            if searched is not None:
                page.meta["search"] = searched

    def _keep(self, page: Page, key: _Key, closed: Closed) -> None:
        if key is not None:
            self._note(page, self.kept_pages.keep(key, closed))

    def _note(self, page: Page, place: bytes) -> None:
        address = page.file.dest_uri
        self._kept[address] = PageOfSite(address, place, self.plan.pages[page.file.src_uri].listed)

    @property
    def _drawing(self) -> PageDrawing:
        if self._page_drawing is None:
            raise RuntimeError("MkDocs calls on_nav and on_env before pages are drawn")
        return self._page_drawing
