"""An organization with years of nonconformities, corrective actions, objectives, risks, suppliers and complaints."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from support.sites import MKDOCS
from support.story import Story
from support.texts import document

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "PEOPLE",
    "audit_finding",
    "complaint",
    "corrective_action",
    "improving",
    "nonconformity",
    "objective",
    "outlook",
    "record",
    "supplier",
    "years_of_records",
]

_UNSTOPPED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PEOPLE = """\
roles:
  quality-manager: {title: Quality manager}
  production-manager: {title: Production manager}
people:
  siv.aune: {name: Siv Aune, emails: [siv@example.com], roles: [{role: quality-manager, from: 2024-01-01}]}
  ola.nord: {name: Ola Nord, emails: [ola@example.com], roles: [{role: production-manager, from: 2024-01-01}]}
"""
_PROCESSES = """\
processes:
  - {id: production, title: Production, owner: production-manager}
  - {id: purchasing, title: Purchasing, owner: quality-manager}
"""
_FOLDERS = {
    "AUD": "audits",
    "CA": "corrective-actions",
    "CMP": "complaints",
    "EQ": "equipment",
    "EXT": "external",
    "FND": "audits",
    "NC": "nonconformities",
    "OBJ": "objectives",
    "OPP": "opportunities",
    "RSK": "risks",
    "SUP": "suppliers",
}


def record(id_: str, title: str, opened: str, status: str, **fields: object) -> tuple[str, str]:
    """Path and text of a record; fields are written as YAML gives them."""
    said = {"owner": "production-manager", **fields}
    more = "".join(f"{name}: {value}\n" for name, value in said.items() if value is not None)
    text = f"id: {id_}\ntitle: {title}\nopened: {opened}\nstatus: {status}\n{more}"
    return f"records/{_FOLDERS[id_.partition('-')[0]]}/{id_}.yml", text


def nonconformity(number: int, opened: str, closed: str | None = None, **fields: object) -> tuple[str, str]:
    """A nonconformity of the process production."""
    said: dict[str, object] = {
        "process": "production",
        "source": "process",
        "detected_on": opened,
        "detected_by": "ola.nord",
        "description": "Not as it has to be.",
        "severity": "minor",
    }
    if closed:
        said |= {"containment": "Locked.", "disposition": "scrap", "authority": "quality-manager"}
        said |= {"corrective_action_needed": "false", "corrective_action_reason": "A slip.", "closed_on": closed}
    id_ = f"NC-{opened[:4]}-{number:03}"
    return record(id_, f"Wrong label {number}", opened, "closed" if closed else "open", **said | fields)


def corrective_action(number: int, opened: str, closed: str | None = None, **fields: object) -> tuple[str, str]:
    """A corrective action with one action of its own."""
    done = "done_on: 2026-01-05, evidence: [A photo of it]" if closed else "evidence: []"
    said: dict[str, object] = {
        "origin": "NC-2024-001",
        "problem": "It comes again.",
        "correction": "Put right.",
        "method": "five whys",
        "causes": "[Nobody had read the instruction]",
        "actions": f"[{{what: Teach it, owner: ola.nord, due: 2026-01-10, {done}}}]",
    }
    if closed:
        result = fields.pop("result", "effective")
        said["effectiveness"] = (
            f"{{criterion: None again, due: {closed}, result: {result}, by: siv.aune, on: {closed}}}"
        )
        said["closed_on"] = closed
    id_ = f"CA-{opened[:4]}-{number:03}"
    status = str(fields.pop("status", "closed" if closed else "planned"))
    return record(id_, f"Labels {number}", opened, status, **said | fields)


def audit_finding(number: int, opened: str, grade: str, closed: str | None = None) -> tuple[str, str]:
    """An audit finding without an audit of its own."""
    said = {"audit": "AUD-2026-001", "grade": grade, "requirement": "SOP-001@1", "statement": "Seen.",
            "evidence": "[Seen in the hall]", "closed_on": closed}  # fmt: skip
    return record(f"FND-{opened[:4]}-{number:03}", f"Seen {number}", opened, "closed" if closed else "open", **said)


def complaint(number: int, received: str, reply: str | None = None, **fields: object) -> tuple[str, str]:
    """A complaint of a customer."""
    said: dict[str, object] = {"received_on": received, "channel": "email", "customer": f"K-{number:03}",
                               "product": "Lamp", "description": "It flickers.", "severity": "minor"}  # fmt: skip
    if reply:
        said |= {"investigation": "Seen.", "justified": "false", "reply_on": reply, "closed_on": reply}
    id_ = f"CMP-{received[:4]}-{number:03}"
    return record(id_, f"It flickers {number}", received, "closed" if reply else "received", **said | fields)


def objective(number: int, **fields: object) -> tuple[str, str]:
    """An active objective with a target of at least 95 %."""
    said: dict[str, object] = {
        "due": "2026-12-31", "statement": "Deliver on time.", "measure": "Orders on time", "unit": '"%"',
        "baseline": 80, "target": 95, "direction": "up", "start": "2025-01-01", "interval": "1 month",
        "evaluation_method": "Last value against target.",
    }  # fmt: skip
    status = str(fields.pop("status", "active"))
    return record(f"OBJ-2025-{number:03}", f"On time {number}", "2025-01-01", status, **said | fields)


def outlook(prefix: str, number: int, likelihood: int | None, impact: int | None, **fields: object) -> tuple[str, str]:
    """A risk or an opportunity, assessed."""
    said: dict[str, object] = {
        "process": "production", "source": "process", "cause": "Age.", "likelihood": likelihood, "impact": impact,
        "review_due": "2027-06-01",
    }  # fmt: skip
    said |= {"consequence": "Harm."} if prefix == "RSK" else {"desired_effect": "Good."}
    status = str(fields.pop("status", "assessed"))
    return record(f"{prefix}-2026-{number:03}", f"Fire {number}", "2026-01-05", status, **said | fields)


def supplier(number: int, *evaluations: tuple[str, int, str], **fields: object) -> tuple[str, str]:
    """A supplier; an evaluation is a day, a score and a class."""
    told = ", ".join(
        f"{{date: {day}, scores: {{quality: {score}, delivery: {score}}}, class: {name}, "
        "decision: approved, by: siv.aune}"
        for day, score, name in evaluations
    )
    said: dict[str, object] = {
        "provides": "Wood", "criticality": "low", "controls": "Looked at.", "evaluations": f"[{told}]",
        "next_evaluation": "2027-01-01",
    }  # fmt: skip
    status = str(fields.pop("status", "approved" if evaluations else "proposed"))
    return record(f"SUP-2025-{number:03}", f"Forest {number}", "2025-01-02", status, **said | fields)


_SOURCES = ("process", "customer", "process", "supplier", "audit", "test", "process")
_CAUSES = ("[Nobody had read it]", "[The tool was worn, nobody had  read it]", "[The order was unclear]")
_RESULTS = ("effective", "partly", "effective", "effective")


def years_of_records(many: int) -> dict[str, str]:
    """So many nonconformities over more than three years, with a corrective action for every third of them."""
    found: list[tuple[str, str]] = []
    for number in range(1, many + 1):
        opened = date(2023, 6, 3) + timedelta(days=number * 1250 // many)
        due = opened + timedelta(days=20 + number % 60)
        done = due.isoformat() if due < date(2026, 10, 1) and number % 9 else None
        said: dict[str, object] = {"source": _SOURCES[number % 7], "due": due.isoformat()}
        said |= {"product": f"Lamp {'ABCD'[number % 4]}"} if number % 2 else {}
        found.append(nonconformity(number, opened.isoformat(), done, **said))
        if number % 3 == 0:
            told: dict[str, object] = {"causes": _CAUSES[number // 3 % 3], "due": due.isoformat()}
            told |= {"result": _RESULTS[number % 4]} if done else {}
            found.append(corrective_action(number, opened.isoformat(), done, **told))
    return dict(found)


def improving(
    files: Mapping[str, str] | None = None, *, many: int = 90, policy: Mapping[str, object] | None = None
) -> Story:
    """The organization with these files; with records of three years where none are given."""
    story = Story()
    story.policy("2024-01-01", {"standards": [], **(policy or {})})
    begun = {"mkdocs.yml": _UNSTOPPED, ".gitignore": "/site/\n", "records/organization.yml": PEOPLE}
    begun |= {"records/processes.yml": _PROCESSES, "procedures/labels.md": document("SOP-001", title="Labels")}
    story.entry("2024-01-02", begun)
    told = years_of_records(many) if files is None else dict(files)
    if told:
        story.entry("2026-11-01", told)
    return story
