"""`table` blocks: a fence named `table` with `file: tools.csv` is shown as a table (settled.md 21)."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from markdown.preprocessors import Preprocessor

from mkdocs_document_control.templates import fragment
from qms_docs.sources.tables import is_table_fence, shown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

    from mkdocs_document_control.attachments import Attached
    from mkdocs_document_control.document_links import CurrentPage

__all__ = ["TableBlocks"]

_FENCE = re.compile(r"(?P<indent> *)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_FOLD = re.compile(r" *(?:!!! |\?\?\?\+? |===[!+]* ?[\"']|\[\^[^\]]+\]:|: {3}|[-*+] |\d+[.)] )")
_CODE_INDENT = 4


class TableBlocks(Preprocessor):
    """Takes the `table` blocks out of a text and puts tables in their place; other fences are left alone."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        """`current` knows the files of the page."""
        super().__init__(md)
        self._current = current

    def run(self, lines: list[str]) -> list[str]:
        """The lines with tables in place of the blocks."""
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
            if is_table_fence(opening["info"]) and _is_shown(kept, len(opening["indent"])):
                stored = self.md.htmlStash.store(self._table(_unindented(block[1:-1], len(opening["indent"]))))
                kept += ["", opening["indent"] + stored, ""]
            else:
                kept += block
            place = end + 1
        return kept

    def _table(self, block: Sequence[str]) -> str:
        attached: dict[str, Attached] = {}

        def file(name: str) -> bytes | None:
            origin = self._current.page.origin if self._current.page else None
            found = origin.file(name) if origin else None
            if found is None:
                return None
            attached[name] = found
            return found.content

        reading = shown_table("\n".join(block), file)
        if reading.table is None:
            return fragment("table_missing.html.jinja", reason=reading.reason)
        table = reading.table
        target = self._current.target(table.name)
        return fragment(
            "table.html.jinja",
            table=table,
            name=posixpath.basename(attached[table.name].path),
            address=self._current.address(target) if target and target.src_uri else "",
            edit=self._current.edit(attached[table.name].path),
        )


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
