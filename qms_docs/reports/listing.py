"""The master document list as table, JSON and CSV (interfaces.md 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.indented import indented
from qms_docs.reports.plain import table
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qms_docs.views.master_list import MasterListRow, Next
    from qms_docs.views.outlook import OnMerge

__all__ = ["listing_csv", "listing_json", "listing_table"]

_COLUMNS = (
    *("id", "title", "type", "path", "owner", "revision", "status", "effective_on", "approved_on", "issued_on"),
    *("digest", "next_review"),
)
_PARTS = ("revision", "status", "effective_on")


def listing_table(rows: Sequence[MasterListRow], *, preview: bool = False) -> str:
    """The list for people at a terminal; in a preview with a column of what merging today would bring."""
    heads = ("ID", "Title", "Rev.", "Status", "Effective", "Next review", "Owner", "Coming")
    return table(
        (*heads, "If merged today") if preview else heads,
        [
            (
                row.id,
                row.title,
                row.revision or "",
                row.status or "",
                _day(row.effective_on) or "",
                _day(row.next_review) or "",
                row.owner or "",
                _coming(row),
                *([_in_short(row.on_merge)] if preview else []),
            )
            for row in rows
        ],
    )


def _coming(row: MasterListRow) -> str:
    """What comes next, and whose approval it or the revision itself waits for."""
    missing = row.waiting_for or (row.next.waiting_for if row.next else ())
    return ", ".join(filter(None, (_in_short(row.next), f"waits for {listed(missing)}" if missing else "")))


def listing_json(rows: Sequence[MasterListRow], *, preview: bool = False) -> str:
    """The list as a JSON array sorted by id; in a preview each row has `on_merge` besides."""
    return indented([_shape(row) | _groups(row, preview=preview) for row in rows]) + "\n"


def listing_csv(rows: Sequence[MasterListRow], *, preview: bool = False) -> str:
    """The list as CSV (RFC 4180); a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    groups = ("next", "on_merge") if preview else ("next",)
    heads = (*_COLUMNS, *(f"{group}_{part}" for group in groups for part in _PARTS))
    return csv_table(heads, (_csv_row(row, preview=preview) for row in rows))


def _csv_row(row: MasterListRow, *, preview: bool) -> list[object]:
    grouped = _groups(row, preview=preview).values()
    return [*_shape(row).values(), *((group or {}).get(part) for group in grouped for part in _PARTS)]


def _shape(row: MasterListRow) -> dict[str, object]:
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
    }


def _groups(row: MasterListRow, *, preview: bool) -> dict[str, dict[str, str | None] | None]:
    """What comes next, and in a preview what merging today would bring."""
    groups = {"next": _group(row.next)}
    return groups | {"on_merge": _group(row.on_merge)} if preview else groups


def _group(coming: Next | OnMerge | None) -> dict[str, str | None] | None:
    if coming is None:
        return None
    return {"revision": coming.revision, "status": coming.status, "effective_on": _day(coming.effective_on)}


def _in_short(coming: Next | OnMerge | None) -> str:
    return " ".join(filter(None, (_group(coming) or {}).values()))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
