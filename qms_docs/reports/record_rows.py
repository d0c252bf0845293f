"""Rows of series as table, CSV and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.indented import indented
from qms_docs.reports.plain import table
from qms_docs.views.records import stated_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.records.series import Series, SeriesKind

__all__ = ["rows_of_series"]


def rows_of_series(kind: SeriesKind, files: Sequence[Series], form: str) -> str:
    """Every row, with the document or record to which it belongs."""
    columns = columns_of(kind)
    rows = [(each.id, dict(stated_fields(row))) for each in files for row in each.rows]
    if form == "json":
        shapes = [{"file": id_, **{name: said.get(name) for name in columns}} for id_, said in rows]
        return indented(shapes) + "\n"
    cells = [[id_, *(said.get(name) for name in columns)] for id_, said in rows]
    if form == "csv":
        return csv_table(("file", *columns), cells)
    return table(("File", *columns), [["" if cell is None else str(cell) for cell in row] for row in cells])


def columns_of(kind: SeriesKind) -> tuple[str, ...]:
    """The names of the columns."""
    from qms_docs.model.records.needs import fields_of  # noqa: PLC0415 - beside the view that needs it

    return tuple(each.name for each in fields_of(kind.row))
