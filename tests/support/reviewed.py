"""An organization whose records tell of two halves of a year: what a management review is compiled from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.audits import PEOPLE, PROCESSES, audit, audit_finding, corrective_action, planned_audit, programme
from support.story import Story
from support.texts import document

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BOTH", "history", "nonconformity", "previous_review", "reviewed"]

BOTH = ["iso9001:2015", "iso9001:2026"]
_HEAD = "id: {id}\ntitle: {title}\nopened: {opened}\nowner: {owner}\nstatus: {status}\n"
_EVALUATION = "  - {{date: {date}, scores: {{quality: {score}}}, class: A, decision: approved, by: ann.berg}}\n"


def _record(id_: str, title: str, opened: str, status: str, more: str, *, owner: str = "quality-manager") -> str:
    return _HEAD.format(id=id_, title=title, opened=opened, status=status, owner=owner) + more


def nonconformity(number: int, day: str, more: str = "") -> str:
    """A nonconformity that was noticed on a day."""
    said = f"source: process\ndetected_on: {day}\ndetected_by: kai.moen\nprocess: purchasing\n"
    return _record(
        f"NC-{day[:4]}-{number:03}",
        f"Wrong label {number}",
        day,
        "open",
        f"{said}description: Wrong.\nseverity: minor\n{more}",
    )


def complaint(number: int, day: str) -> str:
    """A complaint that came in on a day."""
    said = f"received_on: {day}\nchannel: email\ncustomer: K-0{number}\ndescription: Late.\nseverity: minor\n"
    return _record(f"CMP-{day[:4]}-{number:03}", "Late", day, "received", said)


def previous_review(more: str = "") -> str:
    """The review of the half before, with one action that is done, one that is open and one that is passed on."""
    inputs = "".join(f"  {letter}: {{summary: Said., sources: [Talk of the day]}}\n" for letter in "abcdef")
    actions = (
        "  - {what: Buy a second gauge., owner: kai.moen, due: 2025-03-31, done_on: 2025-03-01}\n"
        "  - {what: Ask customers twice a year., owner: sales-manager, due: 2025-05-31}\n"
        "  - {what: Train a second auditor., owner: ann.berg, due: 2099-12-31, carried_over_to: MR-2025-001}\n"
    )
    said = (
        "date: 2024-12-20\nchair: eva.lund\nattendees: [eva.lund, ann.berg]\nperiod: 2024-07-01/2024-12-31\n"
        f"edition: iso9001:2015\ninputs:\n{inputs}outputs: {{improvement: []}}\nactions:\n{actions}"
    )
    return _record("MR-2024-001", "Review of 2024", "2024-12-01", "held", said + more, owner="sales-manager")


_RISK = (
    "source: process\ncause: One buyer.\nprocess: purchasing\nlikelihood: 2\nimpact: 3\nreview_due: 2026-12-31\n"
    "actions:\n  - {what: Teach a second one., owner: kai.moen, due: 2025-02-28, done_on: 2025-02-20}\n"
)
_JUDGED = "effectiveness: {criterion: No stop., due: 2025-05-01, result: RESULT, by: ann.berg, on: 2025-05-02}\n"
_CLIMATE = "climate_decision: {relevant: false, reason: No heat., by: ann.berg, on: 2025-02-01}\n"
_NEED = "  - {{party: customers, title: Customers, requirement: {0}., addressed_in: [{1}]}}\n"
_PARTIES = "interested_parties:\n" + _NEED.format("Goods in time", "sales")
_LATER = _NEED.format("Less plastic", "")
_MEASURED = "period,value,source,by,on,comment\n2024-H2,93,ERP,eva.lund,2024-12-30,\n"
_ASKED = "period,method,n,score,comment\n2024-H2,survey,10,4.1,\n"


def _first_half() -> Mapping[str, str]:
    """What stood at the end of 2024."""
    return {
        "procedures/purchasing.md": document(),
        "records/context/parties.yml": _PARTIES,
        "records/nonconformities/NC-2024-001.yml": nonconformity(1, "2024-09-01"),
        "records/nonconformities/NC-2024-002.yml": nonconformity(2, "2024-10-01"),
        "records/complaints/CMP-2024-001.yml": complaint(1, "2024-11-11"),
        "records/satisfaction/SAT-2024-001.csv": _ASKED,
        "records/objectives/OBJ-2026-001.yml": _record(
            "OBJ-2026-001",
            "On time",
            "2024-07-01",
            "active",
            "statement: Deliver on time.\nmeasure: Share on time\nunit: '%'\ntarget: 95\ndirection: up\n"
            "start: 2024-07-01\ninterval: 6 months\nevaluation_method: The mean.\ndue: 2026-12-31\n",
        ),
        "records/objectives/OBJ-2026-001.csv": _MEASURED,
        "records/suppliers/SUP-2024-001.yml": _supplier(_EVALUATION.format(date="2024-08-01", score=4)),
        "records/audits/AUD-2024-001.yml": audit(
            "AUD-2024-001", "reported", ["sales"], ["iso9001:2015#8.2"], dates=["2024-11-05"]
        ),
        "records/audits/FND-2024-001.yml": audit_finding("FND-2024-001", "AUD-2024-001", "minor", "iso9001:2015#8.2.1"),
        "records/audits/FND-2024-002.yml": audit_finding("FND-2024-002", "AUD-2024-001", "major", "iso9001:2015#8.2.2"),
    }  # fmt: skip


def _supplier(evaluations: str) -> str:
    said = "provides: Windows\ncriticality: low\ncontrols: Inspection\nnext_evaluation: 2026-08-01\n"
    return _record("SUP-2024-001", "Bergen Glass", "2024-07-01", "approved", f"{said}evaluations:\n{evaluations}")


def _second_half() -> Mapping[str, str]:
    """What came until the end of June 2025."""
    evaluations = "".join(
        _EVALUATION.format(date=day, score=score) for day, score in (("2024-08-01", 4), ("2025-05-01", 3))
    )
    plans = [
        planned_audit("2025-02", ["purchasing"], ["iso9001:2015#8.4"], audit="AUD-2025-001"),
        planned_audit("2025-06", ["sales"], ["iso9001:2015#8.2"]),
    ]
    opportunity = _RISK.replace("cause: One buyer.", "cause: A fair.\ndesired_effect: More orders.\ntreatment: pursue")
    return {
        "records/context/parties.yml": _PARTIES + _LATER,
        "records/context/CTX-2025-001.yml": _record(
            "CTX-2025-001", "Prices of energy", "2025-02-01", "",
            f"issue: Dearer.\nkind: external\neffect: Cost.\nreview_due: 2025-05-31\n{_CLIMATE}",
        ).replace("status: \n", ""),
        "records/nonconformities/NC-2025-001.yml": nonconformity(1, "2025-03-03"),
        "records/satisfaction/SAT-2024-001.csv": _ASKED + "2025-Q1,survey,10,4.0,\n2025-Q2,survey,30,4.4,\n",
        "records/objectives/OBJ-2026-001.csv": (
            _MEASURED + "2025-H1,96.5,ERP,eva.lund,2025-06-30,\n"
        ),
        "records/suppliers/SUP-2024-001.yml": _supplier(evaluations),
        "records/equipment/EQ-2025-001.yml": _record(
            "EQ-2025-001", "Gauge", "2025-01-10", "in use",
            "description: Gauge\nserial: G1\nrange: 0 to 25 mm\ninterval: 12 months\nacceptance: 0.01 mm\n",
        ),
        "records/equipment/EQ-2025-001.csv": (
            "date,provider,certificate,as_found,as_left,result,next_due,impact_assessment\n"
            "2025-01-15,Lab,C1,in tolerance,in tolerance,pass,2026-01-15,\n"
        ),
        "records/audits/AP-2025-001.yml": programme("AP-2025-001", "2025-01-01/2025-12-31", plans),
        "records/audits/AUD-2025-001.yml": audit(
            "AUD-2025-001", "reported", ["purchasing"], ["iso9001:2015#8.4"], dates=["2025-02-11"]
        ),
        "records/audits/FND-2025-001.yml": audit_finding("FND-2025-001", "AUD-2025-001", "minor", "iso9001:2015#8.4.1"),
        "records/corrective-actions/CA-2025-001.yml": corrective_action("CA-2025-001", "NC-2025-001"),
        "records/risks/RSK-2025-001.yml": _record(
            "RSK-2025-001", "One buyer", "2025-01-10", "monitored",
            f"{_RISK}consequence: Nobody orders.\ntreatment: reduce\nresidual: {{likelihood: 1, impact: 3}}\n"
            f"{_JUDGED.replace('RESULT', 'effective')}",
        ),
        "records/opportunities/OPP-2025-001.yml": _record(
            "OPP-2025-001", "Fair in May", "2025-01-12", "treating",
            f"{opportunity}{_JUDGED.replace('RESULT', 'partly')}",
        ),
        "records/management-reviews/MR-2024-001.yml": previous_review(),
        "records/training/TRN-2025-001.yml": _record(
            "TRN-2025-001", "Gauges", "2025-02-01", "done",
            "person: kai.moen\nsubject: Use of gauges\nkind: on the job\nassigned: 2025-02-01\ndue: 2025-03-01\n"
            "completed: 2025-02-20\nresult: passed\n",
        ),
    }  # fmt: skip


def history() -> Mapping[str, str]:
    """A few records of the half year, as somebody takes them over from elsewhere."""
    return {
        "records/context/parties.yml": _PARTIES,
        "records/nonconformities/NC-2025-001.yml": nonconformity(1, "2025-03-03"),
        "records/management-reviews/MR-2024-001.yml": previous_review(),
    }


def reviewed(**policy: object) -> Story:
    """The organization until the end of June 2025, and a nonconformity that came in July."""
    story = Story()
    story.policy("2024-01-01", {"standards": BOTH, "audit_cycle": "3 years", **policy})
    story.entry("2024-01-02", {"records/organization.yml": PEOPLE, "records/processes.yml": PROCESSES})
    story.entry("2024-12-28", _first_half())
    story.entry("2025-06-30", _second_half())
    story.entry("2025-07-02", {"records/nonconformities/NC-2025-002.yml": nonconformity(2, "2025-06-29")})
    return story
