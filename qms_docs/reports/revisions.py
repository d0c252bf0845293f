"""The revision history of a document as table and JSON (interfaces.md 2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.reports.plain import printable, table

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.views.revision_history import RevisionHistory, RevisionRow

__all__ = ["history_json", "history_table"]


def history_table(history: RevisionHistory) -> str:
    """The history for people at a terminal, newest revision first."""
    heads = ("Rev.", "Status", "Issued", "Effective", "Class", "Summary", "Authors")
    rows = [
        (
            row.revision,
            row.status,
            _day(row.issued_on) or "",
            _day(row.effective_on) or "",
            row.change_class or "",
            row.summary or "",
            ", ".join(author.name for author in row.authors),
        )
        for row in history.revisions
    ]
    return f"{printable(history.id)} {printable(history.title)}\n\n{table(heads, rows)}"


def history_json(history: RevisionHistory) -> str:
    """The history in the shape of `qms history --format json`."""
    shape = {"id": history.id, "title": history.title, "revisions": [_revision(row) for row in history.revisions]}
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _revision(row: RevisionRow) -> dict[str, object]:
    return {
        "revision": row.revision,
        "status": row.status,
        "class": row.change_class,
        "summary": row.summary,
        "reason": row.reason,
        "request": row.request,
        "issued_on": _day(row.issued_on),
        "approved_on": _day(row.approved_on),
        "effective_on": _day(row.effective_on),
        "superseded_on": _day(row.superseded_on),
        "commit": row.commit,
        "path": row.path,
        "digest": row.digest,
        "authors": [{"name": author.name, "email": author.email} for author in row.authors],
        "approvals": [
            {
                "person": approval.person,
                "name": approval.name,
                "role": approval.role,
                "meaning": approval.meaning,
                "at": approval.at.isoformat(),
                "evidence": approval.evidence,
                "counts": approval.counts,
                "why_not": approval.why_not,
            }
            for approval in row.approvals
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
