"""Which repositories are read, how they are left, and what cannot change what they say."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs.failures import CannotCheckError
from qms_docs.meanwhile import meanwhile
from qms_docs.sources.git import open_repository
from qms_docs.sources.loading import open_manual
from support import Build, Clone, Story, Submodule, document
from support.clone import GitFailedError, run_git
from support.improving import nonconformity
from support.manuals import authors, document_of, issues, manual_of, opened

if TYPE_CHECKING:
    from pathlib import Path


PATH = "procedures/Prüfung und Kauf.md"


TODAY = "2026-06-01"


def a_story() -> Story:
    """Two revisions, one of them merged, a flow chart and a rename."""
    story = Story()
    story.policy("2026-01-01")
    files = {"procedures/flow.png": b"one", "procedures/a.md": document(body="![x](flow.png)\n")}
    story.entry("2026-01-05", files, name="first")
    branch = story.branch("better")
    branch.move("2026-02-01", "procedures/a.md", PATH, document(revision=2, body="![x](flow.png)\n"), by="Cid Dahl")
    story.entry("2026-02-02", {"README.md": "Meanwhile.\n"})
    story.merge("2026-02-03", branch)
    return story


def refusal(where: Path) -> CannotCheckError:
    """Why a folder is not read."""
    with pytest.raises(CannotCheckError) as failure:
        manual_of(where)
    assert failure.value.fact.endswith((".", "…"))
    assert failure.value.remedy.endswith(".")
    return failure.value


def test_shallow(build: Build, tmp_path: Path) -> None:
    """A shallow clone is refused, with the words that fetch the rest and those for CI."""
    shallow = build(a_story()).clone(tmp_path / "clone", "--depth=1")
    failure = refusal(shallow.path)
    assert "shallow" in failure.fact
    assert "git fetch --unshallow" in failure.remedy
    assert "fetch-depth: 0" in failure.remedy
    shallow.git("fetch", "--quiet", "--unshallow")
    assert issues(document_of(shallow)) == [("1", "2026-01-05"), ("2", "2026-02-03")]


@pytest.mark.parametrize("options", [["--filter=blob:none"], ["--filter=tree:0"], ["--filter=blob:limit=1k"]])
def test_partial(build: Build, tmp_path: Path, options: list[str]) -> None:
    """A partial clone is refused, and nothing is fetched by looking at it."""
    partial = build(a_story()).clone(tmp_path / "clone", *options)
    before = listing(partial.path / ".git")
    failure = refusal(partial.path)
    assert "partial" in failure.fact
    assert "--filter" in failure.remedy
    assert listing(partial.path / ".git") == before


def test_shallow_work_tree_of_a_whole_clone(build: Build, tmp_path: Path) -> None:
    """A clone of which only the branch's own history was fetched is whole, and read."""
    clone = build(a_story()).clone(tmp_path / "clone", "--single-branch", "--no-tags")
    assert issues(document_of(clone))[-1] == ("2", "2026-02-03")


