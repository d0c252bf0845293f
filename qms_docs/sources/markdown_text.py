"""What a Markdown text refers to, and its headings, by parsing it."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from qms_docs.model.outline import Link, LinkKind, Outline
from qms_docs.sources.figures_in_text import undrawn_figures
from qms_docs.sources.headings import Headings
from qms_docs.sources.plain_outline import FOLD
from qms_docs.sources.table_blocks import is_table_fence, read_table_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from qms_docs.model.table import TableBlock
    from qms_docs.sources.slugs import Slugs

__all__ = ["parsed_outline"]

_DOCUMENT_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,140})(?:\|[^\[\]\n]*)?\]\]")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<more>.*)")
_FOLD = re.compile(rf" *{FOLD}")
_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style|textarea)\b[^<>]*>.*?(?=</(?P=raw)|\Z)|<[!?][^>]*"
    r"|(?P<tag><[a-z](?>[^<>=]++|=\s*+\"[^\"]*\"|=\s*+'[^']*'|=)*+>)",
    re.IGNORECASE | re.DOTALL,
)
"""A start tag, or what hides tags: a comment, a script, a declaration."""


def parsed_outline(  # noqa: PLR0913 - as `outline_of`
    body: str, first_line: int, slugs: Slugs, *, formulas: bool, footnotes: bool = False, figures: bool
) -> Outline:
    """The headings, references and anchors of a text, as `outlines.outline_of` says; code is left out."""
    reader = _Reader(first_line)
    tokens = _parser(footnotes).parse(_unfolded(body))
    headings = Headings(slugs, reader.read(tokens))
    for level, text, line in reader.headings:
        headings.add(level, text, line)
    return Outline(
        headings=tuple(headings.found),
        links=tuple(reader.links),
        anchors=frozenset(headings.anchors),
        tables=tuple(reader.tables),
        undrawn=undrawn_figures(tokens, first_line, formulas=formulas) if figures else (),
    )


@cache
def _parser(with_footnotes: bool) -> MarkdownIt:  # noqa: FBT001 - the key of what is cached
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table")
    # Destinations are wanted as they are written, and none may be passed over because of its scheme.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    if with_footnotes:
        # They stay where they stand, so that nothing is left out that the site shows.
        parser.use(footnote_plugin, inline=False, move_to_end=False)
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

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self.headings: list[tuple[int, str, int]] = []
        """Level, words and line of each."""
        self.links: list[Link] = []
        self.tables: list[TableBlock] = []
        self._anchors: set[str] = set()

    def read(self, tokens: list[Token]) -> set[str]:
        """Everything that the tokens hold is gathered; the anchors that are set by hand are given."""
        for place, token in enumerate(tokens):
            line = self._first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open":
                self.headings.append((int(token.tag[1:]), _words(tokens[place + 1].children or []), line))
            elif token.type == "inline":
                self._inline(token.children or [], line)
            elif token.type == "html_block":
                self._html(token.content, line)
            elif token.type == "footnote_reference_open":
                self._anchors.add(f"fn:{token.meta['label']}")
            elif token.type == "fence" and is_table_fence(token.info):
                self._table(token.content, line)
        return self._anchors

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
            elif token.type == "footnote_ref":
                self._anchors.add(f"fnref:{token.meta['label']}")
            elif token.type == "text":
                for link in _DOCUMENT_LINK.finditer(token.content):
                    self._add(LinkKind.LINK, link["target"].strip(), line, link["target"], by_id=True)

    def _add(self, kind: LinkKind, destination: str, line: int, text: str, *, by_id: bool = False) -> None:
        if destination:
            self.links.append(Link(kind=kind, destination=destination, line=line, text=text, by_id=by_id))

    def _html(self, content: str, line: int) -> None:
        for tag, attributes, offset in _tags(content):
            self._anchors.update(value for name, value in attributes.items() if name in ("id", "name") and value)
            if tag == "img":
                self._add(LinkKind.IMAGE, attributes.get("src", ""), line + offset, attributes.get("alt", ""))
            elif tag == "a":
                self._add(LinkKind.LINK, attributes.get("href", ""), line + offset, "")

    def _table(self, content: str, line: int) -> None:
        block = read_table_block(content, line)
        self.tables.append(block)
        self._add(LinkKind.TABLE, block.file, block.file_line, "")


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
