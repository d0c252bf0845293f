"""The working papers of an audit on the site: what a lead auditor prints and takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import document
from support.audits import PEOPLE, PROCESSES, audit, audit_finding, corrective_action, planned_audit, programme
from support.reviewed import nonconformity
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Tell

POLICY = {"standards": ["iso9001:2015", "iso9001:2026"], "audit_cycle": "3 years", "retention": {}}
UNSTOPPED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PAPERS = "/records/audits/AUD-2026-002/papers/"
TEXT = """\
# Purchasing

## Scope

All orders.

## Responsibilities

The buyer places orders; the purchasing manager <b>approves</b> them.

## Records

- Two offers for each order
- The order confirmation

| Record | Kept for |
|---|---|
| Evaluation | 10 years |
"""


def told(tell: Tell, *, status: str = "planned", about: str = "", day: str = "2026-12-10", **policy: object) -> Story:
    """An audit of purchasing that is to come, after one that was held."""
    story = tell({**POLICY, **policy}, mkdocs=UNSTOPPED)
    story.entry("2026-01-02", {"records/organization.yml": PEOPLE, "records/processes.yml": PROCESSES})
    story.entry("2026-01-05", {"procedures/purchasing.md": document(clauses=["8.4"], body=TEXT, process="purchasing")})
    coming = document(revision=2, clauses=["8.4"], body=TEXT, process="purchasing", effective="2026-12-01")
    story.entry("2026-02-01", {"procedures/purchasing.md": coming})
    plans = [planned_audit("2026-12", ["purchasing"], ["iso9001:2026#8.4"], audit="AUD-2026-002")]
    criteria = ["iso9001:2026#8.4", "iso9001:2026#10.2", "SOP-004@1"]
    files = {
        "records/audits/AP-2026-001.yml": programme("AP-2026-001", "2026-01-01/2026-12-31", plans),
        "records/audits/AUD-2026-001.yml": audit(
            "AUD-2026-001", "reported", ["purchasing"], ["iso9001:2015#8.4"], dates=["2026-01-14"]
        ),
        "records/audits/AUD-2026-002.yml": audit(
            "AUD-2026-002", status, ["purchasing"], criteria, dates=[day] if day else [], more=about
        ),
        "records/audits/FND-2026-001.yml": audit_finding(
            "FND-2026-001", "AUD-2026-001", "minor", "SOP-004@1", more="corrective_action: CA-2026-001\n"
        ),
        "records/corrective-actions/CA-2026-001.yml": corrective_action("CA-2026-001", "FND-2026-001"),
        "records/nonconformities/NC-2026-001.yml": nonconformity(1, "2026-02-03"),
    }
    story.entry("2026-02-05", files)
    return story


def test_what_the_process_brings(tell: Tell, build: Build, publish: Publish) -> None:
    """Documents in force on the day of the audit with what they ask for, and what is to be followed up."""
    words = publish(build(told(tell))).words(PAPERS)
    assert "Documents are those in force on 10 December 2026, as known on 23 November 2026" in words
    assert "SOP-004 Purchasing , revision 2, in force since 1 December 2026. The criteria name SOP-004@1." in words
    assert "Sections: Scope; Responsibilities; Records" in words
    assert "What it says is recorded Two offers for each order The order confirmation Record" in words
    assert "Evaluation 10 years" in words
    assert "Who is responsible The buyer places orders; the purchasing manager approves them." in words
    assert "Owner Purchasing manager (Kai Moen)" in words
    assert "Last audit AUD-2026-001 Audit of purchasing (reported)" in words
    assert "FND-2026-001 Orders without an offer (minor, AUD-2026-001, CA-2026-001; open)" in words
    assert "CA-2026-001 Second offers (origin FND-2026-001; open)" in words
    assert "NC-2026-001 Wrong label 1 (nonconformity, 3 February 2026; open)" in words
    assert "Cid Dahl, lead auditor. Independent: owns none of the audited processes." in words


def test_the_checklist_by_clause(tell: Tell, build: Build, publish: Publish) -> None:
    """Each clause of the criteria has its parts, what serves it, questions of our own, and room for evidence."""
    site = publish(build(told(tell)))
    words, article = site.words(PAPERS), site.article(PAPERS)
    for clause in ("8.4.1", "8.4.2", "8.4.3", "10.2.1", "10.2.2"):
        assert f"ISO 9001:2026, {clause} " in words
    assert "ISO 9001:2015, 8.4.1" not in words
    assert "Documents in force: SOP-004@2 Purchasing. Newest evidence: " in words
    assert "SOP-004: have a recent case shown, and follow it to its end. Is it done as written?" in words
    assert "No document in force names this clause. Who knows how it is done, and how do others learn it?" in words
    assert "CA-2026-001: is it carried out, by whom, and does it take away the cause?" in words
    assert article.count('class="qms-papers__room"><div') == words.count("conforms finding not seen") > 12


def test_ways_to_the_papers(tell: Tell, build: Build, publish: Publish) -> None:
    """The page of the audit leads to its papers, whose records and documents lead to their pages."""
    site = publish(build(told(tell, status="in progress")))
    assert 'href="papers/"' in site.article("/records/audits/AUD-2026-002/")
    assert 'href="papers/"' not in site.article("/records/audits/AUD-2026-001/")
    article = site.article(PAPERS)
    for address in ("../../FND-2026-001/", "../../../corrective-actions/CA-2026-001/", "../../../../purchasing/"):
        assert f'href="{address}' in article


def test_an_audit_without_a_day(tell: Tell, build: Build, publish: Publish) -> None:
    """As long as no day is set, documents are those of today, and the month is that of the programme."""
    words = publish(build(told(tell, day=""))).words(PAPERS)
    assert "(the record names no day of the audit yet)" in words
    assert "Days planned for 2026-12" in words
    assert "SOP-004 Purchasing , revision 1, in force since 5 January 2026." in words


def test_an_audit_that_was_held_has_none(tell: Tell, build: Build, publish: Publish) -> None:
    """Once the conclusion is written there is nothing to prepare."""
    site = publish(build(told(tell, status="reported")))
    assert not site.holds("records/audits/AUD-2026-002/papers/index.html")


@pytest.mark.parametrize(
    ("about", "audience"), [("confidentiality: restricted\n", "internal"), ("confidentiality: public\n", "public")]
)
def test_for_the_organization_alone(tell: Tell, build: Build, publish: Publish, about: str, audience: str) -> None:
    """Neither a restricted audit nor a public site has working papers."""
    site = publish(build(told(tell, about=about, site={"audience": audience})))
    assert not site.holds("records/audits/AUD-2026-002/papers/index.html")
    assert "papers/" not in site.article("/records/audits/AUD-2026-002/")


def test_restricted_things_stay_out(tell: Tell, build: Build, publish: Publish) -> None:
    """A restricted document or record is not told on paper that many may see."""
    story = told(tell)
    quiet = "confidentiality: restricted\n"
    hidden = document(
        "SOP-005", title="Prices", clauses=["8.4"], body=TEXT, process="purchasing", confidentiality="restricted"
    )
    story.entry(
        "2026-02-06",
        {
            "procedures/prices.md": hidden,
            "records/nonconformities/NC-2026-001.yml": nonconformity(1, "2026-02-03", quiet),
        },
    )
    article = publish(build(story)).article(PAPERS)
    assert "SOP-005" not in article
    assert "NC-2026-001" not in article


def test_a_build_after_a_change(tell: Tell, build: Build, publish: Publish) -> None:
    """Papers show what holds now, whatever an earlier build has kept."""
    clone = build(told(tell))
    assert "Two offers for each order" in publish(clone).words(PAPERS)
    path = clone.path / "records/processes.yml"
    path.write_text(path.read_text().replace("title: Purchasing", "title: Buying"))
    clone.git("commit", "-q", "-a", "-m", "A name", day="2026-02-07")
    assert "Process: Buying" in publish(clone).words(PAPERS)


def test_an_audit_of_nothing_known(tell: Tell, build: Build, publish: Publish) -> None:
    """Without processes, documents and clauses there are papers all the same, which say what is not there."""
    story = tell({"standards": [], "retention": {}}, mkdocs=UNSTOPPED)
    text = audit("AUD-2026-002", "planned", ["packing"], ["SOP-099@1"])
    story.entry("2026-01-05", {"procedures/purchasing.md": document(), "records/audits/AUD-2026-002.yml": text})
    words = publish(build(story)).words(PAPERS)
    assert "Process: packing Owner nobody is named" in words
    assert "No document in force names this process." in words
    assert "The criteria name no clause." in words
