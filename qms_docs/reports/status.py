"""What is due, overdue or waiting: for a terminal, as CSV and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.plain import printable, table
from qms_docs.views.status import Urgency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.views.status import Duties, Duty

__all__ = ["status_csv", "status_json", "status_text"]

_COLUMNS = ("owner", "owner_title", "state", "due", "kind", "id", "title", "what", "path", "command")


def status_text(groups: Sequence[Duties]) -> str:
    """One paragraph for each role or person, the earliest day first."""
    return "\n".join(_paragraph(each) for each in groups)


def _paragraph(group: Duties) -> str:
    who = "" if group.people == (group.owner,) else ", ".join(group.people)
    held = f" ({words})" if (words := group.vacancy or who) else ""
    counts = ", ".join(f"{number} {each.value}" for each in Urgency if (number := group.number(each)))
    rows = [(_state(each), each.id, f"{each.title}: {each.what}", each.command or "") for each in group.duties]
    heads = ("When", "ID", "What", "How")
    body = "".join(f"  {line}\n" for line in table(heads, rows).splitlines())
    return f"{printable(group.title)}{held}: {counts}\n{body}"


def _state(duty: Duty) -> str:
    if duty.on is None:
        return "waiting"
    return f"overdue since {duty.on}" if duty.urgency is Urgency.OVERDUE else f"by {duty.on}"


def status_json(groups: Sequence[Duties]) -> str:
    """An array, in the order of the owners and of the days."""
    rows = [
        {**_row(group, each), "people": list(group.people), "due": each.on.isoformat() if each.on else None}
        for group in groups
        for each in group.duties
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def status_csv(groups: Sequence[Duties]) -> str:
    """The same as a table (RFC 4180)."""
    rows = [[str(_row(group, each)[name] or "") for name in _COLUMNS] for group in groups for each in group.duties]
    return csv_table(_COLUMNS, rows)


def _row(group: Duties, duty: Duty) -> dict[str, object]:
    return {
        "owner": group.owner or None,
        "owner_title": group.title,
        "state": duty.urgency.value,
        "due": duty.on.isoformat() if duty.on else None,
        "kind": duty.kind,
        "id": duty.id,
        "title": duty.title,
        "what": duty.what,
        "path": duty.path,
        "command": duty.command,
    }
