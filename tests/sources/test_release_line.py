"""Where the release line ends, and what is proposed beside it (document-control.md 4, settled.md 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError
from support import Branch, Build, Clone, Story, document
from support.manuals import authors, document_of, issues, manual_of, opened

if TYPE_CHECKING:
    from pathlib import Path

PATH = "procedures/purchasing.md"
TODAY = "2026-06-01"
FIRST = [("1", "2026-01-05")]
SECOND = [*FIRST, ("2", "2026-02-01")]


def a_story(branch: str = "main") -> Story:
    """A policy and two revisions."""
    story = Story(branch)
    story.policy("2026-01-01", {"release_branch": branch})
    story.entry("2026-01-05", {PATH: document()}, name="first")
    story.entry("2026-02-01", {PATH: document(revision=2)}, name="second")
    return story


def on_the_line(clone: Clone) -> list[tuple[str, str]]:
    """Numbers and days that the release line tells."""
    return issues(document_of(clone, today=TODAY))


def proposed(clone: Clone) -> list[str]:
    """Numbers that are only proposed."""
    found = document_of(clone, today=TODAY, preview=True)
    return [each.number for each in found.revisions if each.proposed]


def with_a_branch(day: str = "2026-03-01") -> tuple[Story, Branch]:
    """A story with an open branch that brings the third revision."""
    story = a_story()
    branch = story.branch("better")
    branch.entry(day, {PATH: document(revision=3)}, by="Cid Dahl", name="third")
    return story, branch


def test_release_branch(build: Build) -> None:
    """On the release branch its head is the end of the line."""
    clone = build(a_story())
    assert on_the_line(clone) == SECOND
    with opened(clone, TODAY) as source:
        assert (source.on_release_line, source.position.branch) == (True, "main")
        assert source.position.tip == clone.commit("second")


def test_feature_branch(build: Build) -> None:
    """On a feature branch the line ends where the branch left it, and its commits are one proposed entry."""
    story, branch = with_a_branch()
    story.entry("2026-04-01", {"README.md": "Later.\n"})
    clone = build(story, at=branch)
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == ["3"]
    assert manual_of(clone, today=TODAY).commit == clone.commit("second")
    assert authors(document_of(clone, today=TODAY, preview=True).revisions[-1]) == ["Cid Dahl"]


def test_branch_behind_the_line(build: Build) -> None:
    """A branch without commits of its own that the line has left behind shows the line up to there."""
    story = a_story()
    branch = story.branch("old", at=story.commits[1])
    clone = build(story, at=branch)
    assert on_the_line(clone) == FIRST
    assert proposed(clone) == []


def test_branch_that_took_over_the_line(build: Build) -> None:
    """A branch into which the line was merged is proposed from there on."""
    story, branch = with_a_branch()
    story.entry("2026-04-01", {"procedures/audit.md": document("SOP-009")}, by="Liv Strand", name="audit")
    story.update_branch("2026-04-02", branch)
    clone = build(story, at=branch)
    assert manual_of(clone, today=TODAY).commit == clone.commit("audit")
    assert issues(document_of(clone, "SOP-009", today=TODAY)) == [("1", "2026-04-01")]
    assert proposed(clone) == ["3"]


def test_branch_of_a_branch_that_was_merged(build: Build) -> None:
    """A branch made from another one that was merged since ends the line at an entry, and not beside it."""
    story, branch = with_a_branch()
    stacked = branch.branch("stacked")
    stacked.entry("2026-03-02", {PATH: document(revision=4)})
    story.merge("2026-04-01", branch)
    clone = build(story, at=stacked)
    assert manual_of(clone, today=TODAY).commit == clone.commit("second")
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == ["4"]


def test_branches_that_merged_each_other(build: Build) -> None:
    """Where line and branch have several common ancestors, the line ends at its last entry that the branch has."""
    story, branch = with_a_branch()
    story.entry("2026-03-02", {"README.md": "One.\n"}, name="meanwhile")
    beside = story.branch("beside")
    story.merge("2026-03-03", branch, name="merged")
    branch.merge("2026-03-04", beside)
    branch.entry("2026-03-05", {PATH: document(revision=4)})
    clone = build(story, at=branch)
    assert manual_of(clone, today=TODAY).commit == clone.commit("meanwhile")
    assert on_the_line(clone) == SECOND


def test_detached_on_the_line(build: Build) -> None:
    """A detached HEAD at the end of the release branch is the line, as CI checks it out."""
    clone = build(a_story())
    clone.git("checkout", "--quiet", "--detach")
    assert on_the_line(clone) == SECOND
    with opened(clone, TODAY) as source:
        assert (source.on_release_line, source.dirty) == (True, False)


def test_detached_behind(build: Build) -> None:
    """A detached HEAD at an earlier entry shows the line up to there, which is not its end."""
    clone = build(a_story())
    clone.git("checkout", "--quiet", clone.commit("first"))
    assert on_the_line(clone) == FIRST
    with opened(clone, TODAY) as source:
        assert not source.on_release_line


def test_detached_ahead(build: Build) -> None:
    """A detached HEAD that goes on from the release branch is the end of the line."""
    clone = build(a_story())
    clone.git("checkout", "--quiet", "--detach")
    clone.write(PATH, document(revision=3))
    clone.git("commit", "--quiet", "--all", "-m", "Third", day="2026-03-01")
    assert on_the_line(clone) == [*SECOND, ("3", "2026-03-01")]
    with opened(clone, TODAY) as source:
        assert source.on_release_line


def test_detached_ahead_with_a_tag(build: Build) -> None:
    """A tag at a detached HEAD makes no proposal of it."""
    clone = build(a_story())
    clone.git("checkout", "--quiet", "--detach")
    clone.write(PATH, document(revision=3))
    clone.git("commit", "--quiet", "--all", "-m", "Third", day="2026-03-01")
    clone.git("tag", "v3")
    assert on_the_line(clone)[-1] == ("3", "2026-03-01")


def test_detached_at_a_branch(build: Build) -> None:
    """A detached HEAD to which a feature branch points is a proposal."""
    story, _ = with_a_branch()
    clone = build(story)
    clone.git("checkout", "--quiet", "--detach", "better")
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == ["3"]


def test_detached_beside(build: Build) -> None:
    """A detached HEAD that the line does not lead to by first parents is a proposal."""
    story, branch = with_a_branch()
    story.entry("2026-03-02", {"README.md": "Later.\n"})
    clone = build(story, at=branch)
    clone.git("checkout", "--quiet", "--detach")
    clone.git("branch", "--quiet", "-D", "better")
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == ["3"]


def test_detached_on_a_branch_that_took_over_the_line(build: Build) -> None:
    """A detached HEAD whose first parents do not lead to the release branch is a proposal, though it holds it all."""
    story, branch = with_a_branch()
    story.entry("2026-03-02", {"README.md": "Later.\n"}, name="later")
    story.update_branch("2026-03-03", branch)
    clone = build(story, at=branch)
    clone.git("checkout", "--quiet", "--detach")
    clone.git("branch", "--quiet", "-D", "better")
    assert manual_of(clone, today=TODAY).commit == clone.commit("later")
    assert proposed(clone) == ["3"]


@pytest.mark.parametrize("reference", ["refs/remotes/pull/12/merge", "refs/pull/12/merge", "refs/pipelines/34"])
def test_merge_reference_of_a_pull_request(build: Build, reference: str) -> None:
    """The merge that a forge tries out for a pull request is a proposal, though its first parent is the line."""
    story, _ = with_a_branch()
    clone = build(story)
    clone.git("checkout", "--quiet", "--detach")
    clone.git("merge", "--quiet", "--no-ff", "-m", "Merge x into y", "better", day="2026-03-02")
    clone.git("update-ref", reference, "HEAD")
    clone.git("checkout", "--quiet", reference)
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == ["3"]
    assert authors(document_of(clone, today=TODAY, preview=True).revisions[-1]) == ["Cid Dahl"]


def a_remote_clone(build: Build, tmp_path: Path, *options: str) -> tuple[Story, Clone]:
    """A clone of a repository with a branch, in which the branch is checked out and no local main exists."""
    story, _ = with_a_branch()
    return story, build(story).clone(tmp_path / "clone", "--branch=better", *options)


def test_only_the_branch_of_origin(build: Build, tmp_path: Path) -> None:
    """Where the release branch exists at origin only, that is the line."""
    _, clone = a_remote_clone(build, tmp_path)
    assert "refs/heads/main" not in clone.git("for-each-ref")
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == ["3"]


def test_only_origin_and_detached(build: Build, tmp_path: Path) -> None:
    """A runner that checks out a commit of origin's release branch stands on the line."""
    _, clone = a_remote_clone(build, tmp_path)
    clone.git("checkout", "--quiet", "--detach", "origin/main")
    clone.git("branch", "--quiet", "-D", "better")
    assert on_the_line(clone) == SECOND
    with opened(clone, TODAY) as source:
        assert source.on_release_line


