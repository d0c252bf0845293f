"""The master document list of any day, on a page, at a terminal, and as a whole site: three ways, one answer."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest

from qms_docs.reports.listing import listing_json
from qms_docs.views.master_list import master_list
from support import document
from support.eventful import eventful
from support.manuals import opened
from support.sites import MKDOCS, TODAY

if TYPE_CHECKING:
    from support import Build, Clone
    from support.sites import Publish, Site, Tell

LINE = re.compile(
    r'<tr><th scope="row"><a href="(?P<to>[^"]+)"><span class="qms-id">(?P<id>[^<]+)</span> (?P<title>[^<]*)</a></th>'
    r"<td>(?P<held>[^<]*)</td><td>(?P<first>[^<]*)</td><td>(?P<last>[^<]*)</td></tr>"
)
DAYS = ("2026-01-05", "2026-02-10", "2026-02-24", "2026-03-12", "2026-05-14", "2026-06-10", "2026-07-07", "2026-09-15")


def shown_on(site: Site, day: str) -> dict[str, tuple[str, str, str]]:
    """Title, number and status of each document on a day, as the page of its year says without a script."""
    found: dict[str, tuple[str, str, str]] = {}
    for line in LINE.finditer(site.article(f"/as-of/{day[:4]}/")):
        if line["first"] <= day and (not line["last"] or day <= line["last"]):
            number, _, status = line["held"].partition(" ")
            assert line["id"] not in found
            found[line["id"]] = (unescape(line["title"]), number, status.partition(",")[0])
    return found


@pytest.fixture
def told(build: Build) -> Clone:
    """The manual to which everything happens."""
    return build(eventful())


@pytest.mark.parametrize("day", DAYS)
def test_page_list_and_site_of_a_day_agree(told: Clone, publish: Publish, day: str) -> None:
    """The page of today's site, `qms list --as-of` and the site as of the day say the same, and show the same texts."""
    with opened(told, TODAY.isoformat()) as source:
        rows = json.loads(listing_json(master_list(source.manual(date.fromisoformat(day)))))
    listed = {each["id"]: (each["title"], each["revision"], each["status"]) for each in rows}
    today = publish(told)
    assert shown_on(today, day) == listed
    archived = {each["id"]: _text_in(today, each) for each in rows if each["status"] == "effective"}
    past = publish(told, as_of=date.fromisoformat(day))
    assert json.loads(past.text("register.json")) == rows
    gone = {each.id for each in _documents(told, day) if each.vanished_by is not None}
    for each in rows:
        if each["status"] == "effective" and each["id"] not in gone:
            assert _body(past.article(_address(past, each["id"]))) == archived[each["id"]]


def _documents(told: Clone, day: str) -> tuple[object, ...]:
    with opened(told, TODAY.isoformat()) as source:
        return source.manual(date.fromisoformat(day)).documents  # type: ignore[return-value]


def _address(site: Site, document_id: str) -> str:
    """Where the register says that a document stands."""
    found = re.search(
        rf'class="qms-id">{document_id}</th>\s*<td[^>]*><a href="\.\./([^"]*)"', site.article("/register/")
    )
    assert found is not None
    return f"/{found[1]}"


def _text_in(site: Site, row: dict[str, str]) -> str:
    """The text to which the line of the day leads."""
    lines = LINE.finditer(site.article("/as-of/2026/"))
    line = next(each for each in lines if each["id"] == row["id"] and each["held"].split()[0] == row["revision"])
    return _body(site.article("/" + line["to"].replace("../../", "")))


