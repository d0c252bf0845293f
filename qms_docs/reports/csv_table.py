"""Tables as CSV (RFC 4180); a cell that a spreadsheet would take for a formula begins with an apostrophe."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["cell", "csv_table"]

_FORMULA = ("=", "+", "-", "@")


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table with the names of its columns."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return written.getvalue()


def cell(value: object) -> str:
    """A value as a cell, which no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
