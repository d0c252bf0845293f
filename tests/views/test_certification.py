"""The path to certification: where an organization stands on each step and challenge, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.check import check
from qms_docs.model.standard import parse_clause
from qms_docs.reports.certification import path_json, path_text
from qms_docs.sources.standards import load_library
from qms_docs.views.certification.path import certification_path
from support import Story, document, organization_file
from support.duties import story_of_duties
from support.manuals import manual_of

if TYPE_CHECKING:
    from qms_docs.views.certification.path import CertificationPath
    from qms_docs.views.certification.stage import Stage
    from support import Build

DAY = "2026-06-01"


def path_of(build: Build, story: Story, day: str = DAY) -> CertificationPath:
    """The path of a story on a day."""
    manual = manual_of(build(story), today=day, judged=True)
    return certification_path(manual, check(manual).findings)


def stage(path: CertificationPath, name: str) -> Stage:
    """One step or challenge."""
    return next(each for each in (*path.steps, *path.challenges) if each.id == name)


def words(one: Stage) -> str:
    """Its facts in a row."""
    return " ".join(each.text for each in one.facts)


def told(**policy: object) -> Story:
    """A policy with people, and nothing else."""
    story = Story()
    story.policy("2026-01-01", {"standards": ["iso9001:2026"], **policy})
    people = {"Ann Berg": ["quality-manager"], "Cid Dahl": ["internal-auditor"]}
    story.entry("2026-01-01", {"records/organization.yml": organization_file(people)})
    return story


def assessment(status: str = "open", **of_clause: str) -> str:
    """A gap assessment of every clause of the edition; `of_clause` says more of single ones."""
    standard = load_library().standard("iso9001:2026")
    assert standard is not None
    items = [
        f"  - {{clause: 'iso9001:2026#{each.number}', applicable: true, rating: effective, evidence: [seen by us]"
        f"{of_clause.get(each.number, '')}}}\n"
        for each in standard.undivided
    ]
    head = f"id: GAP-2026-001\ntitle: First look\nopened: 2026-01-10\nowner: quality-manager\nstatus: {status}\n"
    return f"{head}standard: iso9001:2026\ndate: 2026-01-12\nassessor: ann.berg\nitems:\n{''.join(items)}"


def test_an_empty_manual_has_a_first_step_everywhere(build: Build) -> None:
    """Where nothing is recorded no step has begun, and each says one thing to begin with."""
    story = Story()
    story.policy("2026-01-01", {"standards": []})
    path = path_of(build, story)
    assert [each.standing.value for each in path.steps] == ["not begun"] * 6
    assert stage(path, "gap-analysis").next is not None
    commands = {each.id: each.next.command for each in (*path.steps, *path.challenges) if each.next}
    assert commands["implementation"] == 'qms new procedure "TITLE"'
    assert commands["internal-audit"] == "qms record new audit-programme"
    assert commands["management-review"] == "qms record new management-review"
    assert commands["continual-improvement"] == "qms record new objective"
    assert commands["change-management"] == "qms record new change-request"
    assert set(commands) >= {"gap-analysis", "certification-audit", "resource-allocation", "employee-training"}


def test_there_are_six_steps_and_four_challenges(build: Build) -> None:
    """They come in their order, each with facts, a rule for its standing, and text and JSON that agree."""
    path = path_of(build, story_of_duties())
    assert [each.title for each in path.steps] == [
        "Gap analysis", "Implementation", "Internal audit", "Management review", "Certification audit",
        "Continual improvement",
    ]  # fmt: skip
    assert [each.title for each in path.challenges] == [
        "Resource allocation", "Change management", "Employee training", "Maintaining consistency",
    ]  # fmt: skip
    assert all(each.facts and each.rule.endswith(".") for each in (*path.steps, *path.challenges))
    text, shape = path_text(path), path_json(path)
    for each in (*path.steps, *path.challenges):
        assert f"{each.title}: {each.standing.value}" in text
        assert f'"id": "{each.id}"' in shape


def test_gap_analysis_by_clauses(build: Build) -> None:
    """It is done once every clause was assessed and each gap has an action; until then it says which is next."""
    story = told()
    story.entry("2026-01-12", {"records/gap/GAP-2026-001.yml": assessment()})
    done = stage(path_of(build, story), "gap-analysis")
    assert (done.standing.value, done.next) == ("done", None)
    assert "65 of 65 clauses were assessed" in words(done)
    gap = ", gap: Nothing is written down"
    text = assessment(**{"8.4.1": gap}).replace("rating: effective, evidence: [seen by us], gap", "rating: none, gap")
    story.entry("2026-01-13", {"records/gap/GAP-2026-001.yml": text})
    unplanned = stage(path_of(build, story), "gap-analysis")
    assert unplanned.standing.value == "under way"
    assert "1 gap without an action." in words(unplanned)
    assert unplanned.next is not None
    assert unplanned.next.what == "Plan an action for clause iso9001:2026#8.4.1 in GAP-2026-001."


def test_a_clause_that_nobody_assessed(build: Build) -> None:
    """A step that lacks one clause of sixty-five is under way, and names the clause."""
    story = told()
    lines = [line for line in assessment().splitlines(keepends=True) if "#10.2" not in line]
    story.entry("2026-01-12", {"records/gap/GAP-2026-001.yml": "".join(lines)})
    one = stage(path_of(build, story), "gap-analysis")
    assert one.standing.value == "under way"
    assert one.next is not None
    assert one.next.what.startswith("Assess 10.2")
    assert parse_clause("iso9001:2026#10.2") is not None


def test_implementation_by_actions(build: Build) -> None:
    """The action of a gap that is due first is next, with its owner and day."""
    story = told()
    action = ", gap: Nothing, action: {what: Write it, owner: ann.berg, due: 2026-03-01}"
    text = assessment(**{"8.4.1": action}).replace(
        "rating: effective, evidence: [seen by us], gap", "rating: none, gap"
    )
    story.entry("2026-01-12", {"records/gap/GAP-2026-001.yml": text})
    one = stage(path_of(build, story), "implementation")
    assert "0 of 1 action from gaps done, 1 overdue." in words(one)
    assert one.next is not None
    assert one.next.what == "Write it (Ann Berg, overdue since 1 March 2026), for GAP-2026-001."


_PROGRAMME = """\
id: AP-2026-001
title: Audits of 2026
opened: 2026-01-05
owner: quality-manager
status: {status}
period: 2026-01-01/2026-12-31
basis: Everything once
planned_audits:
  - {{month: 2026-02, processes: [], clauses: ["iso9001:2026#4", "iso9001:2026#5", "iso9001:2026#6", "iso9001:2026#7",
      "iso9001:2026#8", "iso9001:2026#9", "iso9001:2026#10"], lead_auditor: cid.dahl, method: on site{audit}}}
