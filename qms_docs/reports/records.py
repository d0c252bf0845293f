"""Lists of records and single records as text, JSON and CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.indented import indented
from qms_docs.reports.plain import printable, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qms_docs.model.records.kind import RecordKind
    from qms_docs.views.records import RecordRow, RecordView

__all__ = ["columns_of_records", "record_json", "record_text", "records_csv", "records_json", "records_table"]

_COLUMNS = ("id", "type", "title", "status", "owner", "opened", "due", "overdue", "closed_on", "path")


def records_table(rows: Sequence[RecordRow]) -> str:
    """The list for people at a terminal."""
    heads = ("ID", "Title", "Status", "Owner", "Opened", "Due", "Closed")
    return table(
        heads,
        [
            (
                row.id,
                row.title or "",
                row.status or "",
                row.owner or "",
                _day(row.opened) or "",
                f"{_day(row.due)} (overdue)" if row.overdue else _day(row.due) or "",
                _day(row.closed_on) or "",
            )
            for row in rows
        ],
    )


def records_json(rows: Sequence[RecordRow]) -> str:
    """The list as a JSON array sorted by id; `fields` is what each record says, amendments applied."""
    return indented([_shape(row) | {"fields": row.fields} for row in rows]) + "\n"


def columns_of_records(kind: RecordKind) -> list[str]:
    """The fields of a type that its CSV has a column for."""
    from qms_docs.model.records.needs import fields_of  # noqa: PLC0415 - beside the view that needs it

    return [each.name for each in fields_of(kind.value)]


def records_csv(rows: Sequence[RecordRow], fields: Sequence[str] = ()) -> str:
    """The list as CSV, with further fields of one type; lists and groups in a cell are JSON.

    `due` is the next day of whatever kind; the field of that name has a column of its own, by which it is imported.
    """
    more = [name for name in fields if name not in _COLUMNS]
    own = ["due"] if "due" in fields else []
    table_rows = (
        [*_csv_values(_shape(row)), *(_in_cell(row.fields.get(name)) for name in (*more, *own))] for row in rows
    )
    return csv_table((*_COLUMNS, *more, *(f"{name}_as_written" for name in own)), table_rows)


def record_json(view: RecordView) -> str:
    """One record with its history and what it is connected with."""
    shape = _shape(view.row) | {
        "fields": view.row.fields,
        "stands": view.stands,
        "history": [
            {
                "on": each.on.isoformat(),
                "status": each.status,
                "commit": each.commit,
                "path": each.path,
                "authors": [{"name": author.name, "email": author.email} for author in each.authors],
            }
            for each in view.history
        ],
        "linked_from": [{"id": each.id, "field": each.field} for each in view.linked_from],
        "lacks": list(view.lacks),
        "days": [{"on": day.isoformat(), "what": what} for day, what in view.days],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def record_text(view: RecordView) -> str:
    """One record for people at a terminal."""
    row = view.row
    state = row.status or ("closed" if row.closed_on else "kept up to date")
    since = f" since {_day(row.closed_on)}" if row.closed_on else ""
    lines = [f"{row.id}  {row.title or ''}", f"{row.type}, {state}{since}, {row.path}", ""]
    lines += _fields(row.fields, "")
    lines += _part("Missing", [each[:1].upper() + each[1:] for each in view.lacks])
    lines += _part("Days", [f"{day}  to be {what}" for day, what in view.days])
    lines += _part("Named by", [f"{each.id}  {each.field}" for each in view.linked_from])
    lines += _part("History", [_history(view, number) for number in range(len(view.history) - 1, -1, -1)])
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


def _history(view: RecordView, number: int) -> str:
    each = view.history[number]
    who = ", ".join(author.name for author in each.authors) or "not committed"
    before = view.history[number - 1].status if number else None
    what = "gone" if each.path is None else "changed" if number else "begun"
    moved = f", now {each.status}" if each.status and each.status != before else ""
    return f"{each.on}  {what}{moved}, by {who}"


def _part(title: str, lines: Sequence[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _fields(fields: Mapping[str, object], indent: str) -> list[str]:
    lines: list[str] = []
    for name, value in fields.items():
        lines += _field(f"{indent}{name}:", value, f"{indent}  ")
    return lines


def _field(head: str, value: object, indent: str) -> list[str]:
    if isinstance(value, dict):
        return [head, *_fields(value, indent)]
    if isinstance(value, list) and any(isinstance(each, (dict, list)) or " " in str(each) for each in value):
        return [head, *(line for each in value for line in _item(each, indent))]
    text = ", ".join(map(str, value)) if isinstance(value, list) else _in_cell(value)
    return [f"{head} {text}"]


def _item(value: object, indent: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{indent}- {value}"]
    first, *rest = _fields(value, "")
    return [f"{indent}- {first}", *(f"{indent}  {line}" for line in rest)]


def _shape(row: RecordRow) -> dict[str, object]:
    return {
        "id": row.id,
        "type": row.type,
        "title": row.title,
        "status": row.status,
        "owner": row.owner,
        "opened": _day(row.opened),
        "due": _day(row.due),
        "overdue": row.overdue,
        "closed_on": _day(row.closed_on),
        "path": row.path,
    }


def _csv_values(shape: Mapping[str, object]) -> list[object]:
    return [_in_cell(value) for value in shape.values()]


def _in_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
