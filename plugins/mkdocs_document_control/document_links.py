"""Python-Markdown extension: links by id and by path as on a forge, `table` blocks, figures (settled.md 21, 27)."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeVar, cast
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import escape
from mkdocs.utils import get_relative_url

from mkdocs_document_control.figure_blocks import FigureBlocks
from mkdocs_document_control.plain_texts import mark_plain_texts
from mkdocs_document_control.table_block import TableBlocks

if TYPE_CHECKING:
    from markdown import Markdown
    from mkdocs.structure.files import Files

    from mkdocs_document_control.forge import Forge
    from mkdocs_document_control.links import Target
    from mkdocs_document_control.page import Origin, PlannedPage

__all__ = ["CurrentPage", "DocumentLinks"]

_REFERENCE = r"\[\[(?P<target>[^\[\]|\n]{1,140})(?:\|(?P<words>[^\[\]\n]*))?\]\]"
_RAW = re.compile(
    r"(?P<start><(?P<tag>a|img)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s(?P<name>href|src)\s*=\s*(?P<quote>[\"'])(?P<to>.*?)(?P=quote)",
    re.IGNORECASE | re.DOTALL,
)

# Before the code of a text is taken aside by its fences (25), and after its lines are made even (30).
_BEFORE_FENCES = 28
# After escapes and code (190, 180) have been seen, and before links (160) take the inner brackets.
_BEFORE_LINKS = 165
# After attribute lists (8) may have set an address, and before MkDocs checks them (0).
_BEFORE_MKDOCS = 1


Question = Literal["destination", "reference", "edit"]
"""In which way a link names what it leads to; the last is where a file is edited."""
Answer: TypeAlias = "Target | str | None"
_Address = TypeVar("_Address", str, "str | None")


class _Links(Protocol):
    """What says where links lead."""

    def resolve(self, origin: Origin | None, destination: str) -> Target | None:
        """The place that a destination names."""

    def reference(self, text: str) -> Target | None:
        """The document that `[[...]]` names."""

    def unlisted(self, here: str, destination: str) -> Target | None:
        """The page that a text names by its place on the site."""

    def stands(self, path: str) -> bool:
        """Whether a file can be edited."""


class CurrentPage:
    """The page whose text is being rendered, and what its links can lead to."""

    def __init__(self) -> None:
        """No page is being rendered."""
        self.page: PlannedPage | None = None
        self.links: _Links | None = None
        self.files: Files | None = None
        self.forge: Forge | None = None
        self.asked: dict[tuple[Question, str], Answer] = {}
        """What the links of the page have asked, each with the answer."""
        self.changing: set[str] = set()
        """The addresses to which links of a text of the past lead, where that is not what it was then."""

    def begin(self, page: PlannedPage | None) -> None:
        """The text of this page is rendered next."""
        self.page = page
        self.asked, self.changing = {}, set()

    def target(self, destination: str) -> Target | None:
        """The place that a destination on this page names."""
        return cast("Target | None", self._asked("destination", destination))

    def reference(self, text: str) -> Target | None:
        """The document that `[[...]]` on this page names."""
        return cast("Target | None", self._asked("reference", text))

    def ask(self, page: PlannedPage, question: Question, text: str) -> Answer:
        """What a link on a page would be told; nothing is noted."""
        if self.links is None:
            return None
        if question == "edit":
            # Of the past nothing can be edited.
            editable = self.forge is not None and page.past is None and self.links.stands(text)
            return self.forge.edit(text) if self.forge and editable else None
        if question == "reference":
            return self.links.reference(text)
        return self.links.resolve(page.origin, text) or self.links.unlisted(page.src_uri, text)

    def _asked(self, question: Question, text: str) -> Answer:
        answer = self.asked[question, text] = self.ask(self.page, question, text) if self.page else None
        return answer

    def on_forge(self, target: Target) -> str | None:
        """Where the forge shows a file that the site does not have; None where there is none, or no forge."""
        if target.file is None or self.forge is None:
            return None
        address = self.forge.file(target.file, folder=target.folder)
        return self._noted(target, f"{address}#{target.fragment}" if address and target.fragment else address)

    def edit(self, path: str) -> str | None:
        """Where the forge edits a file; None where the branch does not have it, or nobody edits there."""
        return cast("str | None", self._asked("edit", path))

    def source_path(self, target: Target) -> str:
        """The place as a link from this page, in the terms of Markdown files, for MkDocs to follow and check.

        Of a text of the past MkDocs knows nothing.
        """
        return self.address(target) if self.page and self.page.past else self._in_terms_of_files(target)

    def _in_terms_of_files(self, target: Target) -> str:
        start = posixpath.dirname(self.page.src_uri) if self.page else ""
        path = quote(posixpath.relpath(target.src_uri or "", start or "."))
        return f"{path}#{target.fragment}" if target.fragment else path

    def address(self, target: Target) -> str:
        """The place as an address relative to this page's own, for what MkDocs does not follow."""
        here = self.files.get_file_from_path(self.page.src_uri) if self.files and self.page else None
        there = self.files.get_file_from_path(target.src_uri) if self.files and target.src_uri else None
        if here is None or there is None:
            return self._in_terms_of_files(target)
        path = get_relative_url(there.url, here.url)
        return self._noted(target, f"{path}#{target.fragment}" if target.fragment else path)

    def _noted(self, target: Target, address: _Address) -> _Address:
        if address and self.page and self.page.past and not target.fixed:
            self.changing.add(address)
        return address


