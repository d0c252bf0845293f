"""The destinations of a Markdown text, found without parsing it where that is certain."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from qms_docs.sources.excess import excess

__all__ = ["candidate_destinations", "certain_destinations", "local_destination"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_NEEDS_PARSING = re.compile(r"[`~]{3}[ \t]*table\b")
_LONGEST = 500
"""Characters of a destination up to which a quick look goes, so that no text makes it take long."""
_ESCAPES = frozenset("&\\(")
_OPENINGS = ("](", "]:")
_DESTINATION = rf"(?:<([^<>\n]{{0,{_LONGEST}}})|([^\x00-\x20\x7f)<][^\x00-\x20\x7f)]{{0,{_LONGEST}}}))"
_AFTER_OPENING = re.compile(rf"[ \t\n]*{_DESTINATION}")
_ON_THE_NEXT_LINE = re.compile(rf"[ \t]*\n[ \t]*>[ \t>]*{_DESTINATION}")
"""In a quotation every line begins with its mark."""
_BEFORE_THE_NEXT_LINE = frozenset(" \t\n")
"""By what that begins."""
_VALUE = rf"(?:\"([^\"]{{0,{_LONGEST}}})|'([^']{{0,{_LONGEST}}})|([^\s\"'>]{{1,{_LONGEST}}}))"
_ATTRIBUTE = re.compile(rf"(?:src|href)(?=[\s>]*=[\s>]*{_VALUE})", re.IGNORECASE)
"""Looks ahead only, so that one that was taken for a destination does not hide the next."""
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_SPANNING = ("```", "~~~", "]:")
_SPANNING_MARKUP = re.compile(r"<(?:!|\?|script|pre|style|textarea)", re.IGNORECASE)
"""What can make code or markup of a later paragraph, or a link of words elsewhere."""
_DOUBTFUL = re.compile(r"[`<\\&\t]|^ {4}|^[ >]*>", re.MULTILINE)
_PLAIN_LINK = re.compile(r"\[[^\[\]\n|]*\]\(([^\s()<>|\"]+)(?: \"[^\"\n|]*\")?\)")


def candidate_destinations(body: str) -> frozenset[str] | None:
    """Every destination that a text may have, by a quick look; None where only parsing can tell.

    It may name too many (code is not left out) but never too few.
    """
    if excess(body) or (_has_fence(body) and "table" in body and _NEEDS_PARSING.search(body)):
        return None
    found = _possible(body)
    unclear = any(set(each) & _ESCAPES or len(each) >= _LONGEST for each in found)
    return None if unclear else frozenset(found)


def certain_destinations(body: str) -> frozenset[str] | None:
    """The destinations of a text in which each is a plain `[words](destination)`; None where parsing has to tell.

    A paragraph with a possible destination must hold nothing that could make it anything else: no code, no markup, no
    escape, no indentation.
    """
    has_markup = "<" in body
    if excess(body) or any(each in body for each in _SPANNING) or (has_markup and _SPANNING_MARKUP.search(body)):
        return None
    certain: set[str] = set()
    for paragraph in _PARAGRAPH_END.split(body):
        # Nothing else is left that a destination could follow.
        possible = _possible(paragraph) if "](" in paragraph or (has_markup and "<" in paragraph) else None
        if not possible:
            continue
        plain = set(_PLAIN_LINK.findall(paragraph))
        if (
            plain != possible
            or _DOUBTFUL.search(paragraph)
            or paragraph.count("](") != len(_PLAIN_LINK.findall(paragraph))
        ):
            return None
        certain |= plain
    return frozenset(certain)


@lru_cache(10_000)
def local_destination(destination: str) -> str | None:
    """The path that a destination names, percent-encoding undone; None for other places and anchors alone."""
    if _SCHEME.match(destination) or destination.startswith("/"):
        return None
    path = unquote(re.split(r"[?#]", destination, maxsplit=1)[0], errors="surrogateescape")
    return path or None


def _has_fence(body: str) -> bool:
    return "`" in body or "~" in body


def _possible(body: str) -> set[str]:
    """Whatever stands where a destination could; found by fixed words, because most texts have few."""
    found: list[str | None] = []
    for opening in _OPENINGS:
        place = body.find(opening)
        while place >= 0:
            place += len(opening)
            if match := _AFTER_OPENING.match(body, place):
                found.append(match[match.lastindex or 0])
            if body[place : place + 1] in _BEFORE_THE_NEXT_LINE and (match := _ON_THE_NEXT_LINE.match(body, place)):
                found.append(match[match.lastindex or 0])
            place = body.find(opening, place)
    if "<" in body:
        found += [each[each.lastindex or 0].strip() for each in _ATTRIBUTE.finditer(body)]
    return {each for each in found if each}
