"""What is in force on a day, from the days of the entries and the dates in the texts (document-control.md 7)."""

from __future__ import annotations

from datetime import date

import pytest

from support import Build, Clone, Story, document
from support.manuals import document_of, issues, manual_of, statuses

PATH = "procedures/purchasing.md"


def a_story(**types: object) -> Story:
    """A policy and a first revision."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": types}})
    story.entry("2026-01-05", {PATH: document()})
    return story


def in_force(clone: Clone, day: str, today: str = "2026-12-31") -> str | None:
    """The number in force on a day, as the manual of that day tells it."""
    found = manual_of(clone, day, today=today).document("SOP-004")
    revision = found.in_force(date.fromisoformat(day)) if found else None
    return revision.number if revision else None


def test_as_of_any_day(build: Build) -> None:
    """On each day the revision of the latest entry up to that day is in force, and before the first none."""
    story = a_story()
    story.entry("2026-03-01", {PATH: document(revision=2)})
    clone = build(story)
    days = ["1999-01-01", "2025-12-31", "2026-01-04", "2026-01-05", "2026-02-28", "2026-03-01", "2030-01-01"]
    assert [in_force(clone, day) for day in days] == [None, None, None, "1", "1", "2", "2"]


def test_before_the_first_entry(build: Build) -> None:
    """A manual of a day before its first entry is empty."""
    manual = manual_of(build(a_story()), "2025-06-01", judged=True)
    assert (manual.documents, manual.entries, manual.commit) == ((), (), None)


def test_commit_of_the_day(build: Build) -> None:
    """A manual of a past day is read at the last entry of that day."""
    story = a_story()
    early = story.entry("2026-02-01T08:00:00+00:00", {PATH: document(revision=2)})
    late = story.entry("2026-02-01T20:00:00+00:00", {PATH: document(revision=3)})
    clone = build(story)
    assert manual_of(clone, "2026-02-01").commit == clone.commit(late) != clone.commit(early)
    assert statuses(document_of(clone), "2026-02-01") == {"1": "superseded", "2": "superseded", "3": "effective"}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-02-01T23:59:59+00:00", "2026-02-01"),
        ("2026-02-02T00:30:00+01:00", "2026-02-01"),
        ("2026-02-01T23:30:00-01:00", "2026-02-02"),
        ("2026-02-02T13:00:00+14:00", "2026-02-01"),
    ],
)
def test_day_is_that_of_utc(build: Build, moment: str, day: str) -> None:
    """The day of an entry is that of its committer date in UTC, wherever it was made."""
    story = a_story()
    story.entry(moment, {PATH: document(revision=2)})
    assert issues(document_of(build(story)))[1] == ("2", day)


def test_author_dates_do_not_count(build: Build) -> None:
    """The day on which a text was written says nothing about its issue."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)}, written="2020-01-01")
    assert issues(document_of(build(story)))[1] == ("2", "2026-02-01")


def test_effective_date_to_come(build: Build) -> None:
    """A revision with an effective date is approved until that day, and then in force without a new commit."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2026-06-01")})
    clone = build(story)
    found = document_of(clone)
    assert statuses(found, "2026-05-31") == {"1": "effective", "2": "approved"}
    assert statuses(found, "2026-06-01") == {"1": "superseded", "2": "effective"}
    assert [in_force(clone, day, today=day) for day in ("2026-05-31", "2026-06-01")] == ["1", "2"]
    coming = found.coming(date(2026, 5, 31))
    assert coming is not None
    assert (coming.number, coming.effective_on) == ("2", date(2026, 6, 1))
    assert found.coming(date(2026, 6, 1)) is None


def test_effective_date_of_a_first_revision(build: Build) -> None:
    """A first revision that takes effect later is in force from that day on."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document(effective="2026-02-01")})
    found = document_of(build(story))
    assert statuses(found, "2026-01-31") == {"1": "approved"}
    assert found.effective(date(2026, 1, 31)) is None
    assert statuses(found, "2026-02-01") == {"1": "effective"}


def test_effective_date_in_the_past(build: Build) -> None:
    """A declared effective date before the entry does not make a text effective earlier."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2025-01-01")})
    clone = build(story)
    assert document_of(clone).revisions[1].effective_on == date(2026, 2, 1)
    assert in_force(clone, "2026-01-31") == "1"


def test_a_day_in_the_future(build: Build) -> None:
    """A day to come is answered with what is known today."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2027-06-01")})
    clone = build(story)
    assert [in_force(clone, day, "2026-03-01") for day in ("2026-03-01", "2027-05-31", "2027-06-01")] == ["1", "1", "2"]


