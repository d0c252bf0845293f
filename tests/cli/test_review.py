"""`qms review` as people use it: rows in records, and what they do to the day of the next review."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from support import Story, document, organization_file, policy
from support.manuals import document_of, manual_of
from support.ssh import make_key, public_line

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Build, Clone

RECORD = "records/reviews/SOP-004.csv"
KEEP = ("review", "SOP-004", "--outcome", "keep", "--comment", 'Read with "all" buyers, on site')
HEADER = "date,by,revision,outcome,comment"


def today() -> str:
    """The UTC day."""
    return datetime.now(UTC).date().isoformat()


def story(key: str | None = None) -> Story:
    """A manual with a document in its second revision, reviewed every two years."""
    told = Story()
    told.policy("2021-01-04", {"types": {"procedure": {"review": "24 months"}}})
    keys = [{"key": key, "from": "2021-01-01"}] if key else []
    people = {
        "Ann Berg": ["quality-manager", "buyer"],
        "Liv Strand": {"roles": ["purchasing-manager"], "keys": keys},
    }
    told.entry("2021-01-05", {"records/organization.yml": organization_file(people)})
    told.entry("2021-02-01", {"procedures/purchasing.md": document("SOP-004")})
    told.entry("2022-02-01", {"procedures/purchasing.md": document("SOP-004", revision=2)})
    obsolete = {"date": "2022-03-01", "superseded_by": "SOP-004", "reason": "Gone."}
    told.entry("2022-03-01", {"procedures/old.md": document("SOP-001", title="Old", obsolete=obsolete)})
    told.entry("2022-04-01", {"procedures/draft.md": document("SOP-030", title="Ideas", status="draft")})
    told.entry("2022-05-01", {"procedures/lost.md": document("SOP-031", title="Lost")})
    told.entry("2022-06-01", {"procedures/lost.md": None})
    return told


@pytest.fixture
def clone(build: Build) -> Clone:
    """The manual."""
    return build(story())


def record(clone: Clone) -> bytes:
    """The bytes of the record."""
    return (clone.path / RECORD).read_bytes()


def test_a_first_review(qms: Qms, clone: Clone) -> None:
    """The record begins with its columns; cells are quoted where RFC 4180 asks for it."""
    ran = qms(clone, *KEEP)
    assert (ran.status, ran.text) == (0, f"{RECORD}\n"), ran.err
    row = f'{today()},ann.berg,2,keep,"Read with ""all"" buyers, on site"'
    assert record(clone).decode() == f"{HEADER}\r\n{row}\r\n"
    assert clone.git("status", "--porcelain", "--untracked-files=all") == f"?? {RECORD}"
    assert next(iter(csv.DictReader(record(clone).decode().splitlines())))["comment"] == KEEP[-1]


def test_the_next_review_follows(qms: Qms, clone: Clone) -> None:
    """DC403 is silent after it, the master document list has the new day, and the command has said it."""
    assert "DC403" in qms(clone, "check").text
    day = date.fromisoformat(today())
    due = day.replace(year=day.year + 2) if (day.month, day.day) != (2, 29) else date(day.year + 2, 2, 28)
    ran = qms(clone, *KEEP)
    assert f"the next review is due by {due}" in ran.err
    assert "DC403" not in qms(clone, "check").text
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message=Review")
    assert "DC403" not in qms(clone, "check").text
    listed = {each["id"]: each for each in qms(clone, "list", "--format", "json").json}
    assert listed["SOP-004"]["next_review"] == due.isoformat()
    assert document_of(clone, "SOP-004", today=due.isoformat()).reviewed_on == day
    assert manual_of(clone, as_of="2023-01-01", today=today()).documents


def test_a_second_run(qms: Qms, clone: Clone) -> None:
    """The same review on the same day is there already; another person's, or another outcome, is another."""
    assert qms(clone, *KEEP).status == 0
    before = record(clone)
    ran = qms(clone, *KEEP)
    assert (ran.status, ran.out) == (0, b"")
    assert f"There is nothing to do: {RECORD} has this review already." in ran.err
    assert record(clone) == before
    assert qms(clone, *KEEP, "--by", "liv.strand").status == 0
    ran = qms(clone, *KEEP, "--outcome", "revise")
    assert "Next: begin it with `qms revise SOP-004`" in ran.err
    assert record(clone).startswith(before)
    assert record(clone).count(b"\r\n") == 4


