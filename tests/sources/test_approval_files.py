"""Which files are approvals: their places, their first form, and what is wrong with them (settled.md 17)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qms_docs.sources.approval import read_approval
from support import Build, Clone, Link, Story, approval, document, organization_file, record_of
from support.manuals import document_of, manual_of

PATH = "procedures/purchasing.md"
FOLDER = "records/approvals/SOP-004/1"
FILE = f"{FOLDER}/cid.dahl.yml"
TEXT = document("SOP-004")
GOOD = approval(TEXT)
AT = "at: 2026-03-02T10:00:00+00:00"
ANOTHER = approval(document("SOP-004", body="Another text.\n"))
TYPES = {"procedure": {"approvals": [{"role": "quality-manager"}]}}


def a_story(records: str | None = None) -> Story:
    """A policy, an organization and a text of 1 March."""
    story = Story()
    story.policy("2026-01-01", {"types": TYPES, "records": records})
    people = {"Ann Berg": ["quality-manager"], "Cid Dahl": ["quality-manager", "buyer"]}
    story.entry("2026-01-02", {f"{records or 'records'}/organization.yml": organization_file(people)})
    story.entry("2026-03-01", {PATH: TEXT})
    return story


def faults(clone: Clone) -> list[tuple[str, int, str]]:
    """Place and fact of each fault."""
    return [(each.path, each.line, each.fact) for each in manual_of(clone, judged=True).faults]


def approved_on(clone: Clone) -> str:
    """The day on which the text was approved."""
    return str(document_of(clone).revisions[0].approved_on)


@pytest.mark.parametrize("name", ["cid.dahl.yml", "cid.dahl.quality-manager.yml"])
def test_names(build: Build, name: str) -> None:
    """A file is named after the person, or the person and the role."""
    story = a_story()
    story.entry("2026-03-02", {f"{FOLDER}/{name}": GOOD})
    clone = build(story)
    assert (approved_on(clone), faults(clone)) == ("2026-03-02", [])


@pytest.mark.parametrize(
    "path",
    [
        f"{FOLDER}/ann.berg.yml",
        f"{FOLDER}/cid.dahl.buyer.yml",
        f"{FOLDER}/cid.dahl.yaml",
        "records/approvals/SOP-004/2/cid.dahl.yml",
        "records/approvals/SOP-005/1/cid.dahl.yml",
        "records/approvals/SOP-004/cid.dahl.yml",
        "records/approvals/cid.dahl.yml",
        "records/approvals/SOP-004/1/more/cid.dahl.yml",
    ],
)
def test_files_at_another_place(build: Build, path: str) -> None:
    """A file whose path does not agree with what it says approves nothing, and is told where it belongs."""
    story = a_story()
    story.entry("2026-03-02", {path: GOOD})
    clone = build(story)
    ((place, line, fact),) = faults(clone)
    assert (approved_on(clone), place, line) == ("None", path, 1)
    assert "expected approvals/SOP-004/1/cid.dahl.yml or approvals/SOP-004/1/cid.dahl.quality-manager.yml" in fact


def test_other_files_beside_them(build: Build) -> None:
    """A text that explains the folder, and whatever lies outside the records, is no approval."""
    story = a_story()
    others = {"records/approvals/README.md": "# Approvals\n", "procedures/approvals/SOP-004/1/cid.dahl.yml": GOOD}
    story.entry("2026-03-02", {**others, "approvals/SOP-004/1/cid.dahl.yml": GOOD})
    clone = build(story)
    assert (approved_on(clone), faults(clone)) == ("None", [])


@pytest.mark.parametrize("then", [ANOTHER, None, GOOD.replace("approved", "reviewed"), "[", Link("else.yml")])
def test_first_form_judges(build: Build, then: str | Link | None) -> None:
    """What became of an approval after it came changes nothing: neither an edit nor a deletion takes it away."""
    story = a_story()
    story.entry("2026-03-02", {FILE: GOOD})
    story.entry("2026-03-03", {FILE: then})
    assert approved_on(build(story)) == "2026-03-02"


def test_first_form_judges_a_bad_one_as_well(build: Build) -> None:
    """Who approved another text cannot turn that into an approval of this one, nor by way of a deletion."""
    story = a_story()
    story.entry("2026-03-02", {FILE: ANOTHER})
    story.entry("2026-03-03", {FILE: GOOD})
    story.entry("2026-03-04", {FILE: None})
    story.entry("2026-03-05", {FILE: GOOD})
    assert approved_on(build(story)) == "None"
    story.entry("2026-03-06", {f"{FOLDER}/cid.dahl.quality-manager.yml": GOOD})
    assert approved_on(build(story)) == "2026-03-06"


def test_first_form_without_a_fault(build: Build) -> None:
    """A file that could not be read becomes an approval with the entry that corrects it."""
    story = a_story()
    story.entry("2026-03-02", {FILE: GOOD + "comment: hello\n"})
    story.entry("2026-03-03", {FILE: GOOD})
    assert approved_on(build(story)) == "2026-03-03"


def test_another_name(build: Build) -> None:
    """A file that is given its longer name stays the one approval that it was."""
    story = a_story()
    story.entry("2026-03-02", {FILE: GOOD})
    story.move("2026-03-03", FILE, f"{FOLDER}/cid.dahl.quality-manager.yml")
    clone = build(story)
    assert approved_on(clone) == "2026-03-02"
    assert len(document_of(clone).revisions[0].approvals) == 1


def test_records_that_move(build: Build) -> None:
    """Where the policy names another folder of records, approvals and people that move there are the same."""
    story = a_story()
    story.entry("2026-03-02", {FILE: GOOD})
    moved = {path.replace("records/", "qa/records/"): entry for path, entry in story.tree.items() if "records/" in path}
    files = {path: entry.data for path, entry in moved.items()} | dict.fromkeys(
        path for path in story.tree if path.startswith("records/")
    )
    policy = Story().policy("2026-01-01", {"types": TYPES, "records": "qa/records"}).tree["qms.yml"].data
    story.entry("2026-03-03", {**files, "qms.yml": policy})
    second = document("SOP-004", revision=2)
    story.entry("2026-03-04", {PATH: second})
    at = "2026-03-05T09:00:00Z"
    ((path, written),) = record_of(second, revision=2, at=at).items()
    story.entry("2026-03-05", {f"qa/{path}": written})
    clone = build(story)
    one, two = document_of(clone).revisions
    assert (str(one.approved_on), str(two.approved_on)) == ("2026-03-02", "2026-03-05")
    assert one.approvals[0].record.path == "qa/records/approvals/SOP-004/1/cid.dahl.yml"
    assert faults(clone) == []


def test_files_that_a_new_policy_makes_records(build: Build) -> None:
    """Files that lay elsewhere are approvals from the entry on whose policy names their folder."""
    story = a_story()
    story.entry("2026-03-02", {"drafts/approvals/SOP-004/1/cid.dahl.yml": GOOD})
    policy = Story().policy("2026-01-01", {"types": TYPES, "records": "drafts"}).tree["qms.yml"].data
    story.entry("2026-03-09", {"qms.yml": policy})
    assert approved_on(build(story)) == "2026-03-09"


def test_too_many(build: Build) -> None:
    """More files than people who could approve are not read, and said so."""
    story = a_story()
    story.entry("2026-03-02", {f"{FOLDER}/p{number:03}.yml": GOOD for number in range(200)} | {f"{FOLDER}/z.yml": GOOD})
    clone = build(story)
    found = faults(clone)
    assert len(found) == 201
    assert found[-1] == (
        f"{FOLDER}/z.yml", 1, "There are more than 200 approvals of one revision, and this one is not read."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "line", "fact"),
    [
        ("", 1, "it is not a list of fields"),
        ("- a\n", 1, "it is not a list of fields"),
        ("document: SOP-004\nrevision: [\n", 2, "The approval cannot be read"),
        (GOOD.encode() + b"\xff", 8, "this line is not UTF-8"),
        (GOOD + "x-note: " + "a" * 200_000, 1, "it is larger than 200 kB"),
        (GOOD + "role: buyer\n", 8, "for the second time"),
        (GOOD + "comment: x\n", 8, "The field `comment` is not known."),
        (GOOD.replace(AT, "at: 2026-03-02 10:00"), 7, "expected a time with its offset"),
        (
            GOOD.replace(AT, "at: 2026-03-02T10:00:00"),
            7,
            "expected a time with its offset",
        ),
        (GOOD.replace(AT, "at: 0001-01-01T00:00:00+14:00"), 7, "expected a time"),
        (GOOD.replace("qms1:", "qms2:"), 3, "expected a digest"),
        (GOOD.replace("meaning: approved", "meaning: agreed"), 6, "expected one of: approved, reviewed"),
        (GOOD.replace("meaning: approved\n", ""), 1, "The field `meaning` is missing."),
        (GOOD.replace("meaning: approved", "meaning:"), 6, "The field `meaning` is missing."),
        (GOOD.replace("person: cid.dahl", "person: ../../cid"), 4, "expected an id"),
        (GOOD + "signature: {}\n", 8, "expected a signature"),
        (GOOD + "signature: ''\n", 8, "expected a signature"),
        (GOOD + "source: github\n", 8, "expected a group of fields"),
        (GOOD + "source: {forge: bitbucket}\n", 8, "expected one of: github, gitlab, gitea"),
        (GOOD + "source: {commit: HEAD}\n", 8, "expected a commit by its whole id"),
        (GOOD + "source: {commit: '" + "a" * 40 + "^{tree}'}\n", 8, "expected a commit by its whole id"),
        (GOOD + "a: &a [x]\nb: &b [*a, *a]\n", 8, "is not known"),
        ("!!python/object:os.system " + GOOD, 1, "begins with `!`"),
        ("{" * 50, 1, "more than 24 levels deep"),
    ],
)
def test_faults(build: Build, content: str | bytes, line: int, fact: str) -> None:
    """What cannot be read approves nothing, and its place and fault are told."""
    story = a_story()
    story.entry("2026-03-02", {FILE: content})
    clone = build(story)
    found = faults(clone)
    assert found
    assert all(path == FILE for path, _, _ in found)
    assert any((each, True) == (line, fact in said) for _, each, said in found), found
    assert approved_on(clone) == "None"


def test_symbolic_link(build: Build) -> None:
    """A link in the place of an approval is none, whatever it leads to."""
    story = a_story()
    story.entry("2026-03-02", {"records/good.yml": GOOD, FILE: Link("../../../good.yml")})
    clone = build(story)
    assert (approved_on(clone), faults(clone)[0][:2]) == ("None", (FILE, 1))


@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    """Any bytes are an approval or have a fault."""
    reading = read_approval(content)
    assert (reading.record is None) == bool(reading.faults)


@given(st.text(max_size=200), st.integers(0, len(GOOD)))
def test_any_text_within(text: str, place: int) -> None:
    """So is any text that somebody writes into one."""
    reading = read_approval((GOOD[:place] + text + GOOD[place:]).encode("utf-8", "surrogatepass"))
    assert (reading.record is None) == bool(reading.faults)
