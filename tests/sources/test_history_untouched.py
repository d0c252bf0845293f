"""Reading leaves the repository as it was, and nothing behind."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from support import Build, Story, document
from support.manuals import document_of, opened

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


def listing(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Every file and folder with its mode, its time of change and the hash of its content."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        digest = hashlib.sha256(content).hexdigest()
        found[str(path.relative_to(folder))] = (status.st_mode, status.st_mtime_ns, digest)
    return found


@pytest.mark.parametrize("settings", ["", "[core]\n\tsplitIndex = true\n\tuntrackedCache = true\n\tfsmonitor = true\n"])
def test_nothing_is_touched(build: Build, home: Path, settings: str) -> None:
    """Reading leaves every file of the repository and the work tree as it was, also its times."""
    clone = build(a_story())
    (home / ".gitconfig").write_text(settings)
    clone.write(PATH, document(revision=3, body="![x](flow.png)\n"))
    clone.write("procedures/new.md", document("SOP-010"))
    clone.write("procedures/staged.md", document("SOP-011"))
    clone.git("add", "procedures/staged.md")
    clone.write("README.md", clone.git("show", f"{clone.commit('first')}:procedures/a.md"))
    clone.write("procedures/again.md", document(revision=2, body="![x](flow.png)\n"))
    os.utime(clone.path / "qms.yml", (10**9, 10**9))
    before = listing(clone.path)
    with opened(clone, TODAY) as source:
        for preview in (False, True):
            assert source.manual(preview=preview, judged=True).documents
        during = listing(clone.path)
    assert during == before
    assert listing(clone.path) == before


def test_read_only_repository(build: Build) -> None:
    """A repository to which nothing can be written is read, with its edits."""
    clone = build(a_story())
    clone.write(PATH, document(revision=3))
    lock = clone.path / ".git" / "index.lock"
    lock.write_bytes(b"")
    for folder in [path for path in (clone.path / ".git").rglob("*") if path.is_dir()]:
        folder.chmod(0o555)
    try:
        assert len(document_of(clone, today=TODAY, preview=True).revisions) == 3
    finally:
        for folder in [path for path in (clone.path / ".git").rglob("*") if path.is_dir()]:
            folder.chmod(0o755)


def test_nothing_is_left_behind(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After reading no process runs on and no temporary file is left."""
    clone = build(a_story())
    clone.write(PATH, document(revision=3))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with opened(clone, TODAY) as source:
        source.manual(preview=True, judged=True)
        assert list(scratch.iterdir())
        reader = source.repository._git.reader.proc
        assert reader.poll() is None
    assert not list(scratch.iterdir())
    assert reader.poll() is not None