@pytest.mark.parametrize(
    "before",
    [
        "date,by,revision,outcome,comment\n2025-03-03,liv.strand,2,keep,\n",
        "\ufeffdate,by,revision,outcome,comment\r\n2025-03-03,liv.strand,2,keep,",
        'revision,"date",by,outcome,comment,x\n2,2025-03-03,liv.strand,keep,"two\nlines",1\n',
    ],
)
def test_a_record_that_is_there(qms: Qms, clone: Clone, before: str) -> None:
    """It only grows: every byte stays, columns and line ends are those that it has."""
    clone.write(RECORD, before)
    assert qms(clone, *KEEP, "--comment", "").status == 0
    after = record(clone).decode()
    assert after.startswith(before)
    assert after.endswith("\r\n" if "\r\n" in before else "\n")
    row = list(csv.DictReader(after.removeprefix("\ufeff").splitlines()))[-1]
    assert (row["date"], row["by"], row["revision"], row["outcome"], row["comment"]) == (
        *(today(), "ann.berg", "2", "keep", ""),
    )


def test_a_record_that_cannot_grow(qms: Qms, clone: Clone) -> None:
    """One that nobody could read afterwards, a link and a protected file stay as they are."""
    for content, words in (
        (HEADER.replace(",", ";") + "\r\n", "its cells are not separated by commas"),
        (HEADER + '\r\n2025-03-03,liv.strand,2,keep,"', "a quotation mark is never closed"),
        ("day,by\r\n", "does not name the column date once"),
    ):
        clone.write(RECORD, content)
        ran = qms(clone, *KEEP)
        assert (ran.status, ran.out) == (1, b""), ran.err
        assert f"{RECORD}: no row can be added, because" in ran.err
        assert words in ran.err
        assert record(clone).decode() == content
    (clone.path / RECORD).write_text(f"{HEADER}\n")
    (clone.path / RECORD).chmod(0o444)
    assert qms(clone, *KEEP).status == 3
    (clone.path / RECORD).rename(clone.path / "elsewhere.csv")
    (clone.path / RECORD).symlink_to("../../elsewhere.csv")
    ran = qms(clone, *KEEP)
    assert (ran.status, "is a symbolic link" in ran.err) == (1, True)
    assert (clone.path / "elsewhere.csv").read_text() == f"{HEADER}\n"


def test_answers_and_documents_that_are_refused(qms: Qms, clone: Clone) -> None:
    """Nothing is written."""
    for arguments, status, words in (
        (KEEP[:4], 2, "Name --comment"),
        (("review", "SOP-004", "--comment", "x"), 2, "Name --outcome (keep, revise, withdraw)"),
        ((*KEEP, "--outcome", "approve"), 2, "approve"),
        ((*KEEP, "--comment", "two\nlines"), 2, "--comment is one line of text"),
        (
            (*KEEP, "--by", "liv.strnd"),
            1,
            "There is nobody liv.strnd in records/organization.yml. Did you mean liv.str",
        ),
        (("review", "SOP-001", *KEEP[2:]), 1, "SOP-001 is obsolete since 2022-03-01"),
        (("review", "SOP-030", *KEEP[2:]), 1, "No revision of SOP-030 is in force"),
        (("review", "SOP-031", *KEEP[2:]), 1, "SOP-031 has no file any more"),
        (("review", "SOP-099", *KEEP[2:]), 1, "There is no document SOP-099"),
    ):
        ran = qms(clone, *arguments)
        assert (ran.status, ran.out) == (status, b""), ran.err
        assert words in ran.err
    assert clone.git("status", "--porcelain", "--untracked-files=all") == ""


def test_who_has_looked(qms: Qms, build: Build, tmp_path: Path) -> None:
    """It is the holder of git's signing key, else whose address git has; nobody's address is asked for."""
    make_key(tmp_path / "key")
    clone = build(story(public_line(tmp_path / "key")))
    clone.git("config", "gpg.format", "ssh")
    clone.git("config", "user.signingkey", str(tmp_path / "key"))
    assert qms(clone, *KEEP).status == 0
    assert b",liv.strand,2,keep," in record(clone)
    clone.git("config", "user.signingkey", str(tmp_path / "none"))
    assert qms(clone, *KEEP).status == 0
    assert b",ann.berg,2,keep," in record(clone)
    clone.git("config", "user.email", "nobody@example.com")
    ran = qms(clone, *KEEP)
    assert (ran.status, ran.out) == (2, b"")
    assert "Name --by: Who has looked" in ran.err


def test_without_a_list_of_people(qms: Qms, build: Build) -> None:
    """Where the organization lists nobody yet, the name that is given is believed."""
    told = Story()
    told.entry("2021-01-04", {"qms.yml": policy(records="evidence")})
    told.entry("2021-02-01", {"procedures/purchasing.md": document("SOP-004")})
    clone = build(told)
    assert qms(clone, *KEEP).status == 2
    ran = qms(clone, *KEEP, "--by", "ann.berg")
    assert (ran.status, ran.text) == (0, "evidence/reviews/SOP-004.csv\n"), ran.err
