"""`table` blocks: a fence named `table` with `file: tools.csv` is shown as a table (settled.md 21)."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from typing import TYPE_CHECKING

import yaml
from markdown.preprocessors import Preprocessor

from mkdocs_document_control.templates import fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

    from mkdocs_document_control.document_links import CurrentPage

__all__ = ["TableBlocks"]

_FENCE = re.compile(r"(?P<indent> *)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_FOLD = re.compile(r" *(?:!!! |\?\?\?\+? |===[!+]* ?[\"']|\[\^[^\]]+\]:|: {3}|[-*+] |\d+[.)] )")
_CODE_INDENT = 4
_LARGEST_BLOCK = 2_000
"""Characters: more than a file and a caption need, and too few to nest deeply."""
_MOST_ROWS = 5000


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
            if opening["info"].split()[:1] == ["table"] and _is_shown(kept, len(opening["indent"])):
                stored = self.md.htmlStash.store(self._table(block[1:-1]))
                kept += ["", opening["indent"] + stored, ""]
            else:
                kept += block
            place = end + 1
        return kept

    def _table(self, block: Sequence[str]) -> str:
        options = _options("\n".join(block))
        name = options.get("file", "")
        page = self._current.page
        attached = page.origin.by_name.get(name) if page and page.origin else None
        if attached is None or attached.uri is None:
            return fragment("table_missing.html.jinja", name=name)
        try:
            rows = list(csv.reader(io.StringIO(attached.content.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            return fragment("table_missing.html.jinja", name=name)
        rows = [row for row in rows if any(cell.strip() for cell in row)][:_MOST_ROWS]
        target = self._current.target(name)
        return fragment(
            "table.html.jinja",
            caption=options.get("caption", ""),
            name=posixpath.basename(name),
            address=self._current.address(target) if target else "",
            head=rows[0] if rows else [],
            rows=rows[1:],
        )


def _closing(lines: Sequence[str], start: int, opening: re.Match[str]) -> int | None:
    """The line that closes a fence; None where nothing does."""
    mark = opening["mark"]
    closed = re.compile(rf" {{0,{len(opening['indent']) + 3}}}{re.escape(mark)}{re.escape(mark[0])}*[ \t]*$")
    return next((place for place in range(start + 1, len(lines)) if closed.match(lines[place])), None)


def _is_shown(before: Sequence[str], indent: int) -> bool:
    """Whether an indented fence is content of an admonition, tab, list or the like, and not a block of code."""
    if indent < _CODE_INDENT:
        return True
    for line in reversed(before):
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            return bool(_FOLD.match(line))
    return False


def _options(block: str) -> dict[str, str]:
    """The block's fields as they are written; empty where it cannot be read."""
    if len(block) > _LARGEST_BLOCK or block.count("[") + block.count("{") > _LARGEST_BLOCK // 20:
        return {}
    try:
        # Every scalar stays the characters as written, and no tag makes anything.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        return {}
    fields = loaded.items() if isinstance(loaded, dict) else ()
    return {str(key): value for key, value in fields if isinstance(value, str)}
