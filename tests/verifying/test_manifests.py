"""Earlier manifests against the history: what only grew verifies, and whatever was rewritten is named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.sources.manifests import read_manifest
from qms_docs.verifying.verify import read_given, verify_manifests
from support import Story, document
from support.manuals import opened
from verifying.conftest import FIRST, PATH, PUBLISHED_ON, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qms_docs.model.problem import Verification
    from support import Build, Clone
    from verifying.conftest import Approver, Keep

TODAY = "2026-11-23"
MADE_AT = (
    "The entry at which the manifest was made is not on the release line: "
    "it was rewritten, or this clone is older than the manifest."
)
REVISIONS = [("SOP-004", 1), ("SOP-004", 2), ("SOP-010", 1), ("SOP-020", 1)]
OTHER_ENTRY = "was brought by another entry: its author, date or message was rewritten, or something before it."


def verified(where: Clone | Path, *manifests: Path, today: str = TODAY) -> Verification:
    """What verifying says of manifests."""
    given = read_given([(path.name, path) for path in manifests])
    with opened(where, today) as source:
        return verify_manifests(source, given)


def facts(where: Clone | Path, *manifests: Path) -> list[str]:
    """What does not hold."""
    found = verified(where, *manifests)
    assert {code for code, _ in problems_of(found)} <= {"DC501"}
    return [what for _, what in problems_of(found)]


def test_a_history_that_only_grew(story: Story, build: Build, keep: Keep, cid: Approver) -> None:
    """New revisions and documents, renamed files and folders, late approvals, a new policy: everything still holds."""
    clone = build(story)
    kept = keep(clone)
    assert verified(clone, kept).problems == ()
    third = document("SOP-004", 3, body="Four people check.\n")
    story.move("2026-07-01", PATH, "procedures/buying/orders.md")
    story.entry("2026-07-02", {"procedures/buying/orders.md": third, "procedures/new.md": document("SOP-011")})
    story.entry("2026-07-03", cid.approval(third, 3, on="2026-07-03"))
    story.entry("2026-07-04", cid.approval(document("SOP-020"), on="2026-07-04"))
    story.policy("2026-07-05", {"types": {"procedure": {"effective": "P30D"}, "free": {"approvals": [{"role": "x"}]}}})
    story.entry("2026-07-06", {"records/organization.yml": None})
    story.entry("2026-07-07", {"procedures/free.md": None})
    found = verified(build(story), kept)
    assert problems_of(found) == []
    assert found.ok
    assert found.checked["manifests"] == 1
    assert found.checked["revisions"] == 4
    assert found.checked["entries"] == 14
    assert found.checked["objects"] > 40


def test_a_text_in_review_may_be_replaced(story: Story, build: Build, keep: Keep, cid: Approver) -> None:
    """As long as a revision waits for approval its text may change under its number, and the old one still stands."""
    kept = keep(build(story))
    better = document("SOP-020", body="Count twice.\n")
    story.entry("2026-06-02", {"procedures/stores.md": better})
    story.entry("2026-06-03", cid.approval(better, on="2026-06-03"))
    assert facts(build(story), kept) == []


def test_a_day_to_come_does_not_move(story: Story, build: Build, keep: Keep, cid: Approver) -> None:
    """A revision that was to take effect later does so on that day, also where another overtakes it before."""
    later = document("SOP-004", 3, effective="2027-01-01")
    story.entry("2026-03-02", {PATH: later})
    story.entry("2026-03-03", cid.approval(later, 3, on="2026-03-03"))
    clone = build(story)
    kept = keep(clone)
    sooner = document("SOP-004", 4, effective="2026-12-01")
    story.entry("2026-07-01", {PATH: sooner})
    story.entry("2026-07-02", cid.approval(sooner, 4, on="2026-07-02"))
    assert facts(build(story), kept) == []


def test_a_manifest_made_for_a_day_to_come(story: Story, build: Build, keep: Keep) -> None:
    """A manifest of a site as it will stand is held against what is known now."""
    clone = build(story)
    assert facts(clone, keep(clone, on="2027-06-01")) == []


@pytest.fixture
def force_pushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Clone]:
    """Somebody's clone rewrites the history and pushes it by force; this is what others have then."""
    monkeypatch.setenv("FILTER_BRANCH_SQUELCH_WARNING", "1")

    def rewritten(clone: Clone, *how: str) -> Clone:
        rewriter = clone.clone(tmp_path / "rewriter")
        rewriter.git("filter-branch", "-f", *how)
        clone.git("checkout", "-q", "--detach")
        rewriter.git("push", "-q", "--force", "origin", "main")
        clone.git("checkout", "-q", "main")
        return clone

    return rewritten


