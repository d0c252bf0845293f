"""The table that a `table` block shows, worked out of its text and the bytes of its data file alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import FaultKind
from qms_docs.model.table import Column, Table, TableFault, TableReading
from qms_docs.sources.fields import nearest
from qms_docs.sources.table_blocks import is_table_fence, read_table_block
from qms_docs.sources.table_data import DataError, read_table_data
from qms_docs.sources.yaml_lines import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qms_docs.model.table import ChosenColumn, TableBlock
    from qms_docs.sources.table_data import TableData

__all__ = ["fenced_tables", "is_table_fence", "read_table", "read_table_block", "shown_table"]

_NUMBER = re.compile(
    r"[+\-\u2212]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[ .,'\u2019\u00a0\u202f]\d{3})+)(?:[.,]\d+)?(?:[ \u00a0\u202f]?%)?"
)
"""Also with groups of digits and a decimal comma; what begins with a further zero is a part number and no number."""
_NOTHING = frozenset({"", "-", "\u2013", "\u2014"})
"""An empty cell, or a dash in its place."""
_FEW = 12


def shown_table(content: str, file: Callable[[str], bytes | None]) -> TableReading:
    """The table of a block, for readers; `file` gives the bytes of its data file by the name that the block writes.

    Lines of its faults are counted from the fence as line 1.
    """
    block = read_table_block(content)
    data = file(block.file) if block.file else None
    if block.file and data is None:
        fact = f"Its data file {short(block.file)} does not exist here."
        fault = TableFault(kind=FaultKind.MISSING, line=block.file_line, fact=fact, remedy="Correct the name.")
        return TableReading(None, (*block.faults, fault))
    return read_table(block, data or b"")


def fenced_tables(file: Callable[[str], bytes | None]) -> Callable[[str, str], TableReading | None]:
    """The table of a fence by its info string and content; it has none where the fence is no `table` block."""
    return lambda info, content: shown_table(content, file) if is_table_fence(info) else None


def read_table(block: TableBlock, data: bytes) -> TableReading:
    """The table of a block and the bytes of its data file; one that has any fault is not shown."""
    if block.faults:
        return TableReading(None, block.faults)
    try:
        found = read_table_data(block.file, data)
    except DataError as error:
        fact = f"{short(block.file)} cannot be shown as a table: {error.fact}."
        fault = TableFault(kind=error.kind, line=error.line, fact=fact, remedy=error.remedy, in_data=True)
        return TableReading(None, (fault,))
    if faults := tuple(_unknown_columns(block, found.titles)):
        return TableReading(None, faults)
    return TableReading(_table(block, found))


def _unknown_columns(block: TableBlock, titles: Sequence[str]) -> Iterator[TableFault]:
    for column in block.columns:
        if titles.count(column.name) != 1:
            yield _unknown_column(block, column, titles)


def _unknown_column(block: TableBlock, column: ChosenColumn, titles: Sequence[str]) -> TableFault:
    file, name = short(block.file), short(column.name)
    if column.name in titles:
        fact = f"Option `columns` of the table block: got “{name}”, which is the title of two columns of {file}."
        remedy = f"Give each column of {file} a title of its own."
    else:
        like = nearest(column.name, [each.lower() for each in titles])
        meant = next((each for each in titles if each.lower() == like), None)
        known = ", ".join(short(each) for each in titles[:_FEW]) + (" …" if len(titles) > _FEW else "")
        fact = f"Option `columns` of the table block: got “{name}”, expected a column of {file}: {known}."
        remedy = f"Did you mean “{short(meant)}”?" if meant else "Correct the name."
    return TableFault(kind=FaultKind.WRONG_TYPE, line=column.line, fact=fact, remedy=remedy)


def _table(block: TableBlock, data: TableData) -> Table:
    places = [data.titles.index(each.name) for each in block.columns] or range(len(data.titles))
    titles = [each.title for each in block.columns] or data.titles
    rows = tuple(tuple(row.cells[place] for place in places) for row in data.rows)
    columns = tuple(
        Column(title=title, numeric=_is_numeric([row[number] for row in rows])) for number, title in enumerate(titles)
    )
    return Table(caption=block.caption, name=block.file, columns=columns, rows=rows)


def _is_numeric(cells: Sequence[str]) -> bool:
    """Whether the cells are numbers, apart from those in which nothing stands."""
    stated = [each for each in cells if each not in _NOTHING]
    return bool(stated) and all(_NUMBER.fullmatch(each) for each in stated)