class DocumentLinks(Extension):
    """Makes the links of a manual work on its site."""

    def __init__(self, current: CurrentPage, *, draws_diagrams: bool) -> None:
        """`current` is told before each page which it is; `draws_diagrams` says whether the site brings a program."""
        super().__init__()
        self._current = current
        self.draws_diagrams = draws_diagrams
        self._plain: dict[object, set[str]] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown gives
        """The parts take their places."""
        mark_plain_texts(md, self._plain)
        md.preprocessors.register(TableBlocks(md, self._current), "qms-tables", _BEFORE_FENCES)
        figures = FigureBlocks(md, drawn_by_site=self.draws_diagrams)
        md.preprocessors.register(figures, "qms-figures", _BEFORE_FENCES)
        md.inlinePatterns.register(_References(self._current), "qms-references", _BEFORE_LINKS)
        md.treeprocessors.register(_Paths(md, self._current), "qms-paths", _BEFORE_MKDOCS)


class _References(InlineProcessor):
    """`[[SOP-004]]` becomes a link with the document's id and title."""

    def __init__(self, current: CurrentPage) -> None:
        super().__init__(_REFERENCE)
        self._current = current

    # The stubs know the signature of old patterns alone; an InlineProcessor gets the text and returns a span of it.
    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name that Python-Markdown gives
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | str | None, int | None, int | None]:
        """The link, or nothing where there is no such document."""
        target = self._current.reference(m["target"])
        if target is None:
            return None, None, None
        element = Element("a" if target.src_uri else "span")
        element.text = m["words"] or target.label
        if target.src_uri:
            element.set("href", self._current.source_path(target))
            element.set("data-qms-done", "")
        return element, m.start(0), m.end(0)


class _Paths(Treeprocessor):
    """Links and images lead to the pages and files of the site."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        super().__init__(md)
        self._current = current

    def run(self, root: Element) -> None:
        """Every link of the text is followed, those in raw HTML too."""
        for element in list(root.iter()):
            if element.tag in ("a", "img"):
                self._follow(element, "href" if element.tag == "a" else "src")
        blocks = self.md.htmlStash.rawHtmlBlocks
        for place, block in enumerate(blocks):
            if isinstance(block, str):
                blocks[place] = _RAW.sub(self._follow_raw, block)

    def _follow(self, element: Element, attribute: str) -> None:
        destination = element.get(attribute)
        if element.attrib.pop("data-qms-done", None) is not None or not destination:
            return
        target = self._current.target(destination)
        if target is None:
            return
        if target.src_uri:
            element.set(attribute, self._current.source_path(target))
            return
        is_image = element.tag == "img"
        address = None if is_image else self._current.on_forge(target)
        if address:
            element.set(attribute, address)
            return
        element.text = (element.text or "") + element.get("alt", "")
        element.tag = "span"
        element.attrib.clear()
        words = target.remark or ("not part of this site" if is_image else "")
        if words:
            remark = Element("small")
            remark.text = f" ({words})"
            element.append(remark)

    def _follow_raw(self, found: re.Match[str]) -> str:
        target = self._current.target(unescape(found["to"]))
        if target is None:
            return found[0]
        on_forge = self._current.on_forge(target) if found["tag"].lower() == "a" else None
        address = self._current.address(target) if target.src_uri else on_forge
        # Without an address a link is words, and the cleaning puts words in the place of an image.
        return f'{found["start"]} {found["name"]}="{escape(address)}"' if address else found["start"]
