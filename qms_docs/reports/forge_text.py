"""Text of documents in comments on GitHub, GitLab and Gitea, where it must do nothing but be read.

A forge looks for more than Markdown in a comment: it turns names, numbers of issues, addresses and hashes of commits
into links and tells people that they were mentioned, also where the text was escaped as HTML, because it looks at what
was rendered. What it looks for is therefore broken by a word joiner, which nobody sees. Lines that begin with a slash
are orders to bots: no text of a document may stand first in a line.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["code", "command", "fitting", "html_text", "inline", "prose", "quiet_html", "short"]

_JOINER = "\N{WORD JOINER}"
_BEFORE_A_NAME = re.compile(
    r"[@#!$%&~^*](?=[\w\"'/{+\-])|:(?=//|[\w+\-]+:|\d+\])|[\[{](?=[\[+\-])|\](?=\()|\bG[HL](?=-\d)|www(?=\.)",
    re.IGNORECASE,
)
"""What begins a mention, a reference, an address, an emoji or an inline difference, where one can follow."""
_HASH = re.compile(r"(?<!\w)[0-9a-f]{7,64}(?!\w)", re.IGNORECASE)
"""What may be the hash of a commit."""
_NO_HASH = 5
"""Digits that are too few for one."""
_NOT_UNICODE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"([\\`*_\[\]|~$])|[&<>]")
"""What is markup within a line, where no bracket is left to begin a link; in a table a bar ends a cell."""
_PLAIN_WORD = re.compile(r"[\w.\-]+", re.ASCII)
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LONGEST = 500
_TAG = re.compile(r"(<[^<>]*>|&#10;)")
"""An element; also a line of code that ends, because an empty line within HTML would end the HTML."""


def fitting(lines: Iterable[str], most: int) -> list[str]:
    """The first of the lines, as many as fit into so many characters with their ends."""
    kept: list[str] = []
    for line in lines:
        most -= len(line) + 1
        if most < 0:
            break
        kept.append(line)
    return kept


def short(text: str, most: int = _LONGEST) -> str:
    """The text on one line, cut where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most].rstrip()}{_ELLIPSIS}"


def inline(text: str, most: int = _LONGEST) -> str:
    """The text within a line of Markdown, on one line; it must not stand first in it."""
    return _escaped(short(text, most))


def prose(text: str, most: int = _LONGEST) -> str:
    """The same for a sentence of ours that has names of fields and commands between backticks: they are code."""
    parts = short(text, most).split("`")
    if len(parts) % 2 == 0:
        return inline(text, most)
    return "".join(code(part) if place % 2 else _escaped(part) for place, part in enumerate(parts))


def code(text: str) -> str:
    """A name as code within a line of Markdown."""
    return f"<code>{inline(text)}</code>"


def command(words: str, *names: str) -> str:
    """A command to copy, with names of documents; one that is no plain word is not offered to be copied."""
    if all(_PLAIN_WORD.fullmatch(each) for each in names):
        return f"`{words.format(*names)}`"
    return code(words.format(*names))


def html_text(text: str) -> str:
    """The text within a block of HTML."""
    return escape(_inert(text))


def quiet_html(html: str) -> str:
    """A piece of HTML in whose words a forge would look nothing up."""
    parts = _TAG.split(html)
    return "".join(part if place % 2 else html_text(unescape(part)) for place, part in enumerate(parts))


def _escaped(text: str) -> str:
    """The text without a character that is markup; an ampersand could otherwise make another one."""
    return _MARKUP.sub(lambda found: f"\\{found[1]}" if found[1] else escape(found[0]), _inert(text))


def _inert(text: str) -> str:
    """The text with nothing in it that a forge would look up."""
    said = _NOT_UNICODE.sub("\N{REPLACEMENT CHARACTER}", printable(text))
    return _HASH.sub(_divided, _BEFORE_A_NAME.sub(rf"\g<0>{_JOINER}", said))


def _divided(found: re.Match[str]) -> str:
    return _JOINER.join(found[0][place : place + _NO_HASH] for place in range(0, len(found[0]), _NO_HASH))
