"""What is not on the release line yet counts as one proposed entry (document-control.md 4, settled.md 4)."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support import Build, Clone, Link, Story, document
from support.manuals import authors, document_of, issues, manual_of, opened, statuses

if TYPE_CHECKING:
    from pathlib import Path

PATH, NEW = "procedures/purchasing.md", "procedures/new.md"


TODAY = "2026-06-01"


def a_story() -> Story:
    """A policy, a page and a first revision."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document(), "procedures/index.md": "---\ncontrolled: false\n---\n# Home\n"})
    return story


def previewed(clone: Clone | Path, id_: str = "SOP-004") -> list[tuple[str, str, bool]]:
    """Number, day and whether it is proposed, of each revision in the preview of today."""
    found = document_of(clone, id_, today=TODAY, preview=True)
    return [(each.number, each.issued_on.isoformat(), each.proposed) for each in found.revisions]


def assert_line_as_before(clone: Clone) -> None:
    """The line says what it said before, whatever the work tree holds."""
    assert issues(document_of(clone, today=TODAY)) == [("1", "2026-01-05")]
    assert document_of(clone, today=TODAY).vanished_by is None


def test_clean(build: Build) -> None:
    """A clean work tree on the release branch proposes nothing."""
    clone = build(a_story())
    with opened(clone, TODAY) as source:
        assert (source.dirty, source.uncommitted, source.on_release_line) == (False, False, True)
        assert source.manual(preview=True).documents == source.manual().documents


@pytest.mark.parametrize("staged", [False, True], ids=["unstaged", "staged"])
def test_edited(build: Build, *, staged: bool) -> None:
    """An edit, staged or not, is judged as if it were accepted today, and is in force on no day."""
    clone = build(a_story())
    clone.write(PATH, document(revision=2))
    if staged:
        clone.git("add", "--all")
    assert previewed(clone) == [("1", "2026-01-05", False), ("2", TODAY, True)]
    found = document_of(clone, today=TODAY, preview=True)
    assert statuses(found, TODAY) == {"1": "effective", "2": "draft"}
    assert found.revisions[1].text.entry.commit is None
    assert_line_as_before(clone)
    assert manual_of(clone, today=TODAY).dirty


def test_staged_and_edited_again(build: Build) -> None:
    """The file as it stands counts, not what was staged of it."""
    clone = build(a_story())
    clone.write(PATH, document(revision=7))
    clone.git("add", "--all")
    clone.write(PATH, document(revision=2))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


def test_staged_and_taken_back(build: Build) -> None:
    """A file that was staged and put back as it was proposes nothing."""
    clone = build(a_story())
    clone.write(PATH, document(revision=7))
    clone.git("add", "--all")
    clone.write(PATH, document())
    assert [number for number, _, _ in previewed(clone)] == ["1"]


@pytest.mark.parametrize("path", [NEW, "procedures/a/b/new.md", "procedures/Prüfung.md", "procedures/:(top)x.md"])
def test_untracked(build: Build, path: str) -> None:
    """A new file in a folder of documents is proposed before git knows of it."""
    clone = build(a_story())
    clone.write(path, document("SOP-010"))
    assert previewed(clone, "SOP-010") == [("1", TODAY, True)]
    assert document_of(clone, "SOP-010", today=TODAY, preview=True).path == path
    assert manual_of(clone, today=TODAY).document("SOP-010") is None
    assert manual_of(clone, today=TODAY).dirty


def test_intent_to_add(build: Build) -> None:
    """A new file that git was told to expect is proposed with its text."""
    clone = build(a_story())
    clone.write(NEW, document("SOP-010"))
    clone.git("add", "--intent-to-add", "--all")
    assert previewed(clone, "SOP-010") == [("1", TODAY, True)]


def test_untracked_elsewhere(build: Build) -> None:
    """A new file outside the folders of documents, records and policy makes nothing dirty."""
    clone = build(a_story())
    for path in ("notes.md", "site/index.html", "procedures-old/x.md"):
        clone.write(path, document("SOP-010"))
    with opened(clone, TODAY) as source:
        assert (source.dirty, source.uncommitted) == (False, False)


def test_tracked_elsewhere(build: Build) -> None:
    """A change of any tracked file makes the work tree dirty, and no document."""
    story = a_story()
    story.entry("2026-01-06", {"README.md": "Words.\n"})
    clone = build(story)
    clone.write("README.md", "Other words.\n")
    with opened(clone, TODAY) as source:
        assert (source.dirty, source.uncommitted) == (True, True)
        assert source.manual(preview=True).documents == source.manual().documents


@pytest.mark.parametrize("path", ["records/note.yml", "qms.yml", "mkdocs.yml"])
def test_untracked_files_that_matter(build: Build, path: str) -> None:
    """New records, policy and site settings make the work tree dirty."""
    story = Story()
    story.entry("2026-01-05", {PATH: document()})
    clone = build(story)
    clone.write(path, "types: {procedure: {title: P}}\n")
    assert manual_of(clone, today=TODAY).dirty


def test_ignored(build: Build) -> None:
    """A file that `.gitignore` names is no part of the manual."""
    story = a_story()
    story.entry("2026-01-06", {".gitignore": "*.tmp.md\n"})
    clone = build(story)
    clone.write("procedures/x.tmp.md", document("SOP-010"))
    with opened(clone, TODAY) as source:
        assert not source.dirty
    clone.write(PATH, document(revision=2))
    assert manual_of(clone, today=TODAY, preview=True).document("SOP-010") is None


