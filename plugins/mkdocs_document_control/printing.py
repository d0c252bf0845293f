"""Texts of documents as the site shows them, for paper: with the site's extensions, and links that lead further."""

from __future__ import annotations

import re
from html import unescape
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin

from markdown import Markdown
from markupsafe import escape
from mkdocs.structure.files import File

from mkdocs_document_control.addresses import addresses
from mkdocs_document_control.document_links import CurrentPage, DocumentLinks
from mkdocs_document_control.figure_blocks import Figures, draw_formulas_here
from mkdocs_document_control.forge import Branches, forge_of
from mkdocs_document_control.links import Target
from mkdocs_document_control.page import PlannedPage
from mkdocs_document_control.plan import Terms
from mkdocs_document_control.planning import plan_site
from mkdocs_document_control.revision_pages import HowMany
from mkdocs_document_control.sanitizer import Sanitizer
from mkdocs_document_control.tab_titles import TabTitles
from qms_docs.exports.site_text import Elsewhere, SiteText, SiteTexts
from qms_docs.failures import CannotCheckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_document_control.document_links import Answer, Question
    from qms_docs.exports.site_text import WantedText
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["printed_texts", "texts_in_turn"]

_NO_PAST = HowMany(archive=0, redlines=0)
"""Paper leads to the page of a document, which says what became of each revision."""
_FILES, _PAPER = "files/", "paper/"
"""Where the HTML finds images, and where the documents on the same paper, until it is put together."""
_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [\w:-]+=\"[^\"]*\")*)(?P<end>/?>)")
_ATTRIBUTE = re.compile(r" (?P<name>[\w:-]+)=\"(?P<value>[^\"]*)\"")


def printed_texts(
    config: MkDocsConfig, source: ManualSource, manual: Manual, wanted: Sequence[WantedText], together: frozenset[str]
) -> SiteTexts:
    """The texts; `together` are the ids of the documents that stand on the same paper, to which links lead there."""
    printing = _Printing(config, source, manual)
    place = Elsewhere(documents=dict.fromkeys(together, ""))
    texts = tuple(printing.text(each, place) for each in wanted)
    return SiteTexts(texts=texts, style=_style(), files=printing.files, site_name=config.site_name)


def texts_in_turn(
    config: MkDocsConfig, source: ManualSource, manual: Manual, wanted: Iterable[tuple[WantedText, Elsewhere]]
) -> Iterator[SiteTexts]:
    """Each text by itself with its images, one after the other: nothing is held of those before."""
    printing = _Printing(config, source, manual)
    style = _style()
    for text, place in wanted:
        printing.files = {}
        rendered = printing.text(text, place)
        yield SiteTexts(texts=(rendered,), style=style, files=printing.files, site_name=config.site_name)


def _style() -> str:
    return (package_files("mkdocs_document_control") / "assets" / "print.css").read_text(encoding="utf-8")


class _PaperPage(CurrentPage):
    """Where the links of a text lead from paper."""

    def __init__(self, config: MkDocsConfig, documents: Mapping[str, str]) -> None:
        super().__init__()
        self.place = Elsewhere(documents={})
        self._config = config
        self._documents = documents

    def ask(self, page: PlannedPage, question: Question, text: str) -> Answer:
        """What a link is told; of what readers may not know it is no more than the id that stands there."""
        answer = super().ask(page, question, text)
        if question == "edit" or not isinstance(answer, Target) or not self.place.unnamed:
            return answer
        named = self._documents.get(answer.src_uri or "") or text.partition("#")[0].partition("@")[0].strip()
        return Target(src_uri=None, label=named, remark="left out") if named in self.place.unnamed else answer

    def source_path(self, target: Target) -> str:
        """A place on the same paper, a file of the text, or the full address on the site; empty where there is none."""
        src_uri = target.src_uri or ""
        origin = self.page.origin if self.page else None
        if origin and any(each.uri == src_uri for each in (*origin.by_name.values(), *origin.by_path.values())):
            return _FILES + quote(src_uri)
        document = self._documents.get(src_uri)
        if document is not None and document in self.place.documents:
            return f"{_PAPER}{quote(document, safe='')}/{quote(target.fragment)}"
        address = site_address(self._config, src_uri)
        return f"{address}#{target.fragment}" if address and target.fragment else address or ""

    def address(self, target: Target) -> str:
        """The same, for what is written as HTML."""
        return self.source_path(target)


