"""`qms revise` as people use it, in files as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from support import Story, document, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms, Ran
    from support import Build, Clone

SAID = ("--class", "minor", "--summary", "Größer: x", "--reason", "Finding 2.")
FOREIGN = (
    "\ufeff---\r\n# ours\r\ndoc_id: SOP-050   # never changes\r\ntitle: 'Innkjøp'\r\ntype: procedure\r\n"
    'version: "01"  # the number\r\nowner: quality-manager\r\nx-own: [a]\r\n---\r\n\r\n# Innkjøp\r\n\r\nBlåbær.  \r\n'
)
PATH = "procedures/purchasing.md"


def manual(*texts: str, **stated: object) -> Story:
    """A manual with a document that has had these texts."""
    told = Story()
    told.policy("2021-01-04", stated)
    for month, text in enumerate(texts, start=2):
        told.entry(f"2021-{month:02}-01", {PATH: text})
    return told


def text_of(clone: Clone) -> str:
    """The text of the document in the work tree."""
    return (clone.path / PATH).read_bytes().decode()


def refused(ran: Ran, clone: Clone, *words: str) -> None:
    """The command has said these words and changed nothing."""
    assert (ran.status, ran.out) == (1, b""), ran.err
    assert all(each in ran.err for each in words), ran.err
    assert clone.git("status", "--porcelain") == ""


def test_only_the_number_and_the_change_differ(qms: Qms, tmp_path: Path) -> None:
    """Comments, quotes, foreign names and values, line ends and mark stay; a second run finds nothing to do."""
    told = Story()
    words = {"front_matter": {"id": "doc_id", "revision": "version"}, "values": {"revision": {"01": "1", "02": "2"}}}
    told.entry("2021-01-04", {"qms.yml": policy(**words)})
    told.entry("2021-02-01", {"procedures/a.md": FOREIGN})
    clone = told.build(tmp_path / "foreign")
    ran = qms(clone, "revise", "SOP-050", *SAID)
    assert (ran.status, ran.text) == (0, "procedures/a.md\n"), ran.err
    change = '\r\nchange:\r\n  class: minor\r\n  summary: "Größer: x"\r\n  reason: Finding 2.\r\nx-own'
    expected = FOREIGN.replace('version: "01"', 'version: "02"').replace("\r\nx-own", change)
    read = (clone.path / "procedures/a.md").read_bytes()
    assert read.decode() == expected
    again = qms(clone, "revise", "SOP-050", *SAID)
    assert (again.status, again.out) == (0, b"")
    assert "nothing to do" in again.err
    assert (clone.path / "procedures/a.md").read_bytes() == read
    assert clone.git("status", "--porcelain") == " M procedures/a.md"
    assert qms(clone, "check").status == 0


def test_a_missing_answer_and_what_cannot_be_revised(qms: Qms, copy: Clone) -> None:
    """Each is refused with a sentence, and nothing is written."""
    for arguments, status, words in (
        (("SOP-009", "--class", "minor"), 2, "--summary"),
        (("SOP-009",), 2, "--class"),
        (("SOP-009", *SAID, "--reason", ""), 2, "--reason is one line"),
        (("SOP-009", *SAID, "--effective", "soon"), 2, "is not a day"),
        (("SOP-009", *SAID, "--request", "no id!"), 1, "front matter is written in a form"),
        (("SOP-099", *SAID), 1, "There is no document SOP-099"),
        (("SOP-014", *SAID), 1, "obsolete"),
        (("SOP-030", *SAID), 1, "draft"),
        (("SOP-020", *SAID), 0, "in review"),
    ):
        ran = qms(copy, "revise", *arguments)
        assert (ran.status, ran.out) == (status, b""), ran.err
        assert words in ran.err
    assert copy.git("status", "--porcelain") == ""


def test_two_files_and_a_text_that_cannot_be_read(qms: Qms, copy: Clone) -> None:
    """Nothing is guessed where an id stands twice or the front matter is broken."""
    copy.write("procedures/other.md", document("SOP-009", title="Sales"))
    twice = qms(copy, "revise", "SOP-009", *SAID)
    assert (twice.status, "procedures/other.md" in twice.err) == (1, True)
    (copy.path / "procedures/other.md").unlink()
    broken = (copy.path / "procedures/sales.md").read_text().replace("title:", "title: [")
    copy.write("procedures/sales.md", broken)
    ran = qms(copy, "revise", "SOP-009", *SAID)
    assert (ran.status, "cannot be read" in ran.err) == (1, True), ran.err
    assert (copy.path / "procedures/sales.md").read_text() == broken


@pytest.mark.parametrize(
    "case",
    [
        ("integer", "9", "major", "10"),
        ("letter", "H", "minor", "J"),
        ("letter", "Z", "minor", "AA"),
        ("major.minor", "1.9", "minor", "1.10"),
        ("major.minor", "1.9", "editorial", "1.10"),
        ("major.minor", "1.9", "major", "2.0"),
    ],
)
def test_the_next_number(qms: Qms, build: Build, case: tuple[str, str, str, str]) -> None:
    """It follows from the scheme, and from the class where the scheme knows two."""
    scheme, number, kind, following = case
    clone = build(manual(document("SOP-004", revision=number, change=False), revisions=scheme))
    ran = qms(clone, "revise", "SOP-004", *SAID, "--class", kind)
    assert ran.status == 0, ran.err
    assert f"\nrevision: {following}\n" in text_of(clone)
    assert f"Written: revision {following} of SOP-004" in ran.err
    assert qms(clone, "check").status == 0


def test_a_number_of_no_scheme(qms: Qms, build: Build) -> None:
    """After a number that the scheme does not know, nobody can say what comes."""
    clone = build(manual(document("SOP-004", revision="07")))
    refused(
        qms(clone, "revise", "SOP-004", *SAID), clone, "Revision 07 of SOP-004 is no number of the scheme `integer`"
    )


def test_edits_of_the_text_stay(qms: Qms, build: Build) -> None:
    """Whoever edits first and revises afterwards loses nothing; the old change makes room, its own fields stay."""
    stands = {"class": "major", "summary": "Old.", "reason": "Old.", "request": "CR-2020-001", "x-ticket": "17"}
    clone = build(manual(document("SOP-004"), document("SOP-004", revision=2, change=stands)))
    clone.write(PATH, text_of(clone).replace("before it is sent", "twice"))
    assert "DC301" in qms(clone, "check").text
    assert qms(clone, "revise", "SOP-004", *SAID).status == 0
    change = 'change:\n  class: minor\n  summary: "Größer: x"\n  reason: Finding 2.\n  x-ticket: 17\n---'
    assert change in text_of(clone).replace('"17"', "17").replace('"Finding 2."', "Finding 2.")
    assert "Every order is checked twice." in text_of(clone)
    assert qms(clone, "check").status == 0


def test_a_number_that_was_raised_by_hand(qms: Qms, build: Build) -> None:
    """The change of the revision before says nothing about it; what was filled in for it need not be said again."""
    second = document("SOP-004", revision=2)
    clone = build(manual(document("SOP-004"), second))
    clone.write(PATH, second.replace("revision: 2", "revision: 3"))
    assert qms(clone, "revise", "SOP-004").status == 2
    clone.write(PATH, document("SOP-004", revision=3, change={"class": "minor", "summary": "New.", "reason": ""}))
    ran = qms(clone, "revise", "SOP-004", "--reason", "Because.")
    assert ran.status == 0, ran.err
    assert "change:\n  class: minor\n  summary: New.\n  reason: " in text_of(clone)
    clone.write(PATH, second.replace("revision: 2", "revision: 5"))
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert (ran.status, "after 2 comes 3: set it back to 2" in ran.err) == (1, True)


def test_other_answers_the_second_time(qms: Qms, build: Build) -> None:
    """What was begun is not changed behind anybody's back, and no answer is silently dropped."""
    clone = build(manual(document("SOP-004")))
    assert qms(clone, "revise", "SOP-004", *SAID).status == 0
    begun = text_of(clone)
    for option, value, said in (("--class", "major", "class"), ("--effective", "2099-01-01", "effective day")):
        ran = qms(clone, "revise", "SOP-004", option, value)
        assert (ran.status, f"with another {said}: correct it there" in ran.err) == (1, True), ran.err
    assert qms(clone, "revise", "SOP-004").status == 0
    assert text_of(clone) == begun


