"""Pages of the last site that stay as they were are written while the manual is worked out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.whole.last_site import LastSite
from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.whole.kept_site import PageOfSite
    from support import Build, Clone
    from support.sites import Publish, Site, Tell

pytestmark = pytest.mark.usefixtures("no_other_threads")

PAGES = 80
"""Enough for several pieces of work."""
PEOPLE = """\
roles: {quality-manager: {title: Quality manager}}
people: {siv.aune: {name: Siv Aune, emails: [siv@example.com], roles: [{role: quality-manager, from: 2025-01-01}]}}
"""
RECORD = "records/nonconformities/NC-2026-001.yml"
NONCONFORMITY = (
    *("id: NC-2026-001", "title: Wrong label", "opened: 2026-01-04", "owner: quality-manager", "status: open"),
    *("source: process", "detected_on: 2026-01-04", "detected_by: siv.aune", "product: Batch 7", "severity: minor"),
)
OF_RECORD = "records/nonconformities/NC-2026-001/index.html"


@pytest.fixture
def manual(tell: Tell, build: Build) -> Clone:
    """A manual of many short documents without links between them."""
    pruned = MKDOCS.replace("content.action.edit", "navigation.prune")
    story = tell(mkdocs=pruned.replace("document-control]", "{document-control: {fail_on: never}}]"))
    files = {f"procedures/{number}/text.md": text(number) for number in range(PAGES)}
    files["records/organization.yml"] = PEOPLE
    story.entry("2026-01-05", files | {RECORD: "\n".join((*NONCONFORMITY, "description: Batch 7.", ""))})
    # So that the history of the record says what was changed.
    story.entry("2026-01-06", {RECORD: "\n".join((*NONCONFORMITY, "description: Batch 8.", ""))})
    return build(story)


def text(number: int, revision: int = 1, **fields: object) -> str:
    """A document."""
    return document(f"SOP-{number:03}", revision, **{"title": f"Step {number}", "body": "Do it.\n"} | fields)


def accept(clone: Clone, **files: str) -> None:
    """A change of the manual."""
    for name, content in files.items():
        clone.write(f"procedures/{name}/text.md", content)
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "A change", day="2026-05-01")


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> list[Hashes]:
    """The pages that each build has found standing in its site already."""
    found: list[Hashes] = []
    settle = LastSite.settle

    def noted(self: LastSite, wanted: dict[str, PageOfSite]) -> Hashes:
        found.append(settle(self, wanted))
        return found[-1]

    monkeypatch.setattr(LastSite, "settle", noted)
    return found


def files(site: Site) -> dict[str, bytes]:
    """The files of a site but the record of its building."""
    found = site.files()
    del found["build.json"]
    return found


def cold(clone: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The site as it is where nothing was kept."""
    with monkeypatch.context() as patch:
        patch.setenv("QMS_CACHE", "off")
        return files(publish(clone))


def folders(site: Site) -> set[str]:
    """The folders of a site."""
    return {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_dir()}


def test_what_stays_is_there_already(
    manual: Clone, publish: Publish, settled: list[Hashes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change most pages stand there with the new commit; the site is what it is when nothing is kept."""
    publish(manual)
    accept(manual, **{"7": text(7, 2, body="Do it well.\n")})
    warm = files(publish(manual))
    assert warm == cold(manual, publish, monkeypatch)
    there = settled[0]
    assert len(there) > PAGES // 2
    assert OF_RECORD in there
    assert "7/text/index.html" not in there


def test_nothing_is_left_of_pages_that_are_no_more(
    manual: Clone, publish: Publish, settled: list[Hashes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that has another name, and one that is gone, leave no page and no folder behind."""
    publish(manual)
    manual.git("mv", "procedures/7", "procedures/moved")
    manual.git("rm", "-q", "-r", "procedures/9")
    accept(manual)
    site = publish(manual)
    warm, there = files(site), folders(site)
    assert settled[0]
    assert warm == cold(manual, publish, monkeypatch)
    assert there == folders(site)
    assert not site.holds("7/text/index.html")


def test_another_mode_says_so_on_every_page(
    manual: Clone, publish: Publish, settled: list[Hashes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview takes over pages of the controlled site, and says on each of them that it is one."""
    publish(manual)
    manual.write("procedures/7/text.md", text(7, 2))
    warm = files(publish(manual))
    assert OF_RECORD in settled[0]
    assert "7/text/index.html" not in settled[0]
    assert all(b"Preview, not controlled" in warm[address] for address in settled[0])
    assert warm == cold(manual, publish, monkeypatch)


def test_pages_that_are_damaged_are_drawn(
    manual: Clone, publish: Publish, settled: list[Hashes], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept and is not what it was is not written."""
    publish(manual)
    for path in (home / ".cache" / "qms-docs").rglob("bodies-*.pieces"):
        path.write_bytes(path.read_bytes().replace(b"Step 3", b"Step 8").replace(b"Batch 8", b"Batch 9"))
    accept(manual, **{"7": text(7, 2)})
    warm = files(publish(manual))
    assert not settled[0].keys() & {"3/text/index.html", OF_RECORD}
    assert b"Batch 7" in warm[OF_RECORD]
    assert warm == cold(manual, publish, monkeypatch)


def test_one_processor_writes_nothing_beforehand(
    manual: Clone, publish: Publish, settled: list[Hashes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no processor to spare every page is written when it is found."""
    publish(manual)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    accept(manual, **{"7": text(7, 2)})
    warm = files(publish(manual))
    assert settled == [{}]
    assert warm == cold(manual, publish, monkeypatch)


def test_an_interrupted_build_leaves_nothing(manual: Clone, publish: Publish) -> None:
    """Ctrl+C while pages of the last site are written leaves the old site as it was, and nothing of the new one."""
    site = publish(manual)
    before = site.files()
    accept(manual, **{"7": text(7, 2)})
    # In a process of its own, which is stopped where the plan is drawn.
    program = (
        "import time\n"
        "from mkdocs_document_control import planning\n"
        "planning.plan_site = lambda *given, **more: time.sleep(60)\n"
        "from mkdocs.__main__ import cli\n"
        "cli(['build', '--quiet'])\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=manual.path, stderr=subprocess.PIPE) as running:
        while not any(site.folder.glob(".next-*/.kept/*")) and running.poll() is None:
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGINT)
        running.wait(30)
    assert running.returncode != 0
    assert site.files() == before
    assert [each.name for each in site.folder.iterdir() if each.name.startswith(".")] == []
