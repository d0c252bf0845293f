"""`qms gap` as people use it: each state of a clause, evidence by its age, gaps, and the way to a later edition."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from support import Story, document, organization_file

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone

SUPPLIER = """\
id: SUP-2026-001
title: Bergen Glass
opened: 2026-01-05
owner: quality-manager
status: approved
provides: Windows
criticality: low
controls: Receiving inspection
evaluations:
  - {date: 2026-01-20, scores: {quality: 5}, class: A, decision: approved, by: ann.berg}
next_evaluation: 2026-09-01
"""
REVIEW = """\
id: MR-2026-001
title: Management review
opened: 2026-01-05
owner: quality-manager
status: planned
date: 2026-02-02
chair: ann.berg
"""
NONCONFORMITY = """\
id: NC-2026-001
title: Wrong label
opened: 2026-01-05
owner: quality-manager
status: open
source: process
detected_on: 2026-01-05
detected_by: ann.berg
product: Batch 4411
description: The label shows another serial number.
severity: minor
clauses: [iso9001:2015#8.6]
"""
CALIBRATIONS = """\
date,provider,certificate,as_found,as_left,result,next_due,impact_assessment
2026-01-20,NMI,C-1,in tolerance,in tolerance,pass,2026-07-20,
"""
EQUIPMENT = """\
id: EQ-2026-001
title: Calliper
opened: 2026-01-05
owner: quality-manager
status: in use
description: Calliper
serial: C-17
range: 0 to 150 mm
interval: 6 months
acceptance: 0.02 mm
"""
GAPS = """\
id: GAP-2026-001
title: ISO 9001:2015
opened: 2026-01-05
owner: quality-manager
status: open
standard: iso9001:2015
date: 2026-01-05
assessor: ann.berg
items:
  - {clause: iso9001:2015#8.3, applicable: false, justification: Drawings come from the customer.}
  - clause: iso9001:2015#8.4.1
    applicable: true
    rating: partly
    gap: Two suppliers were never evaluated.
    action: {what: Evaluate them, owner: kai.moen, due: 2026-03-31}
  - {clause: iso9001:2015#7.4, applicable: true, rating: none, gap: Nobody knows who tells whom}
  - clause: iso9001:2015#7.3
    applicable: true
    rating: none
    gap: Nobody was told.
    action: {what: Tell them, owner: kai.moen, due: 2026-02-28, done_on: 2026-02-20, evidence: [Told on that day]}
"""
FILES = {
    "records/organization.yml": organization_file({"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"]}),
    "procedures/purchasing.md": document("SOP-004", clauses=["iso9001:2015#8.4", "iso9001:2015#7.4"]),
    "procedures/improvement.md": document("SOP-003", title="Improvement", clauses=["iso9001:2015#10"]),
    "procedures/review.md": document("SOP-005", title="Review", clauses=["iso9001:2015#9.3.3"], review="1 month"),
    "procedures/measuring.md": document("SOP-008", title="Measuring", clauses=["7.1.5"]),
    "records/suppliers/SUP-2026-001.yml": SUPPLIER,
    "records/management-reviews/MR-2026-001.yml": REVIEW,
    "records/nonconformities/NC-2026-001.yml": NONCONFORMITY,
    "records/equipment/EQ-2026-001.yml": EQUIPMENT,
    "records/equipment/EQ-2026-001.csv": CALIBRATIONS,
    "records/gap/GAP-2026-001.yml": GAPS,
}
OLD, NEW = "iso9001:2015", "iso9001:2026"


def story(**policy: object) -> Story:
    """A manual that serves a few clauses, by 2015 unless the policy says otherwise."""
    told = Story()
    told.policy("2025-01-01", {"types": {"procedure": {}}, "standards": [OLD], **policy})
    told.entry("2026-01-20", FILES)
    return told


@pytest.fixture
def clone(build: Build) -> Clone:
    """That manual."""
    return build(story())


def asked(qms: Qms, clone: Clone, *arguments: str, day: str = "2026-02-10") -> dict[str, Any]:
    """What the command says in JSON."""
    ran = qms(clone, "gap", "--as-of", day, "--format", "json", *arguments)
    assert (ran.status, ran.err) == (0, "")
    told: dict[str, Any] = ran.json
    return told


def clauses(qms: Qms, clone: Clone, *arguments: str, day: str = "2026-02-10") -> dict[str, dict[str, Any]]:
    """The clauses of the first edition by their number."""
    first = asked(qms, clone, *arguments, day=day)["standards"][0]
    return {each["clause"]: each for each in first["clauses"]}


def test_each_state(qms: Qms, clone: Clone) -> None:
    """Covered, partly for want of evidence or of a document, open, and not applicable; a clause stands as its parts."""
    found = clauses(qms, clone)
    assert {number: found[number]["state"] for number in ("8.4.1", "8.4.2", "9.3.3", "8.6", "5.3", "8.3.2")} == {
        "8.4.1": "covered",
        "8.4.2": "covered",
        "9.3.3": "partly",
        "8.6": "partly",
        "5.3": "open",
        "8.3.2": "not applicable",
    }
    assert found["9.3.3"]["lacks"] == ["no evidence"]
    assert found["8.6"]["lacks"] == ["no document in force names it"]
    assert found["5.3"]["lacks"] == ["no document in force names it"]
    parents = ("8.4", "8.3", "8", "5", "10")
    states = ["covered", "not applicable", "partly", "open", "covered"]
    assert [found[number]["state"] for number in parents] == states
    assert [found[number]["has_parts"] for number in ("8.4", "8.4.1")] == [True, False]


def test_a_document_that_is_overdue_for_review(qms: Qms, clone: Clone) -> None:
    """Due on a day is not overdue on that day; from the next day on nothing covers the clause, and the day is told."""
    assert clauses(qms, clone, day="2026-02-20")["9.3.3"]["documents"][0]["overdue_since"] is None
    overdue = clauses(qms, clone, day="2026-02-21")["9.3.3"]
    assert overdue["documents"][0]["overdue_since"] == "2026-02-20"
    assert overdue["lacks"] == ["overdue for review: SOP-005 (since 20 February 2026)", "no evidence"]


def test_evidence_counts_until_its_own_day(qms: Qms, clone: Clone) -> None:
    """A supplier counts until its next evaluation and equipment until its next calibration, both days included."""
    supplier = clauses(qms, clone, day="2026-09-01")["8.4.1"]
    assert supplier["state"] == "covered"
    assert supplier["evidence"] == {
        "id": "SUP-2026-001",
        "kind": "Supplier",
        "on": "2026-01-20",
        "days": 224,
        "until": "2026-09-01",
        "in_period": True,
    }
    late = clauses(qms, clone, day="2026-09-02")["8.4.1"]
    assert (late["state"], late["lacks"]) == ("partly", ["the evidence counted until 1 September 2026"])
    assert clauses(qms, clone, day="2026-07-20")["7.1.5.1"]["state"] == "covered"
    assert clauses(qms, clone, day="2026-07-21")["7.1.5.1"]["state"] == "partly"


def test_evidence_without_a_day_of_its_own_counts_for_twelve_months(qms: Qms, clone: Clone) -> None:
    """An open nonconformity of 5 January 2026 counts up to 5 January 2027."""
    assert clauses(qms, clone, day="2027-01-05")["10.2.2"]["state"] == "covered"
    late = clauses(qms, clone, day="2027-01-06")["10.2.2"]
    assert (late["state"], late["lacks"]) == ("partly", ["the evidence counted until 5 January 2027"])


def test_the_audit_cycle_takes_the_place_of_twelve_months(qms: Qms, build: Build) -> None:
    """Where the policy has an audit cycle, evidence counts for that."""
    clone = build(story(audit_cycle="2 years"))
    assert clauses(qms, clone, day="2028-01-05")["10.2.2"]["state"] == "covered"
    assert clauses(qms, clone, day="2028-01-06")["10.2.2"]["state"] == "partly"


def test_what_is_planned_is_no_evidence(qms: Qms, build: Build) -> None:
    """A management review shows nothing before it is held, whatever day it names."""
    told = story()
    told.entry("2026-02-03", {"records/management-reviews/MR-2026-001.yml": REVIEW.replace("planned", "held")})
    clone = build(told)
    assert clauses(qms, clone, day="2026-02-02")["9.3.3"]["evidence"] is None
    held = clauses(qms, clone, day="2026-02-03")["9.3.3"]
    assert (held["state"], held["evidence"]["on"]) == ("covered", "2026-02-02")


def test_exclusions_and_gaps(qms: Qms, clone: Clone) -> None:
    """An exclusion comes with its reason, a gap with action, owner and day until it is dealt with."""
    found = clauses(qms, clone, day="2026-04-01")
    assert found["8.3.6"]["exclusion"] == {
        "assessment": "GAP-2026-001",
        "on": "2026-01-05",
        "justification": "Drawings come from the customer.",
    }
    assert found["8.4.1"]["gaps"] == [
        {
            "assessment": "GAP-2026-001",
            "on": "2026-01-05",
            "rating": "partly",
            "gap": "Two suppliers were never evaluated.",
            "action": "Evaluate them",
            "owner": "kai.moen",
            "due": "2026-03-31",
            "overdue": True,
        }
    ]
    assert [each["action"] for each in found["7.4"]["gaps"]] == [None]
    assert found["7.3"]["gaps"] == []


def test_readiness_counts_clauses_without_parts(qms: Qms, clone: Clone) -> None:
    """The four numbers come to the 65 clauses of the edition."""
    ready = asked(qms, clone)["standards"][0]["readiness"]
    assert sum(ready.values()) == 65
    assert ready["not_applicable"] == 6
    states = [each["state"] for each in clauses(qms, clone).values() if not each["has_parts"]]
    assert ready["covered"] == states.count("covered") == 10


def test_an_edition_that_is_not_in_use(qms: Qms, clone: Clone) -> None:
    """It is told by the crosswalk what serves its clauses already, and which of them nothing names yet."""
    found = clauses(qms, clone, "--standard", NEW)
    assert [(each["id"], each["by"]) for each in found["10.1"]["documents"]] == [
        ("SOP-003", "names 10 of ISO 9001:2015")
    ]
    assert found["8.4.1"]["state"] == "covered"
    assert found["8.3.2"]["state"] == "not applicable"
    (way,) = asked(qms, clone, "--standard", NEW)["transitions"]
    assert (way["from"], way["to"], way["clauses"], len(way["unnamed"])) == ("ISO 9001:2015", "ISO 9001:2026", 65, 65)
    unnamed = {each["clause"]: each["documents"] for each in way["unnamed"]}
    assert (unnamed["10.1"], unnamed["6.1.3"]) == (["SOP-003"], [])
    moved = {(each["from"], each["to"]) for each in way["differences"]}
    assert {("6.1.2", "6.1.3"), ("10.3", "10.1"), ("9.3.2", "9.3.2")} <= moved


def test_both_editions_in_use(qms: Qms, build: Build) -> None:
    """Each has its clauses; a bare number names both, so the way to the later edition is shorter by it."""
    told = asked(qms, build(story(standards=[OLD, NEW])))
    assert [each["id"] for each in told["standards"]] == [OLD, NEW]
    (way,) = told["transitions"]
    numbers = {each["clause"] for each in way["unnamed"]}
    assert len(numbers) == 63
    assert numbers.isdisjoint({"7.1.5.1", "7.1.5.2"})


def test_one_edition_alone_leads_nowhere(qms: Qms, build: Build) -> None:
    """With the latest edition alone there is nothing to move to."""
    assert asked(qms, build(story(standards=[NEW])))["transitions"] == []
    assert asked(qms, build(story(standards=[OLD])), "--standard", OLD)["transitions"] == []


def test_text_and_table(qms: Qms, clone: Clone) -> None:
    """People see readiness, clauses, gaps and the way on; the table has a row for each clause."""
    text = qms(clone, "gap", "--as-of", "2026-04-01").text
    assert "ISO 9001:2015, as of 2026-04-01: " in text
    assert (
        "8.4.1  GAP-2026-001 rated “partly”: Two suppliers were never evaluated. To do: Evaluate them (Kai Moen, "
        in text
    )
    assert "7.4  GAP-2026-001 rated “none”: Nobody knows who tells whom. Nothing is planned yet." in text
    assert "SUP-2026-001, 2026-01-20 (2 months ago)" in text
    way = qms(clone, "gap", "--as-of", "2026-04-01", "--standard", NEW).text
    assert "From ISO 9001:2015 to ISO 9001:2026: documents name 0 of 65 clauses by the later edition." in way
    ran = qms(clone, "gap", "--as-of", "2026-04-01", "--format", "csv")
    table = {each["clause"]: each for each in csv.DictReader(io.StringIO(ran.text))}
    assert len(table) == 91
    assert table["8.4.1"]["evidence"] == "SUP-2026-001"
    assert table["8.4.1"]["action_due"] == "2026-03-31"
    assert table["8.3.1"]["justification"] == "Drawings come from the customer."


def test_a_standard_that_nobody_knows(qms: Qms, clone: Clone) -> None:
    """A slip of the pen gets the name that was meant, anything else the names there are."""
    ran = qms(clone, "gap", "--standard", "iso901:2026")
    assert (ran.status, ran.out, "Did you mean iso9001:2026?" in ran.err) == (1, b"", True)
    ran = qms(clone, "gap", "--standard", "haccp")
    assert (ran.status, "Known are iso9001:2015 and iso9001:2026." in ran.err) == (1, True)


def test_no_standard_in_use(qms: Qms, build: Build) -> None:
    """Nothing is judged, and it is said what to add; JSON stays JSON."""
    clone = build(story(standards=[]))
    ran = qms(clone, "gap", "--format", "json", "--as-of", "2026-02-10")
    assert (ran.status, ran.json) == (0, {"as_of": "2026-02-10", "standards": [], "transitions": []})
    assert "names no standard" in ran.err
    assert qms(clone, "gap").out == b""
