"""Whatever stops a build, the old site stays as it was."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config

from mkdocs_document_control.staging import Staging
from qms_docs.failures import CannotCheckError, NotInOrderError
from support import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support import Clone
    from support.sites import Publish, Site

LATER = {"procedures/selling.md": document("SOP-005", title="Selling")}


@pytest.fixture
def published(purchasing: Clone, publish: Publish) -> tuple[Clone, Site, dict[str, bytes]]:
    """A manual with its site, and a document that the site does not have yet."""
    site = publish(purchasing)
    before = site.files()
    for path, text in LATER.items():
        purchasing.write(path, text)
    purchasing.git("add", "procedures")
    purchasing.git("commit", "-q", "-m", "A document", day="2026-04-01")
    return purchasing, site, before


def settings(repository: Clone, more: str) -> None:
    """The configuration gets more lines, as an accepted change."""
    repository.write("mkdocs.yml", (repository.path / "mkdocs.yml").read_text() + more)
    repository.git("add", ".")
    repository.git("commit", "-q", "-m", "Settings", day="2026-04-02")


def refused(repository: Clone, *words: str, path: str = os.environ["PATH"]) -> str:
    """What Python says with these words where MkDocs refuses to build, without anything of how it went on inside."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=repository.path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_the_new_site_replaces_the_old_one(published: tuple[Clone, Site, dict[str, bytes]], publish: Publish) -> None:
    """New pages are there, old ones are gone, and what other programs keep under names with a dot stays."""
    repository, site, _ = published
    (site.folder / ".git").mkdir()
    (site.folder / ".git" / "HEAD").write_text("ref: refs/heads/pages\n")
    (site.folder / "left-over").mkdir()
    publish(repository)
    assert site.holds("selling/index.html")
    assert site.holds(".git/HEAD")
    assert not site.holds("left-over")
    assert [each.name for each in site.folder.iterdir() if each.name.startswith(".")] == [".git"]