def test_local_branch_before_that_of_origin(build: Build, tmp_path: Path) -> None:
    """The local release branch counts, also where origin's has gone on."""
    story, clone = a_remote_clone(build, tmp_path)
    clone.git("branch", "--quiet", "main", story.commits[1].name and clone.commit("first"))
    clone.git("checkout", "--quiet", "main")
    assert on_the_line(clone) == FIRST


def test_stale_local_branch_and_detached_head_of_origin(build: Build, tmp_path: Path) -> None:
    """A detached HEAD at origin's release branch is the line, also where the local one is behind."""
    _, clone = a_remote_clone(build, tmp_path)
    clone.git("branch", "--quiet", "main", clone.commit("first"))
    clone.git("checkout", "--quiet", "--detach", "origin/main")
    assert on_the_line(clone) == SECOND
    assert proposed(clone) == []


@pytest.mark.parametrize("name", ["trunk", "release/iso", "ümlaut", "-x", "main~1", "v1@{0}", "HEAD", ""])
def test_configured_branch_is_missing(build: Build, name: str) -> None:
    """A configured branch that exists nowhere is a reason not to answer, and the sentence names it."""
    story = Story()
    story.policy("2026-01-01", {"release_branch": name})
    story.entry("2026-01-05", {PATH: document()})
    clone = build(story)
    if not name:
        assert on_the_line(clone) == FIRST
        return
    with pytest.raises(CannotCheckError, match="neither here nor as origin/") as failure:
        manual_of(clone)
    assert name in failure.value.fact
    assert "release_branch" in failure.value.remedy


