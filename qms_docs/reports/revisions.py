"""The revision history of a document as table and JSON (interfaces.md 2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.model.approval import REVIEWED
from qms_docs.model.document import Status
from qms_docs.reports.plain import printable, table
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.views.approvals import ApprovalLine
    from qms_docs.views.revision_history import RevisionHistory, RevisionRow

__all__ = ["history_json", "history_table"]


def history_table(history: RevisionHistory, *, preview: bool = False) -> str:
    """The history for people at a terminal, newest revision first, and remarks below it.

    In a preview it has a column of what merging today would bring.
    """
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
            *([_on_merge_in_short(row)] if preview else []),
        )
        for row in history.revisions
    ]
    listing = table((*heads, "If merged today") if preview else heads, rows)
    written = [f"{printable(history.id)} {printable(history.title)}\n", listing]
    if approvals := [_approval_row(row, each) for row in history.revisions for each in row.approvals.lines]:
        written.append(table(("Rev.", "Approval", "Name", "Role", "Day", "Evidence", "Counts"), approvals))
    written += [f"{printable(history.gone)}\n"] if history.gone else []
    written += [f"{printable(remark)}\n" for row in history.revisions for remark in _remarks(row)]
    return "\n".join(written)


def _approval_row(row: RevisionRow, line: ApprovalLine) -> tuple[str, ...]:
    return (
        row.revision,
        line.meaning,
        line.name or "",
        line.role_title,
        line.day.isoformat(),
        line.evidence_in_words,
        _counts(line),
    )


def _counts(line: ApprovalLine) -> str:
    if line.shortfall is not None:
        return f"no: {line.why_not}"
    if line.counts:
        return "yes"
    return f"{'no' if line.meaning == REVIEWED else 'not yet'}: {line.why_not}"


def history_json(history: RevisionHistory, *, preview: bool = False) -> str:
    """The history in the shape of `qms history --format json`; in a preview each revision has `on_merge` besides."""
    revisions = [_revision(row) | ({"on_merge": _on_merge(row)} if preview else {}) for row in history.revisions]
    shape = {"id": history.id, "title": history.title, "revisions": revisions}
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
                "at": approval.at_written,
                "evidence": approval.evidence.value,
                "counts": approval.counts,
                "why_not": approval.why_not,
            }
            for approval in row.approvals.lines
        ],
        "before_control": row.before_control,
        "altered": row.altered,
    }


def _remarks(row: RevisionRow) -> Iterator[str]:
    """What an auditor has to know of a revision that no column says."""
    if row.before_control:
        yield f"Revision {row.revision} is from before control began and counts as approved."
    if row.altered:
        yield f"Revision {row.revision}: the text was changed later under this number; the issued text holds."
    if row.status == Status.IN_REVIEW.value:
        yield from _still_missing(row)


def _still_missing(row: RevisionRow) -> Iterator[str]:
    if row.approvals.waiting:
        waiting = listed([each.words for each in row.approvals.waiting])
        yield f"Revision {row.revision} waits for the approval of {waiting}."
    if row.approvals.note:
        yield f"Revision {row.revision}: {row.approvals.note}"


def _on_merge(row: RevisionRow) -> dict[str, str | None] | None:
    if row.on_merge is None:
        return None
    return {"status": row.on_merge.status, "effective_on": _day(row.on_merge.effective_on)}


def _on_merge_in_short(row: RevisionRow) -> str:
    return " ".join(filter(None, (_on_merge(row) or {}).values()))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
