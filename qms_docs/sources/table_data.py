"""From the bytes of a data file, in CSV or YAML, to titles and rows of plain text."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import FaultKind
from qms_docs.sources.fields import nearest
from qms_docs.sources.yaml_lines import short
from qms_docs.sources.yaml_text import Node, YamlFaultError, YamlMapping, YamlScalar, YamlSequence, read_yaml
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["DataError", "Row", "TableData", "read_table_data"]

_LARGEST = 2_000_000
_MOST_ROWS, _MOST_COLUMNS, _MOST_VALUES = 5_000, 60, 200_000
"""More than anybody reads on one page, and few enough to be drawn in time."""
_LONGEST_TITLES = 20_000
"""Characters within which the separator of the titles has to show."""
_SEPARATORS = (",", ";", "\t")
_STATED = re.compile(r"sep=(?P<mark>[,;\t])\r?\n")
"""The line by which Excel is told, and tells, what separates the cells."""
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_YAML = (".yml", ".yaml")
_EXPORT = "Save it as CSV in UTF-8; Excel calls that “CSV UTF-8”."
_DIVIDE = "Divide it, or link to the file in place of showing it."


class DataError(Exception):
    """A file that is no table; `line` counts from 1."""

    def __init__(self, fact: str, line: int, remedy: str, kind: FaultKind = FaultKind.UNREADABLE) -> None:
        """`fact` is a clause that says what is wrong, `remedy` a sentence that says what to do."""
        super().__init__(fact)
        self.fact = fact
        self.line = line
        self.remedy = remedy
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and the line on which it begins."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TableData:
    """The titles of the columns, and rows that have a cell for each of them."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int
    """On which the titles stand."""


def read_table_data(name: str, content: bytes) -> TableData:
    """The table that a data file holds; its name says whether it is CSV or YAML.

    Rows without anything in them are left out. Raises DataError.
    """
    if len(content) > _LARGEST:
        raise DataError(f"it is larger than {_LARGEST // 1_000_000} MB", 1, _DIVIDE)
    text = _text(content)
    if posixpath.splitext(name)[1].lower() in _YAML:
        return _bounded(_from_yaml(text))
    return _bounded(_from_csv(text))


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError("this line is not UTF-8", line, _EXPORT) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError("this line holds a NUL character, as in a file that is no text", line, _EXPORT)
    if not text.strip():
        raise DataError("it is empty", 1, "Write the titles of the columns in the first line.")
    return text


def _bounded(data: TableData) -> TableData:
    if not data.titles:
        raise DataError("it has no columns", data.line, "Give each column a title.")
    if len(data.titles) > _MOST_COLUMNS:
        fact = f"it has {len(data.titles):,} columns, more than {_MOST_COLUMNS}"
        raise DataError(fact, data.line, "Leave columns out, or link to the file in place of showing it.")
    if len(data.rows) > _MOST_ROWS:
        fact = f"it has {len(data.rows):,} rows, more than {_MOST_ROWS:,}"
        raise DataError(fact, data.rows[_MOST_ROWS].line, _DIVIDE)
    return data


def _from_csv(text: str) -> TableData:
    stated = _STATED.match(text)
    body = text[stated.end() :] if stated else text
    first_line = 2 if stated else 1
    rows = list(_csv_rows(body, stated["mark"] if stated else _separator(body), first_line))
    if not rows:
        raise DataError("it has no cell with anything in it", 1, "Write the titles of the columns in the first line.")
    return _even(rows[0], rows[1:], "the first line has")


def _separator(text: str) -> str:
    """What separates the titles: in many countries Excel writes semicolons, because the comma is for decimals."""
    titles = _QUOTED.sub("", text[:_LONGEST_TITLES]).lstrip("\r\n").partition("\n")[0]
    return next((each for each in _SEPARATORS if each in titles), ",")


