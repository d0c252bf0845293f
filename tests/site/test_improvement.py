"""The page of improvement: what is open and for how long, trend, causes, and whether what was done worked."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from support.improving import (
    audit_finding,
    complaint,
    corrective_action,
    improving,
    nonconformity,
)

if TYPE_CHECKING:
    from support import Build
    from support.sites import Publish

PAGE = "/records/improvement/"
DAY = date(2026, 11, 23)


def section(html: str, anchor: str) -> str:
    """The words of one section of the page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition(f'id="{anchor}"')[2].partition("</section>")[0]).split())


def test_nothing_was_recorded_yet(build: Build, publish: Publish) -> None:
    """A manual without such records has no page, and nothing leads to one."""
    site = publish(build(improving({})), today=DAY)
    assert not site.holds("records/improvement/index.html")
    assert "Improvement" not in site.navigation()


def test_one_complaint_alone(build: Build, publish: Publish) -> None:
    """Where there is neither a nonconformity nor a corrective action, each section says so calmly."""
    site = publish(build(improving(dict([complaint(1, "2026-10-01")]))), today=DAY)
    words = site.words(PAGE)
    assert "No nonconformity and no corrective action is open." in words
    assert "There is nothing to count yet." in words
    assert "Nothing is open." in words
    assert "There is nothing to compare yet." in words
    assert "Of no corrective action it was judged yet whether it worked." in words
    assert "Complaints 1 1 0 of 1" in words
    assert 'href="../complaints/"' in site.article(PAGE)
    assert "nonconformities/" not in site.article(PAGE)


def test_what_is_open_with_its_age(build: Build, publish: Publish) -> None:
    """Overdue ones come first with what was to be done by when; ages count up to the day of the site."""
    files = dict([
        nonconformity(1, "2026-11-13"),
        nonconformity(2, "2026-09-01", due="2026-11-20"),
        nonconformity(3, "2026-05-01", "2026-06-01"),
        corrective_action(1, "2026-01-02", actions="[{what: Teach it, owner: ola.nord, due: 2026-02-01}]"),
    ])  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    words = section(site.article(PAGE), "open")
    first, second, third = (words.index(each) for each in ("CA-2026-001", "NC-2026-002", "NC-2026-001"))
    assert first < second < third
    assert "NC-2026-003" not in words
    assert "325 days 2026-02-01: to be done: Teach it; overdue for 295 days" in words
    assert "83 days 2026-11-20: to be closed; overdue for 3 days" in words
    assert "NC-2026-001 Wrong label 1 open Production manager 10 days" in words
    assert "2 nonconformities and 1 corrective action open, 2 of them overdue." in section(site.article(PAGE), "now")
    assert 'href="../nonconformities/NC-2026-002/"' in site.article(PAGE)


def test_months_of_the_trend(build: Build, publish: Publish) -> None:
    """Opened and closed are counted in their own months, at most the last 24; what came before is left out."""
    files = dict([
        nonconformity(1, "2024-11-30", "2026-10-05"),
        nonconformity(2, "2024-12-01", "2024-12-20"),
        nonconformity(3, "2026-10-31"),
        nonconformity(4, "2026-11-01"),
    ])  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    html = site.article(PAGE)
    words = section(html, "trend")
    assert "From 2024-12 to 2026-11" in words
    assert "2026-11 1 0" in words
    assert "2026-10 1 1" in words
    assert "2024-12 1 1" in words
    assert "2024-11" not in words
    assert "3 opened, 2 closed. In the last six months 2 were opened, more than in the six before (0)." in words
    svg = html.partition("<svg")[2].partition("</svg>")[0]
    assert 'role="img"' in svg
    assert "<title>Nonconformities opened and closed by month</title>" in svg
    assert "2024-12 1, 2025-01 0" in svg


def test_a_young_firm_has_fewer_months(build: Build, publish: Publish) -> None:
    """With records of two months the trend has two months."""
    site = publish(build(improving(dict([nonconformity(1, "2026-10-31")]))), today=DAY)
    assert "From 2026-10 to 2026-11" in section(site.article(PAGE), "trend")


def test_causes_are_counted(build: Build, publish: Publish) -> None:
    """Causes that differ in case or blanks alone are one; the most frequent comes first with its share."""
    files = dict([
        corrective_action(1, "2026-01-02", causes="[Nobody had read it]"),
        corrective_action(2, "2026-02-02", causes="[nobody had  READ it, '<b>Worn</b> & old']"),
        corrective_action(3, "2022-02-02", causes="[Long ago]"),
        nonconformity(1, "2026-01-01", source="supplier", process=None, product="Lamp A"),
        nonconformity(2, "2026-01-01", source="supplier"),
        nonconformity(3, "2026-01-01", source="audit"),
    ])  # fmt: skip
    html = publish(build(improving(files)), today=DAY).article(PAGE)
    words = section(html, "causes")
    assert "Nobody had read it 2 67 %" in words
    assert "&lt;b&gt;Worn&lt;/b&gt; &amp; old" in html
    assert "<b>Worn" not in html
    assert "Long ago" not in words
    assert "supplier 2 67 % audit 1 100 %" in words
    assert "Production 2 100 %" in words
    assert "Lamp A 1 100 %" in words


