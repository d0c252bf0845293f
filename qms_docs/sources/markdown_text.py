"""What a Markdown text refers to, and its headings, by parsing it (settled.md 21)."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from qms_docs.model.outline import Heading, Link, LinkKind, Outline
from qms_docs.sources.excess import excess
from qms_docs.sources.figures_in_text import undrawn_figures
from qms_docs.sources.slugs import Slugs, slug_ascii
from qms_docs.sources.table_blocks import is_table_fence, read_table_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from qms_docs.model.table import TableBlock

__all__ = ["outline_of"]

_DOCUMENT_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,140})(?:\|[^\[\]\n]*)?\]\]")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<more>.*)")
_FOLD = re.compile(r" *(?:!!! |\?\?\?\+? |===[!+]* ?[\"']|\[\^[^\]]+\]:|:   )")
_NUMBERED = re.compile(r"(.*)_([0-9]{1,9})")
_HEADING_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{(?=[^{}]*[#.=])[^{}]*\}[ \t]*$")
_HEADING_ID = re.compile(r"\{(?=[^{}]*\}[ \t]*$)[^{}]*#(?P<anchor>[^\s{}]+)")
_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style|textarea)\b[^<>]*>.*?(?=</(?P=raw)|\Z)|<[!?][^>]*"
    r"|(?P<tag><[a-z](?>[^<>=]++|=\s*+\"[^\"]*\"|=\s*+'[^']*'|=)*+>)",
    re.IGNORECASE | re.DOTALL,
)
"""A start tag, or what hides tags: a comment, a script, a declaration."""


def outline_of(
    body: str, first_line: int = 1, slugs: Slugs = slug_ascii, *, formulas: bool = False, figures: bool = False
) -> Outline:
    """The headings, references and anchors of a text; code is left out.

    `first_line` is the line of the file on which the text begins; `figures` asks which figures cannot be drawn, and
    `formulas` says whether the site takes `$` for the sign of one. A text with an excess has an empty outline.
    """
    if excess(body):
        return Outline()
    reader = _Reader(first_line, slugs)
    tokens = _parser().parse(_unfolded(body))
    reader.read(tokens)
    return Outline(
        headings=tuple(reader.headings),
        links=tuple(reader.links),
        anchors=frozenset(reader.anchors),
        tables=tuple(reader.tables),
        undrawn=undrawn_figures(tokens, first_line, formulas=formulas) if figures else (),
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table")
    # Destinations are wanted as they are written, and none may be passed over because of its scheme.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _unfolded(body: str) -> str:
    """The text with the indented content of admonitions, tabs, footnotes and definitions moved out, line by line.

    CommonMark would take such content for code, whereas the site shows it.
    """
    lines: list[str] = []
    folds: list[int] = []
    fence: str | None = None
    for line in body.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and fence is None:
            while folds and indent < folds[-1]:
                folds.pop()
        kept = line[min(indent, folds[-1] if folds else 0) :]
        mark = _FENCE.match(kept)
        if mark and fence is None:
            fence = mark["mark"]
        elif mark and fence is not None:
            fence = None if mark["mark"].startswith(fence) and not mark["more"].strip() else fence
        elif fence is None and _FOLD.match(kept):
            folds.append((folds[-1] if folds else 0) + len(kept) - len(kept.lstrip(" ")) + 4)
        lines.append(kept)
    return "\n".join(lines)


class _Reader:
    """Gathers what the tokens of a text hold."""

    def __init__(self, first_line: int, slugs: Slugs) -> None:
        self._first_line = first_line
        self._slugs = slugs
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.tables: list[TableBlock] = []
        self._free_after: dict[tuple[str, int], int] = {}
        """Up to which number every one after this one is used, so that thousands of equal headings are counted once."""

    def read(self, tokens: list[Token]) -> None:
        """Everything that the tokens hold is gathered; anchors that are set by hand come before those of headings."""
        headings: list[tuple[int, Token]] = []
        for place, token in enumerate(tokens):
            line = self._first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open":
                headings.append((int(token.tag[1:]), tokens[place + 1]))
            elif token.type == "inline":
                self._inline(token.children or [], line)
            elif token.type == "html_block":
                self._html(token.content, line)
            elif token.type == "fence" and is_table_fence(token.info):
                self._table(token.content, line)
        for level, token in headings:
            self._heading(level, token)

    def _inline(self, tokens: list[Token], line: int) -> None:
        for place, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                line += 1
            elif token.type == "image":
                self._add(LinkKind.IMAGE, str(token.attrs.get("src", "")), line, token.content)
            elif token.type == "link_open":
                self._add(LinkKind.LINK, str(token.attrs.get("href", "")), line, _words_of_link(tokens, place + 1))
            elif token.type == "html_inline":
                self._html(token.content, line)
            elif token.type == "text":
                for link in _DOCUMENT_LINK.finditer(token.content):
                    self._add(LinkKind.LINK, link["target"].strip(), line, link["target"], by_id=True)

    def _add(self, kind: LinkKind, destination: str, line: int, text: str, *, by_id: bool = False) -> None:
        if destination:
            self.links.append(Link(kind=kind, destination=destination, line=line, text=text, by_id=by_id))

    def _html(self, content: str, line: int) -> None:
        for tag, attributes, offset in _tags(content):
            self.anchors.update(value for name, value in attributes.items() if name in ("id", "name") and value)
            if tag == "img":
                self._add(LinkKind.IMAGE, attributes.get("src", ""), line + offset, attributes.get("alt", ""))
            elif tag == "a":
                self._add(LinkKind.LINK, attributes.get("href", ""), line + offset, "")

    def _table(self, content: str, line: int) -> None:
        block = read_table_block(content, line)
        self.tables.append(block)
        self._add(LinkKind.TABLE, block.file, block.file_line, "")

    def _heading(self, level: int, token: Token) -> None:
        text = _words(token.children or [])
        by_hand = _HEADING_ID.search(text)
        text = _HEADING_ATTRIBUTES.sub("", text).strip()
        anchor = by_hand["anchor"] if by_hand else self._unused(self._slugs(text))
        self.anchors.add(anchor)
        line = self._first_line + (token.map[0] if token.map else 0)
        self.headings.append(Heading(level=level, text=text, anchor=anchor, line=line))

    def _unused(self, anchor: str) -> str:
        """The anchor with the number that the toc extension adds to a repeated or empty one."""
        if anchor and anchor not in self.anchors:
            return anchor
        numbered = _NUMBERED.fullmatch(anchor)
        stem, number = (numbered[1], int(numbered[2]) + 1) if numbered else (anchor, 1)
        passed: list[tuple[str, int]] = []
        while f"{stem}_{number}" in self.anchors:
            passed.append((stem, number))
            number = self._free_after.get((stem, number), number + 1)
        self._free_after.update(dict.fromkeys(passed, number))
        return f"{stem}_{number}"


def _words(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline"))


def _words_of_link(tokens: list[Token], start: int) -> str:
    places = range(start, len(tokens))
    end = next((place for place in places if tokens[place].type == "link_close"), len(tokens))
    return _words(tokens[start:end])


def _tags(content: str) -> Iterator[tuple[str, dict[str, str], int]]:
    """Tag, attributes and line (from 0) of each start tag in a piece of HTML."""
    line, counted = 0, 0
    for found in _TAG.finditer(content):
        if found["tag"]:
            line += content.count("\n", counted, found.start())
            counted = found.start()
            yield (*_Attributes.of(found["tag"]), line)


class _Attributes(HTMLParser):
    """The name and the attributes of one start tag; of a longer text HTMLParser can take hours (CVE-2025-6069)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: tuple[str, dict[str, str]] = ("", {})

    @classmethod
    def of(cls, tag: str) -> tuple[str, dict[str, str]]:
        """Name and attributes."""
        parser = cls()
        parser.feed(tag)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The tag is kept."""
        self.found = tag, {name: (value or "").strip() for name, value in attrs}