def _body(article: str) -> str:
    """The words of the text alone, without what stands around it, and where its links lead."""
    text = article.partition("</nav>\n")[2] or article.partition("</aside>")[2]
    text = re.split(r'<section class="qms-history"', text)[0]
    text = re.sub(r'<div class="qms-notice.*?</div>|<small class="qms-current">.*?</small>', "", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_lines_lead_to_the_texts(told: Clone, publish: Publish) -> None:
    """Each line leads to the page of the revision, or where it has none to that of the document."""
    site = publish(told)
    for line in LINE.finditer(site.article("/as-of/2026/")):
        page = line["to"].replace("../../", "")
        assert site.holds(f"{page}index.html"), page
        revision = line["held"].split()[0]
        if "effective" in line["held"] and (line["id"], revision) != ("SOP-003", "5"):
            assert page.endswith(f"/revisions/{revision}/")


def test_the_first_page_leads_to_every_year(tell: Tell, build: Build, publish: Publish) -> None:
    """Without a script every year in which anything was issued is one link away, and says on how many days."""
    story = tell()
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
    story.entry("2026-02-05", {"procedures/b.md": document("SOP-002")})
    story.entry("2028-01-05", {"procedures/a.md": document("SOP-001", 2)})
    site = publish(build(story), today=date(2028, 6, 1))
    article = site.article("/as-of/")
    assert re.findall(r'<th scope="row"><a href="(\d+)/">\d+</a></th><td>(\d+)</td>', article) == [
        ("2028", "1"), ("2027", "0"), ("2026", "2")
    ]  # fmt: skip
    assert "SOP-001 Purchasing 1 effective 2026-01-05 2028-01-04" in site.words("/as-of/2027/")
    assert "5 February 2026 : SOP-002 revision 1 effective" in site.words("/as-of/2026/")
    assert 'href="as-of/"' in site.navigation("/")
    assert 'href="../as-of/"' in site.article("/register/")


def test_what_is_withheld_stands_in_no_list_of_a_day(tell: Tell, build: Build, publish: Publish) -> None:
    """Of a restricted document id and title are told, on no day more; a public site does not tell even these."""
    for audience, titled in (("internal", True), ("public", False)):
        story = tell({"site": {"audience": audience}})
        once = document("SOP-001", title="Once Zaphod", confidentiality="public")
        story.entry(
            "2026-01-05", {"procedures/a.md": once, "procedures/b.md": document("SOP-002", confidentiality="public")}
        )
        closed = document("SOP-001", 2, title="Locks", confidentiality="restricted")
        story.entry("2026-02-05", {"procedures/a.md": closed})
        site = publish(build(story, audience))
        words = site.words("/as-of/2026/")
        assert ("Besides there are restricted documents" in words) == titled
        assert ("SOP-001 Locks" in words) == titled
        assert "Zaphod" not in words
        assert "SOP-002" in words
        assert site.files_with("Zaphod") == []


def test_a_manual_without_documents_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """Where nothing was issued there is no year to choose."""
    story = tell()
    story.entry("2026-01-05", {"procedures/index.md": "---\ncontrolled: false\n---\n# Welcome\n"})
    site = publish(build(story))
    assert "No document was issued yet." in site.words("/as-of/")
    assert not site.holds("as-of/2026")


def test_later_changes_leave_earlier_years_as_they_are(tell: Tell, build: Build, publish: Publish) -> None:
    """What happens later changes nothing of the list of an earlier year."""
    story = tell()
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
    story.entry("2027-01-05", {"procedures/a.md": document("SOP-001", 2)})
    clone, today = build(story), date(2028, 6, 1)
    before = publish(clone, today=today).article("/as-of/2026/").partition("<table")[2].partition("</section>")[0]
    clone.write("procedures/a.md", document("SOP-001", 3))
    clone.git("commit", "-qam", "More", day="2028-05-01")
    after = publish(clone, today=today).article("/as-of/2026/").partition("<table")[2].partition("</section>")[0]
    assert before == after
    assert "2027-01-04" in after


def test_time_line_of_a_document(told: Clone, publish: Publish) -> None:
    """The page of a document lists what was in force when, readable without the picture beside it."""
    site = publish(told)
    words = site.words("/telex/").partition("In force when")[2].partition("Worked out")[0]
    assert words.split("Revision") == [
        " ", " 1 2026-01-08 to 2026-05-01 ", " 2 2026-05-02 to 2026-05-14 Obsolete from 2026-05-15 on "
    ]  # fmt: skip
    bars = re.findall(r'aria-hidden="true"><span class="qms-timeline__bar" style="([^"]+)"', site.article("/telex/"))
    assert len(bars) == 3
    assert "In force when" not in site.words("/draft/")


def test_addresses_without_folders(build: Build, publish: Publish) -> None:
    """A site that is read from a file share has its years as files."""
    site = publish(build(eventful(f"{MKDOCS}use_directory_urls: false\n")))
    assert 'href="2026.html"' in site.text("as-of/index.html")
    assert 'href="../a/revisions/2.html"' in site.text("as-of/2026.html")
