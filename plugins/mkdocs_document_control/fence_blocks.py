"""Fences whose content is shown as something other than code."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from markdown.preprocessors import Preprocessor

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FenceBlocks"]

_FENCE = re.compile(r"(?P<indent> *)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_FOLD = re.compile(r" *(?:!!! |\?\?\?\+? |===[!+]* ?[\"']|\[\^[^\]]+\]:|: {3}|[-*+] |\d+[.)] )")
_CODE_INDENT = 4


class FenceBlocks(Preprocessor, ABC):
    """Takes fences of a kind out of a text and puts what they show in their place; other fences are left alone."""

    @abstractmethod
    def shown(self, info: str, block: Sequence[str]) -> str | None:
        """The HTML of a block by the words behind its fence; None leaves it as it is."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines with HTML in place of the blocks."""
        kept: list[str] = []
        place = 0
        while place < len(lines):
            opening = _FENCE.match(lines[place])
            end = _closing(lines, place, opening) if opening else None
            if opening is None or end is None:
                kept.append(lines[place])
                place += 1
                continue
            block = lines[place : end + 1]
            indent = len(opening["indent"])
            html = self.shown(opening["info"], _unindented(block[1:-1], indent)) if _is_shown(kept, indent) else None
            if html is None:
                kept += block
            else:
                kept += ["", opening["indent"] + self.md.htmlStash.store(html), ""]
            place = end + 1
        return kept


def _closing(lines: Sequence[str], start: int, opening: re.Match[str]) -> int | None:
    """The line that closes a fence; None where nothing does."""
    mark = opening["mark"]
    closed = re.compile(rf" {{0,{len(opening['indent']) + 3}}}{re.escape(mark)}{re.escape(mark[0])}*[ \t]*$")
    return next((place for place in range(start + 1, len(lines)) if closed.match(lines[place])), None)


def _unindented(lines: Sequence[str], indent: int) -> list[str]:
    """The lines without as many blanks as the fence has before it."""
    return [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines]


def _is_shown(before: Sequence[str], indent: int) -> bool:
    """Whether an indented fence is content of an admonition, tab, list or the like, and not a block of code."""
    if indent < _CODE_INDENT:
        return True
    for line in reversed(before):
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            return bool(_FOLD.match(line))
    return False