def test_what_was_known_on_a_day_in_the_past(build: Build) -> None:
    """On a past day nothing is known of what came later, so that it is not announced either."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2026-01-20")})
    found = document_of(build(story), as_of="2026-01-25")
    assert issues(found) == [("1", "2026-01-05")]


def test_later_revision_takes_effect_first(build: Build) -> None:
    """A higher revision in force supersedes a lower one for good, also one that never was effective."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2026-09-01")})
    story.entry("2026-03-01", {PATH: document(revision=3)})
    clone = build(story)
    assert statuses(document_of(clone, as_of="2026-02-15"), "2026-02-15") == {"1": "effective", "2": "approved"}
    found = document_of(clone)
    assert statuses(found, "2026-03-01") == {"1": "superseded", "2": "superseded", "3": "effective"}
    assert statuses(found, "2026-10-01") == {"1": "superseded", "2": "superseded", "3": "effective"}
    assert found.superseded_on(found.revisions[0], date(2026, 10, 1)) == date(2026, 3, 1)


def test_two_revisions_to_come(build: Build) -> None:
    """Of two revisions to come, the one whose day comes first is the next."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2026-09-01")})
    story.entry("2026-02-02", {PATH: document(revision=3, effective="2026-07-01")})
    found = document_of(build(story))
    coming = found.coming(date(2026, 3, 1))
    assert coming is not None
    assert coming.number == "3"
    assert statuses(found, "2026-07-01") == {"1": "superseded", "2": "superseded", "3": "effective"}


def test_delay_of_the_policy(build: Build) -> None:
    """Where the policy asks for a delay, it counts from the issue of a text that needs no approval."""
    clone = build(a_story(effective="P14D"))
    revision = document_of(clone).revisions[0]
    assert (revision.fixed_on, revision.effective_on) == (date(2026, 1, 5), date(2026, 1, 19))
    assert revision.approved_on is None
    assert [in_force(clone, day) for day in ("2026-01-18", "2026-01-19")] == [None, "1"]


def test_delay_and_effective_date(build: Build) -> None:
    """The later of delay and effective date holds."""
    story = a_story(effective="P14D")
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2026-02-05")})
    story.entry("2026-03-01", {PATH: document(revision=3, effective="2026-04-30")})
    days = [each.effective_on for each in document_of(build(story)).revisions]
    assert days == [date(2026, 1, 19), date(2026, 2, 15), date(2026, 4, 30)]


def test_effective_date_that_cannot_be_read(build: Build) -> None:
    """A text that states its effective date in a form that cannot be read never takes effect."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, effective="first of March")})
    found = document_of(build(story))
    assert found.revisions[1].effective_on is None
    assert statuses(found, "2026-12-01") == {"1": "effective", "2": "in review"}


def test_obsolete_at_once(build: Build) -> None:
    """An obsolete revision without a day to come withdraws the document on the day of its entry."""
    story = a_story()
    withdrawn = {"date": "2026-01-01", "superseded_by": None, "reason": "No longer needed."}
    story.entry("2026-02-01", {PATH: document(revision=2, obsolete=withdrawn)})
    found = document_of(build(story))
    assert statuses(found, "2026-02-01") == {"1": "superseded", "2": "obsolete"}
    assert found.obsolete_from(date(2026, 3, 1)) == date(2026, 2, 1)
    assert found.effective(date(2026, 3, 1)) is None


def test_obsolete_from_a_day_to_come(build: Build) -> None:
    """An announced withdrawal is in force like any revision until its day, and from then on obsolete."""
    story = a_story()
    withdrawn = {"date": "2026-06-01", "superseded_by": "SOP-020", "reason": "Merged."}
    story.entry("2026-02-01", {PATH: document(revision=2, obsolete=withdrawn)})
    found = document_of(build(story))
    assert statuses(found, "2026-05-31") == {"1": "superseded", "2": "effective"}
    assert statuses(found, "2026-06-01") == {"1": "superseded", "2": "obsolete"}
    assert found.obsolete_from(date(2026, 5, 31)) == date(2026, 6, 1)


