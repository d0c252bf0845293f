"""An organization that audits itself: processes, a programme, audits and what they found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.texts import organization_file

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PEOPLE", "PROCESSES", "audit", "audit_finding", "corrective_action", "planned_audit", "programme"]

PEOPLE = organization_file(
    {
        "Ann Berg": ["quality-manager"],
        "Kai Moen": ["purchasing-manager"],
        "Eva Lund": ["sales-manager"],
        "Cid Dahl": ["auditor"],
    }
)
PROCESSES = """\
processes:
  - {id: purchasing, title: Purchasing, owner: purchasing-manager, documents: [SOP-004], measures: [OBJ-2026-001]}
  - {id: sales, title: Sales, owner: sales-manager, measures: [Score of the survey]}
  - {id: improvement, title: Improvement, owner: quality-manager}
"""


def _record(id_: str, title: str, status: str, more: str, opened: str) -> str:
    return f"id: {id_}\ntitle: {title}\nopened: {opened}\nowner: quality-manager\nstatus: {status}\n{more}"


def planned_audit(
    month: str, processes: Sequence[str], clauses: Sequence[str], *, audit: str = "", lead: str = "cid.dahl"
) -> str:
    """One line of a programme."""
    named = f"audit: {audit}, " if audit else ""
    looked = f"processes: {json.dumps(list(processes))}, clauses: {json.dumps(list(clauses))}"
    return f"{{{named}month: {month}, {looked}, lead_auditor: {lead}, method: on site}}"


def programme(id_: str, period: str, planned: Sequence[str], *, status: str = "running", more: str = "") -> str:
    """An audit programme."""
    plans = "".join(f"  - {each}\n" for each in planned)
    said = f"period: {period}\nbasis: Results so far.\nplanned_audits:\n{plans}{more}"
    return _record(id_, f"Programme {period[:4]}", status, said, f"{period[:4]}-01-01")


def audit(
    id_: str,
    status: str,
    processes: Sequence[str],
    criteria: Sequence[str],
    *,
    dates: Sequence[str] = (),
    team: Sequence[tuple[str, str]] = (("cid.dahl", "lead auditor"),),
    more: str = "",
) -> str:
    """An internal audit."""
    said = (
        f"criteria: {json.dumps(list(criteria))}\nscope: Everything of it.\nprocesses: {json.dumps(list(processes))}\n"
    )
    said += "team:\n" + "".join(f"  - {{person: {person}, as: {function}}}\n" for person, function in team)
    if dates:
        said += f"dates: [{', '.join(dates)}]\n"
    if status in ("reported", "closed"):
        said += f"sampled: {{roles: [quality-manager]}}\nconclusion: In order.\nreport_date: {dates[-1]}\n"
    return _record(id_, f"Audit of {processes[0]}", status, said + more, f"{id_[4:8]}-01-05")


def audit_finding(
    id_: str, audit_id: str, grade: str, requirement: str, *, status: str = "open", more: str = ""
) -> str:
    """An audit finding."""
    said = f"audit: {audit_id}\ngrade: {grade}\nrequirement: {requirement}\nstatement: Two orders without an offer.\n"
    said += "evidence: [Orders of January seen]\nresponse_due: 2026-03-01\n"
    return _record(id_, "Orders without an offer", status, said + more, f"{id_[4:8]}-02-01")


def corrective_action(id_: str, origin: str, *, status: str = "open", more: str = "") -> str:
    """A corrective action."""
    said = f"origin: {origin}\nproblem: Orders go out without a second offer.\n"
    return _record(id_, "Second offers", status, said + more, f"{id_[3:7]}-02-03")