def test_causes_that_are_all_different(build: Build, publish: Publish) -> None:
    """Where nothing is named twice a sentence says so, and no bars of one length are drawn."""
    files = dict([
        corrective_action(1, "2026-01-02", causes="[One, Two]"), corrective_action(2, "2026-01-02", causes="[Three]"),
    ])  # fmt: skip
    html = publish(build(improving(files)), today=DAY).article(PAGE)
    assert "Causes of corrective actions: 3 are named, none of them twice." in section(html, "causes")
    assert "<svg" not in html.partition('id="causes"')[2].partition("</section>")[0]


def test_a_cause_of_many_words(build: Build, publish: Publish) -> None:
    """A text of whatever length makes no page that is much larger; the record has all of it."""
    files = dict([corrective_action(1, "2026-01-02", causes=f"['{'word ' * 3_000}']")])
    site = publish(build(improving(files)), today=DAY)
    assert "word word" in site.words(PAGE)
    assert len(site.html(PAGE)) < 60_000


def test_whether_it_worked(build: Build, publish: Publish) -> None:
    """Results are counted, and what did not work is listed."""
    failed = "{criterion: None again, due: 2026-02-01, result: not, by: siv.aune, on: 2026-02-01}"
    files = dict([
        corrective_action(1, "2026-01-02", "2026-02-02"),
        corrective_action(2, "2026-01-03", "2026-02-03", result="partly"),
        corrective_action(3, "2026-01-04", status="reopened", effectiveness=failed),
        corrective_action(4, "2026-01-05", status="awaiting effectiveness"),
    ])  # fmt: skip
    words = section(publish(build(improving(files)), today=DAY).article(PAGE), "effectiveness")
    assert "33 % of 3 that were judged were effective. 1 corrective action waits for that judgement." in words
    assert "effective 1 partly effective 1 not effective 1" in words
    assert "CA-2026-003 Labels 3 not effective reopened" in words
    assert "CA-2026-001" not in words


def test_audit_findings_and_complaints(build: Build, publish: Publish) -> None:
    """By grade: how many are open, new, and led to action."""
    files = dict([
        nonconformity(1, "2026-01-01"),
        audit_finding(1, "2026-01-05", "major"),
        audit_finding(2, "2026-01-06", "minor", "2026-02-01"),
        complaint(1, "2026-03-01", "2026-03-04", nonconformity="NC-2026-001"),
    ])  # fmt: skip
    words = section(publish(build(improving(files)), today=DAY).article(PAGE), "sources")
    assert "Audit findings: major 1 1 0 of 1" in words
    assert "Audit findings: minor 0 1 0 of 1" in words
    assert "Complaints 0 1 1 of 1" in words


def test_hundreds_of_records(build: Build, publish: Publish) -> None:
    """A long history fits on one page of bounded size, and says that there is more."""
    site = publish(build(improving(many=600)), today=DAY)
    html = site.article(PAGE)
    assert html.count("<svg") >= 5
    assert len(html) < 150_000
    assert "more; the registers have all." in html
    assert len(re.findall(r"<tr", html.partition('id="open"')[2].partition("</section>")[0])) <= 42


def test_restricted_records_do_not_count(build: Build, publish: Publish) -> None:
    """What the readers may not know changes no number but the one that says how many are left out."""
    files = dict([
        nonconformity(1, "2026-10-01"),
        nonconformity(2, "2026-10-02", confidentiality="restricted", product="Secret lamp", process=None),
    ])  # fmt: skip
    site = publish(build(improving(files)), today=DAY)
    assert "1 nonconformity and 0 corrective actions open" in site.words(PAGE)
    assert "1 record that this site does not show does not count here." in site.words(PAGE)
    assert "Secret lamp" not in site.article(PAGE)
    assert "NC-2026-002" not in site.article(PAGE)


def test_a_public_site_has_no_such_page(build: Build, publish: Publish) -> None:
    """What goes wrong in an organization is nobody else's business."""
    files = dict([nonconformity(1, "2026-10-01", confidentiality="public")])
    site = publish(build(improving(files, policy={"site": {"audience": "public"}})), today=DAY)
    assert not site.holds("records/improvement/index.html")


def test_a_folder_of_the_same_name(build: Build, publish: Publish) -> None:
    """A document folder called improvement stands beside the page."""
    files = dict([nonconformity(1, "2026-10-01")])
    files["procedures/improvement/index.md"] = "---\ncontrolled: false\n---\n# Our way to improve\n"
    site = publish(build(improving(files)), today=DAY)
    assert "Our way to improve" in site.words("/improvement/")
    assert "What went wrong" in site.words(PAGE)


def test_an_earlier_day(build: Build, publish: Publish) -> None:
    """The page of an earlier day counts up to that day, by the records as they stood."""
    story = improving(dict([nonconformity(1, "2026-10-01")]))
    story.entry("2026-11-10", dict([nonconformity(2, "2026-11-08")]))
    site = publish(build(story), today=DAY, as_of=date(2026, 11, 5))
    assert "1 nonconformity and 0 corrective actions open" in site.words(PAGE)
    assert "35 days" in site.words(PAGE)
