"""Pages of records: registers, single records, and what readers may not know."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.site_files import FILES_OF_SITE
from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.series import SERIES
from qms_docs.reports.record_rows import rows_of_series
from qms_docs.reports.records import columns_of_records, records_csv, records_json
from qms_docs.sources.loading import open_manual
from qms_docs.views.records import record_rows, series_rows
from support import document
from support.examples import example_story
from support.sites import MKDOCS

if TYPE_CHECKING:
    from pathlib import Path

    from support import Build, Clone, Story
    from support.sites import Publish, Tell

DAY = date(2026, 11, 23)
UNSTOPPED = MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]")
PEOPLE = """\
roles:
  quality-manager: {title: Quality manager}
  production-manager: {title: Production manager}
people:
  siv.aune: {name: Siv Aune, emails: [siv@example.com], roles: [{role: quality-manager, from: 2025-01-01}]}
  ola.nord: {name: Ola Nord, emails: [ola@example.com], roles: [{role: production-manager, from: 2025-01-01}]}
"""
NC = """\
id: NC-2026-00{number}
title: {title}
opened: 2026-02-0{number}
owner: {owner}
status: {status}
{more}source: process
detected_on: 2026-02-01
detected_by: ola.nord
product: Batch 441{number}
description: {description}
severity: minor
"""
CLOSED = "containment: Locked.\ndisposition: scrap\nauthority: quality-manager\n"
CLOSED += "corrective_action_needed: false\ncorrective_action_reason: A slip.\nclosed_on: 2026-03-01\n"


BODY = "See [[NC-2026-001]], [it](../records/nonconformities/NC-2026-001.yml), [all](../records/nonconformities/).\n"


def nonconformity(number: int, **said: str) -> str:
    """A nonconformity."""
    usual = {
        "title": f"Wrong label {number}",
        "owner": "production-manager",
        "status": "open",
        "more": "",
        "description": "Another number.",
    }
    return NC.format(number=number, **usual | said)


def place(number: int) -> str:
    """Where that nonconformity stands."""
    return f"records/nonconformities/NC-2026-00{number}.yml"


@pytest.fixture
def firm(tell: Tell) -> Story:
    """An organization with two people and a procedure."""
    return begun(tell, {})


def begun(tell: Tell, policy: dict[str, object]) -> Story:
    """An organization with two people and a public procedure."""
    retention = {
        "nonconformity": {"keep": "10 years", "from": "closed", "then": "delete", "basis": "Product liability"}
    }
    story = tell({"retention": retention, **policy})
    story.entry("2026-01-02", {"records/organization.yml": PEOPLE})
    text = document("SOP-001", title="Labels", confidentiality="public", body=BODY)
    story.entry("2026-02-03", {"procedures/labels.md": text, place(1): nonconformity(1), place(2): nonconformity(2)})
    return story


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The organization of the examples."""
    story = example_story()
    story.entry("2026-11-18", {"mkdocs.yml": UNSTOPPED, ".gitignore": "/site/\n"})
    return story.build(tmp_path_factory.mktemp("records") / "manual")


