"""The words of nodes and edges as a chart's text writes them."""

from __future__ import annotations

import re
from html import unescape

__all__ = ["plain_words"]

_BREAK = re.compile(r"<br\s*/?\s*>|\\n", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,200})?/?>")
_ENTITY = re.compile(r"#(\w{1,12});")
_ICON = re.compile(r"\bfa[bklrs]?:fa-[\w-]+")
_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)


def plain_words(written: str) -> str:
    """The words without marks for looks; a line break stays one.

    Characters are also written as `#35;` or `#quot;`, because a semicolon or a hash could end a statement.
    """
    text = written.strip()
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = re.sub(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)", "", text[1:-1])
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = unescape(_ENTITY.sub(_character, text))
    text = _UNSEEN.sub(" ", _ICON.sub("", text))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return f"&#{name};" if name.isdecimal() else f"&{name};"
