"""Who is waited for, as table and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.reports.plain import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.views.pending import PendingRevision, PendingRole

__all__ = ["pending_json", "pending_table"]


def pending_table(rows: Sequence[PendingRevision]) -> str:
    """One line for each missing role, for people at a terminal."""
    heads = ("ID", "Title", "Rev.", "Since", "Waiting for", "Who can approve", "How")
    lines = [
        (
            row.id,
            row.title,
            row.revision,
            _since(row),
            role.title,
            ", ".join(each.name for each in role.people) or "nobody: see organization.yml",
            _how(row, role),
        )
        for row in rows
        for role in row.roles
    ]
    return table(heads, lines) if lines else ""


def pending_json(rows: Sequence[PendingRevision]) -> str:
    """The same for programs, with everything that is known."""
    return json.dumps([_shape(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def _since(row: PendingRevision) -> str:
    if row.proposed:
        return f"proposed {row.since}" if row.since else "not committed"
    return str(row.since)


def _how(row: PendingRevision, role: PendingRole) -> str:
    if role.command is None:
        return "another text stands in its place"
    forge = "a review on the forge, or " if row.evidence.value == "attested" else ""
    independent = " (not by an author)" if row.independent_only else ""
    return f"{forge}{role.command}{independent}"


def _shape(row: PendingRevision) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "revision": row.revision,
        "status": "proposed" if row.proposed else "in review",
        "since": row.since.isoformat() if row.since else None,
        "path": row.path,
        "digest": row.digest,
        "evidence": row.evidence.value,
        "independent_only": row.independent_only,
        "authors": [{"name": each.name, "email": each.email} for each in row.authors],
        "waiting_for": [
            {
                "role": role.role,
                "title": role.title,
                "people": [{"person": each.id, "name": each.name} for each in role.people],
                "command": role.command,
            }
            for role in row.roles
        ],
    }
