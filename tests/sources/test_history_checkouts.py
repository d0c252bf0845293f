"""A work tree in every condition in which git can leave it is read as a commit of it would be."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from qms_docs.sources.git import open_repository
from qms_docs.sources.log import parse_differences
from support import Build, Clone, Story, document
from support.manuals import document_of, issues, manual_of, opened

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


def test_line_endings_of_windows(build: Build) -> None:
    """Where git gives the files CRLF (`autocrlf`), an untouched work tree is clean, and an edit is its text alone."""
    clone = build(a_story())
    clone.git("config", "core.autocrlf", "true")
    (clone.path / PATH).unlink()
    clone.git("checkout", "--quiet", "--", ".")
    assert b"\r\n" in (clone.path / PATH).read_bytes()
    with opened(clone, TODAY) as source:
        assert (source.dirty, source.uncommitted) == (False, False)
    clone.write(NEW, document("SOP-010", newline="\r\n"))
    preview = manual_of(clone, today=TODAY, preview=True)
    assert [each.altered for found in preview.documents for each in found.revisions] == [False, False]
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "-m", "New", day="2026-03-01")
    assert document_of(clone, "SOP-010").latest.text == preview.documents[1].latest.text


def test_line_endings_of_the_users_settings(build: Build, home: Path) -> None:
    """The line endings that the user's settings ask for count for the work tree as they do for git."""
    clone = build(a_story())
    clone.git("config", "--unset", "core.autocrlf")
    (home / ".gitconfig").write_text("[core]\n\tautocrlf = true\n")
    clone.write(PATH, document(newline="\r\n"))
    with opened(clone, TODAY) as source:
        assert source.manual(preview=True).documents == source.manual().documents


