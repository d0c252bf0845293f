"""Rows at the end of a table that only grows (RFC 4180); what stands in it keeps its bytes."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["UnreadableTableError", "with_row", "with_rows"]

_USUAL_END = "\r\n"
_MERGE = re.compile(r"^(?:<{7}|>{7})(?: .*)?\r?$", re.MULTILINE)


class UnreadableTableError(Exception):
    """No row can be put at the end of the table; the message is a clause that says why."""


def with_row(content: bytes | None, row: Mapping[str, str]) -> bytes | None:
    """The table with the row at its end, under the columns that it has; None where the row stands in it already.

    A table that does not exist yet begins with the names of the row's columns. Line ends are those of the first line.
    Raises UnreadableTableError.
    """
    whole, added = with_rows(content, [row])
    return whole if added else None


def with_rows(content: bytes | None, rows: Sequence[Mapping[str, str]]) -> tuple[bytes | None, int]:
    """The same with several rows of the same columns; and how many of them did not stand in it."""
    if not rows:
        return content, 0
    text = "" if content is None else _decoded(content)
    if _MERGE.search(text):
        raise UnreadableTableError("an unfinished merge left its markers in it")
    before = _rows(text)
    heads = before[0] if before else list(rows[0])
    _require(heads, rows[0])
    known = {_cells(each, heads, rows[0]) for each in before[1:]}
    further = [each for each in dict.fromkeys(tuple(row.items()) for row in rows) if each not in known]
    new = [[dict(each).get(head, "") for head in heads] for each in further]
    if not new:
        return content, 0
    end = _line_end(text)
    joint = "" if not text or text[-1] in "\r\n" else end
    lines = [*([] if before else [heads]), *new]
    whole = f"{text}{joint}{''.join(_line(each, end) for each in lines)}"
    if _rows(whole) != [*(before or [heads]), *new]:
        raise UnreadableTableError("its last line does not end where it seems to")
    mark = b"\xef\xbb\xbf" if content is not None and content.startswith(b"\xef\xbb\xbf") else b""
    return mark + whole.encode(), len(new)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableTableError(f"line {line} is not UTF-8") from error


def _rows(text: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise UnreadableTableError(
            "it is no table of comma-separated values, perhaps because a quotation mark is never closed"
        ) from error


def _require(heads: list[str], row: Mapping[str, str]) -> None:
    """Raises UnreadableTableError for a first line that does not name every column once."""
    if len(heads) == 1 and (";" in heads[0] or "\t" in heads[0]):
        raise UnreadableTableError("its cells are not separated by commas")
    missing = [each for each in row if heads.count(each) != 1]
    if missing:
        raise UnreadableTableError(f"its first line does not name the column {missing[0]} once")


def _cells(cells: list[str], heads: list[str], row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = dict(zip(heads, cells, strict=False))
    return tuple((each, named.get(each, "")) for each in row)


def _line_end(text: str) -> str:
    at = text.find("\n")
    return _USUAL_END if at < 0 or text[at - 1 : at] == "\r" else "\n"


def _line(cells: list[str], end: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerow(cells)
    return stream.getvalue()
