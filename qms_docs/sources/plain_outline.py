"""The outline of a text that is plain enough to be understood without a parser, as most are.

Where there is anything that a parser might see otherwise the answer is that only parsing can tell. So what is found
here is what parsing would find; a test holds both against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.outline import Link, LinkKind, Outline
from qms_docs.sources.headings import Headings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.sources.slugs import Slugs

__all__ = ["FOLD", "plain_outline"]

FOLD = r"(?:!!! |\?\?\?\+? |===[!+]* ?[\"']|\[\^[^\]]+\]:|:   )"
"""What begins an admonition, a set of tabs, a footnote or a definition, whose content is indented."""
_NOT_PLAIN = ("\\", "\t", "\r", "\0", "```", "~~~", "]:")
"""Escapes, code, and what gives words in brackets an address."""
_MARKUP = re.compile(r"<[A-Za-z/!?]")
_LEAD = r"[ *+\-0-9.)]"
"""What may stand before the text of a line that belongs to a list."""
_LINE_IN_DOUBT = re.compile(
    # The line below a heading of two lines; then what a list or a quotation may make of a line: code, a heading, levels
    # without end.
    rf"\n(?:(?P<under> *(?:=+|-+) *(?=\n|\Z))|{_LEAD}*>|{_LEAD}{{21}}|{_LEAD}* {{4}}{_LEAD}*(?:\#|[^\n]*\[)"
    rf"|{_LEAD}*[*+\-0-9]{_LEAD}*\#| *{FOLD}"
    # A blank that is none for Markdown, but is cut off where a paragraph begins.
    rf"|{_LEAD}*[^\S \n])"
)
_HEADING = re.compile(r"\n {0,3}(?P<marks>\#{1,6})(?: (?P<text>[^\n]*))?(?=\n|\Z)")
_NO_WORDS = re.compile(r"[`*_\[\]<&|!]|\#$")
_PARAGRAPH_END = re.compile(r"\n *\n")
_REFERENCE = re.compile(
    r"(?P<image>!)?\[(?P<words>[^\[\]\n|*_]*)\]\((?P<to>[^()<>|\"&\x00-\x20\x7f]+)(?: \"[^\"\n|]*\")?\)"
    r"|(?<!!)\[\[(?P<id>[^\[\]|\n*_]{1,140})(?P<own>\|[^\[\]\n*_]*)?\]\](?!\()"
    r"|\[[^\[\]\n|]*\](?![\[(:])"
)
"""A link or an image, a document, or words in brackets, which are words where no address is defined for them."""
_IN_DOUBT = re.compile(r"[`<&]")
_DELIMITERS = re.compile(r"\|(?: *:?-+:? *\|)+")


def plain_outline(body: str, first_line: int, slugs: Slugs, *, formulas: bool) -> Outline | None:
    """Headings, links and anchors of a text; None where only parsing can tell."""
    if any(each in body for each in _NOT_PLAIN) or (formulas and "$" in body) or ("<" in body and _MARKUP.search(body)):
        return None
    # Every line has a break before it.
    lines = f"\n{body}"
    if any(not _is_rule(lines, each) for each in _LINE_IN_DOUBT.finditer(lines)):
        return None
    headings, links = Headings(slugs), []
    line, counted = first_line - 1, 0
    for found in _HEADING.finditer(lines):
        words = (found["text"] or "").strip()
        if _NO_WORDS.search(words) or _is_below_table(lines, found.start()):
            return None
        line += lines.count("\n", counted, found.start() + 1)
        counted = found.start() + 1
        headings.add(len(found["marks"]), words, line)
    for paragraph, start in _paragraphs(body, first_line) if "[" in body else ():
        found_links = _links(paragraph, start)
        if found_links is None:
            return None
        links += found_links
    return Outline(headings=tuple(headings.found), links=tuple(links), anchors=frozenset(headings.anchors))


def _is_rule(lines: str, found: re.Match[str]) -> bool:
    """Whether a line that could make a heading of the one above it stands below a blank one."""
    above = lines[lines.rfind("\n", 0, found.start()) + 1 : found.start()]
    return found["under"] is not None and not above.strip(" ")


def _is_below_table(lines: str, end: int) -> bool:
    """Whether the line that ends there could be one of a table, which might go on."""
    return "|" in lines[lines.rfind("\n", 0, end) + 1 : end]


def _paragraphs(body: str, first_line: int) -> Iterator[tuple[str, int]]:
    """The pieces between blank lines in which there may be a link, with the line on which each begins."""
    start, counted, line = 0, 0, first_line
    for end in (*(each.start() for each in _PARAGRAPH_END.finditer(body)), len(body)):
        if "[" in (paragraph := body[start:end]):
            line += body.count("\n", counted, start)
            counted = start
            yield paragraph, line
        start = end


def _links(paragraph: str, line: int) -> list[Link] | None:
    """The links of a paragraph; None where something in it might make them anything else."""
    found = list(_REFERENCE.finditer(paragraph))
    rest = _REFERENCE.sub("", paragraph)
    if _IN_DOUBT.search(paragraph) or "[" in rest or "]" in rest or not _are_cells(paragraph, rest, found):
        return None
    lines = (line + paragraph.count("\n", 0, each.start()) for each in found)
    links = (_link(each, place) for each, place in zip(found, lines, strict=True))
    return [each for each in links if each.destination]


def _are_cells(paragraph: str, rest: str, found: list[re.Match[str]]) -> bool:
    """Whether bars divide lines into cells of which none is left out, or do nothing at all."""
    if "|" not in rest:
        return True
    if any(each["own"] for each in found):
        return False
    lines = [each.strip(" ") for each in paragraph.strip("\n").split("\n")]
    in_order = all(each.startswith("|") and each.endswith("|") and len(each) > 1 for each in lines)
    alike = len({each.count("|") for each in lines}) == 1
    return in_order and alike and len(lines) > 1 and _DELIMITERS.fullmatch(lines[1]) is not None


def _link(found: re.Match[str], line: int) -> Link:
    if found["id"]:
        return Link(kind=LinkKind.LINK, destination=found["id"].strip(), line=line, text=found["id"], by_id=True)
    kind = LinkKind.IMAGE if found["image"] else LinkKind.LINK
    return Link(kind=kind, destination=found["to"] or "", line=line, text=found["words"] or "")
