"""What is on disk after a story is built, and what can be done with it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import Build, GitFailedError, Link, Story

if TYPE_CHECKING:
    from pathlib import Path

BUYING, AUDIT = "procedures/buying.md", "procedures/audit.md"


def a_story() -> Story:
    """A policy, two documents, and a branch that is merged."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {BUYING: "one\n", AUDIT: "two\n"})
    better = story.branch("better")
    better.entry("2026-02-01", {"procedures/new.md": "new\n"})
    story.merge("2026-02-03", better)
    return story


def test_same_ids_twice(build: Build, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """The same story gives the same ids and the same work tree, whatever the settings of the user."""
    before = build(a_story())
    (home / ".gitconfig").write_text("[core]\n\tautocrlf = true\n[user]\n\tname = X\n[init]\n\tdefaultBranch = odd\n")
    (home / ".config" / "git").mkdir(parents=True)
    (home / ".config" / "git" / "attributes").write_text("* text eol=crlf\n")
    monkeypatch.setenv("GIT_DIR", str(home))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    after = build(a_story(), "again")
    assert before.commit_ids == after.commit_ids
    assert (after.path / AUDIT).read_bytes() == b"two\n"
    assert after.git("branch", "--show-current") == "main"


def test_known_id(build: Build) -> None:
    """A story has the same ids on every machine."""
    story = Story()
    first = story.entry("2026-01-05", {"a.md": "one\n"})
    assert build(story).commit(first) == "b1f9285046d65f072955692a606bb492d485fcd1"


def test_goes_on(build: Build) -> None:
    """A story that is built again in its folder goes on there, and its branches follow."""
    story = a_story()
    before = build(story)
    story.entry("2026-03-01", {BUYING: None, "late.md": "late\n"})
    after = build(story)
    assert after.commit_ids[:-1] == before.commit_ids
    assert not after.git("status", "--porcelain")
    assert (after.path / "late.md").exists()
    assert not (after.path / BUYING).exists()
    assert not after.git("fsck", "--strict", "--no-dangling")


def test_nothing_told(build: Build) -> None:
    """A story without a commit is a repository whose branch is not born."""
    repository = build(Story("release"))
    assert repository.git("status", "--porcelain", "--branch") == "## No commits yet on release"
    with pytest.raises(GitFailedError, match="HEAD"):
        repository.git("rev-parse", "--verify", "HEAD")


def test_work_tree_and_clones(build: Build, tmp_path: Path) -> None:
    """The work tree can be edited and committed, cloned in part, and have a second work tree."""
    repository = build(a_story())
    repository.write("records/note.yml", "a\r\n")
    repository.write(AUDIT, Link("buying.md"))
    assert repository.git("status", "--porcelain").splitlines() == [f" T {AUDIT}", "?? records/"]
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message=By hand", day="2026-04-01")
    assert repository.git("log", "-1", "--format=%an %aI %cI %s") == (
        "Ann Berg 2026-04-01T12:00:00+00:00 2026-04-01T12:00:00+00:00 By hand"
    )
    shallow = repository.clone(tmp_path / "shallow", "--depth=1")
    assert shallow.git("rev-parse", "--is-shallow-repository") == "true"
    partial = repository.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    assert partial.git("config", "remote.origin.partialclonefilter") == "blob:none"
    second = repository.worktree(tmp_path / "second", "better")
    assert (second.path / "procedures/new.md").read_text() == "new\n"