def test_dubious_ownership(build: Build, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """A repository of another user is refused as git refuses it, until the user has said that it is trusted."""
    clone = build(a_story())
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    failure = refusal(clone.path)
    assert "belongs to another user" in failure.fact
    assert "safe.directory" in failure.remedy
    assert not (home / ".gitconfig").exists()
    (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {clone.path}\n")
    assert len(document_of(clone).revisions) == 2


def test_trust_is_not_taken_from_the_repository(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository cannot vouch for itself."""
    clone = build(a_story())
    clone.git("config", "safe.directory", "*")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "another user" in refusal(clone.path).fact


def test_no_repository(tmp_path: Path) -> None:
    """A folder outside every repository is refused with what to do."""
    failure = refusal(tmp_path)
    assert "not inside a git repository" in failure.fact
    assert "git init" in failure.remedy


def test_no_commit(build: Build) -> None:
    """A repository without a commit is refused with what to do."""
    clone = build(Story())
    clone.write(PATH, document())
    failure = refusal(clone.path)
    assert "no commit yet" in failure.fact
    assert "git commit" in failure.remedy


def test_unborn_branch_beside_others(build: Build) -> None:
    """Where a branch is checked out that has no commit, nothing is said either."""
    clone = build(a_story())
    clone.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    assert "no commit yet" in refusal(clone.path).fact


def test_bare(build: Build, tmp_path: Path) -> None:
    """A bare repository is refused."""
    build(a_story()).git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    assert "bare" in refusal(tmp_path / "bare.git").fact


def test_inside_the_folder_of_git(build: Build) -> None:
    """Inside `.git` there is no manual."""
    clone = build(a_story())
    assert str(clone.path / ".git") in refusal(clone.path / ".git").fact


def test_git_is_missing(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git on the path the sentence says so."""
    clone = build(a_story())
    monkeypatch.setenv("PATH", "")
    failure = refusal(clone.path)
    assert failure.fact == "The program git was not found."


def test_broken_head(build: Build) -> None:
    """A repository that git does not recognize is refused."""
    clone = build(a_story())
    (clone.path / ".git" / "HEAD").write_text("nonsense\n")
    refusal(clone.path)


def test_broken_settings(build: Build) -> None:
    """Settings that git cannot read are a reason to refuse, in git's words."""
    clone = build(a_story())
    with (clone.path / ".git" / "config").open("a") as config:
        config.write("[broken\n")
    assert "bad config line" in refusal(clone.path).fact


@pytest.mark.parametrize("what", ["text of a revision", "shown file", "old text", "commit", "tree"])
def test_missing_objects(build: Build, what: str) -> None:
    """Where an object of the history is missing, nothing is said at all."""
    clone = build(a_story())
    name = {
        "text of a revision": f"HEAD:{PATH}",
        "shown file": "HEAD:procedures/flow.png",
        "old text": f"{clone.commit('first')}:procedures/a.md",
        "commit": clone.commit("first"),
        "tree": f"{clone.commit('first')}^{{tree}}",
    }[what]
    remove_object(clone, name)
    failure = refusal(clone.path)
    assert "Git could not read" in failure.fact
    assert "git fsck" in failure.remedy


@pytest.mark.parametrize("what", ["record", "old record", "organization", "old organization", "approval"])
def test_missing_files_that_are_no_texts(build: Build, tmp_path: Path, what: str) -> None:
    """A file of records that is missing is not taken for an empty one, and nothing of the kind is kept."""
    approval, people = "records/approvals/SOP-004/2/cid.dahl.yml", "records/organization.yml"
    path, text = nonconformity(1, "2026-03-01")
    story = a_story()
    story.entry("2026-03-01", {path: text, people: "people: {}\n", approval: "document: SOP-004\n"}, name="begun")
    changed = {path: text.replace("Not as it", "Not at all as it"), people: "roles: {}\n"}
    story.entry("2026-03-02", changed)
    clone = build(story)
    whole = shutil.copytree(clone.path / ".git", tmp_path / "whole")
    at = clone.commit("begun") if what.startswith("old") else "HEAD"
    files = {"record": path, "organization": people, "approval": approval}
    remove_object(clone, f"{at}:{files[what.removeprefix('old ')]}")
    with pytest.raises(CannotCheckError, match="of the history is missing"):
        judged(clone, tmp_path)
    shutil.rmtree(clone.path / ".git")
    shutil.copytree(whole, clone.path / ".git")
    assert judged(clone, tmp_path) == judged(clone, None)


def judged(clone: Clone, kept: Path | None) -> object:
    """All that is said of records, approvals and people."""
    with opened(clone, TODAY, kept) as source, closing(source):
        manual = source.manual(date.fromisoformat(TODAY), judged=True)
        changes = [source.record_changes(each.entries) for each in manual.records.standing]
        return manual.records, manual.approvals, manual.organization, changes


def test_nothing_goes_on_once_it_is_refused(build: Build) -> None:
    """Where the history cannot be read, no git goes on reading for it."""
    clone = build(a_story())
    remove_object(clone, clone.commit("first"))
    with open_repository(clone.path) as repository:
        with pytest.raises(CannotCheckError):
            open_manual(clone.path, date.fromisoformat(TODAY), repository=repository)
        assert repository._git.reader is None


def remove_object(clone: Clone, name: str) -> None:
    """Every object is unpacked, and one of them is taken away."""
    id_ = clone.git("rev-parse", name)
    folder = clone.path / ".git" / "objects" / "pack"
    for pack in folder.glob("*.pack"):
        content = pack.read_bytes()
        for part in folder.glob(f"{pack.stem}.*"):
            part.unlink()
        run_git(clone.path, "unpack-objects", "-q", text=content)
    (folder.parent / id_[:2] / id_[2:]).unlink()


def test_work_tree(build: Build, tmp_path: Path) -> None:
    """A second work tree of a repository is read with its own branch and its own files."""
    story = a_story()
    other = story.branch("other")
    other.entry("2026-03-01", {PATH: document(revision=3)})
    second = build(story).worktree(tmp_path / "second", "other")
    second.write("procedures/new.md", document("SOP-010"))
    preview = manual_of(second, today=TODAY, preview=True)
    assert [each.id for each in preview.documents] == ["SOP-004", "SOP-010"]
    assert [each.number for each in preview.documents[0].revisions if each.proposed] == ["3"]
    assert issues(document_of(second, today=TODAY))[-1] == ("2", "2026-02-03")


def test_submodule(build: Build) -> None:
    """A manual that is a submodule of something larger is read by its own history."""
    manual = build(a_story())
    outer = build(Story(), "outer")
    outer.git("submodule", "--quiet", "add", "--", str(manual.path), "qms")
    outer.git("commit", "--quiet", "-m", "Take in the manual")
    assert issues(document_of(outer.path / "qms", today=TODAY)) == issues(document_of(manual, today=TODAY))
    with opened(outer.path / "qms" / "procedures", TODAY) as source:
        assert source.repository.root == (outer.path / "qms").resolve()


def test_submodule_among_the_documents(build: Build) -> None:
    """A submodule among the documents, whatever its name, is no page of the manual."""
    story = a_story()
    story.entry("2026-03-01", {"procedures/shared": Submodule("1" * 40), "procedures/odd.md": Submodule("2" * 40)})
    story.entry("2026-03-02", {"procedures/odd.md": document("SOP-010")})
    story.entry("2026-03-03", {"procedures/odd.md": Submodule("3" * 40)})
    clone = build(story)
    assert [each.id for each in manual_of(clone, today=TODAY).standing] == ["SOP-004"]
    assert document_of(clone, "SOP-010").vanished_by is not None


def test_objects_of_another_repository(build: Build, tmp_path: Path) -> None:
    """A clone that borrows its objects from another repository is whole, also with an edited work tree."""
    clone = build(a_story()).clone(tmp_path / "clone", "--shared")
    clone.write(PATH, document(revision=3))
    assert len(document_of(clone, today=TODAY, preview=True).revisions) == 3


def test_sha256(tmp_path: Path) -> None:
    """A repository whose ids are SHA-256 is read like any other."""
    clone = Clone(path=tmp_path / "manual", commit_ids=(), names={})
    run_git(tmp_path, "init", "--quiet", "--object-format=sha256", "--initial-branch=main", "manual")
    clone.write("qms.yml", "types: {procedure: {title: P}}\n")
    clone.write(PATH, document(body="![x](flow.png)\n"))
    clone.write("procedures/flow.png", b"one")
    as_ann = ["-c", "user.name=Ann Berg", "-c", "user.email=ann@example.com"]
    clone.git("add", "--all")
    clone.git(*as_ann, "commit", "--quiet", "-m", "One", day="2026-01-05")
    clone.git("rm", "--quiet", "procedures/flow.png")
    clone.write(PATH, document(revision=2))
    clone.git(*as_ann, "commit", "--quiet", "--all", "-m", "Two", day="2026-02-03")
    found = document_of(clone, today=TODAY)
    assert issues(found) == [("1", "2026-01-05"), ("2", "2026-02-03")]
    assert [len(each.text.text.files) for each in found.revisions] == [1, 0]
    assert len(found.latest.entry.commit or "") == 64
    clone.write(PATH, document(revision=3))
    assert len(document_of(clone, today=TODAY, preview=True).revisions) == 3


def listing(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Every file and folder with its mode, its time of change and the hash of its content."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        digest = hashlib.sha256(content).hexdigest()
        found[str(path.relative_to(folder))] = (status.st_mode, status.st_mtime_ns, digest)
    return found


def test_closed_twice(build: Build) -> None:
    """A repository may be closed more than once, and read again after that."""
    clone = build(a_story())
    with open_repository(clone.path) as repository:
        assert repository.read_one(f"HEAD:{PATH}")
        repository.close()
        repository.close()
        assert repository.read_one(f"HEAD:{PATH}")


def test_many_and_large_objects(build: Build) -> None:
    """Objects of any number and size come back in the order in which they were asked for."""
    story = Story()
    sizes = [0, 1, 70_000, 3_000_000] + [number % 7 for number in range(600)]
    story.entry("2026-01-05", {f"{number}.bin": b"\n" * size for number, size in enumerate(sizes)})
    clone = build(story)
    names = [f"HEAD:{number}.bin" for number in range(len(sizes))]
    with open_repository(clone.path) as repository:
        read = list(repository.read([*names, "HEAD:nothing", "HEAD", "0" * 40, "HEAD:two\nlines", "", names[2]]))
    assert [len(content) for _, content in read[: len(sizes)] if content is not None] == sizes
    assert [content for _, content in read[len(sizes) : -1]] == [None] * 5
    assert read[-1] == (names[2], b"\n" * 70_000)


@pytest.mark.usefixtures("no_other_threads")
def test_two_processes_read(build: Build) -> None:
    """A process that was divided off reads through a git of its own, and neither gets what the other has asked for."""
    story = Story()
    story.entry("2026-01-05", {f"procedures/{number}.md": document(f"SOP-{number:03}") for number in range(200)})
    clone = build(story)
    names = [f"HEAD:procedures/{number}.md" for number in range(200)]
    with open_repository(clone.path) as repository:
        right = [repository.read_one(name) for name in names]
        others = meanwhile({number: lambda: [repository.read_one(name) for name in names] for number in range(3)})
        assert [repository.read_one(name) for name in names] == right
        # With one processor no process is begun.
        assert not others.begun or [others.take(number) for number in range(3)] == [right] * 3
        assert [repository.read_one(name) for name in names] == right
        others.close()


def test_reading_given_up(build: Build) -> None:
    """Who stops reading halfway gets right answers to the next question."""
    clone = build(a_story())
    with open_repository(clone.path) as repository:
        answers = repository.read(["HEAD:README.md"] * 2_000)
        next(answers)
        answers.close()
        assert repository.read_one("HEAD:procedures/flow.png") == b"one"


def test_folder_that_is_a_link(build: Build, tmp_path: Path) -> None:
    """A repository that is reached by a symbolic link is read by its own path."""
    clone = build(a_story())
    (tmp_path / "link").symlink_to(clone.path)
    assert issues(document_of(tmp_path / "link")) == issues(document_of(clone))


def test_authors_in_every_kind_of_clone(build: Build, tmp_path: Path) -> None:
    """A clone without a local copy of the merged branch knows the authors all the same."""
    clone = build(a_story()).clone(tmp_path / "clone", "--single-branch", "--branch=main")
    assert authors(document_of(clone).revisions[-1]) == ["Cid Dahl"]


def test_repository_moved_elsewhere(build: Build, tmp_path: Path) -> None:
    """A copy of the whole folder, as a runner's cache makes one, says the same."""
    clone = build(a_story())
    before = manual_of(clone, today=TODAY)
    shutil.copytree(clone.path, tmp_path / "copy", symlinks=True)
    after = manual_of(tmp_path / "copy", today=TODAY)
    assert (after.documents, after.dirty) == (before.documents, False)


def test_git_says_what_is_wrong(build: Build) -> None:
    """The tests' own git tells when it fails, so that no test passes by accident."""
    with pytest.raises(GitFailedError):
        build(Story()).git("log")
