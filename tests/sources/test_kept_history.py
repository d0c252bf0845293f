"""What is kept of a history costs nothing again, and never stands in the place of what git says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qms_docs.keeping.store import Store
from qms_docs.sources.loading import open_manual
from support import Build, Clone, Story, document
from support.manuals import manual_of

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.manual import Manual

TODAY = date(2026, 12, 31)
SECRET = b"s" * 32


def read(clone: Clone, kept: Path) -> tuple[Manual, dict[str, int]]:
    """The manual, and how much was learnt for each drawer."""
    source = open_manual(clone.path, TODAY, keep=lambda *_: Store(kept, SECRET))
    manual = source.manual(preview=True, judged=True)
    learnt = {name: len(drawer._fresh) for name, drawer in source.store._drawers.items()}
    source.close()
    return manual, learnt


def a_story(second: str = "Other words.\n") -> Story:
    """Two documents, one with an image, and a second revision that was merged."""
    story = Story()
    story.policy("2026-01-01")
    files = {"procedures/flow.png": b"one", "procedures/a.md": document(body="![x](flow.png)\n")}
    story.entry("2026-01-05", files)
    story.entry("2026-01-06", {"procedures/b.md": document("SOP-005")})
    branch = story.branch("better")
    branch.entry("2026-02-01", {"procedures/a.md": document(revision=2, body=second)}, by="Cid Dahl")
    story.entry("2026-02-02", {"README.md": "Meanwhile.\n"})
    story.merge("2026-02-03", branch)
    return story


def cold(clone: Clone) -> Manual:
    """The manual as it is read where nothing is kept."""
    return manual_of(clone, today=TODAY.isoformat(), preview=True, judged=True)


def test_nothing_twice(build: Build, tmp_path: Path) -> None:
    """A second run learns nothing and says the same."""
    clone = build(a_story())
    first, learnt = read(clone, tmp_path / "kept")
    assert learnt["commits"] == 6
    assert learnt["examinations"] == 2
    second, learnt = read(clone, tmp_path / "kept")
    assert not any(learnt.values())
    assert first == second == cold(clone)


def test_new_entry(build: Build, tmp_path: Path) -> None:
    """A new entry costs itself alone."""
    clone = build(a_story())
    read(clone, tmp_path / "kept")
    clone.write("procedures/b.md", document("SOP-005", revision=2))
    clone.git("add", ".")
    clone.git("commit", "-qm", "Revise SOP-005")
    manual, learnt = read(clone, tmp_path / "kept")
    fresh = {name: number for name, number in learnt.items() if number}
    assert fresh == dict.fromkeys(("texts", "readings", "examinations", "traced"), 1)
    assert manual == cold(clone)


def test_rewritten_history(build: Build, tmp_path: Path) -> None:
    """A history that was rewritten is read as it is now, and nothing of the old one is mixed into it."""
    clone = build(a_story())
    old, _ = read(clone, tmp_path / "kept")
    rewritten = build(a_story("Forged words.\n"), "other")
    clone.git("fetch", "-q", str(rewritten.path), "main")
    clone.git("reset", "-q", "--hard", "FETCH_HEAD")
    new, _ = read(clone, tmp_path / "kept")
    assert new == cold(clone)
    assert new != old
    clone.git("reflog", "expire", "--expire=now", "--all")
    clone.git("gc", "-q", "--prune=now")
    assert read(clone, tmp_path / "kept")[0] == cold(clone)


def test_known_commits_are_gone(build: Build, tmp_path: Path) -> None:
    """Commits that are kept and that the repository no longer has leave nothing out of the next reading."""
    clone = build(a_story())
    read(clone, tmp_path / "kept")
    other = build(a_story("Forged words.\n"), "other")
    manual, _ = read(other, tmp_path / "kept")
    assert manual == cold(other)


def test_part_of_what_was_kept(build: Build, tmp_path: Path) -> None:
    """Where a part of what was kept is lost, the history is whole all the same."""
    clone = build(a_story())
    read(clone, tmp_path / "kept")
    for number in (1, 2):
        clone.write("procedures/b.md", document("SOP-005", revision=number + 1))
        clone.git("commit", "-qam", f"Revise SOP-005 once more: {number}")
        read(clone, tmp_path / "kept")
    first, *_ = sorted((tmp_path / "kept").glob("commits-*"))
    first.unlink()
    for path in (tmp_path / "kept").glob("traced-*"):
        path.unlink()
    manual, learnt = read(clone, tmp_path / "kept")
    assert learnt["commits"] == 8
    assert manual == cold(clone)


def test_other_words(build: Build, tmp_path: Path) -> None:
    """A policy that reads the same bytes otherwise reads them anew."""
    clone = build(a_story())
    read(clone, tmp_path / "kept")
    policy = (clone.path / "qms.yml").read_text()
    clone.write("qms.yml", f"{policy}ignore: [owner]\n")
    clone.git("commit", "-qam", "Owners are ignored")
    manual, _ = read(clone, tmp_path / "kept")
    assert manual == cold(clone)
    assert {fault.fact for fault in manual.faults} == {"The field `owner` is missing."}


def test_what_happened_is_followed_on(build: Build, tmp_path: Path) -> None:
    """With what is kept up to an entry the texts before it are not looked at again, and the manual is the same."""
    clone = build(a_story())
    read(clone, tmp_path / "kept")
    for path in (*(tmp_path / "kept").glob("texts-*"), *(tmp_path / "kept").glob("readings-*")):
        path.unlink()
    clone.write("procedures/c.md", document("SOP-006"))
    clone.git("add", ".")
    clone.git("commit", "-qm", "Begin SOP-006")
    manual, learnt = read(clone, tmp_path / "kept")
    assert learnt["texts"] < 4
    assert manual == cold(clone)


def test_other_people(build: Build, tmp_path: Path) -> None:
    """A `.mailmap` that says otherwise who is who is followed from the first entry on."""
    clone = build(a_story())
    read(clone, tmp_path / "kept")
    clone.write(".mailmap", "Cid Olsen <cid@example.org> <cid.dahl@example.org>\n")
    clone.git("add", ".")
    clone.git("commit", "-qm", "Cid has another name")
    assert read(clone, tmp_path / "kept")[0] == cold(clone)
    clone.git("reset", "-q", "--hard", "HEAD~1")
    assert read(clone, tmp_path / "kept")[0] == cold(clone)


def test_policy_that_comes_late(build: Build, tmp_path: Path) -> None:
    """Where the first policy is only proposed, it reads the texts before it as it would on the line."""
    story = Story()
    story.entry("2026-01-05", {"docs/a.md": document(), "procedures/b.md": document("SOP-005")})
    clone = build(story)
    read(clone, tmp_path / "kept")
    clone.write(
        "qms.yml", "organization: Example\ndocuments: [docs]\ntypes:\n  procedure: {title: Procedure, approvals: []}\n"
    )
    assert read(clone, tmp_path / "kept")[0] == cold(clone)
    clone.git("add", ".")
    clone.git("commit", "-qm", "A policy")
    assert read(clone, tmp_path / "kept")[0] == cold(clone)
    clone.git("reset", "-q", "--hard", "HEAD~1")
    assert read(clone, tmp_path / "kept")[0] == cold(clone)
