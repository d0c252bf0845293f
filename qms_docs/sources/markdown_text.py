"""What a Markdown text refers to, and its headings, by parsing it (settled.md 21)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from qms_docs.model.outline import Heading, Link, LinkKind, Outline
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, YamlScalar, read_yaml

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Slugs", "outline_of", "slug_ascii"]

_DOCUMENT_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,140})(?:\|[^\[\]\n]*)?\]\]")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<more>.*)")
_FOLD = re.compile(r" *(?:!!! |\?\?\?\+? |===[!+]* ?[\"']|\[\^[^\]]+\]:|:   )")
_NUMBERED = re.compile(r"(.*)_([0-9]{1,9})")
_HEADING_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{(?=[^{}]*[#.=])[^{}]*\}[ \t]*$")
_HEADING_ID = re.compile(r"\{(?=[^{}]*\}[ \t]*$)[^{}]*#(?P<anchor>[^\s{}]+)")
_TABLE_FENCE = re.compile(r"table(?![\w-])")

Slugs = Callable[[str], str]
"""From the words of a heading to its anchor, before repeated ones are numbered."""


def slug_ascii(text: str) -> str:
    """The anchor that the toc extension gives by default: ASCII letters and digits, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def outline_of(body: str, first_line: int = 1, slugs: Slugs = slug_ascii) -> Outline:
    """The headings, references and anchors of a text; code is left out.

    `first_line` is the line of the file on which the text begins.
    """
    reader = _Reader(first_line, slugs)
    reader.read(_parser().parse(_unfolded(body)))
    return Outline(headings=tuple(reader.headings), links=tuple(reader.links), anchors=frozenset(reader.anchors))


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
            elif token.type == "fence" and _TABLE_FENCE.match(token.info.strip()):
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
                self._add(LinkKind.LINK, str(token.attrs.get("href", "")), line, _words_of_link(tokens[place + 1 :]))
            elif token.type == "html_inline":
                self._html(token.content, line)
            elif token.type == "text":
                for link in _DOCUMENT_LINK.finditer(token.content):
                    self._add(LinkKind.LINK, link["target"].strip(), line, link["target"], by_id=True)

    def _add(self, kind: LinkKind, destination: str, line: int, text: str, *, by_id: bool = False) -> None:
        if destination:
            self.links.append(Link(kind=kind, destination=destination, line=line, text=text, by_id=by_id))

    def _html(self, content: str, line: int) -> None:
        for tag, attributes, offset in _Tags.of(content):
            self.anchors.update(value for name, value in attributes.items() if name in ("id", "name") and value)
            if tag == "img":
                self._add(LinkKind.IMAGE, attributes.get("src", ""), line + offset, attributes.get("alt", ""))
            elif tag == "a":
                self._add(LinkKind.LINK, attributes.get("href", ""), line + offset, "")

    def _table(self, content: str, line: int) -> None:
        try:
            node = read_yaml(content)
        except YamlFaultError:
            return
        file = node.items.get("file") if isinstance(node, YamlMapping) else None
        if isinstance(file, YamlScalar):
            self._add(LinkKind.TABLE, file.text, line + file.line, "")

    def _heading(self, level: int, token: Token) -> None:
        text = _words(token.children or [])
        by_hand = _HEADING_ID.search(text)
        text = _HEADING_ATTRIBUTES.sub("", text).strip()
        anchor = by_hand["anchor"] if by_hand else _unused(self._slugs(text), self.anchors)
        self.anchors.add(anchor)
        line = self._first_line + (token.map[0] if token.map else 0)
        self.headings.append(Heading(level=level, text=text, anchor=anchor, line=line))


def _unused(anchor: str, used: set[str]) -> str:
    """The anchor with the number that the toc extension adds to a repeated or empty one."""
    while anchor in used or not anchor:
        numbered = _NUMBERED.fullmatch(anchor)
        anchor = f"{numbered[1]}_{int(numbered[2]) + 1}" if numbered else f"{anchor}_1"
    return anchor


def _words(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type in ("text", "code_inline"))


def _words_of_link(tokens: list[Token]) -> str:
    end = next((place for place, token in enumerate(tokens) if token.type == "link_close"), len(tokens))
    return _words(tokens[:end])


class _Tags(HTMLParser):
    """The start tags of a piece of HTML with their attributes and lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str], int]] = []

    @classmethod
    def of(cls, content: str) -> list[tuple[str, dict[str, str], int]]:
        """Tag, attributes and line (from 0) of each start tag."""
        parser = cls()
        parser.feed(content)
        parser.close()
        return parser.found

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - as HTMLParser calls it
        """A marked section such as `<![x]>` is passed over: HTML knows none, and the parser would raise."""
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The tag is kept."""
        self.found.append((tag, {name: (value or "").strip() for name, value in attrs}, self.getpos()[0] - 1))
