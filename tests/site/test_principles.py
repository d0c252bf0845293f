"""The pages of the quality management principles: what there is for each, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from support import document

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Tell

TODAY = date(2026, 6, 1)
_OBJECTIVE = """\
id: OBJ-2026-001
title: Fewer wrong deliveries
opened: 2026-01-10
owner: quality-manager
status: active
due: 2026-12-31
principles: [customer-focus]
confidentiality: {0}
statement: At most one delivery in a hundred is wrong.
measure: Share of wrong deliveries
unit: "%"
target: 1
direction: down
start: 2026-01-01
evaluation_method: The last month counts.
"""
_COMPLAINT = """\
id: CMP-2026-001
title: Ann Berg sent the wrong lamp
opened: 2026-03-01
owner: quality-manager
status: received
received_on: 2026-03-01
channel: telephone
customer: C-12
severity: minor
description: Another lamp than ordered.
links: [{{evidence: SOP-004}}]
confidentiality: {0}
"""


def told(tell: Tell, confidentiality: str = "internal", **policy: object) -> Story:
    """A document, an objective and a complaint about customers, and nothing for the other principles."""
    story = tell({"standards": [], "types": {"procedure": {"review": "12 months"}}, **policy})
    header = {"principles": ["customer-focus"], "confidentiality": confidentiality, "owner": "quality-manager"}
    files = {
        "records/organization.yml": "roles: {quality-manager: {title: Quality manager}}\n"
        "people: {ann.berg: {name: Ann Berg, roles: [{role: quality-manager, from: 2024-01-01}]}}\n",
        "procedures/purchasing.md": document("SOP-004", **header),  # type: ignore[arg-type]
        "records/objectives/OBJ-2026-001.yml": _OBJECTIVE.format(confidentiality),
        "records/objectives/OBJ-2026-001.csv": "period,value,source,by,on,comment\n"
        "2026-04,2,Report,ann.berg,2026-05-02,\n2026-03,0.5,Report,ann.berg,2026-04-02,\n",
        "records/complaints/CMP-2026-001.yml": _COMPLAINT.format(confidentiality),
    }
    story.entry("2026-01-10", files)
    return story


def test_what_there_is_for_a_principle(tell: Tell, build: Build, publish: Publish) -> None:
    """Documents in force, objectives with target and last value, and records that name either, with links."""
    site = publish(build(told(tell)), today=TODAY)
    words = site.words("/principles/customer-focus/")
    assert "SOP-004 Purchasing 1 Quality manager" in words
    assert (
        "OBJ-2026-001 Fewer wrong deliveries active at most 1 % by 2026-12-31 2 % 2026-04: target not reached" in words
    )
    assert "CMP-2026-001 Ann Berg sent the wrong lamp Complaint received SOP-004 2026-03-01" in words
    assert "What is missing" not in words
    page = site.article("/principles/customer-focus/")
    for address in ("../../purchasing/", "../../records/objectives/OBJ-2026-001/", "../"):
        assert f'href="{address}"' in page


def test_all_seven_with_their_gaps(tell: Tell, build: Build, publish: Publish) -> None:
    """The overview has every principle in its order, with numbers, and says what is missing in words."""
    site = publish(build(told(tell)), today=TODAY)
    words = site.words("/principles/")
    assert "Customer focus 1 1 CMP-2026-001 2026-03-01 nothing" in words
    gap = (
        "Leadership 0 0 none No document in force names it: principles: [leadership] in the front matter does. "
        "No objective names it, so no figure shows how far it is lived. No record is evidence for it: none names it, "
        "nor a document or an objective that does."
    )
    assert gap in words
    places = [words.index(each) for each in ("Customer focus", "Leadership", "Engagement", "Process approach")]
    assert places == sorted(places)
    assert "Quality management principles" in site.navigation()


def test_what_is_overdue_or_old_is_a_gap(tell: Tell, build: Build, publish: Publish) -> None:
    """A document that is overdue for review and evidence that no longer counts are said to be so."""
    site = publish(build(told(tell)), today=date(2027, 6, 1))
    words = site.words("/principles/customer-focus/")
    assert "Every document that names it is overdue for review: SOP-004 (since 10 January 2027)." in words
    assert "The evidence is old: CMP-2026-001 of 1 March 2026 counted until 1 March 2027." in words


def test_an_empty_manual(tell: Tell, build: Build, publish: Publish) -> None:
    """Without a document or a record every principle says that nothing is there."""
    story = tell({"standards": []})
    story.entry("2026-01-05", {"procedures/index.md": "---\ncontrolled: false\n---\n# Home\n"})
    site = publish(build(story))
    assert site.words("/principles/").count("No document in force names it") == len("1234567")
    assert "No record is evidence for it." in site.words("/principles/improvement/")


def test_a_text_to_come_is_no_document_in_force(tell: Tell, build: Build, publish: Publish) -> None:
    """A document that takes effect later is named apart, and the gap stays."""
    story = tell({"standards": []})
    coming = document("SOP-005", title="Sales", principles=["leadership"], effective="2099-01-01")
    story.entry("2026-01-05", {"procedures/sales.md": coming})
    words = publish(build(story)).words("/principles/leadership/")
    assert "No document in force names it" in words
    assert "Not in force yet: SOP-005 Sales ." in words


def test_of_hundreds_the_newest_are_listed(tell: Tell, build: Build, publish: Publish) -> None:
    """A page lists the newest fifty records and says how many there are besides."""
    story = told(tell)
    more = {
        f"records/complaints/CMP-2026-{number}.yml": _COMPLAINT.format("internal")
        .replace("CMP-2026-001", f"CMP-2026-{number}")
        .replace("opened: 2026-03-01", "opened: 2026-02-01")
        .replace("received_on: 2026-03-01", "received_on: 2026-02-01")
        for number in range(100, 400)
    }
    story.entry("2026-02-02", more)
    words = publish(build(story), today=TODAY).words("/principles/customer-focus/")
    assert words.count("Complaint received") == 50
    assert words.index("CMP-2026-001") < words.index("CMP-2026-100")
    assert "And 251 more, which are older." in words


def test_what_is_restricted_does_not_count(tell: Tell, build: Build, publish: Publish) -> None:
    """Restricted documents and records are neither named nor counted."""
    site = publish(build(told(tell, "restricted")), today=TODAY)
    page = site.article("/principles/customer-focus/")
    assert "No document in force names it" in page
    for words in ("SOP-004", "OBJ-2026-001", "CMP-2026-001", "wrong"):
        assert words not in page


def test_a_public_site_tells_no_gaps(tell: Tell, build: Build, publish: Publish) -> None:
    """What is public is shown without names of people and without what is missing; with nothing public, no page is."""
    public = publish(build(told(tell, "public", site={"audience": "public"}), "public"), today=date(2027, 6, 1))
    page = public.article("/principles/customer-focus/")
    assert "SOP-004" in page
    assert "CMP-2026-001" in page
    for words in ("Ann Berg", "missing", "overdue", "counted until"):
        assert words not in page
    assert "missing" not in public.article("/principles/")
    internal = publish(build(told(tell, site={"audience": "public"}), "internal"), today=TODAY)
    assert not internal.holds("principles/index.html")
    assert "principles" not in internal.navigation().lower()
