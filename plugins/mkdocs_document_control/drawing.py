"""The pages of one build, from their Markdown to what the theme shows."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup
from mkdocs.structure.pages import Page

from mkdocs_document_control.kept.pages import Closed, DrawnPage, Found, KeptPages
from mkdocs_document_control.kept.search import SearchEntries, needs_mkdocs
from mkdocs_document_control.kept.settings import changes_nothing
from mkdocs_document_control.late import late
from mkdocs_document_control.many.beside import Beside
from mkdocs_document_control.many.files import may_pass_mkdocs_by, pass_mkdocs_by
from mkdocs_document_control.many.found import FoundPages
from mkdocs_document_control.many.fresh import FreshPages
from mkdocs_document_control.many.later import LaterPages
from mkdocs_document_control.page_drawing import PageDrawing
from mkdocs_document_control.page_finding import PageFinding
from mkdocs_document_control.pages_ahead import READY, PagesAhead
from mkdocs_document_control.past_drawing import PastDrawing
from mkdocs_document_control.rendering import marked, page_meta, table_of_contents
from mkdocs_document_control.standing_pages import StandingPages
from mkdocs_document_control.text_drawing import ExpectedText, TextDrawing, as_mkdocs_gets_it, show_no_text
from mkdocs_document_control.whole.kept_site import PageOfSite
from qms_docs.progress import come_to
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.early.early_work import EarlyWork
    from mkdocs_document_control.kept.texts import KeptTexts
    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.many.fresh import Made
    from mkdocs_document_control.many.gaps import Gaps
    from mkdocs_document_control.many.kept import KeptGroups
    from mkdocs_document_control.page import PlannedPage
    from mkdocs_document_control.page_finding import KnownPages, PageKey
    from mkdocs_document_control.plan import SitePlan
    from mkdocs_document_control.rendering import Renderer
    from mkdocs_document_control.theme_templates import CompiledTemplates
    from mkdocs_document_control.whole.last_site import LastSite
    from qms_docs.keeping.store import Store
    from qms_docs.sources.loading import ManualSource

__all__ = ["Drawing"]

_SITE_MAP = "sitemap.xml"
_NO_WORDS = "<span></span>"
"""Something without words: of a page without anything the search would not even learn the title."""


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
    store: Store
    """Where both keep pages."""
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
    earlier: KnownPages | None = None
    """Of the build whose plan this one goes on from."""
    remembers: bool = False
    """Whether a later build may go on from this one."""
    _nav: Navigation | None = field(default=None, init=False)
    _texts: TextDrawing | None = field(default=None, init=False)
    _pages: PagesAhead | None = field(default=None, init=False)
    """Those that MkDocs makes."""
    _beside: Beside | None = field(default=None, init=False)
    """The pages that MkDocs does not make."""
    _page_drawing: PageDrawing | None = field(default=None, init=False)
    _found: FoundPages | None = field(default=None, init=False)
    """Pages that an earlier build has drawn."""
    _written: Hashes = field(default_factory=dict, init=False)
    """The SHA-256 of each page that MkDocs has not made, by its address."""
    _finding: PageFinding = field(init=False)
    _standing: StandingPages = field(init=False)
    _in_order: list[tuple[Page, PlannedPage]] = field(default_factory=list, init=False)
    """The planned pages in the order in which MkDocs would make them."""
    _built: Sequence[File] = field(default=(), init=False)
    """The pages of the site in MkDocs' terms."""
    _learnt: SearchEntries = field(default_factory=SearchEntries, init=False)
    _kept: dict[str, PageOfSite] = field(default_factory=dict, init=False)
    """By their addresses the pages that are kept."""
    _unindexed: dict[str, str] = field(default_factory=dict, init=False)
    _shown: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """No page was looked for."""
        self._finding = PageFinding(
            kept=self.kept_pages,
            settings=(self.kept_texts.settings, self.kept_pages.settings),
            earlier=self.earlier,
            content=self._content,
            text_key=self._text_key,
            words_differ=self.plan.words_differ,
            remembers=self.remembers,
            is_followed=self.on_request,
        )
        may_be = self.kept_groups is not None and not needs_mkdocs(self.config)
        self._standing = StandingPages(self._finding, may_be, self.plan.state.as_of.isoformat())

    def begin_texts(self, nav: Navigation) -> None:
        """What is kept of the texts is found, and another process begins to draw the others with this one."""
        self._nav = nav
        # What was done until here is known to both processes when they part.
        early = self.early.end()
        texts: list[ExpectedText] = []
        self._built = self.files.documentation_pages()
        self._in_order = self._planned()
        for page, planned in self._in_order:
            if self._standing.take(page, planned):
                continue
            if planned.markdown:
                texts.append(self._expected(page, planned))
            else:
                show_no_text(page)
        self._texts = TextDrawing(
            texts, self.begin, self.renderer.cleaned, self.current, self.kept_texts, early, self.config, self.files
        )
        self._texts.begin()

    def _expected(self, page: Page, planned: PlannedPage) -> ExpectedText:
        known = self._finding.known(planned)
        return ExpectedText(page, planned, as_mkdocs_gets_it(planned.markdown), known.text if known else None)

    def _populate(self, page: Page, planned: PlannedPage) -> None:
        """A page that MkDocs has passed by has the text that it would have given it."""
        self.begin(page)
        page.meta, page.present_anchor_ids = page_meta(planned), set()
        if planned.markdown and self._texts:
            self._texts.draw(self._expected(page, planned))
        page.content = self.content(page.content or "", page)

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
        self._standing.end(self._in_order, self._populate)
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
            self._built,
            self.kept_groups is not None,
            self._unindexed,
        )
        if not all(changes_nothing(each) for each in self.config.plugins.events["page_context"]):
            return
        found, fresh, later, unknown = self._find_pages()
        self._beside = self._begin_beside(found, fresh, later)
        for each in (each for _, planned in (*unknown, *fresh.pages) for each in late(planned)):
            each.prepare()
        if self.is_last:
            self.source.repository.let_go()
        written = {} if self.on_request else self._beside.work()
        pages = [page for page, _ in unknown]
        self._pages = PagesAhead(pages, self._whole, self.kept_pages, self._keep, self.files)
        self._pages.begin(written, framed=self._drawing.framed, searched=self._learnt.plugin is not None)

    def end_pages(self) -> None:
        """MkDocs has made its pages; the search learns of the others before it writes down what it knows."""
        if self._beside is None or self._pages is None:
            return
        if not self.on_request:
            self._written, made = self._beside.finish(self._pages.ahead)
            for each in made:
                self._note_made(each)
        self._learnt.put_in_order(file.src_uri for file in self._drawing.built)

    def others_written(self) -> Hashes:
        """The SHA-256 of each page that MkDocs does not make, by its address."""
        return self._written

    def others(self) -> dict[str, Callable[[], bytes]]:
        """What gives the bytes of each page that MkDocs does not make, by its address."""
        return self._beside.contents() if self._beside else {}

    def context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """The context with `document` and `manual` for theme authors, and the content in its frame."""
        context = self._drawing.with_values(context, page)
        src_uri = page.file.src_uri
        self._shown += 1
        come_to("Drawing the pages", self._shown, len(self.plan.pages))
        if self._found and (found := self._found.of_mkdocs.pop(src_uri, None)):
            self._learnt.note(src_uri, found.entries)
            return cast("TemplateContext", {**context, "drawn": Markup(found.html)})  # noqa: S704 - as this build would
        read = self._learnt.latest()
        if self._pages is None or page.meta.get("template") != READY:
            self._learnt.note(src_uri, read)
            self._drawing.frame(page)
            return context
        drawn = self._pages.take(page)
        self._learnt.note(src_uri, drawn.entries)
        return cast("TemplateContext", {**context, "drawn": Markup(drawn.html)})  # noqa: S704 - a page of this build

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

    def known_pages(self) -> KnownPages:
        """What the next build need not look for, where it has the same pages."""
        return self._finding.known_pages()

    def close(self) -> None:
        """No other process goes on."""
        for each in (self._beside, self._texts, self._pages):
            if each:
                each.close()

    def _planned(self) -> list[tuple[Page, PlannedPage]]:
        """The planned pages in the order in which MkDocs draws them."""
        found: list[tuple[Page, PlannedPage]] = []
        for file in self._built:
            planned = self.plan.pages.get(file.src_uri)
            if planned is not None:
                # MkDocs makes the pages outside of the navigation when their turn comes, unless they exist.
                found.append((file.page or Page(None, file, self.config), planned))
        return found

    def _find_pages(self) -> tuple[FoundPages, FreshPages, LaterPages, list[tuple[Page, PlannedPage]]]:
        """The pages that an earlier build has drawn, those drawn beside MkDocs or later, and those that it makes."""
        self._learnt = SearchEntries.of(self.config)
        self.kept_pages.begin(self._drawing.beside)
        self._found = found = FoundPages(
            kept=self.kept_pages,
            draw=self._drawn_after_all,
            gaps=self.gaps,
            site=self.config.site_dir,
        )
        fresh = FreshPages(self.kept_pages, self._whole, self.gaps, self.config.site_dir, len(self.plan.pages))
        later = LaterPages(self.kept_pages, self._finding.key, self._drawn_when_asked, self.gaps)
        may_pass = not needs_mkdocs(self.config)
        draws_beside = self.kept_groups is not None
        unknown: list[tuple[Page, PlannedPage]] = []
        for number, (page, planned) in enumerate(self._in_order):
            if standing := self._standing.found(planned):
                self._take_found(found, page, planned, standing)
                continue
            # From the pages that it makes MkDocs learns the day of the site map.
            may_be_beside = may_pass and number > 0 and may_pass_mkdocs_by(page)
            # Somebody may ask for any page of a preview, where the search is to know them all.
            waits = may_be_beside and draws_beside and self.on_request and planned.tells_search_its_title
            kept = self._looked_for(page, planned, may_be_beside=may_be_beside, waits=waits)
            beside = may_be_beside and (kept or waits or (draws_beside and not self.on_request))
            if beside:
                pass_mkdocs_by(page)
            if kept and beside:
                self._take_found(found, page, planned, kept)
            elif beside and waits:
                later.add(page, planned)
                self._learnt.note(planned.src_uri, self._titled(page, planned))
            elif beside:
                fresh.add(page, planned)
            elif kept and found.hand_over(page, kept):
                self._note(page, kept.place)
                page.meta["template"] = READY
                if may_pass:
                    page.content, page.meta["search"] = "", {"exclude": True}
            else:
                unknown.append((page, planned))
        return found, fresh, later, unknown

    def _looked_for(self, page: Page, planned: PlannedPage, *, may_be_beside: bool, waits: bool) -> Found | None:
        if waits:
            self._finding.passed_over(page, planned)
            return None
        remarked = self._texts is not None and self._texts.is_remarked(planned)
        return self._finding.find(page, planned, aside=may_be_beside and not remarked)

    def _take_found(self, found: FoundPages, page: Page, planned: PlannedPage, kept: Found) -> None:
        """The page is written as it was found."""
        self._note(page, kept.place)
        found.add(page, planned, kept)
        self._learnt.note(planned.src_uri, kept.entries)

    def _content(self, page: Page, planned: PlannedPage) -> str:
        return self._unindexed.get(planned.src_uri, page.content or "")

    def _text_key(self, planned: PlannedPage) -> PageKey:
        return self._texts.key_of(planned) if self._texts else None

    def _drawn_after_all(self, page: Page) -> str:
        """A page that was found and is gone; whichever process comes upon that reads what it needs by itself."""
        self._prepare(page)
        return self._drawing.drawn(page)[0]

    def _drawn_when_asked(self, page: Page) -> DrawnPage:
        """A page of which the search has learnt already."""
        self._prepare(page)
        html, asked, followed = self._drawing.drawn(page)
        self._let_go(page)
        return DrawnPage(html, self._learnt.noted(page.file.src_uri), asked, followed)

    def _prepare(self, page: Page) -> None:
        self._standing.populate(page, self._populate)
        for each in late(self.plan.pages[page.file.src_uri]):
            each.prepare()

    def _titled(self, page: Page, planned: PlannedPage) -> tuple[dict[str, Any], ...]:
        """What the search learns of a page by its title."""
        has_entry = self._learnt.plugin is not None and planned.indexed == "title"
        return self._learnt.read(self._drawing.context(page), page) if has_entry else ()

    def _begin_beside(self, found: FoundPages, fresh: FreshPages, later: LaterPages) -> Beside:
        beside = Beside(
            plan=self.plan,
            files=self.files,
            source=self.source,
            gaps=self.gaps,
            site=self.config.site_dir,
            drawing=self._drawing,
            found=found,
            fresh=fresh,
            later=later,
            store=self.store,
            kept_groups=self.kept_groups,
            last=self.last,
        )
        beside.begin()
        return beside

    def _let_go(self, page: Page) -> None:
        """Nobody asks for the text of a page that is complete, unless other plugins might."""
        if self.kept_groups is not None:
            page.content, page.markdown = "", ""

    def _whole(self, page: Page) -> tuple[PageKey, DrawnPage]:
        """The page with what the search reads of it first."""
        src_uri = page.file.src_uri
        key = self._finding.key_of(page, self.plan.pages[src_uri])
        entries = self._learnt.read(self._drawing.context(page), page) if self._learnt.plugin else ()
        html, asked, followed = self._drawing.drawn(page)
        self._let_go(page)
        return key, DrawnPage(html, entries, asked, followed)

    def _keep(self, page: Page, key: PageKey, closed: Closed) -> None:
        if key is not None:
            place = self.kept_pages.keep(key, closed)
            self._note(page, place)
            self._finding.drawn(self.plan.pages[page.file.src_uri], lambda: self.kept_pages.kept_as(place, closed))

    def _note_made(self, made: Made) -> None:
        """A page was drawn and written, by whichever process."""
        self._learnt.note(made.src_uri, made.entries)
        page = self.files.src_uris[made.src_uri].page
        if page and (place := made.place):
            self._note(page, place)
            # Where its frame leads nobody asks as long as words alone are otherwise.
            self._finding.drawn(self.plan.pages[made.src_uri], lambda: Found(made.entries, place, None))
        if page:
            self._let_go(page)

    def _note(self, page: Page, place: bytes) -> None:
        address = page.file.dest_uri
        self._kept[address] = PageOfSite(address, place, self.plan.pages[page.file.src_uri].listed)

    @property
    def _drawing(self) -> PageDrawing:
        if self._page_drawing is None:
            raise RuntimeError("MkDocs calls on_nav and on_env before pages are drawn")
        return self._page_drawing
