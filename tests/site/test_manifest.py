"""`/manifest.json`: what was issued, and the hash of every file of the site (interfaces.md 3, settled.md 26)."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qms_docs import __version__
from qms_docs.failures import NotInOrderError
from qms_docs.sources.manifests import read_manifest
from support import document
from support.sites import MKDOCS, Site

if TYPE_CHECKING:
    from pathlib import Path

    from support import Build, Clone
    from support.sites import Publish, Tell

PATH = "procedures/purchasing.md"
LATE_PLUGIN = """\
from pathlib import Path
def on_post_build(config):
    for page in Path(config.site_dir).rglob("index.html"):
        page.write_text(page.read_text(encoding="utf-8") + "<!-- changed last -->", encoding="utf-8")
    Path(config.site_dir, "late", ".hidden").mkdir(parents=True)
    Path(config.site_dir, "late", ".hidden", "file").write_bytes(b"late")
"""
INSTALLED_PLUGIN = """\
from pathlib import Path
from mkdocs.plugins import BasePlugin
class Late(BasePlugin):
    def on_post_build(self, config):
        for page in Path(config.site_dir).rglob("index.html"):
            page.write_bytes(page.read_bytes() + b"<!-- changed last -->")
"""


def manifest_of(site: Site) -> dict[str, object]:
    """The manifest of a site."""
    manifest = json.loads(site.text("manifest.json"))
    assert isinstance(manifest, dict)
    return manifest


def rows_of(site: Site) -> list[tuple[str, ...]]:
    """Its revisions, by id, number and day."""
    rows = manifest_of(site)["documents"]
    assert isinstance(rows, list)
    return [(row["id"], row["revision"], row["effective_on"]) for row in rows]


def hashes(site: Site) -> dict[str, str]:
    """The hash of every file of a site that a manifest names."""
    files = {name: hashlib.sha256(content).hexdigest() for name, content in site.files().items()}
    return {name: value for name, value in sorted(files.items()) if name not in ("manifest.json", "build.json")}


def test_it_names_every_revision_that_was_issued(tell: Tell, build: Build, publish: Publish) -> None:
    """Each revision of each document stands in it with digest, entry and day, also what waits or is gone."""
    types = {"procedure": {}, "policy": {"approvals": [{"role": "quality-manager"}]}}
    story = tell({"types": types}, MKDOCS.replace("document-control]", "document-control: {fail_on: never}]"))
    first = story.entry("2026-01-05", {PATH: document("SOP-004"), "procedures/old.md": document("SOP-001")})
    second = story.entry("2026-03-01", {PATH: document("SOP-004", 2), "procedures/old.md": None})
    waiting = story.entry("2026-03-02", {"procedures/p.md": document("POL-001", type="policy")})
    story.entry("2026-03-03", {PATH: document("SOP-004", 3, effective="2027-01-01")})
    story.entry("2026-03-04", {"procedures/d.md": document("SOP-030", status="draft")}, name="last")
    clone = build(story)
    site = publish(clone)
    manifest = manifest_of(site)
    assert list(manifest) == ["commit", "as_of", "builder", "previous", "documents", "files"]
    assert manifest["commit"] == clone.commit("last")
    assert (manifest["as_of"], manifest["previous"]) == ("2026-11-23", None)
    assert manifest["builder"] == f"qms-docs {__version__}"
    assert rows_of(site) == [
        ("POL-001", "1", None),
        ("SOP-001", "1", "2026-01-05"),
        ("SOP-004", "1", "2026-01-05"),
        ("SOP-004", "2", "2026-03-01"),
        ("SOP-004", "3", "2027-01-01"),
    ]
    rows = manifest["documents"]
    assert isinstance(rows, list)
    assert [row["commit"] for row in rows[:4]] == [clone.commit(each) for each in (waiting, first, first, second)]
    row = next(each for each in json.loads(site.text("register.json")) if each["id"] == "SOP-004")
    assert rows[3]["digest"] == row["digest"]


def test_it_names_every_file_as_it_is_published(purchasing: Clone, publish: Publish) -> None:
    """Whatever another plugin does last is done when the manifest is written; only two files are not in it."""
    purchasing.write("late.py", LATE_PLUGIN)
    purchasing.write("mkdocs.yml", MKDOCS + "hooks: [late.py]\n")
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Write late", day="2026-04-01")
    site = publish(purchasing)
    assert "changed last" in site.html("/purchasing/")
    assert manifest_of(site)["files"] == hashes(site)
    assert "late/.hidden/file" in hashes(site)


def test_a_plugin_without_hooks_of_pages_may_change_them(
    purchasing: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that MkDocs does not make, fresh ones or kept ones, are named as an installed plugin leaves them too."""
    about = tmp_path / "installed" / "late-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: late\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[mkdocs.plugins]\nlate = late:Late\n")
    (about.parent / "late.py").write_text(INSTALLED_PLUGIN)
    monkeypatch.setenv("PYTHONPATH", str(about.parent))
    purchasing.write("mkdocs.yml", MKDOCS.replace("[search,", "[search, late,"))
    for day in ("2026-04-01", "2026-04-02"):
        purchasing.git("commit", "-q", "--allow-empty", "-a", "-m", "Write late", day=day)
        # MkDocs looks once in a process which plugins are installed.
        command = [sys.executable, "-m", "qms_docs", "build"]
        ended = subprocess.run(command, cwd=purchasing.path, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        site = Site(purchasing.path / "site")
        assert "changed last" in site.html("/purchasing/")
        assert manifest_of(site)["files"] == hashes(site)


def test_a_repository_in_the_site_is_no_part_of_it(purchasing: Clone, publish: Publish) -> None:
    """MkDocs leaves `.git` in the site folder, where a forge's pages are kept; it is not published."""
    purchasing.write("site/.git/config", "[core]\n")
    files = manifest_of(publish(purchasing))["files"]
    assert isinstance(files, dict)
    assert not any(name.startswith(".git") for name in files)


def test_a_preview_names_what_the_line_has(purchasing: Clone, publish: Publish) -> None:
    """What a branch or the work tree would bring was not issued."""
    before = rows_of(publish(purchasing))
    purchasing.write(PATH, document("SOP-004", 3, body="Four people check.\n"))
    assert rows_of(publish(purchasing)) == before
    assert rows_of(publish(purchasing, as_of=date(2026, 2, 1))) == before[:1]


def test_the_manifest_before(purchasing: Clone, publish: Publish) -> None:
    """With an earlier manifest the new one names its hash."""
    publish(purchasing)
    path = purchasing.path / "site" / "manifest.json"
    kept = read_manifest(path, "manifest.json")
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    purchasing.write(PATH, document("SOP-004", 3))
    purchasing.git("commit", "-q", "-a", "-m", "Third", day="2026-04-01")
    assert manifest_of(publish(purchasing, previous=kept))["previous"] == kept.sha256


def test_rewritten_history_is_not_published(purchasing: Clone, publish: Publish) -> None:
    """A build with the manifest before stops where the history has another past, and the old site stays."""
    site = publish(purchasing)
    kept = read_manifest(site.folder / "manifest.json", "manifest.json")
    before = site.files()
    purchasing.git("commit", "-q", "--amend", "-m", "Another message", day="2026-03-01")
    with pytest.raises(NotInOrderError, match="The manual is not in order: 2 errors"):
        publish(purchasing, previous=kept)
    assert site.files() == before


def test_what_readers_may_not_know_is_not_in_it(tell: Tell, build: Build, publish: Publish) -> None:
    """A restricted document is in no manifest of a site, and a public site's names public documents alone."""
    files = {
        "procedures/locks.md": document("SOP-009", title="Locks", confidentiality="restricted"),
        "procedures/a.md": document("SOP-001", confidentiality="public"),
        "procedures/b.md": document("SOP-002"),
    }
    internal, public = tell(), tell({"site": {"audience": "public"}})
    for story in (internal, public):
        story.entry("2026-01-05", files)
    assert [row[0] for row in rows_of(publish(build(internal)))] == ["SOP-001", "SOP-002"]
    assert [row[0] for row in rows_of(publish(build(public, "public")))] == ["SOP-001"]


def test_no_page_takes_its_place(tell: Tell, build: Build, publish: Publish) -> None:
    """A document whose page would stand where the manifest is stops the build."""
    story = tell()
    story.entry("2026-01-05", {"procedures/manifest.json.md": document("SOP-004")})
    with pytest.raises(NotInOrderError, match="would stand where the site has the file"):
        publish(build(story))


def test_a_file_of_the_same_name(tell: Tell, build: Build, publish: Publish) -> None:
    """A file of that name that a document attaches stands at another address."""
    story = tell()
    story.entry(
        "2026-01-05",
        {PATH: document("SOP-004", body="[The parts](manifest.json)\n"), "procedures/manifest.json": "{}\n"},
    )
    site = publish(build(story))
    assert "documents" in manifest_of(site)
    assert next(name for name, content in site.files().items() if content == b"{}\n").startswith("manifest-")
