"""What another process does from the very beginning of a build for which nothing is kept.

While the history is read and the site is planned it compiles templates and draws the texts of documents as their files
say that they will be. A text is used where everything that it was drawn from turned out to be as it was guessed: its
Markdown and place, the answers to its links, the files of the site that it asked for. A wrong guess costs time.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from mkdocs_document_control import outside
from mkdocs_document_control.ahead import Remarks, dumped
from mkdocs_document_control.cleaning import Cleaning
from mkdocs_document_control.early.guessed_links import GuessedFiles, GuessedLinks, NoGuessError, Unguessed
from mkdocs_document_control.early.spool import Place, Spool
from mkdocs_document_control.kept.settings import known, settings_of_texts
from mkdocs_document_control.kept.texts import drawn_from
from mkdocs_document_control.theme_templates import (
    CompiledTemplates,
    compile_for_texts,
    compile_others,
    compiled_templates,
)
from qms_docs.keeping.store import open_store
from qms_docs.meanwhile import NOTHING, meanwhile
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_document_control.document_links import CurrentPage
    from mkdocs_document_control.page import PlannedPage
    from qms_docs.keeping.store import Store
    from qms_docs.sources.git import Repository

__all__ = ["EarlyTexts", "EarlyWork", "begin_early"]


class _Text(NamedTuple):
    """What a text was drawn from, besides its Markdown and place."""

    asked: tuple[Any, ...]
    """What its links asked, each with the answer that was guessed."""
    files: dict[str, str]
    """The addresses of the files of the site that it asked for."""


class EarlyTexts:
    """The texts that were drawn before anything was known."""

    def __init__(self, spool: Spool | None, settings: bytes) -> None:
        """`settings` are those of texts, by which they were drawn."""
        self._spool = spool
        self._settings = settings
        self._found: dict[bytes, tuple[_Text, Place]] = {}

    def add(self, digest: bytes, text: _Text, place: Place) -> None:
        """One more."""
        self._found[digest] = text, place

    def find(
        self, file: File, planned: PlannedPage, markdown: str, current: CurrentPage, files: Files
    ) -> tuple[tuple[Any, ...], bytes] | None:
        """What the links of a text asked, and the text as it was drawn, where everything is as it was guessed."""
        if not self._found or self._spool is None:
            return None
        text, place = self._found.get(_digest(self._settings, file, planned, markdown), (None, None))
        if text is None or place is None:
            return None
        same = all(current.ask(planned, *question) == answer for question, answer in text.asked)
        there = same and all(_leads_to(files.get_file_from_path(name), url) for name, url in text.files.items())
        return (text.asked, self._spool.at(place)) if there else None


def _digest(settings: bytes, file: File, planned: PlannedPage, markdown: str) -> bytes:
    """What stands for a text; unless files belong to it, its path decides only about the answers to its links."""
    origin = planned.origin
    if origin and not origin.by_name and not origin.by_path:
        planned = replace(planned, origin=None)
    return drawn_from(settings, file, planned, markdown)


def _leads_to(file: File | None, url: str) -> bool:
    """Whether a file is a part of the site, at that address."""
    # To the checker of types MkDocs says nothing of it.
    return file is not None and file.url == url and not file.inclusion.is_excluded()  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class EarlyWork:
    """One process, from the beginning of a build to the moment when texts are drawn."""

    config: MkDocsConfig
    current: CurrentPage
    store: Store
    root: Path
    """The folder of the work tree."""
    day: date
    """The day of which the site is."""
    templates: CompiledTemplates
    _process: Any = field(default=NOTHING, init=False)
    _spool: Spool | None = field(default=None, init=False)
    _settings: bytes | None = field(default=None, init=False)

    def begin(self) -> None:
        """The process begins, where an earlier build has kept nothing that it would do."""
        self.templates.begin()
        # Texts that hang on more than is known here cannot be guessed.
        self._settings = known(settings_of_texts, self.config) if self.store.drawer("drawn").is_empty else None
        if self._settings is None and self.templates.are_known:
            return
        try:
            self._spool = Spool()
        except OSError:
            return
        self._process = meanwhile({"early": partial(self._work, self._spool, os.getpid())}, waits=True)

    def end(self) -> EarlyTexts:
        """The process ends; templates are known from here on, and texts can be found."""
        self._process.close()
        settings = known(settings_of_texts, self.config)
        texts = EarlyTexts(self._spool, settings or b"")
        for about, place in self._spool.pieces() if self._spool else ():
            # It comes from a process of this build.
            name, more = pickle.loads(about)  # noqa: S301 - as above
            if more is None and self._spool:
                self.templates.learn(name, self._spool.at(place))
            elif settings is not None and settings == self._settings:
                texts.add(name, more, place)
        return texts

    def close(self) -> None:
        """Nothing goes on, and nothing is left."""
        self._process.close()
        if self._spool:
            self._spool.close()

    def _work(self, spool: Spool, parent: int) -> None:
        def tell(key: str, compiled: bytes) -> None:
            spool.add(pickle.dumps((key, None)), compiled)

        if not self.templates.are_known:
            compile_for_texts(self.config.theme, tell)
        if self._settings is not None:
            self._draw(spool, self._settings, parent)
        if not self.templates.are_known:
            compile_others(tell)

    def _draw(self, spool: Spool, settings: bytes, parent: int) -> None:
        from mkdocs_document_control.addresses import addresses
        from mkdocs_document_control.early.guessed_documents import guessed_documents
        from mkdocs_document_control.figure_blocks import Figures
        from mkdocs_document_control.rule_pages import pages_of_rules
        from mkdocs_document_control.sanitizer import Sanitizer
        from mkdocs_document_control.text_drawing import as_mkdocs_gets_it, draw_text

        try:
            places = addresses(self.root, self.config.docs_dir, ())
        except PluginError:
            return
        documents = guessed_documents(self.config.docs_dir, places, self.day)
        pages = [*documents.values(), *pages_of_rules()]
        uris = {each.src_uri for each in pages}
        attached = (each.by_name.values() for page in documents.values() if (each := page.origin))
        uris |= {each.uri for all_of_one in attached for each in all_of_one if each.uri}
        lost = Unguessed()
        made = {each: File(each, None, self.config.site_dir, self.config.use_directory_urls) for each in uris}
        files = GuessedFiles(made, lost)
        paths = {page.origin.path: name for name, page in documents.items() if page.origin}
        self.current.links, self.current.files = GuessedLinks(documents, paths, lost), files
        cleaning = Cleaning(files, Sanitizer(mermaid=outside.brings_mermaid(self.config)), Figures(self.store))
        remarks = Remarks()
        for planned in (each for each in pages if each.markdown):
            # Whoever began this may have been ended in a way that it could not tell.
            if os.getppid() != parent:
                return
            markdown = as_mkdocs_gets_it(planned.markdown)
            page = Page(None, made[planned.src_uri], self.config)
            lost.any, files.asked = False, {}
            self.current.begin(planned)
            try:
                piece = partial(
                    draw_text, page, planned, markdown, config=self.config, files=files, clean=cleaning.cleaned
                )
                drawn, said = remarks.beside(piece)
            except (NoGuessError, RecursionError):
                continue
            if lost.any or said:
                continue
            text = _Text(tuple(self.current.asked.items()), files.asked)
            digest = _digest(settings, page.file, planned, markdown)
            spool.add(pickle.dumps((digest, text)), dumped((drawn, said)))


def begin_early(  # noqa: PLR0913 - what a build begins with
    config: MkDocsConfig,
    current: CurrentPage,
    repository: Repository,
    earlier: EarlyWork | None = None,
    *,
    day: date,
    store: Store | None = None,
) -> EarlyWork:
    """The work that can be done before anything is known; an `earlier` build of this process has kept what it did."""
    if earlier:
        store, templates = earlier.store, earlier.templates
    else:
        store = store or open_store(repository.git_dir, repository.root, Path(__file__).parent.parent)
        templates = compiled_templates(store)
    early = EarlyWork(config, current, store, Path(repository.root), day, templates)
    early.begin()
    return early
