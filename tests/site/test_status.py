"""What is due on the site: its pages, the calendar, and the feed of changes."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from support import digest_of, document, organization_file
from support.duties import story_of_duties
from support.sites import MKDOCS

if TYPE_CHECKING:
    from support import Build, Story
    from support.sites import Publish, Tell

TODAY = date(2026, 6, 1)
ATOM = "{http://www.w3.org/2005/Atom}"


def told(**policy: object) -> Story:
    """The story of duties, with a site."""
    story = story_of_duties(**policy)
    story.entry("2026-01-10", {"mkdocs.yml": MKDOCS, ".gitignore": "/site/\n"})
    return story


def events(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, their lines put together again (RFC 5545)."""
    text = content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name.partition(";")[0]] = value
    return found


def test_a_page_for_all_and_one_for_each(build: Build, publish: Publish) -> None:
    """Numbers and days by role and person; a person's page leads to the person's roles, a role's to its holders."""
    site = publish(build(told()), today=TODAY)
    everybody = site.words("/status/")
    assert "Buyer 1 overdue 0 0" in everybody
    assert "Quality manager 1 overdue 2 1" in everybody
    assert "overdue since 2026-05-20 EXT-2025-002 Guideline NL-12" in everybody
    mine = site.words("/status/kai.moen/")
    assert "Also for the roles : Buyer" in mine.replace("roles:", "roles :")
    assert "overdue since 2026-03-01 CA-2026-001 Labels to be done: Rename the files" in mine
    assert "Held by : Kai Moen" in site.words("/status/buyer/").replace("by:", "by :")
    assert 'href="../purchasing/"' in site.text("status/index.html")
    assert 'href="../records/external/ext-2025-002/"' in site.text("status/index.html").lower()


def test_a_calendar(build: Build, publish: Publish) -> None:
    """Every duty with a day is an event of that day, for whom it says, and known again in another build."""
    repository = build(told())
    site = publish(repository, today=TODAY)
    found = events(site.files()["reviews.ics"])
    assert len({each["UID"] for each in found}) == len(found)
    by_summary = {each["SUMMARY"]: each for each in found}
    review = by_summary["SOP-004 Purchasing: review it"]
    assert (review["DTSTART"], review["DTEND"], review["DTSTAMP"]) == ("20260120", "20260121", "20260601T000000Z")
    assert review["DESCRIPTION"] == "Quality manager. Overdue."
    assert "CA-2026-001 Labels: to be closed" in by_summary
    assert not [each for each in found if each["SUMMARY"].startswith("POL-001 Policy: approve")]
    later = events(publish(repository, today=date(2026, 6, 2)).files()["reviews.ics"])
    assert {each["UID"] for each in later} == {each["UID"] for each in found}


def test_what_many_have_to_read_is_one_event(tell: Tell, build: Build, publish: Publish) -> None:
    """The calendar says how many people have to read a revision by a day, and each has a page of their own."""
    story = tell({"types": {"procedure": {"acknowledge": "14 days"}}})
    people = {name: ["buyer"] for name in ("Ann Berg", "Kai Moen", "Liv Strand")}
    files = {"records/organization.yml": organization_file(people | {"Per Haug": ["clerk"]})}
    files["procedures/a.md"] = document("SOP-001", title="Buying", applies_to=["buyer"], owner="clerk")
    files["procedures/b.md"] = document("SOP-002", title="Filing", applies_to=["clerk"], owner="clerk")
    story.entry("2026-01-05", files)
    site = publish(build(story), today=TODAY)
    told_ = [(each["SUMMARY"], each["DESCRIPTION"]) for each in events(site.files()["reviews.ics"])]
    assert told_ == [
        ("SOP-001 Buying: read revision 1 (3 people)", "Nobody is named. Overdue."),
        ("SOP-002 Filing: read revision 1", "Per Haug. Overdue."),
    ]
    assert "SOP-001 Buying read revision 1" in site.words("/status/kai.moen/")


def test_an_event_is_known_again(tell: Tell, build: Build, publish: Publish) -> None:
    """Reading is one event in the calendars of those who subscribe, also when a single person is left to read."""
    story = tell({"types": {"procedure": {"acknowledge": "14 days"}}})
    text = document("SOP-001", title="Buying", applies_to=["buyer"], owner="buyer")
    people = organization_file({"Ann Berg": ["buyer"], "Kai Moen": ["buyer"]})
    story.entry("2026-01-05", {"records/organization.yml": people, "procedures/a.md": text})
    before = publish(build(story, "before"), today=TODAY).files()["reviews.ics"]
    row = f"kai.moen,SOP-001,1,{digest_of(text)},2026-01-06,commit"
    rows = f"person,document,revision,digest,on,method\n{row}\n"
    story.entry("2026-01-06", {"records/acknowledgements/SOP-001.csv": rows})
    after = publish(build(story, "after"), today=TODAY).files()["reviews.ics"]
    assert [each["SUMMARY"].partition(" (")[2] for each in events(before) + events(after)] == ["2 people)", ""]
    assert events(before)[0]["UID"] == events(after)[0]["UID"]


