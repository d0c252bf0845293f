"""A document is followed by its id, never by its path (document-control.md 4)."""

from __future__ import annotations

import pytest

from support import Build, Executable, Link, Story, document
from support.manuals import document_of, issues, manual_of, statuses

PATH, OTHER = "procedures/purchasing.md", "procedures/audit.md"


def a_story() -> Story:
    """A policy and two documents."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document(), OTHER: document("SOP-009", title="Audits")})
    return story


def test_rename(build: Build) -> None:
    """A renamed file keeps its history, and the rename alone is no revision."""
    story = a_story()
    story.move("2026-02-01", PATH, "procedures/buying.md")
    story.entry("2026-03-01", {"procedures/buying.md": document(revision=2)})
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-03-01")]
    assert found.path == "procedures/buying.md"
    assert not found.revisions[0].altered
    assert found.vanished_by is None


def test_rename_alone(build: Build) -> None:
    """After a rename the document stands under its new path with the text that was issued."""
    story = a_story()
    story.move("2026-02-01", PATH, "procedures/buying.md")
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05")]
    assert (found.path, found.revisions[0].text.path) == ("procedures/buying.md", PATH)


def test_folder_move(build: Build) -> None:
    """A whole folder that is moved takes its documents along."""
    story = a_story()
    story.move("2026-02-01", "procedures", "manual")
    story.policy("2026-02-02", {"documents": ["manual"]})
    story.entry("2026-03-01", {"manual/purchasing.md": document(revision=2)})
    manual = manual_of(build(story))
    assert [issues(each) for each in manual.documents] == [
        [("1", "2026-01-05"), ("2", "2026-03-01")],
        [("1", "2026-01-05")],
    ]
    assert all(each.vanished_by is None for each in manual.documents)


def test_folder_move_with_its_policy(build: Build) -> None:
    """A folder and the policy that names it may move in one entry."""
    story = a_story()
    branch = story.branch("tidy")
    branch.move("2026-01-30", "procedures", "manual")
    branch.entry("2026-01-31", {"qms.yml": "types: {procedure: {title: Procedure}}\ndocuments: [manual]\n"})
    story.merge("2026-02-01", branch)
    manual = manual_of(build(story))
    assert {each.path for each in manual.standing} == {"manual/audit.md", "manual/purchasing.md"}
    assert [issues(each) for each in manual.documents] == [[("1", "2026-01-05")]] * 2


def test_rewrite_and_rename(build: Build) -> None:
    """A file that is moved and written anew in one commit is the same document."""
    story = a_story()
    new = document(revision=2, title="Buying", body="Nothing in here is as it was.\n" * 40)
    story.move("2026-02-01", PATH, "procedures/buying/from-scratch.md", new)
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-02-01")]
    assert found.path == "procedures/buying/from-scratch.md"


def test_delete_and_restore(build: Build) -> None:
    """A document that was deleted and put back has one history, and it was in force all the time."""
    story = a_story()
    story.entry("2026-02-01", {PATH: None})
    story.entry("2026-03-01", {"procedures/again.md": document()})
    story.entry("2026-04-01", {"procedures/again.md": document(revision=2)})
    clone = build(story)
    found = document_of(clone)
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-04-01")]
    assert found.vanished_by is None
    gone = document_of(clone, as_of="2026-02-15")
    assert gone.vanished_by is not None
    assert gone.vanished_by.day.isoformat() == "2026-02-01"
    assert statuses(gone, "2026-02-15") == {"1": "effective"}


def test_vanished(build: Build) -> None:
    """A document that is gone keeps its last path, its history and its last status."""
    story = a_story()
    story.entry("2026-02-01", {PATH: None})
    manual = manual_of(build(story))
    found = manual.document("SOP-004")
    assert found is not None
    assert (found.path, issues(found)) == (PATH, [("1", "2026-01-05")])
    assert statuses(found, "2026-06-01") == {"1": "effective"}
    assert [each.id for each in manual.standing] == ["SOP-009"]


@pytest.mark.parametrize("where", ["procedures/purchasing.txt", "elsewhere/purchasing.md", "records/purchasing.md"])
def test_moved_out_of_control(build: Build, where: str) -> None:
    """A file that is no page any more, or lies in no folder of documents, is a document that vanished."""
    story = a_story()
    story.move("2026-02-01", PATH, where)
    found = document_of(build(story))
    assert found.vanished_by is not None


@pytest.mark.parametrize("text", ["", "# Purchasing\n", "---\nid: [\n---\n", document(None)])
def test_lost_its_id(build: Build, text: str) -> None:
    """A file that lost its front matter, or its id, is a document that vanished until it is repaired."""
    story = a_story()
    story.entry("2026-02-01", {PATH: text})
    clone = build(story)
    assert document_of(clone).vanished_by is not None
    story.entry("2026-02-02", {PATH: document(revision=2)})
    repaired = document_of(build(story))
    assert repaired.vanished_by is None
    assert issues(repaired) == [("1", "2026-01-05"), ("2", "2026-02-02")]


def test_restored_with_the_next_number(build: Build) -> None:
    """A document may come back from deletion with its next revision."""
    story = a_story()
    story.entry("2026-02-01", {PATH: None})
    story.entry("2026-03-01", {PATH: document(revision=2)})
    found = document_of(build(story))
    assert [(each.number, each.predecessor) for each in found.revisions] == [("1", None), ("2", "1")]


def test_two_ids_swap_their_paths(build: Build) -> None:
    """Two documents that exchange their files in one commit each keep their own history."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document("SOP-009", 2, title="Audits"), OTHER: document(revision=2)})
    clone = build(story)
    assert (document_of(clone).path, document_of(clone, "SOP-009").path) == (OTHER, PATH)
    for each in manual_of(clone).documents:
        assert issues(each) == [("1", "2026-01-05"), ("2", "2026-02-01")]
        assert each.vanished_by is None


