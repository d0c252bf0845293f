"""`qms obsolete` as people use it: from the front matter to a document that nobody works by any more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from support import Story, document
from support.manuals import document_of

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone

TELEX = "procedures/telex.md"
SAID = ("--summary", "No more orders by telex.", "--reason", "The telex is gone.")
WHOLE = ("SOP-014", "--date", "2099-01-31", "--successor", "SOP-009", *SAID)


@pytest.fixture
def clone(build: Build) -> Clone:
    """A manual with a document that is to be withdrawn, one that refers to it, and one that was withdrawn before."""
    told = Story()
    told.policy("2021-01-04", {"types": {"procedure": {"id": r"SOP-\d{3}"}}, "revisions": "major.minor"})
    told.entry("2021-02-01", {TELEX: document("SOP-014", revision="1.3", change=False, title="Telex", bom=True)})
    told.entry("2021-02-02", {"procedures/sales.md": document("SOP-009", revision="1.0", body="See [[SOP-014]].\n")})
    gone = {"date": "2021-03-01", "superseded_by": None, "reason": "Gone."}
    told.entry("2021-03-01", {"procedures/old.md": document("SOP-001", revision="1.0", obsolete=gone, title="Old")})
    return build(told)


def text_of(clone: Clone) -> str:
    """The text in the work tree."""
    return (clone.path / TELEX).read_text()


def test_the_withdrawing_revision(qms: Qms, clone: Clone) -> None:
    """Number, change and block are written, nothing else; merged it makes the document obsolete on its day."""
    before = text_of(clone)
    ran = qms(clone, "obsolete", *WHOLE)
    assert (ran.status, ran.text) == (0, f"{TELEX}\n"), ran.err
    blocks = (
        "change:\n  class: major\n  summary: No more orders by telex.\n  reason: The telex is gone.\n"
        "obsolete:\n  date: 2099-01-31\n  superseded_by: SOP-009\n  reason: The telex is gone.\n---\n"
    )
    expected = before.replace("revision: 1.3", "revision: 2.0").replace('revision: "1.3"', 'revision: "2.0"')
    assert text_of(clone) == expected.replace("quality-manager\n---\n", f"quality-manager\n{blocks}")
    assert clone.git("status", "--porcelain") == f" M {TELEX}"
    assert "Documents that refer to it: SOP-009." in ran.err
    assert "No approval is asked for" in ran.err
    assert qms(clone, "check").status == 0
    clone.git("commit", "--quiet", "--all", "--message=Withdraw", day="2026-11-20")
    found = document_of(clone, "SOP-014", today="2099-02-01")
    assert [each.number for each in found.issued] == ["1.3", "2.0"]
    assert str(found.obsolete_from(date(2099, 2, 1))) == "2099-01-31"


def test_a_second_run(qms: Qms, clone: Clone) -> None:
    """There is nothing to do, before and after the commit; other answers are no second run."""
    assert qms(clone, "obsolete", *WHOLE).status == 0
    begun = text_of(clone)
    for _ in range(2):
        for arguments in (WHOLE, ("SOP-014",)):
            ran = qms(clone, "obsolete", *arguments)
            assert (ran.status, ran.out) == (0, b""), ran.err
            assert "There is nothing to do: procedures/telex.md withdraws SOP-014 from use" in ran.err
        clone.git("commit", "--quiet", "--all", "--allow-empty", "--message=Withdraw")
    for option, value, said in (
        ("--date", "2098-01-01", "date"),
        ("--successor", "none", "successor"),
        ("--reason", "Another.", "reason"),
    ):
        ran = qms(clone, "obsolete", "SOP-014", option, value)
        assert (ran.status, f"with another {said}" in ran.err) == (1, True), ran.err
    assert text_of(clone) == begun


def test_no_successor(qms: Qms, clone: Clone) -> None:
    """`none` is written as `null`, which says that it was decided (DC402)."""
    assert qms(clone, "obsolete", *WHOLE, "--successor", "none").status == 0
    assert "\n  superseded_by: null\n" in text_of(clone)
    assert "DC402" not in qms(clone, "check").text


def test_answers_that_are_missing_or_wrong(qms: Qms, clone: Clone) -> None:
    """Nothing is written."""
    for arguments, status, words in (
        (("SOP-014", *SAID), 2, "Name --date: From which day"),
        (("SOP-014", "--date", "2099-01-31", *SAID), 2, "Name --successor"),
        ((*WHOLE[:5], "--reason", "x"), 2, "Name --summary"),
        ((*WHOLE[:5], "--summary", "x"), 2, "Name --reason"),
        ((*WHOLE, "--date", "tomorrow"), 2, "is not a day"),
        ((*WHOLE, "--successor", "SOP-090"), 1, "There is no document SOP-090 that could take the place of SOP-014"),
        ((*WHOLE, "--successor", "SOP-014"), 1, "it is itself"),
        ((*WHOLE, "--successor", "SOP-001"), 1, "it is made obsolete"),
        (("SOP-099", *WHOLE[1:]), 1, "There is no document SOP-099"),
    ):
        ran = qms(clone, "obsolete", *arguments)
        assert (ran.status, ran.out) == (status, b""), ran.err
        assert words in ran.err
    assert clone.git("status", "--porcelain") == ""


def test_a_document_that_is_only_proposed_or_drafted(qms: Qms, clone: Clone) -> None:
    """What is not in the manual yet is not withdrawn from use."""
    clone.write("procedures/new.md", document("SOP-050", revision="1.0", title="New"))
    ran = qms(clone, "obsolete", "SOP-050", *WHOLE[1:])
    assert (ran.status, "delete procedures/new.md" in ran.err) == (1, True), ran.err
    clone.write(TELEX, document("SOP-014", revision="1.4", title="Telex", status="draft"))
    ran = qms(clone, "obsolete", *WHOLE)
    assert (ran.status, "take out `status: draft`" in ran.err) == (1, True), ran.err


def test_what_follows_is_said(qms: Qms, clone: Clone) -> None:
    """A day that has come, and a successor that nobody can work by yet."""
    clone.write("procedures/new.md", document("SOP-050", revision="1.0", title="New"))
    today = datetime.now(UTC).date().isoformat()
    ran = qms(clone, "obsolete", *WHOLE, "--date", today, "--successor", "SOP-050")
    assert ran.status == 0, ran.err
    assert f"{today} has come already: it is obsolete as soon as this revision is approved." in ran.err
    assert "SOP-050 is not in force yet" in ran.err


def test_a_revision_that_was_begun_becomes_the_withdrawal(qms: Qms, clone: Clone) -> None:
    """Whoever finds while revising that the document is not needed any more goes on from there."""
    revised = ("--class", "minor", "--summary", "x", "--reason", "y", "--request", "CR-1")
    assert qms(clone, "revise", "SOP-014", *revised).status == 0
    assert qms(clone, "obsolete", *WHOLE).status == 0
    text = text_of(clone)
    assert ("1.4" in text, "CR-1" in text, text.count("class: major")) == (True, False, 1)
    ran = qms(clone, "revise", "SOP-014", *revised)
    assert (ran.status, "an obsolete document is not revised" in ran.err) == (1, True)


def test_one_that_is_half_written_is_completed(qms: Qms, clone: Clone) -> None:
    """A block without reason or successor is no withdrawal yet."""
    clone.write(TELEX, text_of(clone).replace("quality-manager\n", "quality-manager\nobsolete: {date: 2099-01-31}\n"))
    assert qms(clone, "obsolete", *WHOLE).status == 0
    assert "obsolete: {date: 2099-01-31, superseded_by: SOP-009, reason: The telex is gone.}\n" in text_of(clone)