def test_obsolete_revision_with_an_effective_date(build: Build) -> None:
    """A withdrawal that takes effect later than its obsolete day withdraws on the later of the two."""
    story = a_story()
    withdrawn = {"date": "2026-03-01", "superseded_by": None, "reason": "No longer needed."}
    story.entry("2026-02-01", {PATH: document(revision=2, effective="2026-06-01", obsolete=withdrawn)})
    found = document_of(build(story))
    assert statuses(found, "2026-05-31") == {"1": "effective", "2": "approved"}
    assert statuses(found, "2026-06-01") == {"1": "superseded", "2": "obsolete"}


def test_obsolete_file_deleted(build: Build) -> None:
    """The file of an obsolete document may be deleted; the document stays obsolete and known."""
    story = a_story()
    withdrawn = {"date": "2026-02-01", "superseded_by": None, "reason": "No longer needed."}
    story.entry("2026-02-01", {PATH: document(revision=2, obsolete=withdrawn)})
    story.entry("2026-03-01", {PATH: None})
    found = document_of(build(story))
    assert found.vanished_by is not None
    assert found.is_obsolete(date(2026, 4, 1))


def test_obsolete_and_taken_up_again(build: Build) -> None:
    """A revision issued after the withdrawal puts the document back in force (and DC103 reports it)."""
    story = a_story()
    withdrawn = {"date": "2026-02-01", "superseded_by": None, "reason": "No longer needed."}
    story.entry("2026-02-01", {PATH: document(revision=2, obsolete=withdrawn)})
    story.entry("2026-03-01", {PATH: document(revision=3)})
    found = document_of(build(story))
    assert statuses(found, "2026-03-01") == {"1": "superseded", "2": "superseded", "3": "effective"}
    assert not found.is_obsolete(date(2026, 3, 1))


def test_obsolete_day_that_cannot_be_read(build: Build) -> None:
    """A withdrawal whose day cannot be read withdraws nothing."""
    story = a_story()
    withdrawn = {"date": "soon", "superseded_by": None, "reason": "No longer needed."}
    story.entry("2026-02-01", {PATH: document(revision=2, obsolete=withdrawn)})
    assert statuses(document_of(build(story)), "2026-12-01") == {"1": "effective", "2": "in review"}


def test_committer_dates_that_run_backwards(build: Build) -> None:
    """The order is that of the line: an entry is never dated before the one before it."""
    story = a_story()
    story.entry("2026-03-01", {PATH: document(revision=2)})
    story.entry("2026-02-01", {PATH: document(revision=3)})
    story.entry("2026-02-15", {PATH: document(revision=4)})
    story.entry("2026-03-05", {PATH: document(revision=5)})
    clone = build(story)
    days = ["2026-01-05", "2026-03-01", "2026-03-01", "2026-03-01", "2026-03-05"]
    assert [day for _, day in issues(document_of(clone))] == days
    assert [in_force(clone, day) for day in ("2026-02-20", "2026-03-01", "2026-03-05")] == ["1", "4", "5"]
    claims = [each.committed_at.date().isoformat() for each in manual_of(clone).entries if each.committed_at]
    assert claims[-3:] == ["2026-02-01", "2026-02-15", "2026-03-05"]


def test_line_older_than_its_branch(build: Build) -> None:
    """A branch whose commits claim to be younger than the merge changes no day and no author."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2027-05-01", {PATH: document(revision=2)}, by="Cid Dahl")
    branch.entry("2020-05-01", {PATH: document(revision=2, body="Last.\n")}, by="Liv Strand")
    story.merge("2026-02-01", branch)
    found = document_of(build(story))
    assert issues(found)[1] == ("2", "2026-02-01")
    assert [each.name for each in found.revisions[1].text.authors] == ["Cid Dahl", "Liv Strand"]


def test_entries_dated_after_today(build: Build) -> None:
    """An entry whose clock ran ahead is not yet there on the days before it."""
    story = a_story()
    story.entry("2026-06-01", {PATH: document(revision=2)})
    clone = build(story)
    assert [in_force(clone, day, "2026-02-01") for day in ("2026-02-01", "2026-05-31", "2026-06-01")] == ["1", "1", "2"]


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:01+00:00", "2099-12-31T23:59:59+00:00"])
def test_far_away_days(build: Build, moment: str) -> None:
    """An entry may be dated at either end of what git can hold."""
    story = Story()
    story.entry(moment, {PATH: document(), "qms.yml": "types: {procedure: {title: Procedure}}\n"})
    assert issues(document_of(build(story), as_of="2199-01-01")) == [("1", moment[:10])]


def test_drafts(build: Build) -> None:
    """A merged draft is no revision; taking the mark away issues its number on that day."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, status="draft")})
    drafted = document_of(build(story))
    assert issues(drafted) == [("1", "2026-01-05")]
    assert drafted.draft is not None
    assert (drafted.draft.number, drafted.draft.effective_on) == ("2", None)
    assert drafted.status(drafted.draft, date(2026, 3, 1)).value == "draft"
    assert statuses(drafted, "2026-03-01") == {"1": "effective"}
    story.entry("2026-03-01", {PATH: document(revision=2, status="draft", body="Better.\n")})
    story.entry("2026-04-01", {PATH: document(revision=2, body="Better.\n")})
    issued = document_of(build(story))
    assert issues(issued) == [("1", "2026-01-05"), ("2", "2026-04-01")]
    assert issued.draft is None