@pytest.mark.parametrize("folder", ["records", "procedures"])
def test_ignored_folder(build: Build, folder: str) -> None:
    """A folder that is ignored as a whole keeps nothing else from being read."""
    story = a_story()
    story.entry("2026-01-06", {".gitignore": f"/{folder}/\n"})
    clone = build(story)
    clone.write(f"{folder}/x.yml", "a: 1\n")
    clone.write(PATH, document(revision=2))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


def test_empty_folder(build: Build) -> None:
    """An empty folder of records is no obstacle."""
    clone = build(a_story())
    (clone.path / "records").mkdir()
    clone.write(PATH, document(revision=2))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


@pytest.mark.parametrize("staged", [False, True], ids=["unstaged", "staged"])
def test_deleted(build: Build, *, staged: bool) -> None:
    """A file that is deleted in the work tree vanishes in the preview."""
    clone = build(a_story())
    (clone.path / PATH).unlink()
    if staged:
        clone.git("add", "--all")
    gone = document_of(clone, today=TODAY, preview=True)
    assert gone.vanished_by is not None
    assert gone.vanished_by.proposed
    assert_line_as_before(clone)


def test_folder_of_documents_deleted(build: Build) -> None:
    """Also the whole folder may be gone."""
    clone = build(a_story())
    clone.git("rm", "-r", "--quiet", "procedures")
    assert document_of(clone, today=TODAY, preview=True).vanished_by is not None


def test_no_longer_tracked(build: Build) -> None:
    """A file that git was told to forget and that still lies there is still the document."""
    clone = build(a_story())
    clone.git("rm", "--quiet", "--cached", PATH)
    assert document_of(clone, today=TODAY, preview=True).vanished_by is None


def test_moved(build: Build) -> None:
    """A file that is moved in the work tree stays the same document."""
    clone = build(a_story())
    (clone.path / PATH).rename(clone.path / NEW)
    found = document_of(clone, today=TODAY, preview=True)
    assert (found.path, found.vanished_by, issues(found)) == (NEW, None, [("1", "2026-01-05")])
    assert not found.revisions[0].altered


def test_changed_under_a_fixed_number(build: Build) -> None:
    """A change under a fixed number is seen before it is committed."""
    clone = build(a_story())
    clone.write(PATH, document(body="Quietly.\n"))
    assert document_of(clone, today=TODAY, preview=True).revisions[0].altered
    assert not document_of(clone, today=TODAY).revisions[0].altered


def test_past_days_have_no_preview(build: Build) -> None:
    """On a day in the past the line alone answers; on a day to come the proposal is included."""
    clone = build(a_story())
    clone.write(PATH, document(revision=2))
    past = manual_of(clone, "2026-05-31", today=TODAY, preview=True)
    assert [each.number for each in past.documents[0].revisions] == ["1"]
    assert not past.dirty
    coming = manual_of(clone, "2026-07-01", today=TODAY, preview=True)
    assert [each.number for each in coming.documents[0].revisions] == ["1", "2"]


def test_entry_dated_after_today(build: Build) -> None:
    """A proposal is never dated before the last entry of the line."""
    clone = build(a_story())
    clone.write(PATH, document(revision=2))
    found = document_of(clone, as_of="2026-01-05", today="2026-01-02", preview=True)
    assert found.revisions[1].issued_on == date(2026, 1, 5)


def test_symbolic_link_in_the_work_tree(build: Build) -> None:
    """A page that is replaced by a symbolic link is no text any more."""
    clone = build(a_story())
    clone.write(PATH, Link("index.md"))
    assert document_of(clone, today=TODAY, preview=True).vanished_by is not None


def test_branch_and_work_tree_are_one_proposal(build: Build) -> None:
    """On a branch its commits and the work tree are one proposed entry, by the authors of the commits."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2, body="One.\n")}, by="Cid Dahl")
    branch.entry("2026-02-02", {NEW: document("SOP-010")}, by="Liv Strand")
    clone = build(story, at=branch)
    clone.write(PATH, document(revision=2, body="Two.\n"))
    found = document_of(clone, today=TODAY, preview=True)
    assert [(each.number, each.proposed) for each in found.revisions] == [("1", False), ("2", True)]
    assert authors(found.revisions[1]) == ["Cid Dahl"]
    assert found.latest.text.sha256 == hashlib.sha256((clone.path / PATH).read_bytes()).hexdigest()
    assert_line_as_before(clone)


def test_clean_branch(build: Build) -> None:
    """On a branch with a clean work tree nothing is uncommitted, and the branch is the proposal."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    clone = build(story, at=branch)
    with opened(clone, TODAY) as source:
        assert (source.dirty, source.uncommitted, source.on_release_line) == (True, False, False)
    assert previewed(clone)[1] == ("2", TODAY, True)


def test_branch_that_changes_nothing(build: Build) -> None:
    """A branch whose commits cancel out proposes no text."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    branch.entry("2026-02-02", {PATH: document()})
    clone = build(story, at=branch)
    assert previewed(clone) == [("1", "2026-01-05", False)]
