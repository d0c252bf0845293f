"""Stories become the repositories that they tell of."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import Branch, Build, Clone, Commit, Executable, Link, Story, Submodule, document
from support.clone import run_git

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.trees import Files

PURCHASING, AUDIT = "procedures/purchasing.md", "procedures/audit.md"

ODD_FILES: Files = {
    "procedures/Prüfung und Freigabe.md": "Größe: 3 µm\n",
    "procedures/検査.md": "検査\n",
    'procedures/the "old" way.md': "quotes\n",
    "procedures/back\\slash.md": "backslash\n",
    "procedures/two\nlines.md": "line break\n",
    "procedures/tab\there.md": "tab\n",
    " leading and trailing ": "spaces\n",
    '"': "a quote alone\n",
    "crlf.md": "one\r\ntwo\r\n",
    "bytes.bin": bytes(range(256)),
    "no line break.md": "end",
    "empty.md": "",
    "bom.md": "\ufeffone\n",
    "run.sh": Executable("#!/bin/sh\n"),
    "link.md": Link("procedures/検査.md"),
    "nowhere": Link("../outside"),
}


def a_story() -> Story:
    """A policy, two documents, and a branch with two commits that the line went past."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PURCHASING: "one\n", AUDIT: "one\n"}, name="start")
    better = story.branch("better")
    better.entry("2026-02-01", {PURCHASING: "two\n"}, by="Cid Dahl", name="first")
    better.entry("2026-02-02", {"procedures/new.md": "new\n", "qms.yml": None}, by="Liv Strand", name="second")
    story.entry("2026-02-03", {AUDIT: "two\n"}, name="meanwhile")
    return story


def subjects(repository: Clone, *arguments: str) -> list[str]:
    """The first lines of messages, newest first."""
    return repository.git("log", "--format=%s", *arguments).splitlines()


def parents(repository: Clone, commit: Commit) -> list[str]:
    """The ids of a commit's parents, as git tells them."""
    return repository.git("log", "-1", "--format=%P", repository.commit(commit)).split()


def tree(repository: Clone, commit: Commit) -> dict[str, tuple[str, bytes]]:
    """Mode and bytes by path, as git tells them."""
    listed = repository.git("ls-tree", "-r", "-z", repository.commit(commit)).split("\0")[:-1]
    entries = (entry.replace("\t", " ", 1).split(" ", 3) for entry in listed)
    return {path: (mode, run_git(repository.path, "cat-file", "blob", id_)) for mode, _, id_, path in entries}


def assert_exact(repository: Clone, story: Story) -> None:
    """Every commit holds what the story says, and git finds nothing wrong."""
    for commit in story.commits:
        assert tree(repository, commit) == commit.tree
        assert parents(repository, commit) == [repository.commit(each) for each in commit.parents]
    assert not repository.git("fsck", "--strict", "--no-dangling")


def test_merge(build: Build) -> None:
    """A merge has the line as its first parent and the branch as its second, and brings what the branch changed."""
    story = a_story()
    merge = story.merge("2026-02-05", story.branches["better"], by="Liv Strand")
    repository = build(story)
    assert parents(repository, merge) == [repository.commit("meanwhile"), repository.commit("second")]
    assert {path: entry.data for path, entry in merge.tree.items()} == {
        PURCHASING: b"two\n",
        AUDIT: b"two\n",
        "procedures/new.md": b"new\n",
    }
    assert subjects(repository, "--first-parent", "-2") == ["Merge branch 'better'", f"Change {AUDIT}"]
    assert_exact(repository, story)


def test_evil_merge(build: Build) -> None:
    """A merge may bring, change and delete what neither side did."""
    story = a_story()
    files = {PURCHASING: "both\n", "extra.md": "x\n", "procedures/new.md": None}
    merge = story.merge("2026-02-05", story.branches["better"], files)
    assert {path: entry.data for path, entry in merge.tree.items()} == {
        PURCHASING: b"both\n",
        AUDIT: b"two\n",
        "extra.md": b"x\n",
    }
    assert_exact(build(story), story)


def test_squash(build: Build) -> None:
    """A squash is one commit with one parent, the whole change, and co-authors in its message."""
    story = a_story()
    squash = story.squash(
        "2026-02-05", story.branches["better"], by="Cid Dahl", co_authors=["Liv Strand", ("Å", "a@x.no")]
    )
    repository = build(story)
    assert parents(repository, squash) == [repository.commit("meanwhile")]
    assert set(squash.tree) == {PURCHASING, AUDIT, "procedures/new.md"}
    trailers = repository.git("log", "-1", "--format=%(trailers:key=Co-authored-by,valueonly)")
    assert trailers.split("\n")[:2] == ["Liv Strand <liv@example.com>", "Å <a@x.no>"]
    assert_exact(repository, story)


