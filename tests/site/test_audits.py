"""Audits on the site: what they cover, who audited, and what became of what was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support import document
from support.audits import PEOPLE, PROCESSES, audit, audit_finding, corrective_action, planned_audit, programme
from support.reviewed import previous_review
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Site, Tell

POLICY = {"standards": ["iso9001:2015", "iso9001:2026"], "audit_cycle": "3 years", "retention": {}}
UNSTOPPED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
OUTPUT = "{what: A survey each half year., owner: sales-manager, due: 2025-09-30}"
COVERAGE = "/records/audits/coverage/"


def told(tell: Tell, *, about: str = "", **policy: object) -> Story:
    """A programme with one audit that was held and one to come; `about` is put to the end of the audit's record."""
    story = tell({**POLICY, **policy}, mkdocs=UNSTOPPED)
    story.entry("2026-01-02", {"records/organization.yml": PEOPLE, "records/processes.yml": PROCESSES})
    plans = [
        planned_audit("2026-01", ["purchasing"], ["iso9001:2015#8.4"], audit="AUD-2026-001"),
        planned_audit("2026-12", ["sales"], ["iso9001:2026#8.2"], lead="ann.berg"),
    ]
    team = [("cid.dahl", "lead auditor"), ("kai.moen", "auditor"), ("eva.lund", "observer")]
    held = audit(
        "AUD-2026-001", "reported", ["purchasing"], ["iso9001:2015#8.4"], dates=["2026-01-14"], team=team, more=about
    )
    files = {
        "procedures/purchasing.md": document(),
        "records/audits/AP-2026-001.yml": programme("AP-2026-001", "2026-01-01/2026-12-31", plans),
        "records/audits/AUD-2026-001.yml": held,
        "records/audits/FND-2026-001.yml": audit_finding("FND-2026-001", "AUD-2026-001", "observation", "SOP-004@1"),
        "records/audits/FND-2026-002.yml": audit_finding(
            "FND-2026-002", "AUD-2026-001", "major", "iso9001:2015#8.4.1", status="responded",
            more="corrective_action: CA-2026-001\n",
        ),
        "records/corrective-actions/CA-2026-001.yml": corrective_action("CA-2026-001", "FND-2026-002"),
    }  # fmt: skip
    story.entry("2026-02-05", files)
    return story


def row(site: Site, clause: str) -> str:
    """The words of the row of a clause of ISO 9001:2026."""
    found = re.search(
        rf'<tr role="row" id="iso9001-2026-{re.escape(clause)}".*?</tr>', site.article(COVERAGE), re.DOTALL
    )
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_the_grid(tell: Tell, build: Build, publish: Publish) -> None:
    """Each clause has its state in words, and in the column of a process the audit with its month."""
    site = publish(build(told(tell)))
    held = "● audited 2026-01 AUD-2026-001 names 8.4 of ISO 9001:2015 ● audited AUD-2026-001, 2026-01"
    assert row(site, "8.4.1") == f"8.4.1 General audited {held}"
    assert row(site, "8.2.1").endswith("○ planned for 2026-12 AP-2026-001 ○ planned for AP-2026-001, 2026-12")
    assert row(site, "9.2.1") == "9.2.1 General missing"
    words = site.words(COVERAGE)
    assert "3 processes: 1 audited, 1 planned, 1 missing." in words
    assert "Purchasing Purchasing manager audited audited 14 January 2026 ( AUD-2026-001 )" in words
    assert 'href="../AUD-2026-001/"' in site.article(COVERAGE)


def test_ways_to_the_grid(tell: Tell, build: Build, publish: Publish) -> None:
    """The programme, its audits, the questions of auditors and the navigation lead to the grid."""
    site = publish(build(told(tell)))
    for record in ("AP-2026-001", "AUD-2026-001"):
        assert 'href="../coverage/"' in site.article(f"/records/audits/{record}/")
    assert 'href="../coverage/"' not in site.article("/records/audits/FND-2026-001/")
    assert "Audit coverage" in site.navigation()
    assert 'href="../records/audits/coverage/"' in site.article("/auditor/")


def test_team_and_independence(tell: Tell, build: Build, publish: Publish) -> None:
    """The page of an audit says of each auditor whether they own what they audit, and of others their function."""
    words = publish(build(told(tell))).words("/records/audits/AUD-2026-001/")
    assert "Cid Dahl , lead auditor: Independent: owns none of the audited processes." in words
    assert "Kai Moen , auditor: Not independent: owns Purchasing, which this audit looks at (IM103)." in words
    assert "Eva Lund , observer Audit findings" in words


