"""`table` blocks: a fence named `table` with `file: tools.csv` reads as a table (settled.md 21)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from qms_docs.rendering.events import end, start, words
from qms_docs.sources.tables import shown_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qms_docs.model.table import Table
    from qms_docs.rendering.events import Event

__all__ = ["data_table"]


def data_table(block: str, file: Callable[[str], bytes | None]) -> Iterator[Event]:
    """The table of a block, or what is wrong with it; `file` gives the bytes of a file by the name of the block."""
    reading = shown_table(block, file)
    if reading.table is not None:
        yield from _table(reading.table)
        return
    yield start("p")
    for fault in reading.faults:
        yield words(f"{fault.fact} ")
    yield end("p")


def _table(table: Table) -> Iterator[Event]:
    yield from (start("table"), start("caption"), words(f"{table.caption} "))
    yield from (start("a", href=table.name), words(posixpath.basename(table.name)), end("a"), end("caption"))
    yield from (start("thead"), *_row([each.title for each in table.columns], "th"), end("thead"), start("tbody"))
    for row in table.rows:
        yield from _row(row, "td")
    yield from (end("tbody"), end("table"))


def _row(cells: Sequence[str], tag: str) -> Iterator[Event]:
    yield start("tr")
    for cell in cells:
        yield from (start(tag), words(cell), end(tag))
    yield end("tr")