def test_what_people_read_is_told_in_few_words(tell: Tell, build: Build, publish: Publish) -> None:
    """Fifty documents to read make a page that is hardly larger than one without them, and nothing is left out."""
    story = tell({"types": {"procedure": {"acknowledge": "14 days"}}})
    files = {"records/organization.yml": organization_file({"Kai Moen": ["buyer"], "Per Haug": ["clerk"]})}
    for number in range(50):
        text = document(f"SOP-{number:03}", title=f"Text {number}", applies_to=["buyer"], owner="clerk")
        files[f"procedures/p{number}.md"] = text
    files["procedures/last.md"] = document("SOP-900", title="Filing", applies_to=["clerk"], owner="clerk")
    story.entry("2026-01-05", files)
    site = publish(build(story), today=TODAY)
    words = site.words("/status/kai.moen/")
    assert "SOP-049 Text 49 read revision 1, overdue since 2026-01-19" in words
    assert "qms acknowledge ID" in words
    many, few = (len(site.html(f"/status/{each}/")) for each in ("kai.moen", "per.haug"))
    assert many - few < 50 * 160


def test_what_a_crowd_has_to_read_is_told_by_document(tell: Tell, build: Build, publish: Publish) -> None:
    """Of more than two hundred people who only have to read each document tells how many; a file names all of them."""
    story = tell({"types": {"procedure": {"acknowledge": "14 days"}}})
    readers = {f"Reader {number:03}": ["buyer"] for number in range(230)}
    files = {"records/organization.yml": organization_file({**readers, "Per Haug": ["clerk"]})}
    for number in range(3):
        files[f"procedures/p{number}.md"] = document(
            f"SOP-{number:03}", title=f"Text {number}", applies_to=["buyer"], owner="clerk"
        )
    story.entry("2026-01-05", files)
    story.entry(
        "2026-05-25", {"procedures/p9.md": document("SOP-009", title="New", applies_to=["buyer"], owner="clerk")}
    )
    repository = build(story)
    site = publish(repository, today=TODAY)
    assert not list((site.folder / "status").glob("reader*"))
    words = site.words("/status/")
    assert "230 people have nothing else to do than to read." in words
    assert "690 overdue and 230 due" in words
    assert "SOP-001 Text 1 read revision 1 230 230 overdue 2026-01-19" in words
    assert "SOP-009 New read revision 1 230 0 2026-06-08" in words
    assert "Reader" not in words
    assert len(site.html("/status/")) < 60_000
    lines = site.text("records/training/competence.csv").splitlines()
    assert sum("reader.007" in each and "SOP-001" in each for each in lines) == 1
    assert sum("SOP-009" in each for each in lines) >= 230


def test_long_words_in_a_calendar(tell: Tell, build: Build, publish: Publish) -> None:
    """Commas, backslashes and letters of several octets survive; no line is too long."""
    title = "Käufe, \\ und; " + "Prüfung øre " * 12
    story = tell({"types": {"procedure": {"review": "12 months"}}})
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", title=title.strip())})
    found = events(publish(build(story)).files()["reviews.ics"])
    summary = re.sub(r"\\([\\;,])", r"\1", found[0]["SUMMARY"])
    assert summary == f"SOP-001 {title.strip()}: review it"


