"""The repository by itself: every approval that ever came, and everything that git has stored."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.verifying.verify import read_given, verify_manifests, verify_repository
from support import document, organization_file
from support.manuals import opened
from verifying.conftest import FIRST, PATH, SECOND, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.problem import Verification
    from support import Build, Clone, Story
    from verifying.conftest import Approver, Keep

TODAY = "2026-11-23"
THIRD = document("SOP-004", 3, body="Four people check.\n")


def verified(where: Clone) -> Verification:
    """What verifying says of a repository."""
    with opened(where, TODAY) as source:
        return verify_repository(source)


def test_a_repository_in_order(story: Story, build: Build) -> None:
    """Everything is counted: entries, objects, documents, revisions, approvals and their signatures."""
    clone = build(story)
    found = verified(clone)
    assert (found.ok, found.problems) == (True, ())
    objects = clone.git("rev-list", "--objects", "--no-object-names", "HEAD").split("\n")
    assert dict(found.checked) == {
        "entries": 7,
        "objects": len(objects),
        "documents": 3,
        "revisions": 4,
        "approvals": 2,
        "signatures": 2,
    }


def _other_signature(files: dict[str, str]) -> dict[str, str]:
    """The approval with a signature in which one character is another."""
    [(path, text)] = files.items()
    lines = text.splitlines(keepends=True)
    line = lines.index("  -----END SSH SIGNATURE-----\n") - 2
    lines[line] = lines[line].replace(lines[line][9], "A" if lines[line][9] != "A" else "B", 1)
    return {path: "".join(lines)}


def test_what_can_still_be_mended(begun: Callable[[], Story], build: Build, cid: Approver) -> None:
    """An approval of the revision in question that does not count is a problem, with the code of its rule."""
    told = begun()
    told.entry("2026-01-05", {PATH: FIRST})
    told.entry("2026-01-07", _other_signature(cid.approval(FIRST, on="2026-01-06")))
    found = verified(build(told))
    assert not found.ok
    [problem] = found.problems
    assert (problem.code, problem.path, problem.overtaken) == (
        "DC208",
        "records/approvals/SOP-004/1/cid.dahl.yml",
        False,
    )
    assert problem.what.startswith("The approval of revision 1 of SOP-004 by Cid Dahl does not count: ")


def test_what_a_later_revision_has_overtaken(begun: Callable[[], Story], build: Build, cid: Approver) -> None:
    """An approval of the past that never counted is listed and fails nothing: nobody can mend it any more."""
    told = begun()
    told.entry("2026-01-05", {PATH: FIRST})
    told.entry("2026-01-07", _other_signature(cid.approval(FIRST, on="2026-01-06")))
    told.entry("2026-02-01", {PATH: SECOND})
    told.entry("2026-02-03", cid.approval(FIRST, 2, on="2026-02-02"))
    told.entry("2026-03-01", {PATH: THIRD})
    told.entry("2026-03-03", cid.approval(THIRD, 3, on="2026-03-02"))
    found = verified(build(told))
    assert found.ok
    assert [(each.code, each.overtaken) for each in found.problems] == [("DC208", True), ("DC202", True)]
    other = found.problems[1]
    assert (other.expected or "").startswith("qms1:")
    assert (other.got or "").startswith("qms1:")
    assert other.expected != other.got


def test_an_approval_of_nothing(story: Story, build: Build, cid: Approver) -> None:
    """An approval of a document or number that never was is a problem."""
    story.entry("2026-05-01", cid.approval(FIRST, 9, on="2026-04-30"))
    [problem] = verified(build(story)).problems
    assert (problem.code, problem.overtaken) == ("DC202", False)
    assert problem.what == "The approval by cid.dahl is of no text: SOP-004 has no revision 9."


def test_later_changes_change_nothing(story: Story, build: Build) -> None:
    """Approvals stay what they were when the person has left, and when files of approvals were deleted."""
    story.entry("2026-05-01", {"records/organization.yml": organization_file({"Ann Berg": ["author"]})})
    story.entry("2026-05-02", {"records/approvals/SOP-004/1/cid.dahl.yml": None})
    found = verified(build(story))
    assert (found.ok, found.problems, found.checked["approvals"]) == (True, (), 2)


def test_what_is_only_proposed_is_not_verified(story: Story, build: Build, cid: Approver) -> None:
    """The work tree and its approvals are not part of the history yet."""
    clone = build(story)
    for path, text in _other_signature(cid.approval(document("SOP-020"), on="2026-05-01")).items():
        clone.write(path, text)
    assert verified(clone).problems == ()


def _doctored(clone: Clone, name: str, old: bytes, new: bytes) -> str:
    """An object is exchanged for another on the disk, and keeps its id."""
    packs = clone.path / ".git" / "objects" / "pack"
    for pack in list(packs.glob("*.pack")):
        content = pack.read_bytes()
        for each in packs.iterdir():
            each.chmod(0o600)
            each.unlink()
        (clone.path / ".git" / "moved.pack").write_bytes(content)
        clone.git("-c", "alias.unpack=!git unpack-objects -q < .git/moved.pack", "unpack")
    id_ = clone.git("rev-parse", name)
    file = clone.path / ".git" / "objects" / id_[:2] / id_[2:]
    content = zlib.decompress(file.read_bytes())
    assert old in content
    file.chmod(0o600)
    file.write_bytes(zlib.compress(content.replace(old, new)))
    return id_


@pytest.mark.parametrize(
    ("name", "old", "new", "path"),
    [
        ("HEAD~4:procedures/purchasing.md", b"checked", b"weighed", PATH),
        ("HEAD:procedures/stores.md", b"checked", b"weighed", "procedures/stores.md"),
        ("HEAD~3", b"Ann Berg", b"Eve Holm", None),
        ("HEAD~2^{tree}", b"100644 qms.yml", b"100755 qms.yml", None),
    ],
)
def test_what_was_exchanged_on_the_disk(
    story: Story, build: Build, keep: Keep, *, name: str, old: bytes, new: bytes, path: str | None
) -> None:
    """Git shows a text, an entry or a folder that somebody exchanged in its storage; its id gives it away."""
    clone = build(story)
    kept = keep(clone)
    id_ = _doctored(clone, name, old, new)
    assert clone.git("cat-file", "-t", id_)
    fact = ("DC501", "A part of the history was replaced.")
    found = verified(clone)
    assert fact in problems_of(found)
    problem = next(each for each in found.problems if each.code == "DC501")
    assert (problem.path, problem.expected) == (path, id_)
    assert problem.got not in (None, id_)
    with opened(clone, TODAY) as source:
        assert fact in problems_of(verify_manifests(source, read_given([("kept.json", kept)])))


def test_what_is_missing_on_the_disk(story: Story, build: Build) -> None:
    """A file of the past that git has lost is a problem, where it is not needed to read the history at all."""
    story.entry("2026-05-01", {"notes.txt": "unimportant\n"})
    clone = build(story)
    id_ = _doctored(clone, "HEAD:notes.txt", b"", b"")
    (clone.path / ".git" / "objects" / id_[:2] / id_[2:]).unlink()
    [problem] = verified(clone).problems
    assert (problem.code, problem.what, problem.path) == ("DC501", "A part of the history is missing.", "notes.txt")
    id_ = clone.git("rev-parse", "HEAD~4^{tree}")
    (clone.path / ".git" / "objects" / id_[:2] / id_[2:]).unlink()
    with pytest.raises(CannotCheckError, match="Git could not read the repository"):
        verified(clone)