def test_three_ids_in_a_ring(build: Build) -> None:
    """Also three documents that take each other's place are followed, without a new number."""
    story = a_story()
    third = "procedures/third.md"
    story.entry("2026-01-06", {third: document("SOP-001")})
    texts = {PATH: document(), OTHER: document("SOP-009", title="Audits"), third: document("SOP-001")}
    ring = dict(zip(texts, [texts[third], texts[PATH], texts[OTHER]], strict=True))
    story.entry("2026-02-01", ring)
    manual = manual_of(build(story))
    assert {each.id: each.path for each in manual.standing} == {"SOP-001": PATH, "SOP-004": OTHER, "SOP-009": third}
    assert not any(each.altered for found in manual.documents for each in found.revisions)


def test_file_replaced_by_another_id(build: Build) -> None:
    """A file that takes another id is another document; the former one vanished."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document("SOP-010")})
    manual = manual_of(build(story))
    former, now = manual.document("SOP-004"), manual.document("SOP-010")
    assert former is not None
    assert now is not None
    assert former.vanished_by is not None
    assert (issues(now), now.path) == ([("1", "2026-02-01")], PATH)
    assert manual.by_path[PATH] is now


def test_file_replaced_while_its_document_moves(build: Build) -> None:
    """A document may leave its file to another one in the entry in which it moves."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document("SOP-010"), "procedures/moved.md": document()})
    manual = manual_of(build(story))
    assert {each.id: each.path for each in manual.standing} == {
        "SOP-004": "procedures/moved.md",
        "SOP-009": OTHER,
        "SOP-010": PATH,
    }


def test_id_copied_to_a_second_file(build: Build) -> None:
    """Where a second file claims an id, the document stays where it was, and both claims are known."""
    story = a_story()
    story.entry("2026-02-01", {"procedures/a-copy.md": document(revision=2)})
    clone = build(story)
    found = document_of(clone)
    assert (found.path, issues(found)) == (PATH, [("1", "2026-01-05")])
    claims = manual_of(clone, judged=True).claims["SOP-004"]
    assert [(each.path, each.line) for each in claims] == [("procedures/a-copy.md", 2), (PATH, 2)]


def test_original_of_a_copy_goes(build: Build) -> None:
    """When the first of two files with an id goes, the second one is the document."""
    story = a_story()
    copy = "procedures/a-copy.md"
    story.entry("2026-02-01", {copy: document(revision=2)})
    story.entry("2026-02-02", {PATH: None})
    found = document_of(build(story))
    assert (found.path, issues(found)) == (copy, [("1", "2026-01-05"), ("2", "2026-02-02")])


