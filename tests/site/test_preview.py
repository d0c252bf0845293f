"""A preview makes its pages when somebody opens them, and each is what a build that knows nothing would make."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import MkDocsException

from mkdocs_document_control.kept.pages import KeptPages
from mkdocs_document_control.many.later import LaterPages
from mkdocs_document_control.many.pages import ManyPages
from support import document, organization_file, policy
from support.preview import Preview, differing
from support.sites import MKDOCS, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mkdocs.structure.pages import Page

    from mkdocs_document_control.page import PlannedPage
    from support import Build, Clone
    from support.sites import Tell

TEXT = "# Steps\n\nSee [[SOP-002]], [[SOP-002@1]] and [it](b.md#steps).\n\n![Flow](flow.png)\n\nRevision {revision}.\n"
PAST = "a/revisions/1/index.html"
LIST = "register/index.html"
HOOK = """\
from pathlib import Path

def on_files(files, config):
    files.get_file_from_path("register.csv").content_bytes = b"nothing"
    return files

def on_post_build(config):
    listing = Path(config.site_dir, "register.json")
    assert b"SOP-001" in listing.read_bytes()
    listing.write_text('{"about": "another one"}')
    Path(config.site_dir, "changes.xml").unlink()
"""


@pytest.fixture
def manual(tell: Tell, build: Build) -> Clone:
    """A manual with past revisions, comparisons, pictures, and a revision that takes effect tomorrow."""
    story = tell(mkdocs=MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]"))
    for revision in (1, 2, 3):
        files: dict[str, str | bytes | None] = {
            f"procedures/{letter}.md": document(f"SOP-00{number}", revision, body=TEXT.format(revision=revision))
            for number, letter in enumerate("abc", 1)
        }
        files["procedures/flow.png"] = b"\x89PNG " + bytes([revision])
        story.entry(f"2026-0{revision}-05", files)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    story.entry("2026-05-05", {"procedures/c.md": document("SOP-003", 4, effective=tomorrow, body="Tomorrow.\n")})
    return build(story)


@pytest.fixture
def preview(manual: Clone, tmp_path: Path) -> Iterator[Preview]:
    """Its preview, built once."""
    with Preview(manual, tmp_path / "preview", TODAY) as opened:
        opened.build()
        yield opened


def test_every_page_is_there(manual: Clone, preview: Preview) -> None:
    """Whoever asks gets every file of the site, byte for byte, though most were not made before."""
    assert not preview.lies_there(PAST)
    assert differing(manual, preview, TODAY) == []
    assert preview.lies_there(PAST)


def test_the_manifest_names_what_is_not_made(preview: Preview, manual: Clone) -> None:
    """The manifest is asked for first, and names every page with the hash that it will have."""
    named = json.loads(preview.ask("/manifest.json").content)
    assert PAST in json.dumps(named)
    assert not preview.lies_there(PAST)
    assert differing(manual, preview, TODAY) == []


def test_the_manifest_is_worked_out_once(manual: Clone, preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several who ask for the manifest at once get the same one, for which every page is made once."""
    made: list[str] = []
    content = LaterPages._content

    def counted(self: LaterPages, page: Page, planned: PlannedPage) -> bytes:
        made.append(planned.src_uri)
        return content(self, page, planned)

    monkeypatch.setattr(LaterPages, "_content", counted)
    preview.build()
    with ThreadPoolExecutor(4) as clients:
        answers = [*clients.map(preview.ask, ["/manifest.json"] * 4)]
    assert {each.status[:3] for each in answers} == {"200"}
    assert len({each.content for each in answers}) == 1
    assert made
    assert len(made) == len({*made})
    assert differing(manual, preview, TODAY) == []


def test_what_is_nowhere_is_missing(preview: Preview) -> None:
    """A page that the site does not have is missing, and so is one outside of it."""
    for address in ("/nowhere/", "/a/revisions/9/", "/../qms.yml", "/a/revisions/", "/a/\0", "/a/revisions/1/\0/"):
        assert preview.ask(address).status.startswith("404")
    assert preview.ask("/a/revisions/1").status.startswith("302")


