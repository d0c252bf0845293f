"""The gap analysis on the site: what it shows, to whom, and what it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support import document, organization_file
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Site, Tell

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
next_evaluation: 2027-01-20
"""
GAPS = """\
id: GAP-2026-001
title: ISO 9001:2026
opened: 2026-01-05
owner: quality-manager
status: open
standard: iso9001:2026
date: 2026-01-05
assessor: ann.berg
items:
  - {clause: iso9001:2026#8.3, applicable: false, justification: Drawings come from <Zaphod>.}
  - clause: iso9001:2026#8.4.1
    applicable: true
    rating: partly
    gap: Two suppliers were never evaluated.
    action: {what: Evaluate them, owner: kai.moen, due: 2026-03-31}
"""
POLICY = {"standards": ["iso9001:2015", "iso9001:2026"], "retention": {}}
UNFINISHED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
"""The site is built though required information is missing (CL103), as on the way to certification."""
QUIET = "restricted"


def told(tell: Tell, *, records: str = "", texts: str | None = None, **policy: object) -> Story:
    """A manual with one document, a supplier and an assessment, which say how confidential they are."""
    story = tell({**POLICY, **policy}, mkdocs=UNFINISHED)
    about = f"confidentiality: {records}\n" if records else ""
    people = organization_file({"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"]})
    story.entry("2026-01-05", {"records/organization.yml": people})
    files = {
        "procedures/purchasing.md": document(clauses=["iso9001:2026#8.4"], confidentiality=texts),
        "records/suppliers/SUP-2026-001.yml": SUPPLIER + about,
        "records/gap/GAP-2026-001.yml": GAPS + about,
    }
    story.entry("2026-01-20", files)
    return story


def row(site: Site, clause: str) -> str:
    """The words of the row of a clause of ISO 9001:2026."""
    found = re.search(rf'<tr id="iso9001-2026-{re.escape(clause)}".*?</tr>', site.article("/gap/"), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_clauses_with_all_that_there_is(tell: Tell, build: Build, publish: Publish) -> None:
    """Each clause has its state in words, documents, evidence with its age, exclusion, gap and action."""
    site = publish(build(told(tell)))
    bought = row(site, "8.4.1")
    for words in (
        "covered",
        "SOP-004 (names 8.4)",
        "SUP-2026-001 Supplier, 20 January 2026 , 10 months ago",
    ):
        assert words in bought
    assert (
        "Two suppliers were never evaluated. To do: Evaluate them ( Kai Moen , overdue since 31 March 2026 )" in bought
    )
    assert "not applicable" in row(site, "8.3.2")
    assert "Drawings come from &lt;Zaphod&gt;." in row(site, "8.3.2")
    assert "open no document in force names it" in row(site, "5.3")
    article = site.article("/gap/")
    assert 'href="../records/suppliers/SUP-2026-001/"' in article
    assert 'href="../records/gap/GAP-2026-001/"' in article


def test_readiness_as_numbers_and_bar(tell: Tell, build: Build, publish: Publish) -> None:
    """The bar is a picture in the page with a text of its own, and the four numbers stand beside it."""
    site = publish(build(told(tell)))
    label = 'aria-label="3 of 59 applicable clauses covered (5 %), 0 partly, 56 open; 6 not applicable."'
    assert label in site.article("/gap/")
    assert "3 of 59 applicable clauses covered (5 %) 3 covered 0 partly 56 open 6 not applicable" in site.words("/gap/")


def test_the_way_to_the_later_edition(tell: Tell, build: Build, publish: Publish) -> None:
    """What differs and what no document names yet stands below the editions."""
    words = site_words(told(tell), build, publish)
    assert "From ISO 9001:2015 to ISO 9001:2026 Documents in force name 3 of 65 clauses by the later edition." in words
    assert "Actions on opportunities have a number of their own in 2026." in words


def site_words(story: Story, build: Build, publish: Publish) -> str:
    """The words of the page."""
    return publish(build(story)).words("/gap/")


def test_pages_lead_to_it(tell: Tell, build: Build, publish: Publish) -> None:
    """The clauses, the questions of auditors and the navigation lead to the page."""
    site = publish(build(told(tell)))
    assert 'href="../gap/"' in site.article("/clauses/")
    assert 'href="../gap/"' in site.article("/auditor/")
    assert "Gap analysis" in site.navigation()


def test_restricted_things_do_not_count(tell: Tell, build: Build, publish: Publish) -> None:
    """What is restricted is not told, and does not show by what it would change either."""
    records = publish(build(told(tell, records=QUIET), "records"))
    assert "partly no evidence" in row(records, "8.4.1")
    assert "open" in row(records, "8.3.2")
    for words in ("SUP-2026-001", "GAP-2026-001", "Zaphod", "Evaluate them"):
        assert words not in records.article("/gap/")
    texts = publish(build(told(tell, texts=QUIET), "texts"))
    assert "SOP-004" not in texts.article("/gap/")
    assert "open no document in force names it" in row(texts, "8.4.2")


def test_a_public_site_has_no_such_page(tell: Tell, build: Build, publish: Publish) -> None:
    """What is missing is nobody's business outside: neither the page nor a way to it is published."""
    story = told(tell, records="public", texts="public", site={"audience": "public"})
    site = publish(build(story))
    assert not site.holds("gap/index.html")
    assert "/gap/" not in site.article("/clauses/")
    assert "qms gap" not in site.words("/auditor/")
    assert "SOP-004 Purchasing" in site.words("/clauses/")


def test_without_standards_there_is_no_such_page(tell: Tell, build: Build, publish: Publish) -> None:
    """A manual without standards has no clauses to be analysed."""
    site = publish(build(told(tell, standards=[])))
    assert not site.holds("gap/index.html")
    assert "Gap analysis" not in site.navigation()


def test_what_was_kept_of_an_earlier_build(tell: Tell, build: Build, publish: Publish) -> None:
    """A build after a change shows what holds now, whatever was kept."""
    clone = build(told(tell))
    assert "covered" in row(publish(clone), "8.4.1")
    (clone.path / "records/suppliers/SUP-2026-001.yml").write_text(
        SUPPLIER.replace("status: approved", "status: proposed")
    )
    clone.git("commit", "-q", "-a", "-m", "Not yet", day="2026-02-01")
    assert "partly no evidence" in row(publish(clone), "8.4.1")
