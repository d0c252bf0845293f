"""A site of which nothing could be otherwise is written once more, without being worked out."""

from __future__ import annotations

import logging
import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.build import Build as SiteBuild
from mkdocs_document_control.generator import MkDocsGenerator
from mkdocs_document_control.staging import Staging
from qms_docs.failures import CannotCheckError, NotInOrderError, WrongUseError
from qms_docs.sources.manifests import read_manifest
from support import document
from support.sites import MKDOCS, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs_document_control.many.dealt import Hashes
    from support import Build, Clone
    from support.sites import Publish, Tell

SETTINGS = MKDOCS + "extra_css: [own.css]\nnav: [index.md, a.md, b.md, nowhere.md]\n"
BODY = "See [[SOP-002]] and [it](b.md#first).\n\n## First\n\nRevision {revision}.\n"


@pytest.fixture
def manual(tell: Tell, build: Build) -> Clone:
    """A manual with past revisions, a style of its own, a page that warns, and a draft."""
    story = tell(mkdocs=SETTINGS)
    story.entry(
        "2026-01-02",
        {
            "procedures/own.css": "p {margin: 1em}\n",
            "procedures/index.md": "---\ncontrolled: false\n---\n# Home\n\nWelcome.\n",
        },
    )
    for revision in (1, 2):
        texts = {
            f"procedures/{letter}.md": document(f"SOP-{number:03}", revision, body=BODY.format(revision=revision))
            for number, letter in enumerate("abcdefghij", 1)
        }
        story.entry(f"2026-0{revision}-05", texts)
    return build(story)


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days for which a site was worked out."""
    days: list[date] = []
    draw_plan = SiteBuild.draw_plan

    def counted(self: SiteBuild) -> None:
        days.append(self.as_of)
        draw_plan(self)

    monkeypatch.setattr(SiteBuild, "draw_plan", counted)
    return days


def files(publish: Publish, clone: Clone, today: date = TODAY, mode: str | None = None) -> dict[str, bytes]:
    """The files of the site but the record of its building."""
    found = publish(clone, today=today, mode=mode).files()
    del found["build.json"]
    return found


def cold(
    publish: Publish, clone: Clone, monkeypatch: pytest.MonkeyPatch, today: date = TODAY, mode: str | None = None
) -> dict[str, bytes]:
    """The files of the site, worked out where nothing is kept."""
    with monkeypatch.context() as patch:
        patch.setenv("QMS_CACHE", "off")
        return files(publish, clone, today, mode)


def accept(clone: Clone) -> None:
    """What was written is accepted."""
    clone.git("add", ".")
    clone.git("commit", "-q", "-m", "A change", day="2026-05-01")


def test_written_once_more(manual: Clone, publish: Publish, worked_out: list[date]) -> None:
    """The second of two equal builds works nothing out, and its site is the same but for the time in its record."""
    first = publish(manual)
    before = first.files()
    (first.folder / "a" / "index.html").write_text("Somebody was here.")
    (first.folder / "left-over.html").write_text("Old.")
    after = publish(manual).files()
    assert len(worked_out) == 1
    record, again = before.pop("build.json"), after.pop("build.json")
    assert before == after
    assert record.splitlines()[2:] == again.splitlines()[2:]
    assert [each.name for each in first.folder.iterdir() if each.name.startswith(".")] == []


def times(folder: Path) -> dict[str, int]:
    """When each file of the site but the record of its building was written."""
    written = {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*")}
    return {name: each for name, each in written.items() if name != "build.json"}


def test_stays_where_it_is(manual: Clone, publish: Publish, worked_out: list[date]) -> None:
    """A site that is what it would be stays as it lies there, but for the record of its building."""
    first = publish(manual)
    (first.folder / ".of-another-program").write_text("Kept.")
    before, written = first.files(), times(first.folder)
    record = (first.folder / "build.json").stat().st_ino
    after = publish(manual)
    assert len(worked_out) == 1
    assert times(after.folder) == written
    assert (after.folder / "build.json").stat().st_ino != record
    assert before.keys() == after.files().keys()


def test_replaced_meanwhile(
    manual: Clone, publish: Publish, worked_out: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another build has put its site in place meanwhile, no record of an older one comes beside it."""
    site = publish(manual).folder
    publish_alone = Staging.publish_alone

    def replaced(self: Staging, name: str, standing: Hashes) -> None:
        (site / "manifest.json").write_text("{}")
        publish_alone(self, name, standing)

    record = (site / "build.json").read_bytes()
    monkeypatch.setattr(Staging, "publish_alone", replaced)
    with pytest.raises(CannotCheckError, match="Another build has replaced the site meanwhile"):
        publish(manual)
    assert (site / "build.json").read_bytes() == record
    assert len(worked_out) == 1
    assert [each.name for each in site.iterdir() if each.name.startswith(".")] == []


