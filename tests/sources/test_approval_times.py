"""When an approval may have been given, however its text came onto the line (settled.md 16), and what day follows."""

from __future__ import annotations

import pytest

from qms_docs.check import check
from support import Build, Clone, Story, document, organization_file, policy, record_of
from support.manuals import authors, document_of, manual_of, statuses

PATH = "procedures/purchasing.md"
FIRST, SECOND = document("SOP-004"), document("SOP-004", revision=2)
APPROVALS = {"approvals": [{"role": "quality-manager"}]}


def a_story(**kind: object) -> Story:
    """A policy, an organization with Ann Berg and Cid Dahl, and an approved first revision of 1 February."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": APPROVALS | kind}})
    people = {name: ["quality-manager"] for name in ("Ann Berg", "Cid Dahl", "Liv Strand")}
    story.entry("2026-01-02", {"records/organization.yml": organization_file(people)})
    story.entry("2026-02-01", {PATH: FIRST} | record_of(FIRST, at="2026-02-01T10:00:00Z"))
    return story


def second(at: str, **stated: object) -> dict[str, str]:
    """The approval of the second revision."""
    return record_of(SECOND, revision=2, at=at, **stated)


def outcome(clone: Clone) -> str:
    """`counts`, or the code of the rule that says why the approval of the second revision does not."""
    (approval,) = document_of(clone).revisions[-1].approvals
    return approval.shortfall.value if approval.shortfall else "counts"


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-03-01T11:59:59Z", "DC206"), ("2026-03-01T12:00:00Z", "counts"), ("2026-03-05T13:00:01Z", "DC206")],
)
@pytest.mark.parametrize("way", ["merge", "rebase"])
def test_merge_and_rebase(build: Build, way: str, at: str, expected: str) -> None:
    """Where the commits are known, the text is as old as its author says, and the approval no older."""
    story = a_story()
    request = story.branch("request")
    request.entry("2026-02-20", {PATH: document("SOP-004", revision=2, body="Not yet.\n")})
    request.entry("2026-03-01", {PATH: SECOND})
    request.entry("2026-03-04", second(at))
    getattr(story, way)("2026-03-05", request)
    assert outcome(build(story)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-02-01T11:59:59Z", "DC206"), ("2026-02-01T12:00:00Z", "counts"), ("2026-03-05T13:00:01Z", "DC206")],
)
def test_squash(build: Build, at: str, expected: str) -> None:
    """A squashed pull request has lost its dates: the approval is no older than the preceding revision."""
    story = a_story()
    request = story.branch("request")
    request.entry("2026-03-01", {PATH: SECOND})
    request.entry("2026-03-04", second(at))
    story.squash("2026-03-05", request)
    assert outcome(build(story)) == expected


def test_squash_of_a_first_revision(build: Build) -> None:
    """The first revision of a document has no predecessor that could tell its age."""
    story = a_story()
    other = document("SOP-009")
    story.entry("2026-03-05", {"procedures/sales.md": other} | record_of(other, at="2026-01-01T00:00:00Z"))
    assert document_of(build(story), "SOP-009").revisions[0].approvals[0].counts


def test_squash_with_the_approval_later(build: Build) -> None:
    """Where the approval came after a squashed text, the author date of the one commit counts."""
    for at, expected in (("2026-03-02T23:00:00Z", "DC206"), ("2026-03-03T00:00:00Z", "counts")):
        story = a_story()
        request = story.branch("request")
        request.entry("2026-03-01", {PATH: SECOND})
        story.squash("2026-03-05", request, written="2026-03-03T00:00:00+00:00")
        story.entry("2026-03-06", second(at))
        assert outcome(build(story, expected)) == expected


def test_text_that_the_merge_made(build: Build) -> None:
    """A text that neither side had is as old as the merge itself."""
    for at, expected in (("2026-03-05T11:59:59Z", "DC206"), ("2026-03-05T12:00:00Z", "counts")):
        story = a_story()
        request = story.branch("request")
        request.entry("2026-03-01", {PATH: document("SOP-004", revision=2, body="Half of it.\n")})
        story.merge("2026-03-05", request, {PATH: SECOND})
        story.entry("2026-03-06", second(at))
        assert outcome(build(story, expected)) == expected


def test_age_of_an_image(build: Build) -> None:
    """A text exists once every file that it shows does."""
    shown = document("SOP-004", revision=2, body="![Flow](flow.svg)\n")
    image = b"<svg/>"
    for at, expected in (("2026-03-02T11:00:00Z", "DC206"), ("2026-03-03T12:00:00Z", "counts")):
        story = a_story()
        request = story.branch("request")
        request.entry("2026-03-01", {PATH: shown})
        request.entry("2026-03-03", {"procedures/flow.svg": image})
        story.merge("2026-03-05", request)
        story.entry("2026-03-06", record_of(shown, revision=2, files={"flow.svg": image}, at=at))
        assert outcome(build(story, expected)) == expected


def test_text_that_came_back(build: Build) -> None:
    """A text that was put back in its review is as old as when it first came."""
    story = a_story()
    story.entry("2026-03-01", {PATH: SECOND})
    story.entry("2026-03-02", {PATH: document("SOP-004", revision=2, body="Another.\n")})
    story.entry("2026-03-04", {PATH: SECOND})
    story.entry("2026-03-05", second("2026-03-01T15:00:00Z"))
    assert outcome(build(story)) == "counts"


@pytest.mark.parametrize(
    ("kind", "declared", "effective", "warned"),
    [
        ({}, None, "2026-03-04", False),
        ({"effective": "P14D"}, None, "2026-03-18", False),
        ({}, "2026-03-03", "2026-03-04", True),
        ({}, "2026-03-04", "2026-03-04", False),
        ({"effective": "P14D"}, "2026-03-03", "2026-03-18", True),
        ({"effective": "P14D"}, "2026-04-01", "2026-04-01", False),
    ],
)
def test_monday_and_wednesday(
    build: Build, kind: dict[str, object], declared: str | None, effective: str, *, warned: bool
) -> None:
    """Merged on Monday and approved on Wednesday is in force on Wednesday, after the delay, or on a later declared day.

    A declared day before the approval is DC205.
    """
    text = document("SOP-004", revision=2, effective=declared)
    story = a_story(**kind)
    story.entry("2026-03-02", {PATH: text})
    story.entry("2026-03-04", record_of(text, revision=2, at="2026-03-04T09:00:00Z"))
    clone = build(story)
    found = document_of(clone)
    assert (str(found.revisions[1].approved_on), str(found.revisions[1].effective_on)) == ("2026-03-04", effective)
    assert document_of(clone, as_of="2026-03-03").revisions[1].effective_on is None
    assert statuses(found, effective)["2"] == "effective"
    codes = [each.code for each in check(manual_of(clone, judged=True)).findings]
    assert codes == (["DC205"] if warned else [])


def test_last_of_two_approvals(build: Build) -> None:
    """A revision that needs two is in force with the second one."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "a"}, {"role": "b"}]}}})
    story.entry("2026-01-02", {"records/organization.yml": organization_file({"Cid Dahl": ["a"], "Eva Lund": ["b"]})})
    story.entry("2026-03-02", {PATH: FIRST})
    story.entry("2026-03-03", record_of(FIRST, "eva.lund", role="b", at="2026-03-03T09:00:00Z"))
    clone = build(story, "one")
    assert document_of(clone).revisions[0].waiting_for == ("a",)
    story.entry("2026-03-05", record_of(FIRST, "cid.dahl", role="a", at="2026-03-02T18:00:00Z"))
    assert str(document_of(build(story)).revisions[0].effective_on) == "2026-03-05"