def test_findings_with_their_actions(tell: Tell, build: Build, publish: Publish) -> None:
    """The gravest audit finding comes first, each with its state and its corrective action."""
    words = publish(build(told(tell))).words("/records/audits/AUD-2026-001/")
    assert "1 major and 1 observation; 2 of 2 still open." in words
    major = "major FND-2026-002 Orders without an offer ISO 9001:2015, 8.4.1 General responded CA-2026-001"
    assert f"{major} Second offers open observation FND-2026-001" in words
    assert "SOP-004 Purchasing, revision 1 open overdue none" in words


def test_many_processes_stay_on_the_page(tell: Tell, build: Build, publish: Publish) -> None:
    """Nine processes and more stand in several tables, of which the further ones show what was looked at alone."""
    story = told(tell)
    many = [f"  - {{id: process-{number}, title: Process {number}, owner: auditor}}\n" for number in range(1, 20)]
    plans = [planned_audit("2026-12", ["process-17"], ["iso9001:2026#8.2.1"])]
    story.entry(
        "2026-02-06",
        {
            "records/processes.yml": PROCESSES + "".join(many),
            "records/audits/AP-2026-002.yml": programme("AP-2026-002", "2026-01-01/2026-12-31", plans),
        },
    )
    article = publish(build(story)).article(COVERAGE)
    grids = re.findall(r"<table[^>]*qms-grid.*?</table>", article, re.DOTALL)
    assert len(grids) == 2 * 3
    assert [grid.count("<tr role=") - 1 for grid in grids[4:]] == [0, 1]
    assert max(grid.count('scope="col"') for grid in grids) == 2 + 8


def test_what_is_restricted_does_not_show(tell: Tell, build: Build, publish: Publish) -> None:
    """A restricted audit counts nowhere, and nothing tells that it was held or not."""
    site = publish(build(told(tell, about="confidentiality: restricted\n")))
    assert "AUD-2026-001" not in site.article(COVERAGE)
    assert row(site, "8.4.1") == "8.4.1 General missing"
    assert "Cid Dahl" not in site.article("/records/audits/AUD-2026-001/")


def test_a_public_site_has_no_grid(tell: Tell, build: Build, publish: Publish) -> None:
    """What was not audited is nobody's business outside, and a public audit names no auditor."""
    site = publish(build(told(tell, about="confidentiality: public\n", site={"audience": "public"})))
    assert not site.holds("records/audits/coverage/index.html")
    article = site.article("/records/audits/AUD-2026-001/")
    assert "coverage" not in article
    assert "Kai Moen" not in article
    assert "left out of this site" in article
    assert "This site shows no audit finding of it." in article


def test_without_audits_there_is_no_grid(tell: Tell, build: Build, publish: Publish) -> None:
    """A manual without an audit and without a programme has no such page."""
    story = tell(POLICY, mkdocs=UNSTOPPED)
    story.entry("2026-01-05", {"procedures/purchasing.md": document()})
    site = publish(build(story))
    assert not site.holds("records/audits/coverage/index.html")
    assert "Audit coverage" not in site.navigation()
    assert "coverage" not in site.article("/auditor/")


def test_how_far_a_review_has_come(tell: Tell, build: Build, publish: Publish) -> None:
    """The page of a review shows decisions and actions with owner, day and state, and overdue ones as such."""
    story = told(tell)
    review = previous_review("").replace("outputs: {improvement: []}", f"outputs: {{improvement: [{OUTPUT}]}}")
    story.entry("2026-02-06", {"records/management-reviews/MR-2024-001.yml": review})
    words = publish(build(story)).words("/records/management-reviews/MR-2024-001/")
    assert "1 of 3 actions done, 1 carried over, 1 open." in words
    assert "A survey each half year. Improvement Sales manager 2025-09-30 decided" in words
    assert "Buy a second gauge. Action Kai Moen 2025-03-31 done on 1 March 2025" in words
    assert "Ask customers twice a year. Action Sales manager 2025-05-31 open overdue" in words
    assert "Train a second auditor. Action Ann Berg 2099-12-31 carried over to" in words


def test_how_far_a_review_is_prepared(tell: Tell, build: Build, publish: Publish) -> None:
    """A review that is planned says how many of its inputs are complete."""
    story = told(tell)
    review = (
        previous_review("").replace("status: held", "status: planned").replace("  b: {summary: Said., s", "  b: {s")
    )
    story.entry("2026-02-06", {"records/management-reviews/MR-2024-001.yml": review})
    words = publish(build(story)).words("/records/management-reviews/MR-2024-001/")
    assert "5 of 6 inputs have a summary and what it rests on." in words
