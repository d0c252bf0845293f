"""What audits cover, and leave open, on a day: process by clause, in every edition in use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.model.records.coverage import uncovered
from qms_docs.views.audit_coverage import Coverage, audit_coverage
from support import Story
from support.audits import PEOPLE, PROCESSES, audit, planned_audit, programme
from support.manuals import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.views.audit_coverage import AuditCoverage, ClauseLine
    from support import Build

BOTH = ["iso9001:2015", "iso9001:2026"]


def told(files: Mapping[str, str], **policy: object) -> Story:
    """The organization with these files among its audits."""
    story = Story()
    story.policy("2020-01-01", {"standards": BOTH, "audit_cycle": "3 years", **policy})
    story.entry("2020-01-02", {"records/organization.yml": PEOPLE, "records/processes.yml": PROCESSES})
    if files:
        story.entry("2020-01-03", {f"records/audits/{name}.yml": text for name, text in files.items()})
    return story


def coverage(build: Build, files: Mapping[str, str], day: str = "2026-11-23", **policy: object) -> AuditCoverage:
    """What the organization sees on a day."""
    with opened(build(told(files, **policy)), day) as source:
        manual = source.manual(date.fromisoformat(day), judged=True)
        return audit_coverage(manual, manual.records.standing)


def clause(seen: AuditCoverage, number: str, edition: str = "iso9001-2015") -> ClauseLine:
    """The line of a clause."""
    standard = next(each for each in seen.standards if each.anchor == edition)
    return next(each for each in standard.lines if each.number == number)


def test_an_audit_that_was_held(build: Build) -> None:
    """A clause that an audit has looked at is audited by it, with all its parts, in the column of its process."""
    record = audit("AUD-2026-001", "closed", ["purchasing"], ["iso9001:2015#8.4"], dates=["2026-01-13", "2026-01-14"])
    seen = coverage(build, {"AUD-2026-001": record})
    line = clause(seen, "8.4.2")
    assert line.state is Coverage.AUDITED
    assert [(each.record, each.progress, each.when) for each in line.sightings] == [
        ("AUD-2026-001", "held", "14 January 2026")
    ]
    assert [bool(cell) for cell in line.cells] == [True, False, False]
    assert clause(seen, "8.5.1").state is Coverage.MISSING
    assert [(each.id, each.state) for each in seen.processes] == [
        ("purchasing", Coverage.AUDITED),
        ("sales", Coverage.MISSING),
        ("improvement", Coverage.MISSING),
    ]


def test_an_audit_counts_for_the_other_edition(build: Build) -> None:
    """What was audited by one edition counts for what corresponds to it in the other, and is told by its own number."""
    record = audit("AUD-2026-001", "reported", ["improvement"], ["iso9001:2015#10.3"], dates=["2026-05-04"])
    seen = coverage(build, {"AUD-2026-001": record})
    moved = clause(seen, "10.1", "iso9001-2026")
    assert moved.state is Coverage.AUDITED
    assert moved.sightings[0].by == "10.3 of ISO 9001:2015"
    assert clause(seen, "10.3").sightings[0].by == ""
    assert clause(seen, "10.2.1", "iso9001-2026").state is Coverage.MISSING


@pytest.mark.parametrize(
    ("month", "state", "words"), [("2026-12", Coverage.PLANNED, "planned"), ("2026-10", Coverage.MISSING, "not held")]
)
def test_what_is_planned(build: Build, month: str, state: Coverage, words: str) -> None:
    """A month that is to come is planned; one that has passed without an audit is missing, and says so."""
    plan = programme("AP-2026-001", "2026-01-01/2026-12-31", [planned_audit(month, ["sales"], ["iso9001:2026#8.2"])])
    line = clause(coverage(build, {"AP-2026-001": plan}), "8.2.1", "iso9001-2026")
    assert line.state is state
    assert [(each.record, each.progress, each.short) for each in line.sightings] == [("AP-2026-001", words, month)]


def test_a_record_of_an_audit_stands_for_its_plan(build: Build) -> None:
    """What the plan of a held audit names and its record does not was not audited."""
    lines = [planned_audit("2026-01", ["purchasing", "sales"], ["iso9001:2015#8.4", "8.6"], audit="AUD-2026-001")]
    record = audit("AUD-2026-001", "closed", ["purchasing"], ["iso9001:2015#8.4"], dates=["2026-01-14"])
    seen = coverage(
        build, {"AP-2026-001": programme("AP-2026-001", "2026-01-01/2026-12-31", lines), "AUD-2026-001": record}
    )
    assert clause(seen, "8.4.1").state is Coverage.AUDITED
    assert [(clause(seen, "8.6").state, each.progress) for each in clause(seen, "8.6").sightings] == [
        (Coverage.MISSING, "not held")
    ]
    assert [each.state for each in seen.processes[:2]] == [Coverage.AUDITED, Coverage.MISSING]


def test_what_an_audit_left_out_is_told_where_it_looked_at_nothing(build: Build) -> None:
    """An audit that was held for a process, but not for each planned clause, is not told as one not held for it."""
    lines = [planned_audit("2026-01", ["purchasing", "sales"], ["iso9001:2015#8.4", "8.6"], audit="AUD-2026-001")]
    record = audit("AUD-2026-001", "closed", ["purchasing"], ["iso9001:2015#8.4"], dates=["2026-01-14"])
    seen = coverage(
        build, {"AP-2026-001": programme("AP-2026-001", "2026-01-01/2026-12-31", lines), "AUD-2026-001": record}
    )
    assert [each.progress for each in seen.processes[0].sightings] == ["held"]
    assert [each.progress for each in seen.processes[1].sightings] == ["not held"]
    line = clause(seen, "8.4.1")
    assert [each.progress for each in line.sightings] == ["held"]
    assert [[each.progress for each in cell] for cell in line.cells[:2]] == [["held"], ["not held"]]


def test_an_audit_by_documents_counts_for_the_clauses_of_its_plan(build: Build) -> None:
    """Criteria that name documents alone leave the clauses to the programme."""
    lines = [planned_audit("2026-01", ["purchasing"], ["iso9001:2015#8.4"], audit="AUD-2026-001")]
    record = audit("AUD-2026-001", "closed", ["purchasing"], ["SOP-004@1"], dates=["2026-01-14"])
    seen = coverage(
        build, {"AP-2026-001": programme("AP-2026-001", "2026-01-01/2026-12-31", lines), "AUD-2026-001": record}
    )
    assert clause(seen, "8.4.3").state is Coverage.AUDITED


def test_reasons_and_exclusions(build: Build) -> None:
    """What the programme leaves out says why; what does not apply says by which assessment."""
    left = (
        'not_covered:\n  - {process: sales, reason: Begins in 2027.}\n  - {clause: "9.1.2", reason: No survey yet.}\n'
    )
    plan = programme(
        "AP-2026-001", "2026-01-01/2026-12-31", [planned_audit("2026-12", ["purchasing"], ["8.4"])], more=left
    )
    gap = (
        "id: GAP-2026-001\ntitle: Gaps\nopened: 2026-01-05\nowner: quality-manager\nstatus: open\n"
        "standard: iso9001:2015\ndate: 2026-01-05\nassessor: ann.berg\nitems:\n"
        "  - {clause: iso9001:2015#8.3, applicable: false, justification: No design here.}\n"
    )
    story = told({"AP-2026-001": plan})
    story.entry("2026-01-06", {"records/gap/GAP-2026-001.yml": gap})
    with opened(build(story), "2026-11-23") as source:
        manual = source.manual(judged=True)
        seen = audit_coverage(manual, manual.records.standing)
    survey = clause(seen, "9.1.2", "iso9001-2026")
    assert survey.state is Coverage.LEFT_OUT
    assert survey.reason is not None
    assert (survey.reason.record, survey.reason.words) == ("AP-2026-001", "No survey yet.")
    assert seen.processes[1].state is Coverage.LEFT_OUT
    design = clause(seen, "8.3.4", "iso9001-2026")
    assert design.state is Coverage.NOT_APPLICABLE
    assert design.reason is not None
    assert design.reason.record == "GAP-2026-001"


@pytest.mark.parametrize(("held", "state"), [("2023-12-31", Coverage.AUDITED), ("2023-12-30", Coverage.MISSING)])
def test_the_cycle_ends_with_the_programme(build: Build, held: str, state: Coverage) -> None:
    """An audit counts as long as no more than a cycle lies between it and the last day of the programme."""
    plan = programme("AP-2026-001", "2026-01-01/2026-12-31", [planned_audit("2026-12", ["improvement"], ["9.2"])])
    record = audit("AUD-2023-001", "closed", ["purchasing"], ["iso9001:2015#8.4"], dates=[held])
    seen = coverage(build, {"AP-2026-001": plan, "AUD-2023-001": record})
    assert seen.cycle.last == date(2026, 12, 31)
    assert clause(seen, "8.4.1").state is state


def test_without_a_programme_the_cycle_ends_today(build: Build) -> None:
    """Without a programme and without a length of the cycle, audits of the last twelve months count."""
    files = {
        "AUD-2025-001": audit("AUD-2025-001", "closed", ["purchasing"], ["iso9001:2015#8.4"], dates=["2025-11-22"]),
        "AUD-2025-002": audit("AUD-2025-002", "closed", ["sales"], ["iso9001:2015#8.2"], dates=["2025-11-23"]),
    }
    seen = coverage(build, files, audit_cycle=None)
    assert (seen.cycle.last, seen.cycle.stated) == (date(2026, 11, 23), False)
    assert [each.state for each in seen.processes] == [Coverage.MISSING, Coverage.AUDITED, Coverage.MISSING]


def test_nothing_yet(build: Build) -> None:
    """Without an audit everything is missing, and without standards or processes there is nothing to be missing."""
    seen = coverage(build, {})
    assert {each.state for standard in seen.standards for each in standard.lines} == {None, Coverage.MISSING}
    none = coverage(build, {}, standards=[])
    assert none.standards == ()


def test_hundreds_of_audits_agree_with_the_gate(build: Build) -> None:
    """What no audit of ten years covers is exactly what keeps the programme from being completed."""
    files = {}
    plans = []
    for number in range(1, 301):
        id_, month = f"AUD-2024-{number:03}", f"2024-{1 + number % 12:02}"
        process = ("purchasing", "sales")[number % 2]
        tag = (f"iso9001:2015#8.{1 + number % 6}", f"iso9001:2026#7.{1 + number % 4}")[number % 2]
        files[id_] = audit(id_, "closed", [process], [tag], dates=[f"{month}-10"])
        plans.append(planned_audit(month, [process], [tag], audit=id_))
    files["AP-2024-001"] = programme("AP-2024-001", "2024-01-01/2024-12-31", plans, status="completed")
    with opened(build(told(files)), "2024-12-31") as source:
        manual = source.manual(judged=True)
    seen = audit_coverage(manual, manual.records.standing)
    missing = {f"the process {each.id}" for each in seen.processes if each.state is Coverage.MISSING}
    for standard, name in zip(seen.standards, BOTH, strict=True):
        missing |= {f"clause {name}#{each.number}" for each in standard.lines if each.state is Coverage.MISSING}
    assert missing == set(uncovered(manual.records.audit_programmes[0], manual))
    assert "clause iso9001:2015#10.3" in missing