def test_an_effective_day_that_has_passed(qms: Qms, build: Build) -> None:
    """It was that of the revision before: it is taken out, which is said; a day that was named takes its place."""
    clone = build(manual(document("SOP-004", effective="2021-03-01")))
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert ran.status == 0, ran.err
    assert "effective" not in text_of(clone)
    assert "Taken out: `effective` of the revision before (2021-03-01)" in ran.err
    assert "This one takes effect when it is merged;" in ran.err
    clone.git("checkout", "--quiet", ".")
    ran = qms(clone, "revise", "SOP-004", *SAID, "--effective", "2099-01-01")
    assert "\neffective: 2099-01-01\n" in text_of(clone), ran.err
    assert "`effective` says 2099-01-01" in ran.err


def test_an_effective_day_to_come(qms: Qms, build: Build) -> None:
    """It stays, and is pointed to; so does one that somebody wrote for the new revision."""
    day = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    clone = build(manual(document("SOP-004", effective=day)))
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert f"\neffective: {day}\n" in text_of(clone)
    assert f"`effective` says {day}: it is not in force before that day" in ran.err


def test_a_past_effective_day_in_a_revision_begun_by_hand(qms: Qms, build: Build) -> None:
    """Where there is nothing to do otherwise, it is still pointed to."""
    clone = build(manual(document("SOP-004", effective="2021-03-01")))
    clone.write(PATH, document("SOP-004", revision=2, effective="2021-03-01"))
    ran = qms(clone, "revise", "SOP-004")
    assert (ran.status, "2021-03-01, is of the revision before: take it out" in ran.err) == (0, True)