def _csv_rows(text: str, separator: str, first_line: int) -> Iterator[Row]:
    """The rows that hold anything, by RFC 4180; a cell in quotation marks may have several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = first_line
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(error, begins) from error
        row = Row(tuple(each.strip() for each in cells), begins)
        begins = reader.line_num + first_line
        if any(row.cells):
            yield row


def _broken(error: csv.Error, line: int) -> DataError:
    """What the parser complains about, in the row that begins on this line."""
    if "field larger" in str(error):
        fact = f"a cell of this row has more than {csv.field_size_limit():,} characters"
        return DataError(f"{fact}, perhaps because a quotation mark is never closed", line, "Close the quotation mark.")
    if "unexpected end" in str(error):
        return DataError("a quotation mark of this row is never closed", line, 'Put a `"` at the end of the cell.')
    fact = "a cell of this row goes on behind its closing quotation mark"
    return DataError(fact, line, 'Write a quotation mark within a cell twice (`""`), or export the file again.')


def _even(titles: Row, rows: Sequence[Row], named: str) -> TableData:
    """Every row with as many cells as there are titles; empty ones at the end, as programs leave them, do not count."""
    width = max((place for place, each in enumerate(titles.cells, 1) if each), default=0)
    found = [Row(_without_end(row.cells, width), row.line) for row in rows]
    uneven = [row for row in found if len(row.cells) != width]
    if uneven:
        more = f" (and {len(uneven) - 1:,} more like it)" if len(uneven) > 1 else ""
        got = f"{len(uneven[0].cells)} {'cell' if len(uneven[0].cells) == 1 else 'cells'}"
        fact = f"this row has {got}, and {named} {width}{more}"
        remedy = "Add what is missing, or put cells that contain the separator in quotation marks."
        raise DataError(fact, uneven[0].line, remedy, FaultKind.WRONG_TYPE)
    if "" in titles.cells[:width]:
        fact = f"column {titles.cells.index('') + 1} has no title"
        raise DataError(fact, titles.line, "Give every column a title.", FaultKind.WRONG_TYPE)
    return TableData(titles.cells[:width], tuple(found), titles.line)


def _without_end(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] if not any(cells[width:]) else cells


def _from_yaml(text: str) -> TableData:
    try:
        node = read_yaml(text, most_values=_MOST_VALUES)
    except YamlFaultError as error:
        raise DataError(error.fact, error.line, error.remedy) from error
    if not isinstance(node, YamlSequence):
        line = 1 if node is None else node.line
        raise DataError("it is not a list of rows", line, "Begin each row with `- `, and give it the same fields.")
    if not node.items:
        raise DataError("it has no rows", node.line, "Write one row, so that the columns have titles.")
    if all(isinstance(each, YamlSequence) for each in node.items):
        titles, *rows = (Row(tuple(_cells(each)), each.line) for each in node.items)
        return _even(titles, [row for row in rows if any(row.cells)], "the first row has")
    return _from_mappings(node.items)


def _cells(row: Node) -> Iterator[str]:
    for item in row.items if isinstance(row, YamlSequence) else ():
        yield _cell(item, row.line)


def _from_mappings(items: Sequence[Node]) -> TableData:
    """Rows as fields, which are the same in each."""
    titles: tuple[str, ...] = ()
    rows: list[Row] = []
    for item in items:
        if not isinstance(item, YamlMapping):
            remedy = "Write each row as fields (`tool: Gauge`), or all of them as lists with the titles first."
            raise DataError("this row is no group of fields as the first one", item.line, remedy)
        titles = titles or tuple(item.items)
        _refuse_other_fields(item, titles)
        rows.append(Row(tuple(_cell(item.items[each], item.lines[each]) for each in titles), item.line))
    if "" in titles:
        raise DataError("a field has no name", items[0].line, "Give it one.", FaultKind.WRONG_TYPE)
    return TableData(titles, tuple(row for row in rows if any(row.cells)), items[0].line)


def _refuse_other_fields(row: YamlMapping, titles: Sequence[str]) -> None:
    for name, line in row.lines.items():
        if name not in titles:
            like = nearest(name, [each.lower() for each in titles])
            meant = next((each for each in titles if each.lower() == like), None)
            remedy = f"Did you mean `{meant}`?" if meant else f"Each row has the same fields: {', '.join(titles)}."
            fact = f"this row has a field `{short(name)}`, which the first row has not"
            raise DataError(fact, line, remedy, FaultKind.WRONG_TYPE)
    for name in titles:
        if name not in row.items:
            fact = f"this row has no field `{short(name)}`, which the first row has"
            raise DataError(fact, row.line, f"Add `{short(name)}:`, empty if need be.", FaultKind.WRONG_TYPE)


def _cell(node: Node, line: int) -> str:
    """The characters as they are written."""
    if isinstance(node, YamlScalar):
        return node.text.strip()
    raise DataError("a list or a group of fields stands where one value should stand", line, "Write it as one text.")
