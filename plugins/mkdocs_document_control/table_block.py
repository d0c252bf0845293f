"""`table` blocks: a fence named `table` with `file: tools.csv` is shown as a table (settled.md 21)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from mkdocs_document_control.fence_blocks import FenceBlocks
from mkdocs_document_control.templates import fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

    from mkdocs_document_control.attachments import Attached
    from mkdocs_document_control.document_links import CurrentPage

__all__ = ["TableBlocks"]

_NAME = "table"


class TableBlocks(FenceBlocks):
    """Takes the `table` blocks out of a text and puts tables in their place; other fences are left alone."""

    def __init__(self, md: Markdown, current: CurrentPage) -> None:
        """`current` knows the files of the page."""
        super().__init__(md)
        self._current = current

    def shown(self, info: str, block: Sequence[str]) -> str | None:
        """The table of a block; None for other fences."""
        if not info.lstrip().startswith(_NAME):
            return None
        from qms_docs.sources.tables import is_table_fence

        return self._table(block) if is_table_fence(info) else None

    def _table(self, block: Sequence[str]) -> str:
        from qms_docs.sources.tables import shown_table

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