@pytest.mark.parametrize(
    "rewriting",
    [
        """if [ "$GIT_AUTHOR_NAME" = "Ann Berg" ]; then GIT_AUTHOR_NAME="Eve Holm"; fi""",
        """GIT_AUTHOR_DATE="2026-01-01T00:00:00+00:00" """,
    ],
)
def test_a_forced_push_with_other_authors(
    story: Story, build: Build, keep: Keep, force_pushed: Callable[..., Clone], rewriting: str
) -> None:
    """Texts and days are what they were, and every revision that comes after the change is named."""
    clone = build(story)
    kept = keep(clone)
    found = facts(force_pushed(clone, "--env-filter", rewriting), kept)
    assert found == [MADE_AT, *(f"Revision {number} of {id_} {OTHER_ENTRY}" for id_, number in REVISIONS)]


def test_a_forced_push_without_a_file(
    story: Story, build: Build, keep: Keep, force_pushed: Callable[..., Clone]
) -> None:
    """A document that was filtered out of the history is missing; what came before it is what it was."""
    clone = build(story)
    kept = keep(clone)
    gone = "git rm -q --cached --ignore-unmatch procedures/free.md"
    found = facts(force_pushed(clone, "--index-filter", gone), kept)
    assert "Revision 1 of SOP-010 is missing: there is no document SOP-010." in found
    assert not any("Revision 1 of SOP-004" in each for each in found)


def test_a_forced_push_without_an_approval(
    story: Story, build: Build, keep: Keep, force_pushed: Callable[..., Clone]
) -> None:
    """Without its approval a revision has no effective day any more."""
    clone = build(story)
    kept = keep(clone)
    gone = "git rm -r -q --cached --ignore-unmatch records/approvals/SOP-004/2"
    assert facts(force_pushed(clone, "--index-filter", gone), kept) == [
        MADE_AT,
        "Revision 2 of SOP-004 has no effective day any more: an approval is gone, or does not count.",
        f"Revision 1 of SOP-020 {OTHER_ENTRY}",
    ]


def test_an_entry_on_another_day(begun: Callable[[], Story], build: Build, keep: Keep, cid: Approver) -> None:
    """The approval came on another day, so that the revision took effect on another."""
    told, rewritten = begun(), begun()
    for each, day in ((told, "2026-01-09"), (rewritten, "2026-01-07")):
        each.entry("2026-01-05", {PATH: FIRST})
        each.entry(day, cid.approval(FIRST, on="2026-01-06"))
    kept = keep(build(told))
    found = verified(build(rewritten, "rewritten"), kept)
    assert [(each.what, each.path, each.got) for each in found.problems[1:]] == [
        ("Revision 1 of SOP-004 has another effective day.", PATH, "2026-01-07")
    ]
    assert found.problems[1].expected == "2026-01-09"


def test_another_text_from_the_beginning(begun: Callable[[], Story], build: Build, keep: Keep, cid: Approver) -> None:
    """The text was exchanged, and approved anew, as if it had never been another; digests and entries are named."""
    other = document("SOP-004", body="Nobody checks.\n")
    told, rewritten = begun(), begun()
    for each, text in ((told, FIRST), (rewritten, other)):
        each.entry("2026-01-05", {PATH: text})
        each.entry("2026-01-07", cid.approval(text, on="2026-01-06"))
    kept = keep(build(told))
    before = read_manifest(kept, "").manifest.revisions[0]
    clone = build(rewritten, "rewritten")
    found = verified(clone, kept)
    assert [each.what for each in found.problems] == [
        MADE_AT,
        "Revision 1 of SOP-004 has another text.",
        f"Revision 1 of SOP-004 {OTHER_ENTRY}",
    ]
    text, entry = found.problems[1:]
    assert text.expected == before.digest
    assert text.got == read_manifest(keep(clone, "other.json"), "").manifest.revisions[0].digest
    assert (entry.expected, entry.got, entry.path) == (before.commit, clone.commit_ids[2], PATH)


def test_another_id_from_the_beginning(begun: Callable[[], Story], build: Build, keep: Keep) -> None:
    """A document that stands in the history under another id is missing under its own."""
    told, rewritten = begun(), begun()
    told.entry("2026-01-05", {PATH: document("SOP-004", type="free")})
    rewritten.entry("2026-01-05", {PATH: document("SOP-040", type="free")})
    found = verified(build(rewritten, "rewritten"), keep(build(told)))
    missing = found.problems[1]
    assert missing.what == "Revision 1 of SOP-004 is missing: there is no document SOP-004."
    assert (missing.path, missing.got) == (None, None)


