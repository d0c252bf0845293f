"""Audits: the programme of a year, each audit with what it finds, and what is done about that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS
from benchmarks.records.improving import corrective_action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.records.desk import Desk
    from benchmarks.records.record import Record

__all__ = ["audit_programme"]

_CLAUSES = range(4, 11)
_GRADES = (("major", 0.1), ("minor", 0.4), ("observation", 0.3), ("opportunity", 0.1), ("strength", 0.1))
_DEPARTURES = ("major", "minor")
_YEAR = 365


def audit_programme(desk: Desk, audits: int) -> Iterator[int]:
    """The audits of a year: together they cover every process and every main clause."""
    year = desk.today.year
    record = desk.opened(
        "audit-programme",
        title=f"Internal audit programme {year}",
        owner="quality-manager",
        status="approved",
        period=f"{year}-01-01/{year}-12-31",
        basis=desk.prose.sentence(),
        planned_audits=[],
    )
    planned = [_planned(desk, year, number, audits) for number in range(audits)]
    desk.goes_on(record, due=desk.due(record, "due", 2 * _YEAR), planned_audits=planned)
    yield 14
    desk.goes_on(record, status="running")
    for each in planned:
        desk.begin(_audit(desk, record, each))
        yield 300 // audits
    yield 30
    desk.goes_on(record, status="completed")


def _planned(desk: Desk, year: int, number: int, audits: int) -> dict[str, object]:
    """One of so many audits; with few of them each covers more."""
    processes = list(DEPARTMENTS)
    clauses = [each for each in _CLAUSES if each % audits == number % audits] or [_CLAUSES[number % len(_CLAUSES)]]
    return {
        "month": f"{year}-{1 + number * 12 // audits:02d}",
        "processes": processes[number::audits] or [processes[number % len(processes)]],
        "clauses": [f"iso9001:2015#{each}" for each in clauses],
        "lead_auditor": desk.auditor().id,
        "method": desk.chance.one_of(("on site", "remote", "both")),
    }


def _audit(desk: Desk, programme: Record, planned: dict[str, object]) -> Iterator[int]:
    """An audit takes place and is reported; it is closed with the last of its findings."""
    chance, prose = desk.chance, desk.prose
    record = desk.opened(
        "internal-audit",
        title=f"Internal audit of {prose.title()}",
        owner="quality-manager",
        status="planned",
        links=[{"part_of": programme.id}],
        programme=programme.id,
        criteria=planned["clauses"],
        scope=prose.sentence(),
        processes=planned["processes"],
    )
    planned["audit"] = record.id
    desk.goes_on(programme)
    desk.goes_on(record, due=desk.due(record, "due", 700))
    yield chance.between(5, 20)
    team = [{"person": planned["lead_auditor"], "as": "lead auditor"}]
    desk.goes_on(record, status="in progress", dates=[desk.today], team=team)
    findings = [_begun_finding(desk, record) for _ in range(chance.between(0, 3))]
    yield chance.between(3, 15)
    sampled: dict[str, object] = {"roles": [DEPARTMENTS[str(each)][0] for each in list(planned["processes"])[:2]]}  # type: ignore[call-overload]
    sampled |= {"documents": [f"{each.id}@{each.revision}" for each in chance.some_of(desk.documents(), 3)]}
    said = {"conclusion": prose.paragraph(), "report_date": desk.today}
    desk.goes_on(record, status="reported", sampled=sampled, **said)
    for each in findings:
        desk.begin(_finding(desk, each))
    yield 60
    while not all(each.is_closed for each in findings):
        yield 15
    desk.goes_on(record, status="closed")


def _begun_finding(desk: Desk, audit: Record) -> Record:
    record = desk.opened(
        "audit-finding",
        title=desk.prose.title(),
        status="open",
        links=[{"part_of": audit.id}],
        audit=audit.id,
        grade=desk.chance.weighed(_GRADES),
        requirement=f"iso9001:2015#{desk.chance.one_of(_CLAUSES)}",
        statement=desk.prose.paragraph(),
        evidence=[desk.prose.sentence()],
    )
    desk.goes_on(record, response_due=desk.due(record, "response_due", 45), due=desk.due(record, "due", 150))
    return record


def _finding(desk: Desk, record: Record) -> Iterator[int]:
    """An audit finding is answered and closed; a departure has a corrective action."""
    chance, prose = desk.chance, desk.prose
    yield chance.between(5, 25)
    del record.days["response_due"]
    named = {}
    if record.fields["grade"] in _DEPARTURES:
        action = desk.opened(
            "corrective-action",
            title=prose.title(),
            status="open",
            links=[{"caused_by": record.id}],
            origin=record.id,
            problem=prose.paragraph(),
        )
        desk.begin(corrective_action(desk, action))
        named["corrective_action"] = action.id
    desk.goes_on(record, status="responded", **named)
    yield chance.between(5, 30)
    desk.goes_on(record, status="accepted")
    yield chance.between(20, 60)
    desk.goes_on(record, status="closed")
