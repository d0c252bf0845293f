"""One entry of the release line is one accepted change, however it was accepted (document-control.md 4)."""

from __future__ import annotations

from support import Build, Story, document
from support.manuals import authors, document_of, issues, manual_of, statuses

PATH = "procedures/purchasing.md"


def a_story() -> Story:
    """A policy and a first revision."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {PATH: document()}, name="first")
    return story


def test_direct_entries(build: Build) -> None:
    """Each commit on the line that brings a new number issues a revision on its own day."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    story.entry("2026-03-01", {PATH: document(revision=3)}, by="Liv Strand")
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-02-01"), ("3", "2026-03-01")]
    assert [authors(each) for each in found.revisions] == [["Ann Berg"], ["Cid Dahl"], ["Liv Strand"]]
    assert [each.predecessor for each in found.revisions] == [None, "1", "2"]
    assert [each.first for each in found.revisions] == [True, False, False]


def test_merge(build: Build) -> None:
    """A merged branch issues its revision on the day of the merge, written by those who wrote on the branch."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2, body="A first attempt.\n")}, by="Cid Dahl")
    branch.entry("2026-02-02", {PATH: document(revision=2)}, by="Liv Strand")
    merge = story.merge("2026-02-10", branch, by="Ann Berg")
    clone = build(story)
    revision = document_of(clone).revisions[-1]
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("2", "2026-02-10")]
    assert revision.text.entry.commit == clone.commit(merge)
    assert authors(revision) == ["Cid Dahl", "Liv Strand"]


def test_attempts_on_a_branch_are_no_entries(build: Build) -> None:
    """Numbers that a branch tried out and gave up before the merge were never issued."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=7)})
    branch.entry("2026-02-02", {PATH: document(revision=2)})
    story.merge("2026-02-10", branch)
    assert issues(document_of(build(story))) == [("1", "2026-01-05"), ("2", "2026-02-10")]


def test_squash(build: Build) -> None:
    """A squashed pull request issues its revision with the one commit, its author and co-authors."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    squash = story.squash("2026-02-10", branch, by="Cid Dahl", co_authors=["Liv Strand"], committer=("GitHub", "x@y.z"))
    clone = build(story)
    revision = document_of(clone).revisions[-1]
    assert (revision.number, revision.text.entry.commit) == ("2", clone.commit(squash))
    assert authors(revision) == ["Cid Dahl", "Liv Strand"]


def test_rebase(build: Build) -> None:
    """A rebased pull request arrives commit by commit; the day is that of its coming, not of its writing."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    branch.entry("2026-02-02", {PATH: document(revision=3)}, by="Liv Strand")
    story.entry("2026-02-03", {"README.md": "Meanwhile.\n"})
    story.rebase("2026-02-10", branch, by="Ann Berg")
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-02-10"), ("3", "2026-02-10")]
    assert [authors(each) for each in found.revisions[1:]] == [["Cid Dahl"], ["Liv Strand"]]


def test_rebase_of_several_commits_under_one_number(build: Build) -> None:
    """Where approvals are asked for, a rebased pull request may bring the text of a number in several entries."""
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": {"approvals": [{"role": "quality-manager"}]}}})
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(body="A first attempt.\n")}, by="Cid Dahl")
    branch.entry("2026-02-02", {PATH: document(body="A second attempt.\n")}, by="Liv Strand")
    last = story.rebase("2026-02-10", branch, by="Ann Berg")[-1]
    clone = build(story)
    (revision,) = document_of(clone).revisions
    assert revision.text.entry.commit == clone.commit(last)
    assert authors(revision) == ["Liv Strand"]
    assert not revision.altered


def test_fast_forward(build: Build) -> None:
    """A branch to which the line was moved on is the line, commit by commit."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    branch.entry("2026-02-02", {PATH: document(revision=3)})
    story.fast_forward(branch)
    assert issues(document_of(build(story)))[1:] == [("2", "2026-02-01"), ("3", "2026-02-02")]


def test_merge_without_fast_forward(build: Build) -> None:
    """A merge that could have been a fast-forward is one entry all the same."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    branch.entry("2026-02-02", {PATH: document(revision=3)})
    story.merge("2026-02-10", branch)
    clone = build(story)
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("3", "2026-02-10")]
    assert len(manual_of(clone).entries) == 3


def test_two_branches_that_overlap(build: Build) -> None:
    """Two branches that were open at the same time are two entries, in the order in which they were merged."""
    story = a_story()
    one, two = story.branch("one"), story.branch("two")
    one.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    two.entry("2026-01-20", {"procedures/audit.md": document("SOP-009")}, by="Liv Strand")
    story.merge("2026-02-10", one)
    story.merge("2026-02-11", two)
    clone = build(story)
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("2", "2026-02-10")]
    assert issues(document_of(clone, "SOP-009")) == [("1", "2026-02-11")]
    assert authors(document_of(clone, "SOP-009").revisions[0]) == ["Liv Strand"]