def test_another_id_in_the_open(begun: Callable[[], Story], build: Build, keep: Keep) -> None:
    """A document that gets another id by a further entry keeps its revisions under the old one."""
    told = begun()
    told.entry("2026-01-05", {PATH: document("SOP-004", type="free")})
    kept = keep(build(told))
    told.entry("2026-07-05", {PATH: document("SOP-040", type="free")})
    assert facts(build(told), kept) == []


def test_a_revision_that_was_cut_off(story: Story, begun: Callable[[], Story], build: Build, keep: Keep) -> None:
    """A line that ends earlier than it did lacks what came after."""
    kept = keep(build(story))
    shorter = begun()
    shorter.entry("2026-01-05", {PATH: FIRST})
    found = facts(build(shorter, "shorter"), kept)
    assert found[0] == MADE_AT
    assert "Revision 2 of SOP-004 is missing." in found


def test_control_is_said_to_have_begun_later(story: Story, build: Build, keep: Keep) -> None:
    """A later `control_from` changes nothing of what was issued before."""
    kept = keep(build(story))
    types = {"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": "signed"}, "free": {}}
    story.policy("2026-07-05", {"types": types, "control_from": "2026-03-01"})
    assert facts(build(story), kept) == []


def test_what_is_only_proposed_is_not_there(story: Story, build: Build, keep: Keep) -> None:
    """A revision that was cut off does not come back by standing in the work tree."""
    kept = keep(build(story))
    clone = build(story)
    clone.git("reset", "-q", "--soft", "HEAD~1")
    assert facts(clone, kept) == [MADE_AT, "Revision 1 of SOP-020 is missing: there is no document SOP-020."]


def test_an_empty_manifest(build: Build, keep: Keep, begun: Callable[[], Story]) -> None:
    """A manual without documents, or of a day before there was any entry, has a manifest that verifies."""
    clone = build(begun())
    assert facts(clone, keep(clone), keep(clone, "older.json", on="2025-01-01")) == []


def test_a_document_with_many_manifests(story: Story, build: Build, keep: Keep) -> None:
    """What contradicts several manifests is told once, with the first of them."""
    clone = build(story)
    kept = [keep(clone, f"{day}.json", on=day) for day in (PUBLISHED_ON, "2026-06-02")]
    clone.git("commit", "-q", "--amend", "-m", "Another message", day="2026-03-01")
    found = verified(clone, *kept)
    assert [(each.what, each.manifest) for each in found.problems] == [
        (MADE_AT, f"{PUBLISHED_ON}.json"),
        (f"Revision 1 of SOP-020 {OTHER_ENTRY}", f"{PUBLISHED_ON}.json"),
    ]


def test_second_text_stays_known(story: Story, build: Build) -> None:
    """Every text that ever stood under a number is known with the entry that first brought it."""
    story.entry("2026-06-02", {"procedures/stores.md": document("SOP-020", body="Count twice.\n")})
    story.entry("2026-06-03", {"procedures/stores.md": document("SOP-020")})
    with opened(build(story), TODAY) as source:
        document_ = source.manual(date.fromisoformat(TODAY)).document("SOP-020")
    assert document_ is not None
    days = [each.entry.day.isoformat() for each in document_.revisions[0].texts]
    assert days == ["2026-03-01", "2026-06-02"]


def test_a_checkout_that_is_behind(story: Story, build: Build, keep: Keep, tmp_path: Path) -> None:
    """Where the release branch itself goes on to the entry of the manifest, nothing is said to be missing."""
    clone = build(story)
    before = keep(clone, "before.json", on="2026-01-20")
    kept = keep(clone)
    clone.git("checkout", "-q", "-b", "better", "HEAD~2")
    with pytest.raises(CannotCheckError, match=r"kept\.json was made at a later entry of the release branch `main`"):
        verified(clone, kept)
    assert verified(clone, before).ok
    other = clone.clone(tmp_path / "other", "--branch=main")
    other.git("reset", "-q", "--hard", "HEAD~2")
    with pytest.raises(CannotCheckError, match="than what is checked out"):
        verified(other, kept)
    # A branch that went another way since is no checkout that is behind.
    other.git("commit", "-q", "--amend", "-m", "Another message", day="2026-02-01")
    assert facts(other, kept)[0] == MADE_AT
