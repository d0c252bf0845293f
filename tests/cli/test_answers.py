"""What auditors ask, answered for a sample of documents."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from support import Story, document
from support.eventful import eventful

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The manual to which everything happens."""
    return eventful().build(tmp_path_factory.mktemp("eventful") / "manual")


def test_every_document_answers_the_same_questions(qms: Qms, told: Clone) -> None:
    """The answers name the revision, its approvals, its change, and what held before, each in a sentence."""
    sample = qms(told, "answers", "SOP-004", "SOP-001", "--as-of", "2026-07-15", "--format", "json").json
    assert [each["id"] for each in sample] == ["SOP-004", "SOP-001"]
    assert len({tuple(each["answers"]) for each in sample}) == 1
    approved = sample[0]["answers"]
    assert approved["in_force"] == "Revision 2. In force since 20 April 2026."
    assert approved["approved"] == "Cid Dahl, Quality manager (19 April 2026, declared)"
    assert approved["in_time"].startswith("Yes: the approvals were complete on 20 April 2026")
    assert approved["changed"] == "major: Every order is checked by a second person."
    assert approved["before"] == "revision 1 from 2026-02-25 to 2026-04-19; revision 2 since 2026-04-20"
    assert sample[1]["answers"]["approved"] == "Not asked for by the policy."
    entry = told.git("log", "--format=%H", "--until=2026-07-15T23:00", "-n", "1").strip()
    assert sample[0]["commit"] == entry


def test_answers_are_those_of_the_day(qms: Qms, told: Clone) -> None:
    """On another day another revision holds, waits, or is withdrawn."""

    def held(document_id: str, day: str) -> dict[str, str]:
        asked = ("answers", document_id, "--as-of", day, "--format", "json")
        answers: dict[str, str] = qms(told, *asked).json[0]["answers"]
        return answers

    waiting = held("SOP-004", "2026-02-10")
    assert waiting["in_force"] == "Revision 1. In review: waiting for the approval of Quality manager."
    assert waiting["approved"] == "waiting for Quality manager (Cid Dahl)"
    assert waiting["in_time"] == "It has not taken effect."
    assert waiting["before"] == "nothing yet"
    assert held("SOP-004", "2026-08-10")["coming"].startswith("Revision 3. In review")
    assert "obsolete since 2026-05-15" in held("SOP-006", "2026-06-01")["before"]
    assert held("SOP-006", "2026-05-10")["before"].endswith("revision 2 since 2026-05-02")
    assert "Its file was removed on 10 June 2026" in held("SOP-007", "2026-06-11")["in_force"]


def test_forms_for_people_and_tables(qms: Qms, told: Clone) -> None:
    """Text has a block for each document, CSV a line, and HTML is one page that asks nobody for anything."""
    text = qms(told, "answers", "SOP-001", "SOP-003").text
    assert text.startswith("SOP-001 Alpha again, on ")
    assert "  Which revision holds? Revision 3. In force since 10 February 2026.\n" in text
    rows = list(csv.DictReader(io.StringIO(qms(told, "answers", "SOP-001", "SOP-003", "--format", "csv").text)))
    assert [each["id"] for each in rows] == ["SOP-001", "SOP-003"]
    assert rows[0]["owner"] == "quality-manager" or rows[0]["owner"] == "Quality manager"
    html = qms(told, "answers", "SOP-001", "SOP-003", "--format", "html").text
    assert "<h2>SOP-003 " in html
    assert "Fjordlys Instruments, as of" in html
    for each in ("http://", "https://", "<script", "<link"):
        assert each not in html


def test_a_draft_answers_that_it_was_not_issued(qms: Qms, told: Clone) -> None:
    """Of a document that was never issued there is one answer, also beside others in a table."""
    assert qms(told, "answers", "SOP-008", "--format", "json").json[0]["answers"] == {
        "in_force": "It was not issued yet."
    }
    rows = list(csv.DictReader(io.StringIO(qms(told, "answers", "SOP-008", "SOP-001", "--format", "csv").text)))
    assert rows[0]["digest"] == ""
    assert rows[1]["digest"].startswith("qms1:")


def test_what_cannot_be_answered(qms: Qms, told: Clone) -> None:
    """An unknown document is status 1 and said so, no document at all is wrong usage."""
    unknown = qms(told, "answers", "SOP-001", "SOP-999")
    assert (unknown.status, unknown.out) == (1, b"")
    assert "SOP-999" in unknown.err
    assert qms(told, "answers").status == 2


def test_what_people_wrote_stays_text(qms: Qms, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Markup, formulas and control characters of a document do nothing in any form."""
    story = Story()
    story.policy("2026-01-02")
    change = {"class": "minor", "summary": "<script>alert(1)</script>", "reason": "=1+1"}
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001")})
    story.entry("2026-01-06", {"procedures/a.md": document("SOP-001", 2, title="=SUM(1)", change=change)})
    clone = story.build(tmp_path_factory.mktemp("hostile") / "manual")
    assert "<script>" not in qms(clone, "answers", "SOP-001", "--format", "html").text
    row = next(csv.DictReader(io.StringIO(qms(clone, "answers", "SOP-001", "--format", "csv").text)))
    assert (row["title"], row["reason"]) == ("'=SUM(1)", "'=1+1")


def test_show_agrees_with_the_answers(qms: Qms, told: Clone) -> None:
    """The command that an answer names prints the text of the revision that holds on the day."""
    for day, words in (("2026-03-01", "Two."), ("2026-05-01", "Three.")):
        answers = qms(told, "answers", "SOP-004", "--as-of", day, "--format", "json").json[0]["answers"]
        shown = qms(told, *answers["text"].removeprefix("qms ").split())
        assert words in shown.text