def test_warnings_of_mkdocs_leave_the_old_site(
    published: tuple[Clone, Site, dict[str, bytes]], publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """A strict build that MkDocs stops because of its own warnings publishes nothing, and says so."""
    repository, site, before = published
    settings(repository, "nav: [index.md, purchasing.md, nowhere.md]\n")
    with pytest.raises(NotInOrderError):
        publish(repository, strict=True)
    assert site.files() == before
    assert "The site is as it was, because of the warnings above." in capfd.readouterr().err
    publish(repository)
    assert site.files() != before


def test_an_error_leaves_the_old_site(published: tuple[Clone, Site, dict[str, bytes]], publish: Publish) -> None:
    """Another plugin that fails at the very end of a build takes nothing away."""
    repository, site, before = published
    repository.write("late.py", "def on_post_page(output, **more):\n    raise RuntimeError('too late')\n")
    settings(repository, "hooks: [late.py]\n")
    with pytest.raises(RuntimeError, match="too late"):
        publish(repository)
    assert site.files() == before


def test_an_interrupted_build_leaves_the_old_site(published: tuple[Clone, Site, dict[str, bytes]]) -> None:
    """Ctrl+C in the middle of a build leaves the old site, and nothing of the new one."""
    repository, site, before = published
    repository.write("slow.py", "import time\n\n\ndef on_post_page(output, **more):\n    time.sleep(60)\n")
    settings(repository, "hooks: [slow.py]\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    with subprocess.Popen(command, cwd=repository.path, stderr=subprocess.PIPE) as build:
        wait_for(lambda: any(site.folder.glob(".next-*/assets")))
        os.kill(build.pid, signal.SIGINT)
        build.wait(30)
    assert build.returncode != 0
    assert site.files() == before


def test_a_second_request_to_end_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses Ctrl+C again while the new site is thrown away is heard when it is gone."""
    staging = Staging(load_config(str(_settings(tmp_path))))
    takes_away = shutil.rmtree

    def pressed(path: Path, *, ignore_errors: bool) -> None:
        signal.raise_signal(signal.SIGINT)
        takes_away(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", pressed)
    with pytest.raises(KeyboardInterrupt):
        staging.discard()
    assert list((tmp_path / "site").iterdir()) == []


def test_a_published_folder_is_nothing_forgotten(purchasing: Clone, publish: Publish) -> None:
    """A page in a folder that is called as what a build leaves stays, however old the folder is."""
    purchasing.write("procedures/.next-x/note.md", "---\ncontrolled: false\n---\n\n# A note\n")
    site = publish(purchasing, mode="preview")
    old = time.time() - 3 * 24 * 60 * 60
    os.utime(site.folder / ".next-x", (old, old))
    (site.folder / ".last-y").mkdir()
    os.utime(site.folder / ".last-y", (old, old))
    purchasing.write("procedures/purchasing.md", document("SOP-004", 3, body="Three people check.\n"))
    publish(purchasing, mode="preview")
    assert site.holds(".next-x/note/index.html")
    assert not site.holds(".last-y")


def _settings(folder: Path) -> Path:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Manual\n")
    return folder / "mkdocs.yml"


def test_a_place_that_cannot_be_written_to_is_named(purchasing: Clone, publish: Publish) -> None:
    """A file where the folder of the site should be is a sentence, and stays."""
    (purchasing.path / "site").write_text("A note.\n")
    with pytest.raises(CannotCheckError, match=r"The folder of the site cannot be written to: .*site"):
        publish(purchasing)
    assert (purchasing.path / "site").read_text() == "A note.\n"


def test_a_full_disk(published: tuple[Clone, Site, dict[str, bytes]], publish: Publish) -> None:
    """A file of the new site that cannot be written is a sentence, and the old site stays."""
    repository, site, before = published
    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, whole[1]))
    try:
        with pytest.raises(CannotCheckError, match=r"The site cannot be built: File too large"):
            publish(repository)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, whole)
    assert site.files() == before


def test_a_full_disk_is_a_sentence_of_mkdocs_too(published: tuple[Clone, Site, dict[str, bytes]]) -> None:
    """`mkdocs build` says what cannot be written, and shows nothing of what went on inside."""
    repository, site, before = published
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
    said = refused(repository, "-c", f"{small} from mkdocs.__main__ import cli; cli(['build', '-q'])")
    assert "The site cannot be built: File too large" in said
    assert site.files() == before


def test_git_that_ends_early_is_a_sentence_of_mkdocs(
    published: tuple[Clone, Site, dict[str, bytes]], tmp_path: Path
) -> None:
    """`mkdocs build` says that git cannot read any more, and shows nothing of what went on inside."""
    repository, site, before = published
    git = tmp_path / "git"
    # The branch is asked for once more when the files of the site are known.
    again = 'case "$*" in *symbolic-ref*) mkdir "$0.asked" || kill -9 $$;; esac'
    words = f'#!/bin/sh\n{again}\nexec {shutil.which("git")} "$@"\n'
    git.write_text(words, encoding="utf-8")
    git.chmod(0o700)
    said = refused(repository, "-m", "mkdocs", "build", "-q", path=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert "Git could not read the repository" in said
    assert site.files() == before


def test_a_pipe_in_the_place_of_a_style(published: tuple[Clone, Site, dict[str, bytes]], publish: Publish) -> None:
    """What is no file is named, nobody waits for it, and the old site stays."""
    repository, site, before = published
    settings(repository, "extra_css: [pipe.tmp]\n")
    repository.write(".git/info/exclude", "pipe.tmp\n")
    os.mkfifo(repository.path / "procedures" / "pipe.tmp")
    with pytest.raises(CannotCheckError, match=r"The site cannot be built: .*pipe\.tmp. is a named pipe"):
        publish(repository)
    assert site.files() == before


def test_what_a_killed_build_left_is_taken_away_after_a_day(purchasing: Clone, publish: Publish) -> None:
    """Yesterday's folder of a build that was ended by force goes; one of a build that may still run stays."""
    site = publish(purchasing).folder
    old, fresh = site / ".next-old", site / ".next-fresh"
    for each in (old, fresh):
        each.mkdir()
    yesterday = time.time() - 25 * 60 * 60
    os.utime(old, (yesterday, yesterday))
    publish(purchasing)
    assert not old.exists()
    assert fresh.exists()


def wait_for(condition: Callable[[], bool]) -> None:
    """Waits until something is so, for a minute at most."""
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("It did not happen.")


_HOLDS = """
import fcntl, os, pathlib, sys, time
place = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(place, fcntl.LOCK_EX)
print("held", flush=True)
for _ in range(3000):
    if [*pathlib.Path(sys.argv[1]).glob(".next-*/manifest.json")]:
        break
    time.sleep(0.01)
time.sleep(2)
pathlib.Path(sys.argv[2]).touch()
"""


def test_two_builds_at_once_replace_the_site_one_after_the_other(
    published: tuple[Clone, Site, dict[str, bytes]], publish: Publish, tmp_path: Path
) -> None:
    """A build that is ready waits until another one has put its site in place."""
    repository, site, _ = published
    done = tmp_path / "the other is done"
    with subprocess.Popen([sys.executable, "-c", _HOLDS, str(site.folder), str(done)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert publish(repository).holds("selling/index.html")
        assert done.exists()