def test_hardly_anything_is_made_ahead(preview: Preview, manual: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build after an edit draws no page of the past; opening one draws this one alone."""
    drawn: list[object] = []
    cut = ManyPages._cut

    def counted(self: ManyPages, *about: object) -> object:
        drawn.append(about[1])
        return cut(self, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(ManyPages, "_cut", counted)
    manual.write("procedures/a.md", document("SOP-001", 4, body="Edited.\n"))
    preview.build()
    assert b"Edited." in preview.ask("/a/").content
    assert drawn == []
    assert b"Revision 1." in preview.ask("/a/revisions/1/").content
    assert b"Revision 1." in preview.ask("/a/revisions/1/").content
    assert len(drawn) == 1


def test_lists_are_drawn_when_asked_for(preview: Preview, manual: Clone) -> None:
    """A list is neither looked for nor drawn before somebody opens it, and shows the latest edit then."""
    for title in ("First name", "Second name"):
        manual.write("procedures/a.md", document("SOP-001", 4, title=title, body="Edited.\n"))
        preview.build()
        assert not preview.lies_there(LIST)
        assert title.encode() in preview.ask("/register/").content
        assert preview.lies_there(LIST)
    assert differing(manual, preview, TODAY) == []


def test_files_for_programs_are_made_when_asked_for(preview: Preview, manual: Clone) -> None:
    """Nobody writes a register or feed before somebody asks for it, and it tells of the latest state then."""
    names = ("register.json", "register.csv", "changes.xml", "reviews.ics")
    for revision, title in ((4, "First name"), (5, "Second name")):
        manual.write("procedures/a.md", document("SOP-001", revision, title=title, body="Edited.\n"))
        _commit(manual)
        preview.build()
        assert not any(preview.lies_there(each) for each in names)
        assert title.encode() in preview.ask("/register.json").content
        assert preview.ask("/reviews.ics").content.startswith(b"BEGIN:VCALENDAR")
        assert [each for each in names if preview.lies_there(each)] == ["register.json", "reviews.ics"]
    assert differing(manual, preview, TODAY) == []


def test_a_hook_finds_every_file(manual: Clone, tmp_path: Path) -> None:
    """Beside a hook of the organization, which may do whatever it likes with them, files for programs are written."""
    manual.write("hook.py", HOOK)
    settings = (manual.path / "mkdocs.yml").read_text(encoding="utf-8")
    manual.write("mkdocs.yml", f"{settings}hooks: [hook.py]\n")
    with Preview(manual, tmp_path / "preview", TODAY) as preview:
        preview.build()
        assert preview.ask("/register.csv").content == b"nothing"
        assert json.loads(preview.ask("/register.json").content)["about"] == "another one"
        assert preview.ask("/manifest.json").content.count(hashlib.sha256(b"nothing").hexdigest().encode()) == 1
        assert not preview.ask("/changes.xml").is_found


def test_nothing_is_kept(manual: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder to keep anything in, and with one that is taken away, every edit shows what a build makes."""
    for kept in ("off", str(tmp_path / "kept")):
        monkeypatch.setenv("QMS_CACHE", kept)
        with Preview(manual, tmp_path / "preview", TODAY) as preview:
            for revision in (4, 5, 6):
                preview.build()
                assert differing(manual, preview, TODAY) == []
                assert differing(manual, preview, TODAY) == []
                shutil.rmtree(kept, ignore_errors=True)
                manual.write("procedures/a.md", document("SOP-001", 4, body=TEXT.format(revision=revision)))


def test_pages_that_were_drawn_are_known(preview: Preview, manual: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first build has drawn, with nothing kept before, is not looked for after an edit."""
    looked_for: list[str] = []
    find = KeptPages.find

    def counted(self: KeptPages, key: bytes | None, planned: PlannedPage) -> object:
        looked_for.append(planned.src_uri)
        return find(self, key, planned)

    monkeypatch.setattr(KeptPages, "find", counted)
    manual.write("procedures/a.md", document("SOP-001", 4, body=TEXT.format(revision=4)))
    preview.build()
    assert "a.md" in looked_for
    assert not {"b.md", "c.md"} & {*looked_for}
    assert differing(manual, preview, TODAY) == []


def test_after_whatever_happens(manual: Clone, preview: Preview) -> None:
    """After each of many changes every file is what a build makes that knows nothing of those before."""
    for number, change in enumerate(CHANGES):
        preview.ask("/a/revisions/1/")
        change(manual)
        preview.build()
        assert (number, differing(manual, preview, TODAY)) == (number, [])


def test_midnight(manual: Clone, preview: Preview) -> None:
    """On the next day the next build shows what holds then."""
    preview.set_day(TODAY + timedelta(days=1))
    preview.build()
    assert differing(manual, preview, TODAY + timedelta(days=1)) == []


def test_a_broken_build_shows_nothing_old(manual: Clone, preview: Preview) -> None:
    """What an edit has broken gives no page of the state before, and is right again once it is mended."""
    stated = (manual.path / "qms.yml").read_text(encoding="utf-8")
    manual.write("qms.yml", "types: [\n")
    with suppress(MkDocsException):
        preview.build()
    assert not preview.ask("/a/revisions/2/").is_found
    manual.write("qms.yml", stated)
    preview.build()
    assert differing(manual, preview, TODAY) == []


def test_a_server(manual: Clone) -> None:
    """`qms serve` answers with pages of the past, follows an edit, says what it cannot find, and ends with Ctrl+C."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from qms_docs.cli import main; main()", "serve", "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=manual.path, stderr=subprocess.DEVNULL, start_new_session=True) as server:
        try:
            _wait_for(port, b"<h1")
            assert b"Revision 2." in _asked(port, "/a/revisions/2/")
            assert b"livereload" in _asked(port, "/a/revisions/2/")
            assert _asked(port, "/nowhere/") == b""
            manual.write("procedures/a.md", document("SOP-001", 4, body="Edited.\n"))
            _wait_for(port, b"Edited.")
            assert b"Revision 1." in _asked(port, "/a/revisions/1/")
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


def _wait_for(port: int, words: bytes) -> None:
    until = time.monotonic() + 60
    while words not in _asked(port, "/a/"):
        assert time.monotonic() < until
        time.sleep(0.1)


def _asked(port: int, address: str) -> bytes:
    """What a server answers; nothing where it does not know the page, or does not listen yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=60) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def _edit(clone: Clone) -> None:
    clone.write("procedures/a.md", document("SOP-001", 4, body="Begun.\n"))


def _edit_again(clone: Clone) -> None:
    clone.write("procedures/a.md", document("SOP-001", 4, title="Other lines\n  of it", body="Begun.\n\nMore.\n"))


def _commit(clone: Clone) -> None:
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "Meanwhile", day="2026-06-01")


def _move_and_remove(clone: Clone) -> None:
    clone.write("procedures/other/b.md", (clone.path / "procedures/b.md").read_text(encoding="utf-8"))
    for name in ("b", "c"):
        (clone.path / f"procedures/{name}.md").unlink()


def _begin(clone: Clone) -> None:
    clone.write("procedures/d.md", document("SOP-004", title="Another <one>", body="See [[SOP-001]].\n"))
    clone.write("procedures/flow.png", b"\x89PNG other")


def _policy(clone: Clone) -> None:
    clone.write("qms.yml", policy(types={"procedure": {"approvals": [{"role": "quality-manager"}]}}))


def _people(clone: Clone) -> None:
    clone.write("records/organization.yml", organization_file({"Cid Dahl": ["quality-manager"]}))


def _name(clone: Clone) -> None:
    settings = (clone.path / "mkdocs.yml").read_text(encoding="utf-8")
    clone.write("mkdocs.yml", settings.replace("site_name: Manual", "site_name: Ours\nnav: [a.md, other/b.md]"))


def _branch(clone: Clone) -> None:
    _commit(clone)
    clone.git("checkout", "-q", "-b", "better", "HEAD~1")
    clone.write("procedures/b.md", document("SOP-002", 5, body="On a branch.\n"))
    _commit(clone)


def _back(clone: Clone) -> None:
    clone.git("checkout", "-q", "main")


def _rewrite(clone: Clone) -> None:
    clone.git("reset", "-q", "--hard", "HEAD~2")


CHANGES = (
    *(_edit, _edit_again, _commit, _move_and_remove, _begin, _commit, _policy, _people, _edit_again, _commit),
    *(_name, _branch, _back, _rewrite),
)
"""One after the other, each seen by a build."""
