"""Tables of data files, as a `table` block of a text asks for them (settled.md 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.model.finding import FaultKind

__all__ = ["ChosenColumn", "Column", "Table", "TableBlock", "TableFault", "TableReading"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFault:
    """Why a table cannot be shown as it was asked for; `line` counts from 1."""

    kind: FaultKind
    line: int
    fact: str
    remedy: str
    in_data: bool = False
    """Whether it is a line of the data file, and not of the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChosenColumn:
    """A column that a block asks for."""

    name: str
    """Its title in the data file."""
    title: str
    """Its title in the table."""
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TableBlock:
    """What a fence named `table` says."""

    line: int
    """Of the fence in the file."""
    file: str = ""
    """The destination of the data file as written; empty where there is none."""
    file_line: int = 1
    caption: str = ""
    columns: tuple[ChosenColumn, ...] = ()
    """The columns that are shown, in their order; every column of the file where there are none."""
    faults: tuple[TableFault, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    numeric: bool = False
    """Whether it holds numbers and nothing else, so that their digits stand one below the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table whose cells are plain text; each row has a cell for each column."""

    caption: str
    name: str
    """The data file as the block names it."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TableReading:
    """The table, or why there is none."""

    table: Table | None
    faults: tuple[TableFault, ...] = ()

    @property
    def reason(self) -> str:
        """Why there is no table, in one sentence for readers; empty where there is one."""
        return self.faults[0].fact if self.table is None and self.faults else ""