def test_line_endings_that_are_committed(build: Build) -> None:
    """A text that was committed with CRLF keeps it when it is edited, whatever `autocrlf` says, as in a commit."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2, newline="\r\n")})
    clone = build(story)
    clone.git("config", "core.autocrlf", "true")
    clone.write(PATH, document(revision=3, newline="\r\n"))
    proposed = document_of(clone, today=TODAY, preview=True).latest.text
    assert proposed.sha256 == hashlib.sha256((clone.path / PATH).read_bytes()).hexdigest()
    clone.git("commit", "--quiet", "--all", "-m", "Third", day="2026-03-01")
    assert document_of(clone).latest.text == proposed


def test_attributes_and_filters(build: Build) -> None:
    """What `.gitattributes` and a filter make of a file is its text, as it would be in a commit."""
    story = a_story()
    story.entry("2026-01-06", {".gitattributes": "*.md text eol=crlf\n*.csv filter=upper\n", "procedures/t.csv": "A\n"})
    clone = build(story)
    clone.git("config", "filter.upper.clean", "tr a-z A-Z")
    clone.git("config", "filter.upper.smudge", "cat")
    clone.write(PATH, document(revision=2, newline="\r\n", body="[t](t.csv)\n"))
    clone.write("procedures/t.csv", "a\n")
    proposed = document_of(clone, today=TODAY, preview=True).latest.text
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "-m", "Both", day="2026-03-01")
    assert document_of(clone).latest.text == proposed
    assert len(proposed.files) == 1


def test_folder_becomes_a_link(build: Build) -> None:
    """Where a folder is replaced by a symbolic link, what lay in it is gone."""
    story = a_story()
    story.entry("2026-01-06", {"procedures/deep/x.md": document("SOP-009")})
    clone = build(story)
    (clone.path / "procedures/deep").rename(clone.path / "elsewhere")
    (clone.path / "procedures/deep").symlink_to("../elsewhere")
    clone.write(PATH, document(revision=2))
    assert document_of(clone, "SOP-009", today=TODAY, preview=True).vanished_by is not None
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


def test_files_and_folders_change_places(build: Build) -> None:
    """A file may become a folder of the same name, and a folder a file."""
    story = a_story()
    story.entry("2026-01-06", {"procedures/deep.md/x.md": document("SOP-009")})
    clone = build(story)
    shutil.rmtree(clone.path / "procedures/deep.md")
    clone.write("procedures/deep.md", document("SOP-009", 2))
    (clone.path / PATH).unlink()
    clone.write(f"{PATH}/text.md", document(revision=2))
    preview = manual_of(clone, today=TODAY, preview=True)
    assert {each.id: each.path for each in preview.standing} == {
        "SOP-004": f"{PATH}/text.md",
        "SOP-009": "procedures/deep.md",
    }


def test_edited_within_the_same_tick(build: Build) -> None:
    """An edit of the same length right after a file was checked out or staged is seen, however fast it came."""
    clone = build(a_story())
    for revision in range(2, 9):
        clone.write(PATH, document(revision=revision))
        clone.git("add", PATH)
        clone.write(PATH, document(revision=revision + 1))
        assert [number for number, _, _ in previewed(clone)] == ["1", str(revision + 1)]


def test_read_again_and_again(build: Build) -> None:
    """The work tree of an open repository is read anew each time."""
    clone = build(a_story())
    with open_repository(clone.path) as repository:
        told = []
        for path in (NEW, "procedures/a.md", PATH):
            clone.write(path, document("SOP-010", 2))
            paths = tuple(path for _, path in repository.changed_files())
            told.append(repository.changes_of_work("HEAD", paths))
            (change,) = [each for each in parse_differences([told[-1]]) if each.path == path]
            assert repository.read_one(change.new_blob or "") == document("SOP-010", 2).encode()
        clone.git("add", "--all")
        assert repository.changes_of_work("HEAD", ()) == told[-1]
        assert len(set(told)) == 3
        tree = clone.git("write-tree").strip()
        assert b"".join(repository.changes_between("HEAD", tree)) == told[-1]


def test_files_that_git_takes_for_unchanged(build: Build, home: Path) -> None:
    """Where git takes files for unchanged once it has them in an index (`ignoreStat`), an edit is seen all the same."""
    clone = build(a_story())
    (home / ".gitconfig").write_text("[core]\n\tignoreStat = true\n")
    clone.write(PATH, document(revision=2))
    assert [number for number, *_ in previewed(clone)] == ["1", "2"]


def test_what_lies_in_many_folders(build: Build) -> None:
    """However many folders there are, git writes no more for an edit than the texts that were edited."""
    story = a_story()
    story.entry("2026-01-06", {f"procedures/{number}/a.md": document(f"SOP-{number}") for number in range(100, 200)})
    clone = build(story)
    clone.write(PATH, document(revision=2))
    with open_repository(clone.path) as repository:
        (change,) = parse_differences([repository.changes_of_work("HEAD", (PATH,))])
        assert (change.path, repository.read_one(change.new_blob or "")) == (PATH, document(revision=2).encode())
        written = Path(repository._git.variables["GIT_OBJECT_DIRECTORY"])
        assert sum(1 for each in written.rglob("*") if each.is_file()) <= 2


def test_a_repository_in_the_repository(build: Build, tmp_path: Path) -> None:
    """A submodule that is checked out at another commit, or not at all, is told as the trees of commits tell it."""
    clone = build(a_story())
    other, who = tmp_path / "other", ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    clone.git("init", "-q", str(other))
    for message in ("one", "two"):
        clone.git("-C", str(other), *who, "commit", "-q", "--allow-empty", "-m", message)
    clone.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "procedures/sub")
    clone.git("commit", "-qm", "Take it in")
    clone.git("-C", "procedures/sub", "checkout", "-q", "HEAD~1")
    clone.write(PATH, document(revision=2))
    with open_repository(clone.path) as repository:
        told = repository.changes_of_work("HEAD", ("procedures/sub", PATH))
        clone.git("add", "--all")
        assert b"".join(repository.changes_between("HEAD", clone.git("write-tree").strip())) == told
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


def test_in_the_middle_of_a_merge(build: Build) -> None:
    """A merge that stopped with conflicts shows the files as they stand, markers and all."""
    story = a_story()
    branch = story.branch("other")
    branch.entry("2026-02-01", {PATH: document(body="Theirs.\n")})
    story.entry("2026-02-02", {PATH: document(body="Ours.\n")})
    clone = build(story)
    merging = ["git", "merge", "--quiet", "other"]
    assert subprocess.run(merging, cwd=clone.path, check=False, capture_output=True).returncode == 1
    preview = manual_of(clone, today=TODAY, preview=True, judged=True)
    assert b"<<<<<<<" in (clone.path / PATH).read_bytes()
    assert preview.documents[0].revisions[0].altered
    assert any("merge left its markers" in fault.fact for fault in preview.faults)


def test_in_the_middle_of_a_rebase(build: Build) -> None:
    """During a rebase HEAD is no branch, and what lies beyond the line is proposed."""
    story = a_story()
    branch = story.branch("other")
    branch.entry("2026-02-01", {PATH: document(body="Theirs.\n")})
    story.entry("2026-02-02", {PATH: document(revision=2, body="Ours.\n")})
    clone = build(story, at=branch)
    rebasing = ["git", "rebase", "--quiet", "main"]
    assert subprocess.run(rebasing, cwd=clone.path, check=False, capture_output=True).returncode == 1
    assert issues(document_of(clone, today=TODAY)) == [("1", "2026-01-05"), ("2", "2026-02-02")]
    assert manual_of(clone, today=TODAY).dirty


def test_split_index(build: Build) -> None:
    """A repository whose index is split is read like any other."""
    clone = build(a_story())
    clone.git("update-index", "--split-index")
    clone.write(PATH, document(revision=2))
    clone.write(NEW, document("SOP-010"))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]
    assert len(previewed(clone, "SOP-010")) == 1


def test_sparse_checkout(build: Build) -> None:
    """Folders that are not checked out are there nevertheless."""
    story = a_story()
    story.entry("2026-01-06", {"records/a/note.yml": "a: 1\n", "procedures/deep/x.md": document("SOP-009")})
    clone = build(story)
    clone.git("sparse-checkout", "set", "--no-cone", "/procedures/*.md", "/qms.yml")
    assert not (clone.path / "procedures/deep").exists()
    clone.write(PATH, document(revision=2))
    clone.write(NEW, document("SOP-010"))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]
    assert document_of(clone, "SOP-009", today=TODAY, preview=True).vanished_by is None


@pytest.mark.parametrize("option", ["--no-sparse-index", "--sparse-index"])
def test_sparse_checkout_with_a_folder_put_back(build: Build, option: str) -> None:
    """A file that somebody wrote outside of what is checked out is read as it stands."""
    story = a_story()
    story.entry("2026-01-06", {"records/a/note.yml": "a: 1\n", "docs/x.md": document("SOP-009")})
    story.policy("2026-01-07", {"documents": ["procedures", "docs"]})
    clone = build(story)
    clone.git("sparse-checkout", "set", "--cone", option, "procedures")
    clone.write("records/b/note.yml", "a: 1\n")
    clone.write(PATH, document(revision=2))
    clone.write("docs/new.md", document("SOP-010"))
    assert not (clone.path / "docs/x.md").exists()
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]
    assert document_of(clone, "SOP-009", today=TODAY, preview=True).vanished_by is None
    assert previewed(clone, "SOP-010") == [("1", TODAY, True)]


def test_repository_inside_the_documents(build: Build) -> None:
    """Another repository that lies among the documents is none of its files, and says so where it is in the way."""
    clone = build(a_story())
    inner = clone.path / "procedures" / "inner"
    inner.mkdir()
    clone.git("clone", "--quiet", str(clone.path), str(inner))
    assert [number for number, _, _ in previewed(clone)] == ["1"]


def test_empty_repository_inside_the_documents(build: Build) -> None:
    """Also a repository without a commit that lies among the documents is passed over."""
    clone = build(a_story())
    clone.git("init", "--quiet", str(clone.path / "procedures" / "inner"))
    clone.write(PATH, document(revision=2))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


@pytest.mark.parametrize("name", ["with:colon", 'with"quotes', "with space", "with\nline break", "ünïcode", "-dash"])
def test_odd_folder_of_the_repository(tmp_path: Path, name: str) -> None:
    """The repository may lie in a folder of any name."""
    clone = a_story().build(tmp_path / name / "manual")
    assert issues(document_of(clone, today=TODAY)) == [("1", "2026-01-05")]
    clone.write(PATH, document(revision=2))
    assert [number for number, _, _ in previewed(clone)] == ["1", "2"]


def test_folder_below_the_top(build: Build) -> None:
    """It does not matter from which folder of the repository it is read."""
    clone = build(a_story())
    clone.write(PATH, document(revision=2))
    assert previewed(clone.path / "procedures") == previewed(clone)


def test_hooks_are_not_started(build: Build) -> None:
    """No hook of the repository runs while it is read."""
    clone = build(a_story())
    mark = clone.path / ".git" / "hook-ran"
    hooks = clone.path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "fsmonitor-watchman", "pre-commit", "post-checkout", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{mark}'\n")
        (hooks / name).chmod(0o755)
    clone.git("config", "core.fsmonitor", str(hooks / "fsmonitor-watchman"))
    os.utime(clone.path / PATH, (1, 1))
    clone.write(NEW, document("SOP-010"))
    assert previewed(clone, "SOP-010") == [("1", TODAY, True)]
    assert not mark.exists()
