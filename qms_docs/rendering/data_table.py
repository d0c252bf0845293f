"""`table` blocks: a fence named `table` with `file: tools.csv` reads as a table (settled.md 21)."""

from __future__ import annotations

import csv
import io
import posixpath
from typing import TYPE_CHECKING

from qms_docs.rendering.events import end, start, words
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, YamlScalar, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qms_docs.rendering.events import Event

__all__ = ["data_table"]

_LARGEST_BLOCK = 2_000
_MOST_ROWS, _MOST_CELLS = 5_000, 100_000


def data_table(block: str, table: Callable[[str], bytes | None]) -> Iterator[Event]:
    """The table of a block, or a sentence where its file is missing or is none."""
    options = _options(block)
    name = options.get("file", "")
    rows = _rows(table(name) if name else None)
    if not rows:
        yield from (start("p"), words(f"The table {name or 'of this block'} cannot be shown."), end("p"))
        return
    yield from (start("table"), start("caption"), words(f"{options.get('caption', '')} "))
    yield from (start("a", href=name), words(posixpath.basename(name)), end("a"), end("caption"))
    yield from (start("thead"), *_row(rows[0], "th"), end("thead"), start("tbody"))
    for row in rows[1:]:
        yield from _row(row, "td")
    yield from (end("tbody"), end("table"))


def _options(block: str) -> dict[str, str]:
    """The block's fields as they are written; empty where it cannot be read."""
    if len(block) > _LARGEST_BLOCK:
        return {}
    try:
        node = read_yaml(block)
    except YamlFaultError:
        return {}
    fields = node.items.items() if isinstance(node, YamlMapping) else ()
    return {name: value.text for name, value in fields if isinstance(value, YamlScalar)}


def _rows(content: bytes | None) -> list[list[str]]:
    """The rows that hold anything, all as long as the longest."""
    if content is None:
        return []
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return []
    rows = [row for row in rows if any(cell.strip() for cell in row)][:_MOST_ROWS]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows[: _MOST_CELLS // max(width, 1)]]


def _row(cells: Sequence[str], tag: str) -> Iterator[Event]:
    yield start("tr")
    for cell in cells:
        yield from (start(tag), words(cell), end(tag))
    yield end("tr")
