"""Notices, folded passages and tabs as Python-Markdown has them: a line with a mark, and indented content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

__all__ = ["folds"]

_FIRST_LINE = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<kinds>[\w\-]+(?:[ \t]+[\w\-]+)*)?[ \t]*(?:\"(?P<title>[^\"]*)\")?[ \t]*$"
    r"|(?P<tab>===[!+]*)[ \t]+(?:\"(?P<name>[^\"]*)\"|'(?P<other>[^']*)')[ \t]*$"
)
_INDENT = 4


def folds(parser: MarkdownIt) -> None:
    """The parser takes them for what they are and not for a paragraph and a block of code."""
    parser.block.ruler.before("fence", "fold", _fold, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _fold(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    if state.is_code_block(first):
        return False
    begin = state.bMarks[first] + state.tShift[first]
    if state.src[begin : begin + 3] not in ("!!!", "???", "==="):
        return False
    found = _FIRST_LINE.match(state.src[begin : state.eMarks[first]])
    if found is None or not (found["tab"] or found["kinds"] or found["title"] is not None):
        return False
    if silent:
        return True
    indent = state.sCount[first] + _INDENT
    after = _after(state, first, last, indent)
    kinds = " ".join((found["kinds"] or "").lower().split())
    titles = (found["title"], found["name"], found["other"])
    title = next((each for each in titles if each is not None), kinds.partition(" ")[0].capitalize())
    _open(state, "tabbed" if found["tab"] else f"admonition {kinds}".rstrip(), title, first)
    _inside(state, first + 1, after, indent)
    state.push("fold_close", "div", -1)
    state.line = after
    return True


def _after(state: StateBlock, first: int, last: int, indent: int) -> int:
    """The line after the content: the first that is not indented, blank lines at the end left out."""
    after = first + 1
    for line in range(first + 1, last):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent:
            break
        after = line + 1
    return after


def _open(state: StateBlock, kind: str, title: str, line: int) -> None:
    opening = state.push("fold_open", "div", 1)
    opening.attrs = {"class": kind}
    if not title:
        return
    state.push("fold_title_open", "p", 1).attrs = {"class": "admonition-title"}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [line, line + 1], []
    state.push("fold_title_close", "p", -1)


def _inside(state: StateBlock, first: int, after: int, indent: int) -> None:
    before = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "fold", after, indent
    state.md.block.tokenize(state, first, after)
    state.parentType, state.lineMax, state.blkIndent = before
