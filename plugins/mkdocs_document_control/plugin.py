"""The plugin's hooks; each hands over to a module that does the work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_document_control.adaptation import adapt
from mkdocs_document_control.choice import Choice, utc_today
from mkdocs_document_control.config import DocumentControlConfig
from mkdocs_document_control.document_links import CurrentPage
from mkdocs_document_control.early.early_work import begin_early
from mkdocs_document_control.on_request import PagesOnRequest
from mkdocs_document_control.site_theme import quicken
from mkdocs_document_control.theme_templates import compiled_templates
from mkdocs_document_control.whole.first_look import first_look
from qms_docs.collection import CollectionPutOff, keep_uncollected, no_collection
from qms_docs.failures import FailureError
from qms_docs.interruption import heed_requests_to_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_document_control.build import Build
    from mkdocs_document_control.early.early_work import EarlyWork
    from mkdocs_document_control.watching import Watching
    from mkdocs_document_control.whole.first_look import FirstLook
    from mkdocs_document_control.whole.same_site import SameSite

__all__ = ["DocumentControlPlugin"]

_FIRST, _LAST = 100, -100


class DocumentControlPlugin(BasePlugin[DocumentControlConfig]):  # type: ignore[no-untyped-call]
    """Publishes the manual under document control."""

    def __init__(self) -> None:
        """Nothing is built yet."""
        self.chosen = Choice()
        self._command = "build"
        self._aside = True
        self._dirty = False
        self._build: Build | None = None
        self._look: FirstLook | None = None
        self._early: EarlyWork | None = None
        self._is_first = True
        self._collection = CollectionPutOff()
        self.on_request: PagesOnRequest | None = None
        """What makes pages of a preview when somebody asks for them; None as long as nobody could."""
        self._watching: Watching | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """The command decides whether `mode: auto` may be controlled; with this hook one instance serves all builds."""
        self._command = "serve" if command == "serve" else "build"
        # MkDocs takes back what it has begun only after Ctrl+C.
        heed_requests_to_end()
        # A preview is written to a folder of its own anyway, and a dirty build adds to the old site.
        self._aside = command != "serve" and not dirty
        self._dirty = dirty

    @event_priority(_FIRST)
    def on_config(self, config: MkDocsConfig) -> None:
        """Settings of the site that follow from document control."""
        if self._offers and self._build is not None:
            # The next build goes on from what git has written for the last one.
            self._offers.withdraw()
        else:
            self._finish()
        # What an earlier build has left is still to be found.
        self._is_first = self._build is None
        if self._offers and not self._is_first:
            self._collection.begin()
        today = self.chosen.today or utc_today()
        chosen = replace(self.chosen, today=today)
        with no_collection(stays=self._is_first):
            self._look = look = first_look(config, chosen) if self._aside else None
            if look and look.same:
                quicken(config, compiled_templates(look.store))
                return
            current = CurrentPage()
            adapt(config, current)
            if look:
                day = chosen.as_of or today
                self._early = begin_early(config, current, look.repository, day=day, store=look.store)
            # What works a site out takes long to load.
            from mkdocs_document_control.build import prepare

            opened = (look.repository, self._early) if look and self._early else None
            self._build = prepare(
                *(config, self.config, chosen, self._command, self._build),
                current=current,
                opened=opened,
                on_request=self._offers is not None,
            )
            self._build.watch()

    @event_priority(_FIRST)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Whatever stops a build stops it here, while the old site is still there."""
        if self._same:
            self._same.begin()
            return
        with no_collection(stays=self._is_first):
            self._current.check()
            if self._look:
                self._current.begin_last_site(self._look.last)
            self._current.draw_plan()
        if self._aside:
            self._current.begin_site()
        if self._look:
            self._look.next_part(counts=True)

    @event_priority(_FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """What MkDocs found gives way to what is published."""
        if self._same:
            return self._same.take_files(files)
        if self._look:
            # What MkDocs has said while it looked for files it says in every build.
            self._look.next_part(counts=False)
        return self._current.replace_files(files)

    @event_priority(_LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """All files and pages are known, so that the drawing of texts can begin."""
        if not self._same:
            self._current.drawing.begin_texts(nav)
        return nav

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """The page whose text is rendered next is known to its links."""
        return self._current.drawing.begin(page)

    @event_priority(_FIRST)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """The published text, and what themes may know about the page."""
        return self._current.drawing.markdown(page)

    @event_priority(_FIRST)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """The cleaned text."""
        return self._current.drawing.content(html, page)

    @event_priority(_LAST)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """All texts are known, so that the drawing of pages can begin."""
        if self._is_first:
            keep_uncollected()
        if not self._same:
            self._current.drawing.begin_pages(env)
        return env

    @event_priority(_LAST)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """The frame around the text, once the search has read it, and values for theme authors."""
        return self._current.drawing.context(context, page)

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Every page says from which commit and for which day it was built."""
        return self._current.drawing.finished(output, page)

    @event_priority(_LAST)
    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The site map leaves out what search engines are not to keep."""
        return self._current.drawing.listed(context, template_name)

    @event_priority(_LAST)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The theme's own pages say so too."""
        return self._current.drawing.marked(output_content)

    @event_priority(_FIRST)
    def _on_pages_made(self, *, config: MkDocsConfig) -> None:
        """Before the search writes its index it learns of the pages that MkDocs did not make."""
        if not self._same:
            self._current.drawing.end_pages()

    @event_priority(_LAST)
    def _on_site_made(self, *, config: MkDocsConfig) -> None:
        """One file says when the site was built, one names all others, and the new site takes the place of the old."""
        if self._same:
            self._same.publish()
        elif self._offers:
            self._offers.offer(self._current.offered())
            self._collection.soon()
            return
        else:
            build, look = self._current, self._look
            hashes = build.complete()
            # Otherwise not all that the site rests on is noted.
            site = look.site(build.drawing, hashes, build.record) if look and build.asks_anew else None
            if build.publish(hashes) and look and site:
                look.keep(site)
                build.keep_plan()
        self._finish()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """From here on whoever opens a page asks for it, and edits are seen at once."""
        self.on_request = self.on_request or PagesOnRequest()
        self.on_request.serve(server)
        from mkdocs_document_control.watching import Watching

        self._watching = Watching()
        self._watching.begin(server, (config.docs_dir, *config.watch))
        return server

    on_post_build = CombinedEvent(_on_pages_made, _on_site_made)

    def on_build_error(self, *, error: Exception) -> None:
        """Nothing stays open, and what MkDocs would show as it went on inside is said in a sentence."""
        self._finish()
        self._collection.end()
        from mkdocs_document_control.stopped import OUTSIDE, in_sentences

        if isinstance(error, FailureError):
            raise PluginError(str(error)) from error
        if isinstance(error, OUTSIDE):
            stopped = in_sentences(error)
            raise PluginError(str(stopped)) from stopped

    def on_shutdown(self) -> None:
        """Nothing stays open; MkDocs keeps the plugin for a later command of this process, which begins anew."""
        if self._watching:
            self._watching.end()
            self._watching = None
        self._finish()
        self._build = None
        self._collection.end()

    @property
    def _current(self) -> Build:
        if self._build is None:
            raise RuntimeError("MkDocs calls on_config before every other hook of a build")
        return self._build

    @property
    def _same(self) -> SameSite | None:
        return self._look.same if self._look else None

    @property
    def _offers(self) -> PagesOnRequest | None:
        """What gets the pages that are left to be made; a build that adds to the old site leaves none."""
        return None if self._aside or self._dirty else self.on_request

    def _finish(self) -> None:
        if self.on_request is not None:
            self.on_request.withdraw()
        if self._early is not None:
            # A build that cannot be prepared does not know of it.
            self._early.close()
            self._early = None
        if self._build is not None:
            self._build.close()
        if self._look is not None:
            self._look.close()
            self._look = None