"""
_AUDIT = """\
id: AUD-2026-001
title: Everything
opened: 2026-01-20
owner: internal-auditor
status: {status}
programme: AP-2026-001
criteria: ["iso9001:2026#8.4"]
scope: All
processes: []
dates: [2026-02-10]
team: [{{person: cid.dahl, as: lead auditor}}]
sampled: {{roles: [quality-manager]}}
conclusion: In order
report_date: 2026-02-12
"""
_FINDING = """\
id: FND-2026-001
title: No dates
opened: 2026-02-10
owner: quality-manager
status: {status}
audit: AUD-2026-001
grade: minor
requirement: "iso9001:2026#8.4"
statement: Orders bear no date.
evidence: [Orders of May 3]
response_due: 2026-03-01
"""


@pytest.mark.parametrize(
    ("programme", "audit", "finding", "standing", "following"),
    [
        ("running", "reported", "open", "under way", "Deal with the audit finding FND-2026-001: No dates."),
        ("running", "reported", "closed", "under way", "Bring the audit AUD-2026-001 to its end; it is reported."),
        ("running", "closed", "closed", "under way", "Complete the programme AP-2026-001."),
        ("completed", "closed", "closed", "done", None),
    ],
)
def test_internal_audit(  # noqa: PLR0917 - the states of three records
    build: Build, programme: str, audit: str, finding: str, standing: str, following: str | None
) -> None:
    """It is done once the programme is completed, its audit reported and no departure open."""
    story = told()
    files = {
        "records/audits/AP-2026-001.yml": _PROGRAMME.format(status=programme, audit=", audit: AUD-2026-001"),
        "records/audits/AUD-2026-001.yml": _AUDIT.format(status=audit),
        "records/audits/FND-2026-001.yml": _FINDING.format(status=finding),
    }
    story.entry("2026-02-15", files)
    one = stage(path_of(build, story), "internal-audit")
    assert one.standing.value == standing
    assert (one.next.what if one.next else None) == following


def test_an_audit_that_is_planned_is_next(build: Build) -> None:
    """Of a programme the first audit without a record is begun next."""
    story = told()
    story.entry("2026-01-06", {"records/audits/AP-2026-001.yml": _PROGRAMME.format(status="approved", audit="")})
    one = stage(path_of(build, story), "internal-audit")
    assert one.next is not None
    assert one.next.command == "qms record new internal-audit --set programme=AP-2026-001"
    assert "2026-02" in one.next.what


def test_a_completed_programme_of_an_earlier_cycle(build: Build) -> None:
    """What was audited longer ago than a cycle is no step that is done."""
    story = told()
    files = {
        "records/audits/AP-2026-001.yml": _PROGRAMME.format(status="completed", audit=", audit: AUD-2026-001"),
        "records/audits/AUD-2026-001.yml": _AUDIT.format(status="closed"),
    }
    story.entry("2026-02-15", files)
    one = stage(path_of(build, story, "2028-06-01"), "internal-audit")
    assert one.standing.value == "under way"
    assert one.next is not None
    assert one.next.command == "qms record new audit-programme"


_REVIEW = """\
id: MR-2026-001
title: Review of 2025
opened: 2026-01-10
owner: quality-manager
status: {status}
date: 2026-02-01
chair: ann.berg
attendees: [ann.berg]
period: 2025-01-01/2025-12-31
edition: iso9001:2026
inputs:
{inputs}outputs: {{improvement: [{{what: Quicker offers, owner: ann.berg, due: 2026-09-01}}]}}
actions: [{{what: Quicker offers, owner: ann.berg, due: 2026-09-01{done}}}]
"""


def review(status: str, letters: str = "abcdefgh", done: str = "") -> dict[str, str]:
    """A management review with inputs for these letters."""
    inputs = "".join(f"  {each}: {{summary: Seen, sources: [words of ours]}}\n" for each in letters)
    return {"records/management-reviews/MR-2026-001.yml": _REVIEW.format(status=status, inputs=inputs, done=done)}


def test_management_review(build: Build) -> None:
    """A complete review of this cycle is a step that is done; what it lacks, or decided, is next."""
    story = told()
    story.entry("2026-02-02", review("planned"))
    planned = stage(path_of(build, story), "management-review")
    assert (planned.standing.value, planned.next and planned.next.thing) == ("under way", "MR-2026-001")
    story.entry("2026-02-03", review("held", "abcdefg"))
    lacking = stage(path_of(build, story), "management-review")
    assert lacking.standing.value == "under way"
    assert lacking.next is not None
    assert lacking.next.what == "MR-2026-001: Input h of iso9001:2026 is missing."
    story.entry("2026-02-04", review("held"))
    held = stage(path_of(build, story), "management-review")
    assert held.standing.value == "done"
    assert held.next is not None
    assert held.next.what == "Do what MR-2026-001 decided, by 1 September 2026."
    assert stage(path_of(build, story, "2026-10-01"), "management-review").standing.value == "under way"
    assert stage(path_of(build, story, "2027-03-01"), "management-review").standing.value == "under way"


def test_certification_audit_waits_for_the_others(build: Build) -> None:
    """It names which of the four steps before it are not done, and begins with the first of them."""
    path = path_of(build, told())
    one = stage(path, "certification-audit")
    assert one.standing.value == "not begun"
    assert "0 of the 4 steps before are done; not yet: gap analysis, implementation, internal audit" in words(one)
    assert one.next is not None
    assert one.next.command == "qms record new gap-assessment"


def test_improvement_takes_the_most_urgent(build: Build) -> None:
    """The corrective action whose day comes first is next, with the day."""
    one = stage(path_of(build, story_of_duties()), "continual-improvement")
    assert "1 corrective action open, 1 of them overdue" in words(one)
    assert one.next is not None
    assert one.next.what == (
        "Go on with the corrective action CA-2026-001 Labels: to be done: Rename the files by 1 March 2026."
    )


def test_challenges_count_what_is_overdue(build: Build) -> None:
    """Duties by owner, roles that nobody holds, people who are late and findings of the rules are counted."""
    path = path_of(build, story_of_duties())
    resources = stage(path, "resource-allocation")
    assert resources.standing.value == "needs attention"
    assert "Kai Moen: 2 overdue" in words(resources)
    assert resources.next is not None
    assert resources.next.command == "qms status --for kai.moen"
    training = stage(path, "employee-training")
    assert "1 acknowledgement asked of 1 person: 0 there, 1 late." in words(training)
    assert training.next is not None
    assert training.next.command == "qms acknowledge SOP-004"
    consistency = stage(path, "maintaining-consistency")
    assert consistency.standing.value == "needs attention"
    changes = stage(path, "change-management")
    assert "1 document with a revision that takes effect later." in words(changes)


def test_a_role_that_nobody_holds(build: Build) -> None:
    """A role that owns a document and is held by nobody on the day needs attention before anything else."""
    story = told(standards=[])
    roles = {"quality-manager": {"title": "Quality manager"}, "buyer": {"title": "Buyer"}}
    people = {
        "Ann Berg": ["quality-manager"],
        "Kai": {"roles": [{"role": "buyer", "from": "2024-01-01", "until": "2026-02-01"}]},
    }
    files = {
        "records/organization.yml": organization_file(people, roles),
        "procedures/purchasing.md": document("SOP-004", owner="buyer"),
    }
    story.entry("2026-01-02", files)
    one = stage(path_of(build, story), "resource-allocation")
    assert "Held by nobody, and owner of documents, processes or records: Buyer." in words(one)
    assert one.next is not None
    assert one.next.what == "Say in records/organization.yml who holds the role Buyer."
    assert stage(path_of(build, story, "2026-01-31"), "resource-allocation").standing.value == "in hand"