def test_rebase(build: Build) -> None:
    """A rebase makes each commit again on the line: author and author's date stay, committer and date are new."""
    story = a_story()
    made = story.rebase("2026-02-05", story.branches["better"], by="Ann Berg")
    repository = build(story)
    assert parents(repository, made[0]) == [repository.commit("meanwhile")]
    assert parents(repository, made[1]) == [repository.commit(made[0])]
    assert repository.git("log", "-2", "--format=%an %as %cn %cs").splitlines() == [
        "Liv Strand 2026-02-02 Ann Berg 2026-02-05",
        "Cid Dahl 2026-02-01 Ann Berg 2026-02-05",
    ]
    assert_exact(repository, story)


def test_rebase_leaves_out(build: Build) -> None:
    """A rebase leaves out merges and what the line has already."""
    story = a_story()
    better = story.branches["better"]
    story.update_branch("2026-02-04", better)
    better.entry("2026-02-05", {AUDIT: "three\n"}, message="Third")
    story.entry("2026-02-06", {PURCHASING: "two\n"}, message="The same")
    story.rebase("2026-02-07", better)
    repository = build(story)
    assert subjects(repository, "-4") == ["Third", "Change 2 files", "The same", f"Change {AUDIT}"]
    assert_exact(repository, story)


def test_update_branch(build: Build) -> None:
    """A branch that is brought up to date has itself as the first parent and the line as the second."""
    story = a_story()
    better = story.branches["better"]
    update = story.update_branch("2026-02-04", better)
    merge = story.merge("2026-02-05", better)
    repository = build(story, at=better)
    assert parents(repository, update) == [repository.commit("second"), repository.commit("meanwhile")]
    assert merge.tree == update.tree
    assert repository.git("branch", "--show-current") == "better"
    assert_exact(repository, story)


def test_fast_forward(build: Build) -> None:
    """A fast-forward makes the branch's commits the line's own, and is refused where the line has gone on."""
    story = a_story()
    with pytest.raises(ValueError, match="main has gone on since better left it"):
        story.fast_forward(story.branches["better"])
    quick = story.branch("quick")
    tip = quick.entry("2026-02-04", {AUDIT: "three\n"})
    story.fast_forward(quick)
    assert build(story).git("rev-parse", "main", "quick").split() == [build(story).commit(tip)] * 2


def test_moves(build: Build) -> None:
    """A file moves with or without a change, and a folder with all that is in it."""
    story = a_story()
    story.move("2026-03-01", PURCHASING, "procedures/buying.md")
    story.move("2026-03-02", AUDIT, "procedures/internal-audit.md", "rewritten\n")
    moved = story.move("2026-03-03", "procedures", "docs/sops")
    assert {path: entry.data for path, entry in moved.tree.items() if path != "qms.yml"} == {
        "docs/sops/buying.md": b"one\n",
        "docs/sops/internal-audit.md": b"rewritten\n",
    }
    assert_exact(build(story), story)


def test_odd_files(build: Build) -> None:
    """Names of every kind, links, modes and bytes reach git and the work tree as they are."""
    story = Story()
    story.entry("2026-01-01", ODD_FILES)
    story.entry("2026-01-02", {path: None for path in ODD_FILES if path != "link.md"})
    kept = story.branch("kept", at=story.commits[0])
    repository = build(story, at=kept)
    assert_exact(repository, story)
    assert not repository.git("status", "--porcelain")
    assert (repository.path / "bytes.bin").read_bytes() == bytes(range(256))
    assert (repository.path / "crlf.md").read_bytes() == b"one\r\ntwo\r\n"
    assert (repository.path / "link.md").readlink() == Path("procedures/検査.md")
    assert os.access(repository.path / "run.sh", os.X_OK)


def test_name_outside_utf_8(build: Build) -> None:
    """A name that is not UTF-8 reaches git byte for byte; not every disk could hold it."""
    story = Story()
    story.entry("2026-01-01", {"caf\udce9.md": "coffee\n"})
    story.entry("2026-01-02", {"caf\udce9.md": None})
    repository = build(story)
    assert repository.git("log", "--format=", "--name-status", "-z").split("\0")[:2] == ["D", "caf\udce9.md"]
    assert_exact(repository, story)


