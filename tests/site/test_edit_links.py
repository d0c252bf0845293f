"""Edit links lead to the file whose text the reader means to change, on the branch that the site shows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from pathlib import Path

    from support import Build, Clone
    from support.sites import Publish, Site, Tell

REPOSITORY = "https://forge.example/firm/manual"
PATH = "procedures/a.md"
TABLE = "```table\nfile: tools.csv\n```\n"


def edit_link(site: Site, address: str) -> str | None:
    """Where the pencil of a page leads, from the address of the repository on."""
    found = re.search(r'<a href="([^"]*)"[^>]* rel="edit"', site.html(address))
    return found[1].removeprefix(f"{REPOSITORY}/") if found else None


def on_a_branch(repository: Clone, folder: Path, name: str, *, pushed: bool) -> Clone:
    """A clone in which a branch with another text is checked out."""
    clone = repository.clone(folder)
    clone.git("switch", "-q", "-c", name)
    clone.write(PATH, document("SOP-001", 2, body=TABLE))
    clone.git("commit", "-q", "-a", "-m", "Revise", day="2026-05-01")
    if pushed:
        clone.git("push", "-q", "origin", name)
    return clone


def test_a_document_that_is_not_in_force(tell: Tell, build: Build, publish: Publish) -> None:
    """The page shows the revision in force; its link leads to the file that stands, wherever that was moved."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001")})
    waiting = document("SOP-001", 2, effective="2027-01-01")
    story.entry("2026-11-01", {PATH: None, "procedures/buying/b.md": waiting})
    site = publish(build(story))
    assert edit_link(site, "/buying/b/") == "edit/main/procedures/buying/b.md"


def test_a_past_day_leads_to_the_file_of_today(tell: Tell, build: Build, publish: Publish) -> None:
    """What stood elsewhere on that day is edited where it stands now; what is gone is not edited."""
    story = tell()
    gone = document("SOP-002", body=TABLE)
    story.entry("2026-01-05", {PATH: document("SOP-001"), "procedures/gone.md": gone, "procedures/tools.csv": "a\n1\n"})
    obsolete = {"date": "2026-03-01", "superseded_by": None, "reason": "No longer done."}
    story.entry("2026-03-01", {"procedures/gone.md": document("SOP-002", 2, obsolete=obsolete)})
    moved = {PATH: None, "procedures/b.md": document("SOP-001")}
    story.entry("2026-03-02", {"procedures/gone.md": None, "procedures/tools.csv": None, **moved})
    site = publish(build(story), as_of=date(2026, 2, 1))
    assert edit_link(site, "/a/") == "edit/main/procedures/b.md"
    assert edit_link(site, "/gone/") is None
    assert "Edit this table" not in site.words("/gone/")


def test_the_preview_of_a_branch(tell: Tell, build: Build, publish: Publish, tmp_path: Path) -> None:
    """Whoever looks at a branch edits that branch, its tables included, unless the forge lacks it."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001", body=TABLE), "procedures/tools.csv": "a\n1\n"})
    repository = build(story)
    pushed = on_a_branch(repository, tmp_path / "pushed", "ann/größer", pushed=True)
    site = publish(pushed)
    assert edit_link(site, "/a/") == "edit/ann/gr%C3%B6%C3%9Fer/procedures/a.md"
    assert f'href="{REPOSITORY}/edit/ann/gr%C3%B6%C3%9Fer/procedures/tools.csv">Edit' in site.article("/a/")
    kept = on_a_branch(repository, tmp_path / "kept", "mine", pushed=False)
    assert edit_link(publish(kept), "/a/") is None
    assert edit_link(publish(kept, mode="controlled"), "/a/") == "edit/main/procedures/a.md"


def test_the_preview_of_no_branch(tell: Tell, build: Build, publish: Publish, tmp_path: Path) -> None:
    """A job that checks out the merge of a pull request has no branch that could be edited."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001", body=TABLE), "procedures/tools.csv": "a\n1\n"})
    clone = on_a_branch(build(story), tmp_path / "job", "ann/larger", pushed=True)
    clone.git("switch", "-q", "--detach")
    assert edit_link(publish(clone), "/a/") is None


def test_an_edit_on_the_release_branch(tell: Tell, build: Build, publish: Publish) -> None:
    """A preview of what is not committed on the release branch leads to that branch."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-001")})
    repository = build(story)
    repository.write(PATH, document("SOP-001", 2))
    assert edit_link(publish(repository), "/a/") == "edit/main/procedures/a.md"


def test_the_release_branch_by_its_name(tell: Tell, build: Build, publish: Publish) -> None:
    """A release branch with slashes, and one that no setting names, are those that links lead to."""
    story = tell({"release_branch": "release/2026"}, MKDOCS.replace("edit/main/", "edit/release/2026/"))
    story.entry("2026-01-05", {PATH: document("SOP-001")})
    repository = build(story)
    repository.git("branch", "-m", "release/2026")
    assert edit_link(publish(repository), "/a/") == "edit/release/2026/procedures/a.md"


def test_a_release_branch_that_nothing_names(tell: Tell, build: Build, publish: Publish) -> None:
    """Without a setting and without a `main` it is the branch that is checked out."""
    settings = MKDOCS.replace("forge.example", "github.com").replace("edit_uri: edit/main/procedures/\n", "")
    story = tell({"release_branch": None}, settings)
    story.entry("2026-01-05", {PATH: document("SOP-001")})
    repository = build(story)
    repository.git("branch", "-m", "trunk")
    assert edit_link(publish(repository), "/a/") == "https://github.com/firm/manual/edit/trunk/procedures/a.md"
