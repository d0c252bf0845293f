"""Attribute lists (`{#scope .note width=300}`): they say how something looks, and are not read."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

__all__ = ["without_attributes"]

_LIST = r"\{:?[ ]*(?:[#.][^\s{}]+|[\w:-]+=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s{}]+))(?:[ ][^{}]*)?\}"
_BEHIND = re.compile(_LIST)
_AT_END = re.compile(rf"[ \t]*{_LIST}[ \t]*$")
_ALONE = re.compile(r"\{:[^{}]*\}[ \t]*$")
_CLOSING = frozenset(("image", "link_close", "em_close", "strong_close", "code_inline"))


def without_attributes(tokens: Sequence[Token]) -> None:
    """Attribute lists are taken out where Python-Markdown takes them: behind an element, at the end of a block."""
    for place, token in enumerate(tokens):
        if token.type != "inline" or not token.children or "{" not in token.content:
            continue
        opened = tokens[place - 1].type if place else ""
        _behind_elements(token.children)
        _at_end(token.children, heading=opened in ("heading_open", "th_open", "td_open"))


def _behind_elements(children: list[Token]) -> None:
    for before, each in pairwise(children):
        if before.type in _CLOSING and each.type == "text":
            found = _BEHIND.match(each.content)
            if found:
                each.content = each.content[found.end() :]


def _at_end(children: list[Token], *, heading: bool) -> None:
    last = children[-1]
    if last.type != "text":
        return
    if heading:
        last.content = _AT_END.sub("", last.content)
    elif len(children) > 1 and children[-2].type == "softbreak" and _ALONE.match(last.content):
        del children[-2:]
