"""From the bytes of a table of comma-separated values (RFC 4180) to its rows."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.fields import nearest
from qms_docs.sources.records.plan import ScalarPlan, group_plan
from qms_docs.sources.records.reader import Reader
from qms_docs.sources.records.readings import SeriesReading
from qms_docs.sources.records.record import unreadable
from qms_docs.sources.yaml_text import YamlScalar
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.records.rows import Row
    from qms_docs.model.records.series import SeriesKind
    from qms_docs.sources.records.plan import GroupPlan

__all__ = ["TableError", "TableRow", "first_departure", "read_series", "read_table"]

_LARGEST = 20_000_000
_MOST_FAULTS = 200
_LONGEST = 80
_MERGE = re.compile(r"^(?P<marker><{7}|>{7})(?: .*)?\r?$", re.MULTILINE)
_NO_TABLE = "it is no table of comma-separated values, perhaps because a quotation mark is never closed"


class TableError(Exception):
    """A table that cannot be read; the fault does not know its path yet."""

    def __init__(self, fault: Fault) -> None:
        """The fault says where and why."""
        super().__init__(fault.fact)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


def read_table(content: bytes, separator: str = ",") -> tuple[TableRow, ...]:
    """Every row that has something in it, the names of the columns first.

    Raises TableError.
    """
    text = _decoded(content)
    marker = _MERGE.search(text)
    if marker is not None:
        reason = f"an unfinished merge left its marker `{marker['marker']}` here"
        line = text.count("\n", 0, marker.start()) + 1
        raise TableError(unreadable(line, reason, "Take out the lines that begin with <<<<<<<, ======= and >>>>>>>."))
    return tuple(_rows(text, separator))


def _decoded(content: bytes) -> str:
    if len(content) > _LARGEST:
        reason = f"it is larger than {_LARGEST // 1_000_000} MB"
        raise TableError(unreadable(1, reason, "Begin another file for later years."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableError(
            unreadable(line, "this line is not UTF-8", "Save the file with the encoding UTF-8.")
        ) from error


def _rows(text: str, separator: str) -> Iterator[TableRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            if cells:
                yield TableRow(before + 1, tuple(cells))
            before = reader.line_num
    except csv.Error as error:
        raise TableError(unreadable(before + 1, _NO_TABLE, "Export it again as CSV.")) from error


def first_departure(before: bytes, after: bytes) -> tuple[int, str] | None:
    """Line and fact of the first row of a table that a later form no longer has; None where it has all, in order.

    A table that cannot be read has no rows.
    """
    start = before if before.endswith((b"\n", b"\r")) else before + b"\n"
    if after.startswith(start):
        return None
    rows, later = _cells(before), _cells(after)
    number, line = 0, 1
    for place, (_, cells) in enumerate(later):
        if number < len(rows) and rows[number][1] == cells:
            number += 1
            # What was changed stands behind the last row that is as it was.
            line = later[min(place + 1, len(later) - 1)][0]
    if number == len(rows):
        return None
    return line if number or not later else later[0][0], f"The row {_shown(rows[number][1])} was changed or taken out."


def _cells(content: bytes) -> list[tuple[int, frozenset[tuple[str, str]]]]:
    """Line and cells of each row by the names of the columns; columns may be put in another order, or be added.

    What a merge left between rows changes none of them.
    """
    try:
        table = tuple(_rows(_decoded(content), ","))
    except TableError:
        return []
    heads = table[0].cells if table else ()
    return [
        (row.line, frozenset((head, cell) for head, cell in zip(heads, row.cells, strict=False) if cell))
        for row in table[1:]
    ]


def _shown(cells: frozenset[tuple[str, str]]) -> str:
    text = ", ".join(cell for _, cell in sorted(cells))
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"


def read_series(content: bytes, kind: SeriesKind) -> SeriesReading:
    """The rows of a series, and what is wrong with them."""
    try:
        table = read_table(content)
    except TableError as error:
        return SeriesReading(faults=(error.fault,))
    if not table:
        return SeriesReading(faults=(_no_columns(kind),))
    plan = group_plan(kind.row)
    faults = list(_head_faults(table[0], plan))
    rows: list[Row] = []
    for row in table[1:]:
        read, wrong = _row(row, table[0].cells, plan)
        rows.append(read)
        faults += wrong
    return SeriesReading(rows=tuple(rows), faults=tuple(faults[:_MOST_FAULTS]))


def _no_columns(kind: SeriesKind) -> Fault:
    names = ",".join(group_plan(kind.row).fields)
    return Fault(
        kind=FaultKind.WRONG_TYPE,
        path="",
        line=1,
        fact="The table is empty: its first line names the columns.",
        remedy=f"Begin it with {names}.",
    )


def _head_faults(head: TableRow, plan: GroupPlan) -> Iterator[Fault]:
    for name in head.cells:
        if name not in plan.fields and not name.startswith("x-"):
            like = nearest(name, [each for each in plan.fields if each not in head.cells])
            guess = f"Did you mean `{like}`? " if like else ""
            yield Fault(
                kind=FaultKind.UNKNOWN_FIELD,
                path="",
                line=head.line,
                fact=f"The column `{name}` is not known.",
                remedy=f"{guess}Correct the name; names of your own begin with `x-`.",
            )
    missing = [name for name, field in plan.fields.items() if field.about.needed and name not in head.cells]
    twice = [name for name in plan.fields if head.cells.count(name) > 1]
    for name, what in (*((each, "is missing") for each in missing), *((each, "stands there twice") for each in twice)):
        yield Fault(
            kind=FaultKind.WRONG_TYPE,
            path="",
            line=head.line,
            fact=f"The column `{name}` {what}.",
            remedy=f"The columns are {','.join(plan.fields)}.",
        )


def _row(row: TableRow, heads: Sequence[str], plan: GroupPlan) -> tuple[Row, list[Fault]]:
    reader = Reader(dict.fromkeys(plan.fields, row.line))
    values: dict[str, object] = {}
    if len(row.cells) > len(heads):
        reader.wrong(heads[0], f"a row of {len(row.cells)} cells", f"{len(heads)}, as many as there are columns")
    for name, cell in zip(heads, row.cells, strict=False):
        field = plan.fields.get(name)
        if field is None or not cell.strip():
            continue
        assert isinstance(field.plan, ScalarPlan)  # noqa: S101 - a cell holds one value
        form = field.plan.form
        value = reader.scalar(form.parse, form.expected, form.refers, YamlScalar(cell.strip(), row.line), name)
        if value is not None:
            values[field.attribute] = value
    for name, field in plan.fields.items():
        if field.about.needed and name in heads and field.attribute not in values and name not in reader.faulty:
            reader.wrong(name, None, "a value")
    read: Row = plan.value(**values, line=row.line, names=tuple(reader.names))
    return read, reader.faults