def test_configured_branch_of_another_name(build: Build) -> None:
    """The line is the branch that the policy names, whatever else there is."""
    story = a_story("release/iso")
    story.branch("main")
    branch = story.branch("better")
    branch.entry("2026-03-01", {PATH: document(revision=3)})
    clone = build(story, at=branch)
    assert on_the_line(clone) == SECOND
    with opened(clone, TODAY) as source:
        assert source.position.branch == "release/iso"


def test_no_main_and_no_setting(build: Build) -> None:
    """Without a setting and without a `main` the line is HEAD's own history by first parents."""
    story = Story("master")
    story.policy("2026-01-01", {"release_branch": None})
    story.entry("2026-01-05", {PATH: document()})
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    clone = build(story, at=branch)
    assert on_the_line(clone) == SECOND
    with opened(clone, TODAY) as source:
        assert (source.position.branch, source.on_release_line) == (None, True)


def test_main_without_a_setting(build: Build) -> None:
    """Without a setting the branch `main` is the release branch."""
    story = Story()
    story.policy("2026-01-01", {"release_branch": None})
    story.entry("2026-01-05", {PATH: document()})
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    assert on_the_line(build(story, at=branch)) == FIRST


def test_tag_named_like_the_branch(build: Build) -> None:
    """A tag that is named like the release branch is not taken for it."""
    story, branch = with_a_branch()
    clone = build(story, at=branch)
    clone.git("tag", "main", "better")
    clone.git("update-ref", "refs/main", "better")
    assert on_the_line(clone) == SECOND


def test_no_common_history(build: Build) -> None:
    """A branch without a common history cannot be judged, and the sentence says what to check out."""
    clone = build(a_story())
    clone.git("checkout", "--quiet", "--orphan", "other")
    clone.git("commit", "--quiet", "-m", "Anew", day="2026-03-01")
    with pytest.raises(CannotCheckError, match="no history in common") as failure:
        manual_of(clone)
    assert "made from `main`" in failure.value.remedy


def test_branch_of_a_history_that_was_merged(build: Build) -> None:
    """A branch of an imported history holds no entry of the line, so that it has no history in common with it."""
    clone = build(a_story())
    clone.git("checkout", "--quiet", "--orphan", "imported")
    clone.git("commit", "--quiet", "-m", "An older manual", day="2025-01-01")
    clone.git("checkout", "--quiet", "main")
    clone.git("merge", "--quiet", "--allow-unrelated-histories", "-s", "ours", "-m", "In", "imported", day="2026-02-10")
    assert on_the_line(clone) == SECOND
    clone.git("checkout", "--quiet", "imported")
    with pytest.raises(CannotCheckError, match="no history in common"):
        manual_of(clone)


def test_tip_is_a_merge_of_many(build: Build) -> None:
    """The first parents of an octopus merge lead along the line."""
    story, branch = with_a_branch()
    other = story.branch("other")
    other.entry("2026-03-02", {"README.md": "Words.\n"})
    clone = build(story)
    clone.git("merge", "--quiet", "--no-ff", "-m", "All", "better", "other", day="2026-04-01")
    assert on_the_line(clone) == [*SECOND, ("3", "2026-04-01")]
    assert branch.name == "better"
    assert len(manual_of(clone).entries) == 4


def test_first_parents_turned_round(build: Build) -> None:
    """Where somebody moved the release branch to a branch that had merged it, first parents are what the line is."""
    story, branch = with_a_branch()
    story.entry("2026-03-05", {"procedures/audit.md": document("SOP-009")})
    story.update_branch("2026-03-06", branch)
    story.fast_forward(branch)
    clone = build(story)
    assert on_the_line(clone) == [*SECOND, ("3", "2026-03-01")]
    assert issues(document_of(clone, "SOP-009")) == [("1", "2026-03-06")]


def test_policy_of_the_work_tree_names_the_branch(build: Build) -> None:
    """The release branch is the one that the policy of the work tree names."""
    story, branch = with_a_branch()
    clone = build(story, at=branch)
    clone.write("qms.yml", "release_branch: better\ntypes: {procedure: {title: P}}\n")
    assert on_the_line(clone) == [*SECOND, ("3", "2026-03-01")]


def test_deep_line(build: Build) -> None:
    """A long line is followed to its beginning."""
    story = Story()
    story.policy("2026-01-01")
    for number in range(1, 1_500):
        story.entry("2026-01-05", {PATH: f"---\nid: SOP-004\ntype: procedure\nrevision: {number}\n---\n"})
    found = document_of(build(story))
    assert len(found.revisions) == 1_499
    assert found.in_force(found.revisions[0].issued_on) is found.revisions[-1]