def change(folder: Path) -> None:
    """A page has other words, and the time that it had."""
    page = folder / "a" / "index.html"
    at = page.stat()
    page.write_bytes(page.read_bytes().replace(b"SOP-001", b"SOP-999"))
    os.utime(page, ns=(at.st_atime_ns, at.st_mtime_ns))


def lose(folder: Path) -> None:
    """A page is missing."""
    (folder / "j" / "index.html").unlink()


def add(folder: Path) -> None:
    """A page lies there that nobody has published."""
    (folder / "b" / "more.html").write_text("More.")


def add_folder(folder: Path) -> None:
    """An empty folder lies there."""
    (folder / "empty").mkdir()


def link(folder: Path) -> None:
    """A page is a link to its copy elsewhere, where it may be changed at any time."""
    page = folder / "a" / "index.html"
    page.rename(folder.parents[1] / "elsewhere.html")
    page.symlink_to(folder.parents[1] / "elsewhere.html")


def link_folder(folder: Path) -> None:
    """A folder of the site is a link to its copy elsewhere."""
    (folder / "a").rename(folder.parents[1] / "elsewhere")
    (folder / "a").symlink_to(folder.parents[1] / "elsewhere")


def pipe(folder: Path) -> None:
    """What should be a page is something that is never read to its end."""
    (folder / "a" / "index.html").unlink()
    os.mkfifo(folder / "a" / "index.html")


def no_record(folder: Path) -> None:
    """A folder lies where the record of the building belongs."""
    (folder / "build.json").unlink()
    (folder / "build.json").mkdir()


