"""Formulas as pymdownx.arithmatex reads them: between dollars, brackets behind backslashes, and as environments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

__all__ = ["FORMULA_BLOCK", "FORMULA_IN_LINE", "formulas"]

FORMULA_IN_LINE, FORMULA_BLOCK = "formula", "formula_block"
"""The tokens."""
_INLINE = re.compile(
    r"(?<!\$)\$(?![\s$])(?P<dollar>(?:\\.|[^\\$])+?)(?<!\s)\$(?!\$)|\\\((?P<round>(?:\\[^)]|[^\\])+?)\\\)", re.DOTALL
)
_BLOCK = re.compile(
    r"\$\$(?P<dollar>(?:\\.|[^\\$])+?)\$\$|\\\[(?P<square>(?:\\[^\]]|[^\\])+?)\\\]"
    r"|(?P<whole>\\begin\{(?P<name>[a-z]+\*?)\}(?:\\.|[^\\])+?\\end\{(?P=name)\})",
    re.DOTALL,
)
_LONGEST = 20_000


def formulas(parser: MarkdownIt) -> None:
    """The parser finds formulas before it looks for emphasis, lists and headings in them."""
    parser.inline.ruler.before("escape", FORMULA_IN_LINE, _in_line)
    parser.block.ruler.before("fence", FORMULA_BLOCK, _by_itself)


def _in_line(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    if state.src[state.pos] not in "$\\":
        return False
    found = _INLINE.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST))
    if found is None:
        return False
    if not silent:
        state.push(FORMULA_IN_LINE, "", 0).content = found["dollar"] or found["round"]
    state.pos = found.end()
    return True


def _by_itself(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    if state.is_code_block(first):
        return False
    begin = state.bMarks[first] + state.tShift[first]
    if not state.src.startswith(("$$", "\\[", "\\begin{"), begin):
        return False
    after = first + 1
    while after < last and not state.isEmpty(after) and state.sCount[after] >= state.blkIndent:
        after += 1
    found = _BLOCK.fullmatch(state.getLines(first, after, state.blkIndent, False)[:_LONGEST].strip())  # noqa: FBT003 - as the parser has it
    if found is None:
        return False
    if not silent:
        token = state.push(FORMULA_BLOCK, "", 0)
        token.content, token.map = found["dollar"] or found["square"] or found["whole"], [first, after]
        state.line = after
    return True