def test_found_again(examples: Clone, tmp_path: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of records are those of a first build, where only a text was edited and where what they name changed."""
    shutil.copytree(examples.path, tmp_path / "firm", symlinks=True)
    clone = type(examples)(path=tmp_path / "firm", commit_ids=examples.commit_ids, names=examples.names)
    publish(clone, today=DAY)
    texts = {
        "procedures/SOP-005.md": document("SOP-005", title="SOP-005", body="Another text.\n"),
        "records/organization.yml": (clone.path / "records/organization.yml").read_text().replace("Berg", "Bergen"),
    }
    for path, text in texts.items():
        clone.write(path, text)
        kept = publish(clone, today=DAY).files()
        with monkeypatch.context() as patch:
            patch.setenv("QMS_CACHE", "off")
            first = publish(clone, today=DAY).files()
        assert {name for name in kept if kept[name] != first.get(name)} == {"build.json"}
        assert kept.keys() == first.keys()
    assert b"Ann Bergen" in kept["records/nonconformities/NC-2026-003/index.html"]


def test_every_type_in_use(examples: Clone, tmp_path: Path, publish: Publish) -> None:
    """Each type has a register whose CSV and JSON are those of the command, and each record a page."""
    shutil.copytree(examples.path, tmp_path / "firm", symlinks=True)
    clone = type(examples)(path=tmp_path / "firm", commit_ids=examples.commit_ids, names=examples.names)
    # On this site nothing is restricted; that this alters closed records is another matter.
    for path in (clone.path / "records").rglob("*.yml"):
        path.write_text(path.read_text().replace("confidentiality: restricted", "confidentiality: internal"))
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "Everybody may read it", day="2026-11-19")
    site = publish(clone, today=DAY)
    attached = "records/audits/files/orders-2025-q4.csv"
    endings = (".csv", ".json", ".ics", ".gz")
    assert {each for each in site.files() if each.endswith(endings)} - {attached} <= FILES_OF_SITE
    source = open_manual(clone.path, DAY)
    with source.repository:
        manual = source.manual(judged=True)
    overview = site.article("/records/")
    for kind in KINDS:
        rows = record_rows(manual, kind.name)
        assert rows, kind.name
        assert site.text(f"records/{kind.name}.json") == records_json(rows)
        as_csv = (site.folder / f"records/{kind.name}.csv").read_bytes().decode()
        assert as_csv == records_csv(rows, columns_of_records(kind))
        assert f"records/{kind.name}.json" in overview or f"{kind.name}.json" in overview
        for row in rows:
            words = site.words(f"/records/{kind.folder}/{row.id}/")
            assert f"{row.id} {row.title}" in words
    for each in SERIES:
        assert site.text(f"records/{each.name}.json") == rows_of_series(each, series_rows(manual, each.name), "json")
    assert "Audit findings" in site.words("/records/audits/")
    assert "Audit findings" in site.words("/records/audit-findings/")
    assert "100" in site.words("/records/objectives/OBJ-2026-001/")


def test_register_of_open_and_closed(firm: Story, build: Build, publish: Publish) -> None:
    """Open ones come first, overdue is a word, ages count days, and a line above says how many there are."""
    closed = nonconformity(1, status="closed", more=CLOSED)
    late = nonconformity(2, more="due: 2026-03-01\n", owner="siv.aune")
    firm.entry("2026-03-01", {place(1): closed, place(2): late})
    site = publish(build(firm), today=date(2026, 3, 14))
    article = site.article("/records/nonconformities/")
    words = site.words("/records/nonconformities/")
    assert "1 open, 1 overdue , 1 closed." in words
    assert article.index("NC-2026-002") < article.index("NC-2026-001")
    assert "2026-02-02 40 days old 2026-03-01 overdue" in words
    assert "Siv Aune" in words
    assert "Production manager" in words
    assert "1 open" not in site.words("/records/")
    assert "1 overdue" in site.words("/records/")
    same_day = publish(build(firm), today=date(2026, 3, 1))
    assert "none overdue" in same_day.words("/records/nonconformities/")


def test_page_of_a_record(firm: Story, build: Build, publish: Publish) -> None:
    """It tells fields by their labels, the state, what comes next, retention, links both ways and the history."""
    content = b"A photograph.\n"
    hashed = hashlib.sha256(content).hexdigest()
    more = "links:\n  - {caused_by: NC-2026-002}\n  - {changes: SOP-001}\n"
    more += f"attachments:\n  - {{path: files/label.txt, sha256: {hashed}}}\n"
    firm.entry(
        "2026-02-05",
        {place(1): nonconformity(1, more=more), "records/nonconformities/files/label.txt": content},
        by="Ola Nord",
    )
    firm.entry("2026-02-07", {place(1): nonconformity(1, status="contained", more=f"{more}containment: Locked.\n")})
    site = publish(build(firm), today=date(2026, 3, 14))
    words = site.words("/records/nonconformities/NC-2026-001/")
    for said in (
        "Detected by Ola Nord",
        "Detected on 1 February 2026",
        "contained (here)",
        "The state “dispositioned” needs: “Disposition” is missing. “Authority” is missing.",
        "It is kept for 10 years from the day on which it is closed, then deleted. Basis: Product liability.",
        "Caused by: NC-2026-002 Wrong label 2",
        "SOP-001 Labels Link in the text",
        "State: open to contained. Filled in: Containment",
        "Filled in: Links and Attachments Ola Nord",
        hashed,
    ):
        assert said in words, (said, words)
    article = site.article("/records/nonconformities/NC-2026-001/")
    assert 'href="../files/label.txt" download' in article
    assert (site.folder / "records/nonconformities/files/label.txt").read_bytes() == content
    assert 'href="https://forge.example/firm/manual/commit/' in article
    assert "Caused by; contained" in site.words("/records/nonconformities/NC-2026-002/")
    procedure = site.article("/labels/")
    assert procedure.count('href="../records/nonconformities/NC-2026-001/"') == 3
    assert 'href="../records/nonconformities/"' in procedure
    assert "Records that refer to SOP-001 (1)" in procedure
    found = json.loads(site.text("search/search_index.json"))["docs"]
    assert any(each["title"] == "NC-2026-001 Wrong label 1" for each in found)
    assert "NC-2026-001" not in site.navigation("/records/nonconformities/")
    assert "Nonconformities" in site.navigation("/records/nonconformities/")
    assert "NC-2026-001" not in site.text("sitemap.xml")


def test_amended_field(firm: Story, build: Build, publish: Publish) -> None:
    """The new value stands with a mark, beside it the original, with who amended it when and why."""
    closed = nonconformity(1, status="closed", more=CLOSED)
    firm.entry("2026-03-01", {place(1): closed})
    amendment = (
        "amendments:\n  - {on: 2026-03-05, by: siv.aune, reason: Typing error., field: product, "
        "old: Batch 4411, new: Batch 4410}\n"
    )
    firm.entry("2026-03-05", {place(1): closed + amendment})
    site = publish(build(firm), today=date(2026, 3, 14))
    words = site.words("/records/nonconformities/NC-2026-001/")
    assert "Product Batch 4410 Amended on 5 March 2026; before: Batch 4411 ( why )" in words
    assert "5 March 2026 Siv Aune Product Batch 4411 Batch 4410 Typing error." in words
    assert "It is kept until 1 March 2036: 10 years from 1 March 2026. Then it is deleted." in words
    assert "Amended: Product" in words
    assert json.loads(site.text("records/nonconformity.json"))[0]["fields"]["product"] == "Batch 4410"


def test_public_site_names_no_withheld_record(tell: Tell, build: Build, publish: Publish) -> None:
    """Neither page, title, id nor link of a record that is not public, and no name of a person, is on a public site."""
    story = begun(tell, {"site": {"audience": "public"}})
    shown = nonconformity(
        1,
        more="confidentiality: public\ndue: 2027-01-01\nlinks:\n  - {caused_by: NC-2026-002}\n",
        owner="siv.aune",
        description="Ola Nord saw it, as NC-2026-002 says.",
    )
    hidden = nonconformity(2, title="Zaphod the customer", description="Trillian.")
    text = document(
        "SOP-001", 2, title="Labels", confidentiality="public",
        body="See [it](../records/nonconformities/NC-2026-002.yml).\n",
        change={"class": "minor", "summary": "More.", "reason": "So.", "request": "NC-2026-002"},
    )  # fmt: skip
    reviews = "date,by,revision,outcome,comment\n2026-02-03,siv.aune,1,keep,\n"
    story.entry(
        "2026-02-06",
        {place(1): shown, place(2): hidden, "procedures/labels.md": text, "records/reviews/SOP-001.csv": reviews},
        by="Siv Aune",
    )
    site = publish(build(story), today=date(2026, 3, 14))
    for word in ("Zaphod", "Trillian", "NC-2026-002", "Ola Nord", "ola.nord", "siv.aune", "Siv Aune"):
        assert site.files_with(word) == [], word
    assert not site.holds("records/nonconformities/NC-2026-002")
    assert "1 record is left out of this site." in site.words("/records/nonconformities/")
    words = site.words("/records/nonconformities/NC-2026-001/")
    assert "Caused by: left out of this site" in words
    assert "Owner left out of this site" in words
    (row,) = json.loads(site.text("records/nonconformity.json"))
    assert (row["id"], row["owner"], row["fields"]["detected_by"]) == ("NC-2026-001", None, None)
    assert json.loads(site.text("records/document-review.json")) == []
    assert "1 file is left out" in site.words("/records/reviews/")


def test_restricted_record_on_an_internal_site(firm: Story, build: Build, publish: Publish) -> None:
    """Of a restricted record the site tells id and title alone."""
    more = "confidentiality: restricted\nlinks:\n  - {changes: SOP-001}\n"
    firm.entry("2026-02-06", {place(2): nonconformity(2, more=more, description="Trillian.")})
    site = publish(build(firm), today=date(2026, 3, 14))
    assert site.files_with("Trillian") == []
    assert "This record is restricted" in site.words("/records/nonconformities/NC-2026-002/")
    assert "NC-2026-002 Wrong label 2 restricted" in site.words("/records/nonconformities/")
    assert "Records that refer to" not in site.words("/labels/")
    row = next(each for each in json.loads(site.text("records/nonconformity.json")) if each["id"] == "NC-2026-002")
    assert (row["title"], row["status"], row["owner"], row["path"], row["fields"]) == (
        "Wrong label 2",
        None,
        None,
        None,
        {},
    )
    titles = {each["title"] for each in json.loads(site.text("search/search_index.json"))["docs"]}
    assert "NC-2026-001 Wrong label 1" in titles
    assert "NC-2026-002 Wrong label 2" not in titles


def test_a_day_in_the_past(firm: Story, build: Build, publish: Publish) -> None:
    """A site of a day shows the records of that day, in the states in which they were."""
    closed = nonconformity(1, status="closed", more=CLOSED)
    firm.entry("2026-03-01", {place(1): closed, place(3): nonconformity(3)})
    clone = build(firm)
    site = publish(clone, today=date(2026, 3, 14), as_of=date(2026, 2, 20))
    assert "2 open" in site.words("/records/nonconformities/")
    assert "open (here)" in site.words("/records/nonconformities/NC-2026-001/")
    assert "State: open to closed" not in site.words("/records/nonconformities/NC-2026-001/")
    assert not site.holds("records/nonconformities/NC-2026-003")


def test_preview_shows_the_work_tree(firm: Story, build: Build, publish: Publish) -> None:
    """What is not committed yet has its page in a preview, and none on a controlled site."""
    clone = build(firm)
    clone.write(place(3), nonconformity(3, title="Not committed"))
    site = publish(clone, today=date(2026, 3, 14), mode="preview")
    words = site.words("/records/nonconformities/NC-2026-003/")
    assert "Not committed" in words
    assert "not committed" in words


def test_prose_and_files_do_nothing(firm: Story, build: Build, publish: Publish) -> None:
    """Text of a record in Markdown is cleaned as that of a document; a file that a browser could run is not there."""
    front = nonconformity(3, title="<b>Bold</b>").replace("title: <b>Bold</b>", "title: '<b>Bold</b>'")
    body = (
        f"---\n{front}---\nSeen. <script>alert(1)</script> ![](javascript:alert(2)) [SOP](../../procedures/labels.md)\n"
    )
    html = b"<script>alert(3)</script>"
    more = f"attachments:\n  - {{path: files/run.html, sha256: {hashlib.sha256(html).hexdigest()}}}\n"
    more += f"  - {{path: ../../procedures/labels.md, sha256: {'0' * 64}}}\n"
    firm.entry(
        "2026-02-06",
        {
            "records/nonconformities/NC-2026-003.md": body,
            "records/nonconformities/files/run.html": html,
            place(1): nonconformity(1, more=more),
        },
    )
    site = publish(
        build(
            firm,
        ),
        today=date(2026, 3, 14),
        mode="preview",
    )
    article = site.article("/records/nonconformities/NC-2026-003/")
    assert "Seen." in article
    assert "alert(" not in article
    assert "&lt;b&gt;Bold&lt;/b&gt;" in article
    assert 'href="../../../labels/"' in article
    assert not site.holds("records/nonconformities/files/run.html")
    words = site.words("/records/nonconformities/NC-2026-001/")
    assert "not published: a browser could run it" in words
    assert site.files_with("alert(3)") == []


def test_record_that_was_taken_away(firm: Story, build: Build, publish: Publish) -> None:
    """Its address stays and says so, with the disposition and nothing of what it said."""
    disposition = (
        "id: DSP-2026-001\ntitle: Taken away\nopened: 2026-03-02\nowner: quality-manager\nrecord: NC-2026-002\n"
        "on: 2026-03-02\nby: siv.aune\nauthority: quality-manager\nmethod: delete\n"
    )
    path = "records/dispositions/DSP-2026-001.yml"
    firm.entry("2026-03-02", {place(2): None, path: disposition})
    site = publish(build(firm), today=date(2026, 3, 14))
    words = site.words("/records/nonconformities/NC-2026-002/")
    assert "This record was taken away on 2 March 2026 Its disposition is recorded: DSP-2026-001" in words
    assert "Wrong label 2" not in words
    assert site.files_with("Wrong label 2") == []
    assert "1 record," in site.words("/records/nonconformities/")


def test_a_manual_without_records_has_no_pages_of_them(tell: Tell, build: Build, publish: Publish) -> None:
    """There is no empty section."""
    story = tell()
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
    site = publish(build(story))
    assert not site.holds("records")
    assert "Records" not in site.navigation()


def change_a_record(clone: Clone) -> None:
    """A record reaches another state."""
    clone.write(place(1), nonconformity(1, status="contained", more="containment: Locked.\n"))


def rename_a_record(clone: Clone) -> None:
    """A record has another title."""
    clone.write(place(2), nonconformity(2, title="Another title"))


def link_a_record(clone: Clone) -> None:
    """A record names another one."""
    clone.write(place(2), nonconformity(2, more="links: [{caused_by: NC-2026-001}]\n"))


def rename_a_person(clone: Clone) -> None:
    """A person has another name."""
    clone.write("records/organization.yml", PEOPLE.replace("Ola Nord", "Ola Aas"))


def rename_the_document(clone: Clone) -> None:
    """A document that records name has another title."""
    clone.write("procedures/labels.md", document("SOP-001", 2, title="Marks", body="See [[NC-2026-002]].\n"))


@pytest.mark.parametrize(
    "change", [change_a_record, rename_a_record, link_a_record, rename_a_person, rename_the_document]
)
def test_kept_pages_are_those_that_would_be_drawn(
    firm: Story, build: Build, publish: Publish, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    """After any change the site is byte for byte that of a build that keeps nothing."""
    clone = build(firm)
    publish(clone, today=date(2026, 3, 1))
    assert callable(change)
    change(clone)
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "A change", day="2026-03-02")
    ignored = ("build.json", "sitemap.xml.gz")
    kept = {
        name: content
        for name, content in publish(clone, today=date(2026, 3, 14)).files().items()
        if name not in ignored
    }
    monkeypatch.setenv("QMS_CACHE", "off")
    fresh = {
        name: content
        for name, content in publish(clone, today=date(2026, 3, 14)).files().items()
        if name not in ignored
    }
    assert sorted(kept) == sorted(fresh)
    assert [name for name in kept if kept[name] != fresh[name]] == []