def test_change_in_the_second_file(build: Build) -> None:
    """What happens in the second file with an id does not happen to the document."""
    story = a_story()
    story.entry("2026-02-01", {"procedures/z.md": document()})
    story.entry("2026-02-02", {"procedures/z.md": document(revision=2)})
    story.entry("2026-02-03", {"procedures/z.md": None})
    found = document_of(build(story))
    assert (found.path, issues(found), found.vanished_by) == (PATH, [("1", "2026-01-05")], None)


def test_two_files_with_one_new_id(build: Build) -> None:
    """Where two files bring a new id at the same time, the first by its path is the document."""
    story = a_story()
    story.entry("2026-02-01", {"procedures/z.md": document("SOP-010"), "procedures/b.md": document("SOP-010")})
    assert document_of(build(story), "SOP-010").path == "procedures/b.md"


def test_ids_are_case_sensitive(build: Build) -> None:
    """Ids that differ in capitals alone are two documents."""
    story = a_story()
    story.entry("2026-02-01", {"procedures/lower.md": document("sop-004")})
    assert [each.id for each in manual_of(build(story)).documents] == ["SOP-004", "SOP-009", "sop-004"]


@pytest.mark.parametrize(
    "name",
    [
        "Prüfung und Freigabe.md",
        "検査.md",
        'the "old" way.md',
        "back\\slash.md",
        "two\nlines.md",
        "tab\there.md",
        " .md",
        ":(top)odd.md",
        "-n.md",
        "*.md",
        "\udce9t\udce9.md",
        "deep/" * 40 + "x.md",
        "UPPER.MD",
    ],
)
def test_odd_names(build: Build, name: str) -> None:
    """A document is followed to and from any name that git can hold."""
    story = a_story()
    odd = f"procedures/{name}"
    story.move("2026-02-01", PATH, odd)
    story.entry("2026-03-01", {odd: document(revision=2)})
    clone = build(story)
    assert document_of(clone).path == odd
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("2", "2026-03-01")]
    story.move("2026-04-01", odd, PATH)
    back = document_of(build(story))
    assert (back.path, issues(back)[-1]) == (PATH, ("2", "2026-03-01"))


def test_composed_and_decomposed_names(build: Build) -> None:
    """Two names that look the same and are written with other code points are two paths."""
    story = a_story()
    composed, decomposed = "procedures/\u00e9.md", "procedures/e\u0301.md"
    story.entry("2026-02-01", {composed: document("SOP-010"), decomposed: document("SOP-011")})
    manual = manual_of(build(story))
    assert [each.path for each in manual.documents[2:]] == [composed, decomposed]


@pytest.mark.parametrize(
    "replacement", [Link("audit.md"), Executable(document())], ids=["symbolic link", "executable file"]
)
def test_other_kinds_of_files(build: Build, replacement: Link | Executable) -> None:
    """A symbolic link is no text of a document; that a file may be executed changes nothing."""
    story = a_story()
    story.entry("2026-02-01", {PATH: replacement})
    found = document_of(build(story))
    assert (found.vanished_by is not None) is isinstance(replacement, Link)
    assert issues(found) == [("1", "2026-01-05")]


def test_file_becomes_a_folder(build: Build) -> None:
    """A folder may take the name that a document's file had."""
    story = a_story()
    story.entry("2026-02-01", {PATH: None, f"{PATH}/text.md": document(revision=2)})
    found = document_of(build(story))
    assert (found.path, issues(found)[-1]) == (f"{PATH}/text.md", ("2", "2026-02-01"))


def test_renamed_on_the_branch_and_changed_on_the_line(build: Build) -> None:
    """A branch that moved a file which the line went on writing is merged with one document."""
    story = a_story()
    branch = story.branch("tidy")
    branch.move("2026-02-01", PATH, "procedures/buying.md", by="Cid Dahl")
    story.entry("2026-02-02", {PATH: document(revision=2)}, by="Liv Strand")
    story.merge("2026-02-03", branch, {"procedures/buying.md": document(revision=2)})
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-02-02")]
    assert found.path == "procedures/buying.md"
