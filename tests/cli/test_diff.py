"""The redline of two revisions."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from support import Story, document, policy

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone


def test_the_last_two_revisions(qms: Qms, manual: Clone) -> None:
    """Without numbers the last two issued revisions are compared, word by word."""
    ran = qms(manual, "diff", "SOP-004")
    assert (ran.status, ran.err) == (0, "")
    assert ran.text.startswith("From revision 2 to revision 3: [-taken out-] {+come in+}\n")
    assert "  Title: [-Purchasing-] {+Purchasing of goods+}\n" in ran.text
    assert "  Effective date: {+2099-01-01+}\n" in ran.text
    assert "\nLine 14\n\n~ # Purchasing{+ of goods+}\n" in ran.text
    assert ran.text.count("of goods") == 2


def test_two_numbers(qms: Qms, manual: Clone) -> None:
    """Any two, in any order, also one with itself."""
    forwards = qms(manual, "diff", "SOP-004", "1..3").text
    assert forwards.startswith("From revision 1 to revision 3:")
    assert "  Revision: [-1-] {+3+}\n" in forwards
    assert "  Revision: [-3-] {+1+}\n" in qms(manual, "diff", "SOP-004", "3..1").text
    assert qms(manual, "diff", "SOP-004", "2..2").text == "Revision 2 and revision 2 are the same.\n"


def test_a_number_that_is_not_issued(qms: Qms, manual: Clone) -> None:
    """It is said which there are, and how the text that stands is compared."""
    said = "SOP-004 has no revision 4. Issued revisions: 1, 2, 3. `qms diff SOP-004 3..` compares with the work tree."
    assert qms(manual, "diff", "SOP-004", "3..4").err == f"qms: {said}\n"


def test_against_the_work_tree(qms: Qms, copy: Clone) -> None:
    """`N..` compares with the text as it stands, committed or not."""
    unchanged = qms(copy, "diff", "SOP-009", "1..")
    assert unchanged.text == "Revision 1 and the work tree are the same.\n"
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales"))
    changed = qms(copy, "diff", "SOP-009", "1..").text
    assert changed.startswith("From revision 1 to the work tree:")
    assert "{+2+}" in changed
    (copy.path / "procedures" / "sales.md").unlink()
    gone = qms(copy, "diff", "SOP-009", "1..")
    assert (gone.status, gone.out) == (1, b"")
    assert "does not stand in the work tree" in gone.err


@pytest.fixture
def drawn(build: Build) -> Clone:
    """A document whose words stay the same while the files that it shows do not."""
    body = "![The way of an order](flow.png)\n[Form](form.txt)\n"
    story = Story()
    story.entry("2021-01-04", {"qms.yml": policy()})
    files = {"procedures/flow.png": b"one", "procedures/form.txt": b"form"}
    story.entry("2021-02-01", {"procedures/a.md": document("SOP-004", body=body), **files})
    change = {"procedures/flow.png": b"two", "procedures/form.txt": None}
    story.entry("2022-02-01", {"procedures/a.md": document("SOP-004", revision=2, body=body), **change})
    bare = document("SOP-004", revision=3, body="Orders go their way.\n", owner="purchasing-manager", **{"x-cost": "7"})
    story.entry("2023-02-01", {"procedures/a.md": bare})
    return build(story)


def test_a_file_that_the_text_shows(qms: Qms, drawn: Clone) -> None:
    """A changed, an added and a removed file are named; that the words are the same does not hide them."""
    said = qms(drawn, "diff", "SOP-004", "1..2").text
    assert "\nFiles that the text shows or attaches\n  flow.png: changed\n  form.txt: removed\n" in said
    assert "The text below the front matter has the same words.\n" in said
    assert "  form.txt: added\n" in qms(drawn, "diff", "SOP-004", "2..1").text
    drawn.write("procedures/flow.png", b"three")
    drawn.git("checkout", "-q", drawn.commit_ids[2], "--", "procedures/a.md")
    under_its_number = qms(drawn, "diff", "SOP-004", "2..").text
    assert under_its_number.splitlines()[2:4] == ["Files that the text shows or attaches", "  flow.png: changed"]


def test_json_names_fields_files_and_passages(qms: Qms, drawn: Clone) -> None:
    """Each field with both values, each file with both hashes, each passage with its line in the later text."""
    ran = qms(drawn, "diff", "SOP-004", "1..2", "--format", "json")
    assert list(ran.json) == ["id", "from", "to", "fields", "files", "text"]
    assert (ran.json["id"], ran.json["from"], ran.json["to"], ran.json["text"]) == ("SOP-004", "1", "2", [])
    assert {"field": "revision", "before": "1", "after": "2"} in ran.json["fields"]
    assert {"field": "change.class", "before": None, "after": "major"} in ran.json["fields"]
    hashes = [hashlib.sha256(content).hexdigest() for content in (b"one", b"two", b"form")]
    assert ran.json["files"] == [
        {"name": "flow.png", "change": "changed", "before": hashes[0], "after": hashes[1]},
        {"name": "form.txt", "change": "removed", "before": hashes[2], "after": None},
    ]
    last = qms(drawn, "diff", "SOP-004", "2..3", "--format", "json").json
    assert {"field": "owner", "before": "quality-manager", "after": "purchasing-manager"} in last["fields"]
    assert {"field": "x-cost", "before": None, "after": "7"} in last["fields"]
    (passage,) = last["text"]
    lines = (drawn.path / "procedures" / "a.md").read_text().splitlines()
    assert lines[passage["line"] - 1] == passage["after"] == "Orders go their way."
    assert passage["before"] == "![The way of an order](flow.png)\n[Form](form.txt)"
    assert qms(drawn, "diff", "SOP-004", "3..", "--format", "json").json["to"] is None


def test_what_does_not_change_a_word(qms: Qms, copy: Clone) -> None:
    """Comments in the front matter and line ends are told apart from a text that is the same."""
    text = (copy.path / "procedures" / "sales.md").read_text()
    copy.write("procedures/sales.md", text.replace("type:", "# The type.\ntype:"))
    assert "only comments, order or blanks of the front matter differ" in qms(copy, "diff", "SOP-009", "1..").text
    copy.write("procedures/sales.md", text.replace("\n", "\r\n"))
    assert qms(copy, "diff", "SOP-009", "1..").text == (
        "Revision 1 and the work tree have the same words; only line ends or blanks differ.\n"
    )


def test_names_of_the_organization(qms: Qms, build: Build) -> None:
    """Fields are told in the words that everybody knows; what is stated and empty says none."""
    told = Story()
    told.policy(
        "2021-01-04", {"front_matter": {"id": "doc_id", "revision": "version", "change": "endring", "title": "tittel"}}
    )
    head = "---\ndoc_id: SOP-004\ntittel: {}\ntype: procedure\nversion: {}\nowner: buyer\n{}---\n# Text\n"
    change = "endring: {class: major, summary: More., reason: Audit.}\nlanguage:\n"
    told.entry("2021-02-01", {"procedures/a.md": head.format("Buying", 1, "")})
    told.entry("2021-03-01", {"procedures/a.md": head.format("Purchasing", 2, change)})
    clone = build(told)
    fields = [each["field"] for each in qms(clone, "diff", "SOP-004", "--format", "json").json["fields"]]
    assert fields == ["title", "revision", "change.class", "change.summary", "change.reason", "language"]
    assert "  Title: [-Buying-] {+Purchasing+}\n" in qms(clone, "diff", "SOP-004").text
    assert "  Language: {+none+}\n" in qms(clone, "diff", "SOP-004").text
    page = qms(clone, "diff", "SOP-004", "--format", "html").text
    rows = re.findall(r'<tr><th scope="row">(Title|Revision|Language|version|tittel)</th>.*?</tr>', page)
    assert rows == ["Title", "Language"]


def test_a_page_that_stands_alone(qms: Qms, manual: Clone) -> None:
    """`--format html` gives the text as it is read, with what holds for both revisions and what changed beside it."""
    ran = qms(manual, "diff", "SOP-004", "--format", "html")
    assert (ran.status, ran.err) == (0, "")
    assert ran.text.startswith("<!doctype html>")
    assert "<title>SOP-004 Purchasing of goods: revision 2 and revision 3</title>" in ran.text
    assert ">Purchasing<ins> of goods</ins></h1>" in ran.text
    assert "<td><del>Purchasing</del></td><td><ins>Purchasing of goods</ins></td>" in ran.text
    assert "takes effect on 1 January 2099" in ran.text
    assert not re.search(r"<script|<link|<iframe|(?:src|href)=.(?:https?:)?//|url\(|@import", ran.text)
    same = qms(manual, "diff", "SOP-004", "2..2", "--format", "html").text
    assert "The text reads the same." in same
    assert "<ins>" not in same


def test_a_page_with_pictures(qms: Qms, drawn: Clone) -> None:
    """Pictures are in the page itself, before and after beside each other; files are named with what became of them."""
    page = qms(drawn, "diff", "SOP-004", "1..2", "--format", "html").text
    before, after = (base64.b64encode(content).decode() for content in (b"one", b"two"))
    assert f'<del><img src="data:image/png;base64,{before}" alt="The way of an order"></del>' in page
    assert f'<ins><img src="data:image/png;base64,{after}" alt="The way of an order"></ins>' in page
    assert "<li>flow.png: changed</li>" in page
    assert "<li>form.txt: removed</li>" in page
    assert "<a>Form</a>" in page


def test_a_page_against_the_work_tree(qms: Qms, copy: Clone) -> None:
    """What is only proposed is named so, also where the number of the revision is still the old one."""
    path = copy.path / "procedures" / "sales.md"
    text = path.read_text()
    copy.write("procedures/sales.md", text.replace("Every order", "Each order"))
    page = qms(copy, "diff", "SOP-009", "1..", "--format", "html").text
    assert "<del>Every</del><ins>Each</ins> order" in page
    assert "After: the proposed text" in page
    assert "Changed text under revision 1: not in force." in page
    copy.write("procedures/sales.md", text.replace("Every order", "Every  order"))
    respaced = qms(copy, "diff", "SOP-009", "1..", "--format", "html").text
    assert "The text reads the same, and is written differently" in respaced


def test_a_page_of_a_text_that_is_too_large(qms: Qms, copy: Clone) -> None:
    """It cannot be drawn, and the sentence says what can be done instead."""
    copy.write("procedures/sales.md", document("SOP-009", revision=2, title="Sales", body="[" * 10_001))
    ran = qms(copy, "diff", "SOP-009", "1..", "--format", "html")
    assert (ran.status, ran.out) == (3, b"")
    assert "SOP-009 has more than 10,000 brackets in the work tree" in ran.err
    assert "--format text" in ran.err


def test_a_page_of_a_hostile_text(qms: Qms, copy: Clone) -> None:
    """Nothing that a text brings runs, hides, poses as a mark of the page, or is fetched."""
    body = (
        '<script>alert(1)</script><ins>new</ins>\n\n<p class="redline-note" style="display:none">hidden</p>\n\n'
        '![x](https://elsewhere.example/x.png) [y](javascript:alert(1)) <img src="x" onerror="alert(1)">\n'
    )
    copy.write("procedures/sales.md", document("SOP-009", 2, title="<script>alert(2)</script>", body=body))
    page = qms(copy, "diff", "SOP-009", "1..", "--format", "html").text
    assert not re.search(r"<script|onerror|javascript:|<img|style=\"display", page)
    assert "hidden" in page
    assert '<p class="redline-note"' not in page


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("SOP-009",), 1),
        (("SOP-030",), 1),
        (("SOP-099",), 1),
        (("SOP-004", "1..9"), 1),
        (("SOP-004", "9.."), 1),
        (("SOP-004", "2"), 2),
        (("SOP-004", ""), 2),
        (("SOP-004", "1..2", "--format", "pdf"), 2),
        (("SOP-004", "..2"), 2),
        (("SOP-004", "1...2"), 2),
        (("SOP-004", "1..2", "3"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_compared(qms: Qms, manual: Clone, arguments: tuple[str, ...], status: int) -> None:
    """One revision only or an unknown one is status 1, what names no two revisions is 2."""
    ran = qms(manual, "diff", *arguments)
    assert (ran.status, ran.out) == (status, b"")
    assert ran.err


FIGURES = "```mermaid\nflowchart LR\n  A[Need] --> B[Order]\n```\n\nAt most $x < 5$.\n"


def test_figures_are_drawn_in_the_page(qms: Qms, build: Build) -> None:
    """The page shows a changed flow chart as both pictures and formulas as formulas; the text form shows the source."""
    story = Story()
    settings = "site_name: x\nmarkdown_extensions: [pymdownx.arithmatex]\n"
    story.entry("2021-01-04", {"qms.yml": policy(), "mkdocs.yml": settings})
    for number, word in enumerate(("Order", "Offer"), 1):
        text = document("SOP-004", number, body=FIGURES.replace("Order", word))
        story.entry(f"2021-02-0{number}", {"procedures/a.md": text})
    clone = build(story)
    page = qms(clone, "diff", "SOP-004", "--format", "html").text
    assert page.count('<figure class="flow-chart"') == 2
    assert "Gone: \u201cNeed \u2192 Order\u201d. New: \u201cNeed \u2192 Offer\u201d." in page
    assert page.count('<svg class="formula"') == 1
    assert "[-Order-]{+Offer+}" in qms(clone, "diff", "SOP-004").text
