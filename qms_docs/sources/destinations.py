"""The destinations of a Markdown text, found without parsing it where that is certain."""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["candidate_destinations", "certain_destinations", "local_destination"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")
_NEEDS_PARSING = re.compile(r"[`~]{3,}[ \t]*table\b")
_ESCAPES = frozenset("&\\(")
_POSSIBLE = (
    re.compile(r"\](?:\(|:)(?=\s*<([^<>\n]*)>)"),
    re.compile(r"\](?:\(|:)(?=\s*([^\s)<]+))"),
    # In a quotation the next line begins with the mark of the quotation.
    re.compile(r"\](?:\(|:)(?=[ \t]*\n[ \t>]*<([^<>\n]*)>)"),
    re.compile(r"\](?:\(|:)(?=[ \t]*\n[ \t>]*([^\s)<]+))"),
    re.compile(r"(?:src|href)(?=[\s>]*=[\s>]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))", re.IGNORECASE),
)
"""Each looks ahead only, so that one that was taken for a destination does not hide the next."""
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_SPANNING = re.compile(r"^[ >]*(?:```|~~~)|\]:|<(?:!|\?|script|pre|style|textarea)", re.IGNORECASE | re.MULTILINE)
"""What can make code or markup of a later paragraph, or a link of words elsewhere."""
_DOUBTFUL = re.compile(r"[`<\\&\t]|^ {4}|^[ >]*>", re.MULTILINE)
_PLAIN_LINK = re.compile(r"\[[^\[\]\n|]*\]\(([^\s()<>|\"]+)(?: \"[^\"\n|]*\")?\)")


def candidate_destinations(body: str) -> frozenset[str] | None:
    """Every destination that a text may have, by a quick look; None where only parsing can tell.

    It may name too many (code is not left out) but never too few.
    """
    if _NEEDS_PARSING.search(body):
        return None
    found = _possible(body)
    return None if any(set(each) & _ESCAPES for each in found) else frozenset(found)


def certain_destinations(body: str) -> frozenset[str] | None:
    """The destinations of a text in which each is a plain `[words](destination)`; None where parsing has to tell.

    A paragraph with a possible destination must hold nothing that could make it anything else: no code, no markup, no
    escape, no indentation.
    """
    if _SPANNING.search(body):
        return None
    certain: set[str] = set()
    for paragraph in _PARAGRAPH_END.split(body):
        possible = _possible(paragraph)
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


def local_destination(destination: str) -> str | None:
    """The path that a destination names, percent-encoding undone; None for other places and anchors alone."""
    if _SCHEME.match(destination) or destination.startswith("/"):
        return None
    path = unquote(re.split(r"[?#]", destination, maxsplit=1)[0], errors="surrogateescape")
    return path or None


def _possible(body: str) -> set[str]:
    found = (each.groups() for pattern in _POSSIBLE for each in pattern.finditer(body))
    return {next(filter(None, groups), "").strip() for groups in found} - {""}