def test_two_texts_completed_on_one_day(build: Build) -> None:
    """Of two texts that were approved on one day the one whose approval was accepted first is the controlled one."""
    one, two = document("SOP-004", revision=2, body="One.\n"), document("SOP-004", revision=2, body="Two.\n")
    for first, then in ((one, two), (two, one)):
        story = a_story()
        story.entry("2026-03-02T08:00:00+00:00", {PATH: one})
        story.entry("2026-03-02T09:00:00+00:00", {PATH: two})
        at = "2026-03-02T10:00:00Z"
        story.entry("2026-03-02T10:00:00+00:00", record_of(first, revision=2, at=at))
        story.entry("2026-03-02T11:00:00+00:00", record_of(then, "liv.strand", revision=2, at=at))
        assert document_of(build(story, first[-5:-2])).revisions[1].digest in record_digest(first)


def record_digest(text: str) -> str:
    """The file of an approval of the text."""
    (written,) = record_of(text, revision=2).values()
    return written


@pytest.mark.parametrize(
    ("by", "co_authors", "alone"),
    [
        ("Ann Berg", [], False),
        ("Cid Dahl", [], True),
        (("C. Dahl", "CID@example.com"), [], True),
        ("Ann Berg", ["Cid Dahl"], True),
        (("Somebody", "somebody@example.org"), [], False),
    ],
)
def test_independence(build: Build, by: str | tuple[str, str], co_authors: list[str], *, alone: bool) -> None:
    """Who wrote or helped to write a text cannot be the only one who approves it; people are known by address."""
    story = a_story()
    story.entry("2026-03-02", {PATH: SECOND}, by=by, co_authors=co_authors)
    story.entry("2026-03-03", second("2026-03-03T09:00:00Z"))
    clone = build(story)
    (_, revision) = document_of(clone).revisions
    assert (revision.only_authors, revision.fixed_on is None) == (alone, alone)
    assert [(each.counts, each.why_not is None) for each in revision.approvals] == [(not alone, not alone)]
    assert ("DC203" in {each.code for each in check(manual_of(clone, judged=True)).findings}) == alone
    story.entry("2026-03-09", second("2026-03-03T09:00:00Z", person="liv.strand"))
    again = document_of(build(story)).revisions[1]
    assert str(again.approved_on) == ("2026-03-09" if alone else "2026-03-03")
    assert [each.why_not for each in again.approvals if each.counts] == [None, None]


