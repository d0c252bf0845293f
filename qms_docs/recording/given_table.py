"""A table as a spreadsheet or an export gives it: its columns, and the cells of each row."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.records.series import TableError, read_table
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["GivenRow", "GivenTable", "Wanted", "read_given_table"]

_MOST = 10_000
_FORMULA = ("=", "+", "-", "@")
_OTHER_SIGNS = {";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a table may say."""

    what: str
    """Whose fields the columns are, such as `a nonconformity`."""
    columns: Sequence[str]
    hint: str
    """Where they are explained, as a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenRow:
    """One row."""

    line: int
    cells: dict[str, str]
    """The cells that say something, by the names of the columns."""


@dataclass(kw_only=True)
class GivenTable:
    """What a table says, or why it cannot be taken in."""

    heads: list[str] = field(default_factory=list)
    rows: list[GivenRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Each with its line, and its column where it is about one."""


def read_given_table(content: bytes, wanted: Wanted) -> GivenTable:
    """The rows of a table; nothing is said of them but whether columns and cells fit."""
    found = GivenTable()
    try:
        table = read_table(content)
    except TableError as error:
        fact = error.fault.fact.replace("The record", "The file", 1)
        found.faults.append(f"line {error.fault.line}: {fact} {error.fault.remedy}")
        return found
    if not table:
        found.faults.append("line 1: the file is empty. Its first line has to name the columns.")
        return found
    found.heads = [each.strip() for each in table[0].cells]
    found.faults += _wrong_heads(found.heads, wanted)
    if len(table) - 1 > _MOST:
        found.faults.append(f"line {table[_MOST + 1].line}: there are more than {_MOST:,} rows. Divide the file.")
    if found.faults:
        return found
    for row in table[1:]:
        if not any(cell.strip() for cell in row.cells):
            continue
        if len(row.cells) != len(found.heads):
            got = f"{len(row.cells)} cell{'s' if len(row.cells) != 1 else ''}"
            found.faults.append(f"line {row.line}: got {got}, expected {len(found.heads)}, one for each column.")
            continue
        pairs = zip(found.heads, row.cells, strict=True)
        found.rows.append(
            GivenRow(line=row.line, cells={head: _unguarded(cell) for head, cell in pairs if cell.strip()})
        )
    return found


def _wrong_heads(heads: Sequence[str], wanted: Wanted) -> Iterator[str]:
    for sign, name in _OTHER_SIGNS.items():
        if len(heads) == 1 and sign in heads[0]:
            yield f"line 1: cells are separated by {name}. Export the file again with commas."
            return
    for place, head in enumerate(heads, 1):
        if head not in wanted.columns:
            like = nearest_name(head, list(wanted.columns))
            hint = f"Did you mean {like}?" if like else wanted.hint
            yield f"line 1, column {place}: {wanted.what} has no field “{head}”. {hint}"
        elif head in heads[: place - 1]:
            yield f"line 1, column {place}: “{head}” stands there twice. Take one of the two out."


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from taking it for a formula (settled.md 36)."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
