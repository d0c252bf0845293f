"""The new site takes the place of the old one, file by file where few of them differ, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.replacing import replace_site

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW, MANY = 3, 300
"""Files that are replaced one by one, and files that are not."""


def write(folder: Path, files: Mapping[str, str]) -> None:
    """The files stand in the folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def hashes(files: Mapping[str, str]) -> dict[str, str]:
    """What the manifest of a site of these files says."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}


def found(folder: Path) -> dict[str, str]:
    """What stands in the folder; a folder in which nothing stands says so."""
    below = [path for path in folder.rglob("*") if path.is_file() or not any(path.iterdir())]
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else "an empty folder" for path in below
    }


def replaced(site: Path, old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """What stands where the old site stood, once the new one, of which only what differs was written, replaces it."""
    write(site, old)
    target = site / ".next-one"
    target.mkdir()
    differing = {name: text for name, text in new.items() if old.get(name) != text}
    write(target, {**differing, "build.json": "now", "manifest.json": new["manifest.json"]})
    replace_site(site, target, hashes(new), hashes(old))
    assert not any(path.is_file() for path in target.rglob("*"))
    shutil.rmtree(target)
    return found(site)


SITE = {
    "index.html": "Home",
    "a/index.html": "A",
    "a/b/index.html": "B",
    "c/index.html": "C",
    "search/index.json": "1",
    "manifest.json": "1",
}
OTHERS = {
    "another text": {"a/b/index.html": "Other"},
    "a new page in new folders": {"x/y/z/index.html": "New"},
    "a page that is gone with its folder": {"a/b/index.html": None},
    "a folder that is gone with all in it": {"a/index.html": None, "a/b/index.html": None},
    "a file in the place of a folder": {"c/index.html": None, "c": "A file"},
    "a folder in the place of a file": {"index.html": None, "index.html/index.html": "A folder"},
    "a file that begins with a dot": {".nojekyll": ""},
    "nothing": {},
}


@pytest.mark.parametrize("more", [0, MANY])
@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_the_new_site_stands(tmp_path: Path, change: Mapping[str, str | None], more: int) -> None:
    """Whatever differs, few files or many, exactly the new site stands there with the new record of the build."""
    old = SITE | {"build.json": "before"} | {f"many/{number}.html": "old" for number in range(more)}
    new = {**old, "manifest.json": "2", **{f"many/{number}.html": "new" for number in range(more)}, **change}
    del old["build.json"], new["build.json"]
    expected = {name: text for name, text in new.items() if text is not None}
    assert replaced(tmp_path, old, expected) == expected | {"build.json": "now"}


def test_what_is_the_same_is_not_touched(tmp_path: Path) -> None:
    """Where few files differ the others are the same files, so that whoever copies the site sees what is new."""
    write(tmp_path, SITE)
    before = {name: (tmp_path / name).stat() for name in SITE}
    replaced(tmp_path, SITE, SITE | {"c/index.html": "Other", "manifest.json": "2"})
    same = {name for name, stat in before.items() if (tmp_path / name).stat().st_ino == stat.st_ino}
    assert same == SITE.keys() - {"c/index.html", "manifest.json"}


def test_others_keep_what_begins_with_a_dot(tmp_path: Path) -> None:
    """What another program keeps beside the site stays."""
    write(tmp_path, {".git/HEAD": "ref: refs/heads/pages"})
    there = replaced(tmp_path, SITE, SITE | {"manifest.json": "2"})
    assert there[".git/HEAD"] == "ref: refs/heads/pages"


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_bears_the_name_of_a_new_folder_gives_way(tmp_path: Path, kind: str) -> None:
    """Where somebody has put something at which the new site has a folder, nothing is written to where it leads."""
    elsewhere, site = tmp_path / "elsewhere", tmp_path / "site"
    elsewhere.mkdir()
    site.mkdir()
    if kind == "link":
        (site / ".pictures").symlink_to(elsewhere)
    else:
        (site / ".pictures").write_text("Anything.")
    new = SITE | {".pictures/a.svg": "<svg/>", "manifest.json": "2"}
    assert replaced(site, SITE, new) == new | {"build.json": "now"}
    assert not any(elsewhere.iterdir())


def test_a_site_that_is_half_exchanged_has_no_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed leaves nothing that another build takes for the old site, of which some would stay."""
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        if self.name == "z.html":
            raise SystemExit
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(SystemExit):
        replaced(tmp_path, SITE, SITE | {"a/index.html": "Other", "z.html": "New", "manifest.json": "2"})
    assert found(tmp_path)["a/index.html"] == "Other"
    assert not (tmp_path / "manifest.json").exists()


@pytest.mark.parametrize("many", [FEW, MANY])
def test_where_it_cannot_be_done_the_old_site_stays(tmp_path: Path, many: int) -> None:
    """A file of the new site that is missing when it should be moved: nothing has moved, and nothing is new."""
    old = SITE | {f"many/{number}.html": "old" for number in range(many)}
    new = old | {f"many/{number}.html": "new" for number in range(many)} | {"z/z.html": "New", "manifest.json": "2"}
    del new["c/index.html"]
    write(tmp_path, old)
    (tmp_path / ".next-one").mkdir()
    write(tmp_path / ".next-one", {name: text for name, text in new.items() if name.startswith("many")})
    before = {name: (tmp_path / name).stat().st_ino for name in old}
    with pytest.raises(OSError, match="No such file"):
        replace_site(tmp_path, tmp_path / ".next-one", hashes(new), hashes(old))
    assert before == {name: (tmp_path / name).stat().st_ino for name in old}
    assert {each.name for each in tmp_path.iterdir()} == {name.partition("/")[0] for name in old} | {".next-one"}


def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many files differ and the disk knows no links, what stays is copied."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    old = SITE | {f"many/{number}.html": "old" for number in range(MANY)}
    new = old | {f"many/{number}.html": "new" for number in range(MANY)} | {"manifest.json": "2"}
    assert replaced(tmp_path, old, new) == new | {"build.json": "now"}


def test_a_withdrawn_page_in_a_folder_with_a_dot(tmp_path: Path) -> None:
    """A page that the old site had in a folder that begins with a dot goes with a site that is replaced as a whole.

    What its manifest names in the folder of git, beyond the site, or behind a link is nothing of the site's.
    """
    outside = tmp_path / "outside"
    site = tmp_path / "site"
    named = dict.fromkeys((".well/a.html", ".git/HEAD", ".link/x.txt", "../outside/x.txt", ".well/sub"), "")
    write(site, {".well/a.html": "Secret", ".well/other.txt": "Of others", ".git/HEAD": "ref", ".well/sub/b.html": "B"})
    write(site, {"index.html": "Home", "manifest.json": json.dumps({"files": named})})
    write(outside, {"x.txt": "Mine"})
    (site / ".link").symlink_to(outside)
    write(site / ".next-one", {"index.html": "New", "manifest.json": "2", "build.json": "now"})
    replace_site(site, site / ".next-one", hashes({"index.html": "New", "manifest.json": "2"}), {})
    (site / ".next-one").rmdir()
    assert not (site / ".well" / "a.html").exists()
    assert found(outside) == {"x.txt": "Mine"}
    kept = {".well/other.txt", ".git/HEAD", ".well/sub/b.html", "index.html", "manifest.json", "build.json"}
    assert {*found(site)} - {".link", ".link/x.txt"} == kept