def test_a_feed_of_changes(tell: Tell, build: Build, publish: Publish) -> None:
    """What took effect, the latest first, with the address of the site; what is to come is not told."""
    story = tell(mkdocs=f"{MKDOCS}site_url: https://manual.example.com/qm/\n")
    story.entry("2026-01-05", {"procedures/purchasing.md": document("SOP-004", title="Buy & sell")})
    story.entry("2026-02-05", {"procedures/purchasing.md": document("SOP-004", 2, title="Buy & sell")})
    coming = document("SOP-004", 3, title="Buy & sell", effective="2027-01-01")
    story.entry("2026-02-06", {"procedures/purchasing.md": coming})
    feed = ET.fromstring(publish(build(story)).text("changes.xml"))  # noqa: S314 - our own
    titles = [each.findtext(f"{ATOM}title") for each in feed.iter(f"{ATOM}entry")]
    assert titles == [
        "SOP-004 Buy & sell: Revision 2 replaced the revision before it",
        "SOP-004 Buy & sell: Revision 1 came into force",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-02-05T00:00:00Z"
    links = [each.attrib["href"] for each in feed.iter(f"{ATOM}link")]
    assert links == ["https://manual.example.com/qm/", *["https://manual.example.com/qm/purchasing/"] * 2]
    assert len({each.text for each in feed.iter(f"{ATOM}id")}) == 3


def test_a_public_site_names_nobody(build: Build, publish: Publish) -> None:
    """Neither people nor what is internal is in the pages, the calendar or the feed."""
    story = told(site={"audience": "public"})
    public = document(
        "SOP-020", title="Returns", owner="quality-manager", confidentiality="public", applies_to=["buyer"]
    )
    story.entry("2026-01-11", {"procedures/returns.md": public})
    site = publish(build(story), today=TODAY)
    assert "SOP-020 Returns review it" not in site.words("/status/")
    assert [each["SUMMARY"] for each in events(site.files()["reviews.ics"])] == ["SOP-020 Returns: review it"]
    for words in ("Kai Moen", "kai.moen", "Purchasing", "Labels", "EXT-2025-002"):
        assert words not in site.text("reviews.ics") + site.text("changes.xml") + site.text("status/index.html")
    assert not [name for name in site.files() if name.startswith("status/kai")]


def test_titles_of_records_on_a_public_site(build: Build, publish: Publish) -> None:
    """A public record that names a person or something internal in its title is told without these words."""
    story = told(site={"audience": "public"})
    title = "Talk of Kai Moen about SOP-004 and CA-2026-001"
    record = f"id: EXT-2026-009\ntitle: {title}\nopened: 2026-01-11\nowner: kai.moen\nstatus: current\nissuer: x\n"
    days = (
        "used_by: []\nedition: '1'\npublished: 2025-01-02\nwhere_held: y\nlast_checked: 2026-01-11\ninterval: 1 month\n"
    )
    story.entry("2026-01-11", {"records/external/EXT-2026-009.yml": f"{record}{days}confidentiality: public\n"})
    site = publish(build(story), today=TODAY)
    told_so = "Talk of [left out of this site] about [left out of this site] and [left out of this site]"
    assert f"EXT-2026-009 {told_so}" in site.words("/status/")
    assert told_so in [
        each["SUMMARY"].removeprefix("EXT-2026-009 ").partition(":")[0] for each in events(site.files()["reviews.ics"])
    ]
    for name in (
        "reviews.ics",
        *(each for each in site.files() if each.startswith("status/") and each.endswith(".html")),
    ):
        assert not [words for words in ("Kai Moen", "SOP-004", "CA-2026-001") if words in site.text(name)], name


def test_a_role_that_nobody_holds(build: Build, publish: Publish) -> None:
    """The page of what a vacant role has to do says that it is vacant."""
    story = told()
    people = organization_file({"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"]})
    left = people.replace("buyer, from: 2024-01-01", "buyer, from: 2024-01-01, until: 2026-05-31")
    story.entry("2026-01-11", {"records/organization.yml": left})
    assert "Vacant: nobody holds this role." in publish(build(story), today=TODAY).words("/status/buyer/")


def test_nothing_to_do(tell: Tell, build: Build, publish: Publish) -> None:
    """An empty manual has the page, a calendar without events and a feed without entries."""
    story = tell()
    story.entry("2026-01-05", {"procedures/index.md": "---\ncontrolled: false\n---\n# Home\n"})
    site = publish(build(story))
    assert "Nothing is overdue, due or waiting." in site.words("/status/")
    assert events(site.files()["reviews.ics"]) == []
    assert "<entry>" not in site.text("changes.xml")


def test_owners_whose_ids_are_names_of_pages(build: Build, tell: Tell, publish: Publish) -> None:
    """Ids that mean the folder, differ in case alone, are long or kept by Windows have pages of their own too."""
    ids = ("index", "README", "nobody-is-named", "nobody", "Buyer", "buyer", "con", "åse", "Åse", "長" * 100)
    settings = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
    story = tell({"types": {"procedure": {"review": "1 month"}}, "standards": []}, settings)
    roles = "".join(f"  {each}: {{title: Role {number}}}\n" for number, each in enumerate(ids))
    story.entry("2026-01-02", {"records/organization.yml": f"roles:\n{roles}people: {{}}\n"})
    files = {
        f"procedures/p{number}.md": document(f"SOP-{number:03}", title=f"Text {number}", owner=each)
        for number, each in enumerate((*ids, None))
    }
    story.entry("2026-01-03", files)
    site = publish(build(story), today=TODAY)
    everybody = site.text("status/index.html")
    assert everybody.count("<tr") >= len(ids)
    pages = [name for name in site.files() if name.startswith("status/") and name != "status/index.html"]
    assert len({each.lower() for each in pages}) == len(ids) + 1
    for number in range(len(ids)):
        (mine,) = (each for each in pages if f"<bdi>Role {number}</bdi>: what is due" in site.text(each))
        assert f"Text {number}" in site.text(mine)
    anchors = re.findall(r'<h2 id="([^"]*)"', everybody)
    assert len(anchors) == len(set(anchors)) == len(ids) + 1