@pytest.mark.parametrize("touch", [change, lose, add, add_folder, link, link_folder, pipe, no_record])
@pytest.mark.parametrize("processors", [{0}, {0, 1}])
def test_what_somebody_touched_is_written(  # noqa: PLR0917 - what pytest gives
    manual: Clone,
    publish: Publish,
    worked_out: list[date],
    monkeypatch: pytest.MonkeyPatch,
    touch: Callable[[Path], None],
    processors: set[int],
) -> None:
    """Whatever somebody did to the published site, the next build puts it right."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    first = publish(manual)
    before, names = first.files(), {*times(first.folder)}
    touch(first.folder)
    after = publish(manual)
    again = after.files()
    assert len(worked_out) == 1
    assert {*times(after.folder)} == names
    assert not any(path.is_symlink() for path in after.folder.rglob("*"))
    del before["build.json"], again["build.json"]
    assert before == again


@pytest.mark.parametrize("processors", [{0}, {0, 1}])
def test_by_one_process_or_two(
    manual: Clone, publish: Publish, worked_out: list[date], monkeypatch: pytest.MonkeyPatch, processors: set[int]
) -> None:
    """However many processes write it, the site is the same."""
    first = files(publish, manual)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    lose(manual.path / "site")
    assert files(publish, manual) == first
    assert len(worked_out) == 1


def test_says_the_same(
    manual: Clone, publish: Publish, worked_out: list[date], caplog: pytest.LogCaptureFixture
) -> None:
    """Everything that a build says is said in the same order where the site is only written once more."""
    manual.write("procedures/wrong.md", "No front matter.\n")
    manual.write("mkdocs.yml", SETTINGS.replace("document-control]", "{document-control: {fail_on: never}}]"))
    accept(manual)
    said = []
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="mkdocs"):
            publish(manual)
        said.append([(each.name, each.levelname, each.getMessage()) for each in caplog.records])
    assert len(worked_out) == 1
    assert said[0][:-1] == said[1][:-1]
    assert any("'nowhere.md'" in words for _, level, words in said[1] if level == "WARNING")
    assert any("procedures/wrong.md:1:" in words for _, _, words in said[1])


def revise(clone: Clone) -> None:
    """A revision is accepted."""
    clone.write("procedures/c.md", document("SOP-003", 3, body="Another text.\n"))
    accept(clone)


def edit(clone: Clone) -> None:
    """A document is edited in the work tree, which makes a preview of the site."""
    clone.write("procedures/c.md", (clone.path / "procedures/c.md").read_text() + "More.\n")


def begin(clone: Clone) -> None:
    """A document that nobody has added to git lies in the work tree."""
    clone.write("procedures/new.md", document("SOP-090"))


def take_away(clone: Clone) -> None:
    """A document is missing in the work tree."""
    (clone.path / "procedures" / "d.md").unlink()


def branch(clone: Clone) -> None:
    """A branch with a change is checked out."""
    clone.git("switch", "-q", "-c", "change")
    revise(clone)


def go_back(clone: Clone) -> None:
    """The release branch ends before its last entry."""
    clone.git("reset", "-q", "--hard", "HEAD~1")


def name(clone: Clone) -> None:
    """A mailmap gives an author another name."""
    clone.write(".mailmap", "Somebody Else <jane.weber@example.com>\n")
    accept(clone)


def restyle(clone: Clone) -> None:
    """The style that mkdocs.yml names has other bytes."""
    clone.write("procedures/own.css", "p {margin: 2em}\n")


def restyle_unseen(clone: Clone) -> None:
    """The style has other bytes, which git is told not to look at."""
    clone.git("update-index", "--assume-unchanged", "procedures/own.css")
    restyle(clone)


def lose_style(clone: Clone) -> None:
    """The style is gone."""
    (clone.path / "procedures" / "own.css").unlink()


def settle(clone: Clone) -> None:
    """The site has another navigation."""
    clone.write("mkdocs.yml", SETTINGS.replace("a.md, b.md", "{First: a.md}"))


def settle_unseen(clone: Clone) -> None:
    """The site has another name, at which git is told not to look."""
    clone.git("update-index", "--assume-unchanged", "mkdocs.yml")
    clone.write("mkdocs.yml", SETTINGS.replace("site_name: Manual", "site_name: Handbook"))


def decide(clone: Clone) -> None:
    """The policy says more."""
    policy = (clone.path / "qms.yml").read_text().replace("title: Procedure", "title: Process\n    review: 6 months")
    clone.write("qms.yml", policy)
    accept(clone)


CHANGES = [revise, edit, begin, take_away, branch, go_back, name, restyle, restyle_unseen, lose_style, settle,
           settle_unseen, decide]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_follows_every_change(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, change: Callable[[Clone], None]
) -> None:
    """After a change the site is what it would be without anything kept; so it is in the build after that."""
    files(publish, manual)
    change(manual)
    expected = cold(publish, manual, monkeypatch)
    assert files(publish, manual) == expected
    assert files(publish, manual) == expected


def test_follows_the_day_and_what_is_asked_for(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another day, another mode and a manifest of before each give the site that they ask for."""
    files(publish, manual)
    for today, mode in ((date(2026, 11, 24), None), (TODAY, "preview"), (TODAY, None), (TODAY, "controlled")):
        assert files(publish, manual, today, mode) == cold(publish, manual, monkeypatch, today, mode)
    past = publish(manual, as_of=date(2026, 1, 20)).files()
    assert b"Revision 1." in past["a/index.html"]
    assert b"Revision 2." in publish(manual).files()["a/index.html"]
    previous = read_manifest(manual.path / "site" / "manifest.json", "manifest.json")
    assert previous.sha256.encode() in publish(manual, previous=previous).files()["manifest.json"]
    assert previous.sha256.encode() not in publish(manual).files()["manifest.json"]


