"""After an edit the pages that stay as they were stay where they lie, and few files are written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.staging import Staging
from qms_docs.failures import CannotCheckError
from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mkdocs_document_control.many.dealt import Hashes
    from mkdocs_document_control.whole.last_site import LastSite
    from support import Build, Clone
    from support.sites import Publish, Site, Tell

pytestmark = pytest.mark.usefixtures("no_other_threads")

PAGES = 40


def text(number: int, revision: int = 1, body: str = "Do it.\n", title: str | None = None) -> str:
    """A document."""
    return document(f"SOP-{number:03}", revision, title=title or f"Step {number}", body=body)


@pytest.fixture
def preview(tell: Tell, build: Build) -> Clone:
    """A manual with revisions of the past, of which somebody edits a document."""
    pruned = MKDOCS.replace("content.action.edit", "navigation.prune")
    story = tell(mkdocs=pruned.replace("document-control]", "{document-control: {fail_on: never}}]"))
    story.entry("2026-01-05", {f"procedures/{number}/text.md": text(number) for number in range(PAGES)})
    story.entry("2026-02-05", {"procedures/8/text.md": text(8, 2, body="Do it well.\n")})
    clone = build(story)
    clone.write("procedures/7/text.md", text(7, 2, body="Do it slowly.\n"))
    return clone


def files(site: Site) -> dict[str, bytes]:
    """The files of a site but the record of its building."""
    found = site.files()
    del found["build.json"]
    return found


def everything(folder: Path) -> dict[str, int]:
    """Each file and folder of a site, with what tells it from another one of the same name."""
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*")}


def cold(clone: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, bytes], set[str]]:
    """The files of the site where nothing is kept, and its files and folders."""
    with monkeypatch.context() as patch:
        patch.setenv("QMS_CACHE", "off")
        site = publish(clone)
        return files(site), {*everything(site.folder)}


def edit(clone: Clone) -> None:
    """Another sentence."""
    clone.write("procedures/7/text.md", text(7, 2, body="Do it very slowly.\n"))


def begin(clone: Clone) -> None:
    """A document begins, with a picture."""
    clone.write("procedures/new/text.md", text(90, body="![Step](step.svg)\n"))
    clone.write("procedures/new/step.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>\n")


def remove(clone: Clone) -> None:
    """A document is gone."""
    clone.git("rm", "-q", "procedures/9/text.md")


def move(clone: Clone) -> None:
    """A document stands elsewhere, and another one where it stood."""
    clone.git("mv", "procedures/9", "procedures/moved")
    clone.write("procedures/9.md", text(91))


def retitle(clone: Clone) -> None:
    """The navigation of all pages says something else."""
    clone.write("procedures/7/text.md", text(7, 2, title="Slow step"))


def rename_site(clone: Clone) -> None:
    """Every page says something else."""
    clone.write("mkdocs.yml", (clone.path / "mkdocs.yml").read_text().replace("site_name: ", "site_name: New "))


@pytest.mark.parametrize("change", [edit, begin, remove, move, retitle, rename_site])
def test_the_site_is_what_it_would_be(
    preview: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch, change: Callable[[Clone], None]
) -> None:
    """Whatever somebody changes, and takes back, the site is that of a build that knows nothing."""
    publish(preview)
    before = preview.git("stash", "create").strip()
    change(preview)
    site = publish(preview)
    warm = files(site), {*everything(site.folder)}
    assert warm == cold(preview, publish, monkeypatch)
    preview.git("checkout", "-q", before, "--", ".")
    preview.git("clean", "-fdq")
    site = publish(preview)
    assert (files(site), {*everything(site.folder)}) == cold(preview, publish, monkeypatch)


def test_few_files_are_written(preview: Clone, publish: Publish) -> None:
    """After an edit of words the page of the document is another file, and those of other documents are not."""
    folder = publish(preview).folder
    before = everything(folder)
    edit(preview)
    publish(preview)
    after = everything(folder)
    assert before.keys() == after.keys()
    written = {name for name in after if after[name] != before[name]}
    assert {"7/text/index.html", "manifest.json", "build.json"} <= written
    others = {f"{number}/text/index.html" for number in range(PAGES) if number != 7}
    assert not written & (others | {"8/text/revisions/1/index.html", "assets"})


def test_a_site_that_somebody_touched_is_written(
    preview: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is another than was published does not stay."""
    folder = publish(preview).folder
    (folder / "3" / "text" / "index.html").write_text("Anything.")
    edit(preview)
    assert files(publish(preview)) == cold(preview, publish, monkeypatch)[0]