def test_unknown_author_is_named(build: Build) -> None:
    """Where authors alone approved, an author whose address is nobody's is named with it."""
    story = a_story()
    story.entry("2026-03-02", {PATH: SECOND}, by="Cid Dahl", co_authors=[("Somebody", "somebody@example.org")])
    story.entry("2026-03-03", second("2026-03-03T09:00:00Z"))
    clone = build(story)
    assert authors(document_of(clone).revisions[1]) == ["Cid Dahl", "Somebody"]
    (finding,) = (each for each in check(manual_of(clone, judged=True)).findings if each.code == "DC203")
    assert "Of its authors somebody@example.org is nobody's address in the organization." in finding.fact


def test_address_in_mailmap(build: Build) -> None:
    """An old address that .mailmap leads to a person makes that person the author."""
    story = a_story()
    story.entry("2026-02-02", {".mailmap": "Cid Dahl <cid@example.com> <cid@old.example>\n"})
    story.entry("2026-03-02", {PATH: SECOND}, by=("cid", "cid@old.example"))
    story.entry("2026-03-03", second("2026-03-03T09:00:00Z"))
    assert document_of(build(story)).revisions[1].only_authors


def test_policy_without_independence(build: Build) -> None:
    """Where the type does not ask for it, an author may approve alone."""
    story = a_story(independent=False)
    story.entry("2026-03-02", {PATH: SECOND}, by="Cid Dahl")
    story.entry("2026-03-03", second("2026-03-03T09:00:00Z"))
    assert str(document_of(build(story)).revisions[1].approved_on) == "2026-03-03"
    assert "independent" in policy(types={"procedure": {"independent": False}})