def test_follows_variables(manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that stand in variables of the environment are those of the build that runs."""
    manual.write("mkdocs.yml", SETTINGS.replace("site_name: Manual", "site_name: !ENV FIRM"))
    accept(manual)
    for firm in ("Weber", "Weber", "Kaya"):
        monkeypatch.setenv("FIRM", firm)
        assert f"<title>{firm}".encode() in files(publish, manual)["404.html"]


def test_reads_nothing_beyond_its_folder(manual: Clone, publish: Publish, worked_out: list[date]) -> None:
    """What mkdocs.yml names outside of `docs_dir` is no file of the site, and a device without end is not read."""
    manual.write("mkdocs.yml", SETTINGS.replace("[own.css]", "[own.css, /dev/zero, ../beside.css]"))
    accept(manual)
    first = files(publish, manual)
    manual.write(".git/info/exclude", "beside.css\n")
    manual.write("beside.css", "p {margin: 3em}\n")
    assert files(publish, manual) == first
    assert len(worked_out) == 1


def test_follows_another_program(
    manual: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An index of the search that a program of the machine writes is that of the program that is there now."""
    manual.write("mkdocs.yml", SETTINGS.replace("[search,", "[{/search: {prebuild_index: node}},"))
    accept(manual)
    node = tmp_path / "node"
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for number in ("1", "1", "2"):
        node.write_text(f"#!/bin/sh\ncat > {os.devnull}\necho '[{number}]'\n")
        node.chmod(0o755)
        assert f'"index":[{number}]'.encode() in files(publish, manual)["search/search_index.json"]


def test_strict_stays_strict(manual: Clone, publish: Publish, worked_out: list[date]) -> None:
    """What a build has warned of stops a strict one, before and after, and is kept for none."""
    publish(manual)
    before = publish(manual).files()
    for _ in range(2):
        with pytest.raises(NotInOrderError):
            publish(manual, strict=True)
    assert publish(manual).files().keys() == before.keys()
    assert len(worked_out) == 3


def test_warns_of_what_git_does_not_see(
    manual: Clone, publish: Publish, worked_out: list[date], caplog: pytest.LogCaptureFixture
) -> None:
    """A file in the place of one of the site's own is warned of and stops a strict build, also one that git ignores."""
    manual.write("mkdocs.yml", SETTINGS.replace("nowhere.md", "c.md"))
    manual.write(".gitignore", "site/\n*.json\n")
    accept(manual)
    publish(manual, strict=True)
    overlaid = manual.write("procedures/Manifest.json", "{}")
    with pytest.raises(NotInOrderError):
        publish(manual, strict=True)
    assert "Manifest.json is not published as /Manifest.json" in caplog.text
    overlaid.unlink()
    publish(manual, strict=True)
    assert len(worked_out) == 2


def test_circles_that_git_does_not_see(manual: Clone, publish: Publish) -> None:
    """Links in circles are refused before MkDocs walks through them, also where git ignores them."""
    manual.write(".gitignore", "site/\nignored/\n")
    accept(manual)
    publish(manual)
    circle = manual.path / "procedures" / "ignored" / "up"
    circle.parent.mkdir()
    circle.symlink_to("..")
    with pytest.raises(WrongUseError, match="walk in circles"):
        publish(manual)


@pytest.mark.parametrize("line", ["hooks: [hook.py]\n", "theme: {name: material, custom_dir: own}\n"])
def test_beside_what_nobody_knows(manual: Clone, publish: Publish, worked_out: list[date], line: str) -> None:
    """Beside hooks and templates of the organization's own every site is worked out."""
    others = [each for each in SETTINGS.splitlines(keepends=True) if not line.startswith(each.partition(":")[0])]
    manual.write("mkdocs.yml", "".join(others) + line)
    manual.write("own/main.html", '{% extends "base.html" %}\n')
    manual.write("hook.py", "def on_post_build(config):\n    pass\n")
    accept(manual)
    assert files(publish, manual) == files(publish, manual)
    assert len(worked_out) == 2


@pytest.mark.parametrize("damage", ["flipped", "gone"])
@pytest.mark.parametrize("start", ["site", "files", "bodies", "many"])
def test_broken(  # noqa: PLR0917 - what pytest gives
    manual: Clone, publish: Publish, home: Path, worked_out: list[date], damage: str, start: str
) -> None:
    """Where a piece of what is kept is broken or gone, the site is worked out, and is the same."""
    first = files(publish, manual)
    broken = [*(home / ".cache" / "qms-docs").rglob(f"{start}-*")]
    assert broken
    for path in broken:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.unlink() if damage == "gone" else path.write_bytes(content)
    lose(manual.path / "site")
    assert files(publish, manual) == first
    assert len(worked_out) == 2
    assert files(publish, manual) == first


def test_two_builds_of_one_plugin(manual: Clone, publish: Publish, worked_out: list[date]) -> None:
    """A generator that builds again takes the short way as well, and the long one after it."""
    generator, configuration = MkDocsGenerator(), manual.path / "mkdocs.yml"
    publish(manual)
    for number in range(2):
        generator.build(configuration, as_of=None, strict=False, today=TODAY)
        manual.write("procedures/c.md", document("SOP-003", 3 + number, body="Another text.\n"))
        accept(manual)
    assert len(worked_out) == 2
