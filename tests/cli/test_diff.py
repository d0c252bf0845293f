"""The redline of two revisions."""

from __future__ import annotations

import hashlib
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
        (("SOP-004", "1..2", "--format", "html"), 2),
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