def test_file_becomes_folder(build: Build) -> None:
    """A file may give way to a folder of its name and the other way round, in one commit."""
    story = Story()
    story.entry("2026-01-01", {"a": "file\n"})
    story.entry("2026-01-02", {"a": None, "a/b": "in it\n"})
    story.entry("2026-01-03", {"a/b": None, "a": "file again\n"})
    assert_exact(build(story), story)


def test_submodule(build: Build) -> None:
    """A submodule is the commit of another repository in the place of a folder."""
    story = Story()
    story.entry("2026-01-01", {"shared": Submodule("1" * 40)})
    assert build(story).git("ls-tree", "HEAD") == f"160000 commit {'1' * 40}\tshared"


def test_dates_and_people(build: Build) -> None:
    """A day is its noon in UTC, a time keeps its offset, and author and committer differ where the story says so."""
    story = Story()
    story.entry("2026-01-05", {"a": "1\n"}, by="Åse Lie")
    story.entry(
        "2026-01-06T00:30:00+02:00", {"a": "2\n"}, written="2025-12-24", committer=("Forge", "noreply@forge.example")
    )
    repository = build(story)
    assert repository.git("log", "--format=%an <%ae> %aI, %cn <%ce> %cI").splitlines() == [
        "Ann Berg <ann@example.com> 2025-12-24T12:00:00+00:00, Forge <noreply@forge.example> 2026-01-06T00:30:00+02:00",
        "Åse Lie <åse@example.com> 2026-01-05T12:00:00+00:00, Åse Lie <åse@example.com> 2026-01-05T12:00:00+00:00",
    ]


def test_unrelated_beginning(build: Build) -> None:
    """A branch from before the first commit has a beginning of its own, and can be merged."""
    story = Story()
    other = story.branch("other")
    other.entry("2026-01-01", {"b": "b\n"})
    story.entry("2026-01-02", {"a": "a\n"})
    merge = story.merge("2026-01-03", other)
    assert set(merge.tree) == {"a", "b"}
    assert_exact(build(story), story)


def test_slips_are_refused() -> None:
    """What git could not do, and what the teller cannot have meant, is refused when it is told."""
    story = a_story()
    slips: dict[str, Callable[[], object]] = {
        "nothing at 'x.md' to delete": lambda: story.entry("2026-03-01", {"x.md": None}),
        "nothing at 'x.md' to move": lambda: story.move("2026-03-01", "x.md", "y.md"),
        "is a file, so that": lambda: story.entry("2026-03-01", {f"{AUDIT}/x.md": ""}),
        "cannot hold a file at": lambda: story.entry("2026-03-01", {"a/../b": ""}),
        "needs its offset": lambda: story.entry("2026-03-01T10:00:00", {}),
        "no room for such a person": lambda: story.entry("2026-03-01", {}, by="Ann <x>"),
        "has a commit 'start' already": lambda: story.entry("2026-03-01", {}, name="start"),
        "has a branch 'better' already": lambda: story.branch("better"),
        "has nothing that main lacks": lambda: story.merge("2026-03-01", story.branch("same")),
    }
    for message, slip in slips.items():
        with pytest.raises(ValueError, match=message):
            slip()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_story(data: st.DataObject) -> None:
    """Whatever happens in whatever order, git holds what the story says; no fixture is needed to build it."""
    story = Story()
    story.entry("2026-01-01", {"a.md": document()})
    branches: list[Branch] = [story, story.branch("one"), story.branch("two")]
    for step in range(data.draw(st.integers(1, 12))):
        branch, other = data.draw(st.sampled_from(branches)), data.draw(st.sampled_from(branches))
        paths = sorted(branch.tree)
        match data.draw(st.sampled_from(["write", "delete", "move", "merge", "squash", "rebase"])):
            case "merge" if other.is_ahead_of(branch):
                branch.merge("2026-01-02", other)
            case "squash" if other.is_ahead_of(branch):
                branch.squash("2026-01-02", other)
            case "rebase" if other.is_ahead_of(branch):
                branch.rebase("2026-01-02", other)
            case "delete" if paths:
                branch.entry("2026-01-02", {data.draw(st.sampled_from(paths)): None})
            case "move" if paths:
                branch.move("2026-01-02", data.draw(st.sampled_from(paths)), f"moved-{step}.md")
            case _:
                branch.entry("2026-01-02", {f"{data.draw(st.sampled_from('abc'))}.md": f"{step}\n"})
    with TemporaryDirectory() as folder:
        assert_exact(story.build(Path(folder)), story)
