"""The master document list as table, JSON and CSV (interfaces.md 2)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from qms_docs.reports.plain import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qms_docs.views.master_list import MasterListRow

__all__ = ["listing_csv", "listing_json", "listing_table"]

_COLUMNS = (
    *("id", "title", "type", "path", "owner", "revision", "status", "effective_on", "approved_on", "issued_on"),
    *("digest", "next_review"),
)
_NEXT_COLUMNS = ("next_revision", "next_status", "next_effective_on")
_FORMULA = ("=", "+", "-", "@")


def listing_table(rows: Sequence[MasterListRow]) -> str:
    """The list for people at a terminal."""
    heads = ("ID", "Title", "Rev.", "Status", "Effective", "Next review", "Owner", "Coming")
    return table(
        heads,
        [
            (
                row.id,
                row.title,
                row.revision or "",
                row.status or "",
                _day(row.effective_on) or "",
                _day(row.next_review) or "",
                row.owner or "",
                f"{row.next.revision} {row.next.status} {_day(row.next.effective_on) or ''}".rstrip()
                if row.next
                else "",
            )
            for row in rows
        ],
    )


def listing_json(rows: Sequence[MasterListRow]) -> str:
    """The list as a JSON array sorted by id."""
    return json.dumps([_shape(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def listing_csv(rows: Sequence[MasterListRow]) -> str:
    """The list as CSV (RFC 4180); a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow((*_COLUMNS, *_NEXT_COLUMNS))
    for row in rows:
        shape = _shape(row)
        following = shape.pop("next") or {}
        assert isinstance(following, dict)  # noqa: S101 - the shape is made below
        values = [*shape.values(), *(following.get(name) for name in ("revision", "status", "effective_on"))]
        writer.writerow([_cell(value) for value in values])
    return written.getvalue()


def _shape(row: MasterListRow) -> dict[str, object]:
    following = row.next
    return {
        "id": row.id,
        "title": row.title,
        "type": row.type,
        "path": row.path,
        "owner": row.owner,
        "revision": row.revision,
        "status": row.status,
        "effective_on": _day(row.effective_on),
        "approved_on": _day(row.approved_on),
        "issued_on": _day(row.issued_on),
        "digest": row.digest,
        "next_review": _day(row.next_review),
        "next": following
        and {
            "revision": following.revision,
            "status": following.status,
            "effective_on": _day(following.effective_on),
        },
    }


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