def test_line_merged_into_the_branch(build: Build) -> None:
    """What a branch took over from the line meanwhile stays issued by the entry that brought it."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {"procedures/audit.md": document("SOP-009")}, by="Cid Dahl")
    story.entry("2026-02-02", {PATH: document(revision=2)}, by="Liv Strand")
    story.update_branch("2026-02-03", branch, by="Cid Dahl")
    branch.entry("2026-02-04", {"procedures/audit.md": document("SOP-009", body="Better.\n")}, by="Ann Berg")
    story.merge("2026-02-10", branch, by="Eva Holm")
    clone = build(story)
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("2", "2026-02-02")]
    assert authors(document_of(clone).revisions[-1]) == ["Liv Strand"]
    assert issues(document_of(clone, "SOP-009")) == [("1", "2026-02-10")]
    assert authors(document_of(clone, "SOP-009").revisions[0]) == ["Cid Dahl", "Ann Berg"]


def test_merge_that_changes_nothing(build: Build) -> None:
    """A merge that keeps the line as it was (`git merge -s ours`) is an entry, and no document changes."""
    story = a_story()
    branch = story.branch("given-up")
    branch.entry("2026-02-01", {PATH: document(revision=2)})
    story.merge("2026-02-10", branch, {PATH: document()})
    clone = build(story)
    assert issues(document_of(clone)) == [("1", "2026-01-05")]
    assert len(manual_of(clone).entries) == 3


def test_merge_that_takes_all_of_the_branch(build: Build) -> None:
    """A merge that is equal to the branch and differs from the line alone is read like any other."""
    story = a_story()
    branch = story.branch("better")
    branch.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    story.entry("2026-02-02", {"README.md": "Only on the line.\n"})
    story.merge("2026-02-10", branch, {"README.md": None})
    found = document_of(build(story))
    assert issues(found)[-1] == ("2", "2026-02-10")
    assert authors(found.revisions[-1]) == ["Cid Dahl"]


def test_octopus_merge(build: Build) -> None:
    """A merge of several branches at once is one entry, and each document has its own authors."""
    story = a_story()
    one, two = story.branch("one"), story.branch("two")
    one.entry("2026-02-01", {PATH: document(revision=2)}, by="Cid Dahl")
    two.entry("2026-02-02", {"procedures/audit.md": document("SOP-009")}, by="Liv Strand")
    clone = build(story)
    clone.git("merge", "--quiet", "--no-ff", "-m", "All at once", "one", "two", day="2026-02-10")
    assert len(clone.git("log", "-1", "--format=%P").split()) == 3
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("2", "2026-02-10")]
    assert authors(document_of(clone).revisions[-1]) == ["Cid Dahl"]
    assert authors(document_of(clone, "SOP-009").revisions[-1]) == ["Liv Strand"]
    assert len(manual_of(clone).entries) == 3


def test_two_roots(build: Build) -> None:
    """A history with a beginning of its own that is merged comes in with the merge."""
    story = a_story()
    clone = build(story)
    clone.git("checkout", "--quiet", "--orphan", "imported")
    clone.git("rm", "-r", "--quiet", "--force", ".")
    clone.write("procedures/audit.md", document("SOP-009"))
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--author=Cid Dahl <cid@example.com>", "--message=An older manual", day="2025-01-01")
    clone.git("checkout", "--quiet", "main")
    clone.git("merge", "--quiet", "--allow-unrelated-histories", "-m", "Take it in", "imported", day="2026-02-10")
    assert issues(document_of(clone)) == [("1", "2026-01-05")]
    assert issues(document_of(clone, "SOP-009")) == [("1", "2026-02-10")]
    assert authors(document_of(clone, "SOP-009").revisions[0]) == ["Cid Dahl"]


def test_empty_entries(build: Build) -> None:
    """Entries without any change, and without a message, are entries nonetheless."""
    story = a_story()
    story.entry("2026-02-01", {}, message="")
    story.entry("2026-02-02", {PATH: document(revision=2)}, message="")
    story.entry("2026-02-03", {}, message="Nothing")
    clone = build(story)
    assert len(manual_of(clone).entries) == 5
    assert issues(document_of(clone)) == [("1", "2026-01-05"), ("2", "2026-02-02")]


def test_messages_like_output_of_git(build: Build) -> None:
    """Nothing that somebody writes in a message is taken for a commit, a change or a date."""
    story = a_story()
    messages = [
        "commit 0123456789012345678901234567890123456789\nauthor X <x@y.z> 1 +0000\n\n:100644 000000 a b D",
        ":100644 100644 aaaa bbbb M\n\n:000000 100644 0000 1111 A\nprocedures/purchasing.md",
        "\n\n\n:\n\ncommitter X <x@y.z> 99999999999 +0000\nparent 1\n\tTabs\n",
    ]
    for number, message in enumerate(messages, 2):
        story.entry(f"2026-02-0{number}", {PATH: document(revision=number)}, message=message)
    found = document_of(build(story))
    assert [day for _, day in issues(found)] == ["2026-01-05", "2026-02-02", "2026-02-03", "2026-02-04"]
    assert [authors(each) for each in found.revisions] == [["Ann Berg"]] * 4


def test_text_of_a_number_goes_back_and_forth(build: Build) -> None:
    """A text that was changed under its number and put back is the issued text again."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(body="Quietly changed.\n")})
    changed = document_of(build(story))
    story.entry("2026-02-02", {PATH: document()})
    restored = document_of(build(story))
    assert (changed.revisions[0].altered, restored.revisions[0].altered) == (True, False)
    assert issues(changed) == issues(restored) == [("1", "2026-01-05")]
    assert changed.revisions[0].digest == restored.revisions[0].digest


def test_reverted_revision(build: Build) -> None:
    """A revision whose change was reverted stays in the history and in force, and the text that came back is seen."""
    story = a_story()
    story.entry("2026-02-01", {PATH: document(revision=2)})
    story.entry("2026-02-02", {PATH: document()}, message='Revert "Change"')
    found = document_of(build(story))
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-02-01")]
    assert statuses(found, "2026-03-01") == {"1": "superseded", "2": "effective"}
    assert found.latest.header.revision == "1"