def test_only_a_draft(build: Build) -> None:
    """A document of which there is but a draft has no revision and nothing in force."""
    story = a_story()
    story.entry("2026-02-01", {"procedures/new.md": document("SOP-010", status="draft")})
    found = document_of(build(story), "SOP-010")
    assert (found.revisions, found.in_force(date(2026, 3, 1)), found.shown(date(2026, 3, 1))) == ((), None, None)


def test_draft_under_a_fixed_number(build: Build) -> None:
    """Marking an issued text as a draft takes nothing back: the issued text stays in force."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(status="draft")})
    found = document_of(build(story))
    assert statuses(found, "2026-03-01") == {"1": "effective"}
    assert found.draft is not None
    assert found.draft.number == "1"


def test_draft_that_vanished(build: Build) -> None:
    """A draft that was deleted is no draft any more."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, status="draft")})
    story.entry("2026-03-01", {PATH: None})
    found = document_of(build(story))
    assert found.draft is None
    assert statuses(found, "2026-03-01") == {"1": "effective"}


def test_in_review_without_approvals(build: Build) -> None:
    """A text whose approvals are missing is in review on any day, and the one before stays in force."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}, "note": {}}})
    story.entry("2026-01-05", {PATH: document(type="note")})
    story.entry("2026-02-01", {PATH: document(revision=2)})
    found = document_of(build(story))
    assert statuses(found, "2026-12-01") == {"1": "effective", "2": "in review"}
    assert found.revisions[1].waiting_for == ("quality-manager",)
    coming = found.coming(date(2026, 12, 1))
    assert coming is not None
    assert coming.number == "2"


def test_numbers_out_of_order(build: Build) -> None:
    """The higher number counts, in whatever order the numbers were issued."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=5)})
    story.entry("2026-03-01", {PATH: document(revision=3)})
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("3", "2026-03-01"), ("5", "2026-02-01")]
    assert found.issue_order == ("1", "5", "3")
    assert [each.predecessor for each in found.revisions] == [None, "5", "1"]
    assert statuses(found, "2026-04-01") == {"1": "superseded", "3": "superseded", "5": "effective"}


def test_changed_text_under_a_fixed_number(build: Build) -> None:
    """Once fixed, a change of bytes under the number leaves the fixed text the controlled one."""
    story = a_story()
    first = document_of(build(story)).revisions[0]
    story.entry("2026-02-01", {PATH: document(body="Changed quietly.\n")})
    (revision,) = document_of(build(story)).revisions
    assert (revision.digest, revision.issued_on) == (first.digest, date(2026, 1, 5))
    assert revision.altered
    assert revision.last_text.entry.day == date(2026, 2, 1)


def test_changed_line_endings_under_a_fixed_number(build: Build) -> None:
    """A change of line endings alone is a change of bytes."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(newline="\r\n")})
    assert document_of(build(story)).revisions[0].altered


def test_crlf_and_byte_order_mark(build: Build) -> None:
    """Texts with CRLF or a byte order mark are read like any other."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, newline="\r\n")})
    story.entry("2026-03-01", {PATH: document(revision=3, bom=True)})
    story.entry("2026-04-01", {PATH: document(revision=4, bom=True, newline="\r\n")})
    assert [number for number, _ in issues(document_of(build(story)))] == ["1", "2", "3", "4"]


def test_text_before_the_approvals_may_change(build: Build) -> None:
    """Until its approvals are complete the text under a number may change, and the latest stands for it."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    story.entry("2026-01-05", {PATH: document(body="One.\n")})
    story.entry("2026-02-01", {PATH: document(body="Two.\n")})
    (revision,) = document_of(build(story)).revisions
    assert (revision.issued_on, revision.altered, revision.fixed_on) == (date(2026, 2, 1), False, None)