@pytest.mark.parametrize("forgotten", [False, True])
def test_another_build_came_first(
    preview: Clone, publish: Publish, home: Path, monkeypatch: pytest.MonkeyPatch, *, forgotten: bool
) -> None:
    """Where another site was put there meanwhile, it gives way whole; it stays where a page is kept no more."""
    folder = publish(preview).folder
    publish_whole = Staging.publish

    def late(self: Staging, hashes: Hashes, last: LastSite | None) -> None:
        for path in folder.rglob("*.*"):
            if path.is_file() and ".next-" not in str(path):
                path.write_text("Of another site.")
        for path in (home / ".cache" / "qms-docs").rglob("bodies-*") if forgotten else ():
            path.unlink()
        publish_whole(self, hashes, last)

    edit(preview)
    monkeypatch.setattr(Staging, "publish", late)
    if forgotten:
        with pytest.raises(CannotCheckError, match="Another build has replaced the site meanwhile"):
            publish(preview)
        assert (folder / "index.html").read_text() == "Of another site."
    else:
        assert files(publish(preview)) == cold(preview, publish, monkeypatch)[0]


def take_a_page(folder: Path) -> None:
    """A page is gone, as where another build is ended by force while it exchanges files."""
    (folder / "3" / "text" / "index.html").unlink()


def write_a_page(folder: Path) -> None:
    """A page is written over with as many bytes."""
    page = folder / "3" / "text" / "index.html"
    page.write_bytes(b"x" * page.stat().st_size)


def link_a_page(folder: Path) -> None:
    """A page is a link to one that is the same."""
    page = folder / "3" / "text" / "index.html"
    page.rename(folder.parent / "page.html")
    page.symlink_to(folder.parent / "page.html")


@pytest.mark.parametrize("touch", [take_a_page, write_a_page, link_a_page])
@pytest.mark.parametrize("change", [edit, retitle])
def test_a_site_that_somebody_touches_meanwhile(
    preview: Clone,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
    touch: Callable[[Path], None],
    change: Callable[[Clone], None],
) -> None:
    """Where pages are not those any more that a build has looked at, the site is replaced as a whole."""
    folder = publish(preview).folder
    publish_whole = Staging.publish

    def late(self: Staging, hashes: Hashes, last: LastSite | None) -> None:
        touch(folder)
        publish_whole(self, hashes, last)

    change(preview)
    with monkeypatch.context() as patch:
        patch.setattr(Staging, "publish", late)
        warm = files(publish(preview))
    assert not (folder / "3" / "text" / "index.html").is_symlink()
    assert warm == cold(preview, publish, monkeypatch)[0]


def test_another_build_came_to_the_same(preview: Clone, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the site that another build has put there meanwhile is the one to be put there, all is well."""
    folder = publish(preview).folder
    publish_whole = Staging.publish

    def late(self: Staging, hashes: Hashes, last: LastSite | None) -> None:
        shutil.copytree(next(folder.glob(".next-*")), folder, dirs_exist_ok=True)
        publish_whole(self, hashes, last)

    edit(preview)
    with monkeypatch.context() as patch:
        patch.setattr(Staging, "publish", late)
        site = publish(preview)
        found = files(site), {*everything(site.folder)}
    assert found == cold(preview, publish, monkeypatch)