class _Printing:
    """Renders one text after the other."""

    def __init__(self, config: MkDocsConfig, source: ManualSource, manual: Manual) -> None:
        docs = addresses(Path(source.repository.root), config.docs_dir, manual.policy.documents)
        terms = Terms(places=docs, taken=frozenset(), controlled=not manual.preview, many=_NO_PAST, today=source.today)
        plan = plan_site(source, manual, terms)
        self._docs = docs
        self.files: dict[str, bytes] = {}
        self._config = config
        self._plan = plan
        self._texts = plan.texts
        documents = {page.src_uri: page.document.id for page in plan.pages.values() if page.document}
        self._address_of = {document: src_uri for src_uri, document in documents.items()}
        self._page = _PaperPage(config, documents)
        self._page.links = plan.links
        branch = plan.manual.policy.release_branch or "main"
        self._page.forge = forge_of(config, docs.docs_folder, Branches(release=branch, shown=branch))
        self._sanitizer = Sanitizer(mermaid=False)
        self._figures = Figures(source.store)
        draw_formulas_here(config)
        extensions: list[Any] = [
            *config.markdown_extensions,
            DocumentLinks(self._page, draws_diagrams=False),
            TabTitles(),
        ]
        self._markdown = Markdown(extensions=extensions, extension_configs=config.mdx_configs)

    def text(self, wanted: WantedText, place: Elsewhere) -> SiteText:
        """One text with its images."""
        origin = self._texts.origin(wanted.text)
        self._page.place = place
        src_uri = self._docs.of(wanted.text.path)
        self._page.begin(PlannedPage(src_uri=src_uri, title="", template="", origin=origin))
        attached = {_FILES + quote(each.uri): each for each in origin.by_name.values() if each.uri}
        try:
            html = self._markdown.reset().convert(self._texts.body(wanted.text).replace("<![", "&lt;!["))
            cleaned = self._figures.drawn(self._sanitizer.clean(html, list(attached)))
        except RecursionError as error:
            fact = f"{wanted.document} has lists, quotations or emphasis within each other, deeper than can be drawn."
            raise CannotCheckError(fact, "Write it with fewer levels.") from error
        for name, each in attached.items():
            if each.uri and f'src="{escape(name)}"' in cleaned:
                self.files[name] = self._texts.attachments.files[each.uri]
        page = self._address_of.get(wanted.document)
        return SiteText(
            html=self._named(cleaned, wanted.document), address=site_address(self._config, page) if page else None
        )

    def _named(self, html: str, document: str) -> str:
        """The HTML with ids that no other document has, and links that lead somewhere."""
        return _TAG.sub(lambda tag: self._tag(tag, document), html)

    def _tag(self, tag: re.Match[str], document: str) -> str:
        def attribute(found: re.Match[str]) -> str:
            name, value = found["name"], unescape(found["value"])
            if name in ("id", "for"):
                value = _name(document, value)
            elif name == "headers":
                value = " ".join(_name(document, each) for each in value.split())
            elif name == "href" and value.startswith("#"):
                value = f"#{_name(document, value[1:])}"
            elif name == "href" and value.startswith(_PAPER):
                value = self._beside(value.removeprefix(_PAPER))
            elif name in ("href", "src") and value.startswith(_FILES) and self._page.place.file:
                content = self._texts.attachments.files.get(unquote(value.removeprefix(_FILES)))
                value = "" if content is None else self._page.place.file(content, value)
            elif name == "href" and value.startswith(_FILES):
                value = site_address(self._config, unquote(value.removeprefix(_FILES))) or ""
            if name == "href" and not value:
                return ""
            return f' {name}="{escape(value)}"'

        return f"<{tag['name']}{_ATTRIBUTE.sub(attribute, tag['attributes'])}{tag['end']}"

    def _beside(self, address: str) -> str:
        """Where a place of a document is that is shown as well."""
        document, _, fragment = map(unquote, address.partition("/"))
        there = self._page.place.documents[document]
        return there if there and not fragment else f"{there}#{_name(document, fragment)}"


def site_address(config: MkDocsConfig, src_uri: str) -> str | None:
    """Where readers find a page or file of the site; None where the settings do not say where the site is."""
    if not config.site_url or not src_uri:
        return None
    file = File(src_uri, "", "", config.use_directory_urls)
    return urljoin(config.site_url.rstrip("/") + "/", file.url)


def _name(document: str, anchor: str) -> str:
    """A place of a document among several."""
    return f"{document}--{anchor}" if anchor else document