def test_files_that_are_not_written(qms: Qms, build: Build) -> None:
    """A link is not followed, a protected file not replaced, and one that is gone not made again."""
    clone = build(manual(document("SOP-004")))
    (clone.path / PATH).chmod(0o444)
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert (ran.status, f"{PATH} is write-protected" in ran.err) == (3, True), ran.err
    before = text_of(clone)
    (clone.path / PATH).rename(clone.path / "elsewhere.md")
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert (ran.status, "has no file any more" in ran.err) == (1, True), ran.err
    (clone.path / PATH).symlink_to("../elsewhere.md")
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert (ran.status, ran.out) == (1, b""), ran.err
    assert (clone.path / "elsewhere.md").read_text() == before


def test_somebody_else_was_quicker(qms: Qms, build: Build, tmp_path: Path) -> None:
    """Where the release branch has another revision by now, the number would be taken: that is said first."""
    told = manual(document("SOP-004"))
    branch = told.branch("mine")
    branch.entry("2021-05-01", {"procedures/x.md": document("SOP-007", title="X")})
    told.entry("2021-06-01", {PATH: document("SOP-004", revision=2)})
    clone = build(told, at=branch)
    words = "SOP-004 has revision 2 on main in the meantime", "git merge main"
    refused(qms(clone, "revise", "SOP-004", *SAID), clone, *words)
    clone.git("checkout", "--quiet", "main")
    other = clone.clone(tmp_path / "other")
    clone.write(PATH, document("SOP-004", revision=3))
    clone.git("commit", "--quiet", "--all", "--message=Third")
    assert qms(other, "revise", "SOP-004", *SAID).status == 0
    other.git("checkout", "--quiet", ".")
    other.git("fetch", "--quiet")
    words = "SOP-004 has revision 3 on origin/main in the meantime", "git merge origin/main"
    refused(qms(other, "revise", "SOP-004", *SAID), other, *words)


def test_what_comes_next_is_said(qms: Qms, build: Build) -> None:
    """Who approves, and how."""
    kinds = {"procedure": {"approvals": [{"role": "owner"}, {"role": "quality-manager"}]}}
    told = manual(document("SOP-004", owner="buyer"), types=kinds, control_from="2021-12-01")
    clone = build(told)
    ran = qms(clone, "revise", "SOP-004", *SAID)
    assert "It needs the approval of: buyer, quality-manager, with `qms approve SOP-004`." in ran.err


def test_an_odd_form_is_left_to_people(qms: Qms, build: Build) -> None:
    """Where a field cannot be changed without touching another, nothing is written."""
    text = document("SOP-004").replace("revision: 1", "revision: &r 1\nx-also: *r")
    clone = build(manual(text))
    refused(qms(clone, "revise", "SOP-004", *SAID), clone, "no single field can be changed safely")
