"""Findings stop a build before the old site is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from qms_docs.check import check
from qms_docs.failures import CannotCheckError, NotInOrderError, WrongUseError
from qms_docs.reports.findings import findings_text
from support import document
from support.manuals import opened
from support.sites import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from support import Build, Clone
    from support.sites import Publish, Tell

PATH = "procedures/purchasing.md"
CHANGED = document("SOP-004", 2, body="Three people check.\n")


def change_text(repository: Clone) -> None:
    """The text changes on the release line and its number does not."""
    repository.write(PATH, CHANGED)
    repository.git("commit", "-q", "-a", "-m", "Change", day="2026-04-01")


def set_option(repository: Clone, option: str) -> None:
    """The plugin gets an option, as an accepted change."""
    settings = (repository.path / "mkdocs.yml").read_text()
    repository.write("mkdocs.yml", settings.replace("document-control]", f"{{document-control: {{{option}}}}}]"))
    repository.git("commit", "-q", "-a", "-m", "Set an option", day="2026-04-02")


def test_finding_leaves_the_old_site(purchasing: Clone, publish: Publish, capfd: pytest.CaptureFixture[str]) -> None:
    """A finding stops the build with its place, code and remedy, and the old site is as it was."""
    before = publish(purchasing).files()
    change_text(purchasing)
    with pytest.raises(NotInOrderError, match="1 error"):
        publish(purchasing)
    assert f"{PATH}:5: DC301 " in capfd.readouterr().err
    after = {
        path.relative_to(purchasing.path / "site").as_posix(): path.read_bytes()
        for path in (purchasing.path / "site").rglob("*")
        if path.is_file()
    }
    assert after == before


def test_a_refused_first_build_ends(purchasing: Clone, tmp_path: Path) -> None:
    """A build that is refused ends while another process still compiles templates that nobody will ask for."""
    change_text(purchasing)
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(purchasing.path / "mkdocs.yml")]
    nothing_kept = os.environ | {"QMS_CACHE": str(tmp_path / "kept")}

    done = subprocess.run(command, capture_output=True, text=True, env=nothing_kept, timeout=120, check=False)

    assert done.returncode == 1
    assert f"{PATH}:5: DC301 " in done.stderr


def test_issued_text_stays_published(purchasing: Clone, publish: Publish) -> None:
    """With `fail_on: never` a text that changed under its number is not shown: the issued one is."""
    change_text(purchasing)
    set_option(purchasing, "fail_on: never")
    site = publish(purchasing)
    assert "Two people check." in site.words("/purchasing/")
    assert not site.files_with("Three people check.")
    assert "The text was changed later under this number" in site.words("/purchasing/")


def test_a_stopped_build_says_that_the_site_stays(purchasing: Clone, publish: Publish) -> None:
    """What `qms build` ends with says what became of the site."""
    change_text(purchasing)
    with pytest.raises(
        NotInOrderError, match=r"1 error and 0 warnings\. Nothing was built, and the site is as it was\."
    ):
        publish(purchasing)


def test_serving_says_why_it_does_not_go_on(purchasing: Clone) -> None:
    """An edit that makes a build impossible while the manual is served is told with its place."""
    command = [sys.executable, "-u", "-c", "from qms_docs.cli import main; main()", "serve", "--address", "127.0.0.1:0"]
    with subprocess.Popen(command, cwd=purchasing.path, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        for line in server.stderr:
            told += line
            if "Serving on" in line:
                purchasing.write("qms.yml", "types: [\n")
            if "An error happened" in line:
                break
        server.terminate()
    assert "ERROR   - qms.yml:1: IN101 The policy cannot be used" in told


def test_warning_stops_where_the_option_says_so(tell: Tell, build: Build, publish: Publish) -> None:
    """`fail_on: warning` stops on warnings; the default does not, `--strict` does."""
    story = tell()
    story.entry("2026-01-05", {PATH: document("SOP-004", body="![](flow.png)\n"), "procedures/flow.png": b"png"})
    repository = build(story)
    publish(repository)
    with pytest.raises(NotInOrderError):
        publish(repository, strict=True)
    set_option(repository, "fail_on: warning")
    with pytest.raises(NotInOrderError, match="0 errors and 1 warning"):
        publish(repository)


def test_check_and_build_say_the_same(
    tell: Tell, build: Build, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each line of `qms check`, marks included, stands word for word in what a build says."""
    story = tell()
    shows_nothing = document("SOP-004", body="![](flow.png)\n")
    story.entry(
        "2026-01-05", {PATH: shows_nothing, "procedures/flow.png": b"png", "procedures/new\x1bpage.md": "# X\n"}
    )
    repository = build(story)
    with opened(repository, TODAY.isoformat()) as source:
        lines = findings_text(check(source.manual(preview=True, judged=True, merged=True))).splitlines()
    with pytest.raises(NotInOrderError):
        publish(repository)
    said = [line.partition(" - ")[2].strip() for line in capfd.readouterr().err.splitlines()]
    assert len(lines) == 2
    assert [line for line in said if line in lines] == lines
    assert sum(line.endswith(" (warning)") for line in lines) == 1


def test_what_mkdocs_says_does_nothing(
    tell: Tell, build: Build, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """A link that MkDocs complains of neither colours a terminal nor orders the runner of a job."""
    story = tell()
    body = "[a](no%0A::error::it.md%1b[5m) [b](no##[error]it.md)\n"
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=body)})
    publish(build(story), mode="preview")
    said = capfd.readouterr().err
    assert "it.md" in said
    assert "\x1b" not in said
    assert "##[" not in said
    assert not [line for line in said.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("stated_in", ["command", "mkdocs.yml"])
def test_the_past_has_no_preview(purchasing: Clone, publish: Publish, stated_in: str) -> None:
    """A preview of a day in the past is refused; the past itself and a preview of the future are built."""
    mode = "preview" if stated_in == "command" else None
    if mode is None:
        set_option(purchasing, "mode: preview")
    with pytest.raises(WrongUseError, match="there is none as of 2026-02-01"):
        publish(purchasing, mode=mode, as_of=date(2026, 2, 1))
    assert not (purchasing.path / "site").exists()
    past = publish(purchasing, mode="controlled", as_of=date(2026, 2, 1))
    assert "The manual as it stood on 1 February 2026" in past.html("/")
    future = publish(purchasing, mode=mode, as_of=date(2027, 2, 1))
    assert "It shows texts as they are proposed for 1 February 2027." in future.html("/")


def test_preview_goes_on_unless_strict(purchasing: Clone, publish: Publish, capfd: pytest.CaptureFixture[str]) -> None:
    """Findings never stop a preview, but are logged; with `--strict` they stop it."""
    purchasing.write(PATH, CHANGED)
    site = publish(purchasing)
    assert "Three people check." in site.words("/purchasing/")
    assert "DC301" in capfd.readouterr().err
    with pytest.raises(NotInOrderError):
        publish(purchasing, strict=True)


def test_mkdocs_itself_ends_with_one(purchasing: Clone) -> None:
    """`mkdocs build` ends with exit status 1 and prints every finding as `path:line: CODE fact`."""
    change_text(purchasing)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=purchasing.path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"{PATH}:5: DC301 " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (purchasing.path / "site").exists()


def test_no_repository_is_said_in_a_sentence(purchasing: Clone, publish: Publish) -> None:
    """Where nothing can be checked, the failure is the core's own; MkDocs alone aborts."""
    (purchasing.path / ".git").rename(purchasing.path / "not-git")
    with pytest.raises(CannotCheckError):
        publish(purchasing)
    with pytest.raises(Abort):
        mkdocs_build(load_config(str(purchasing.path / "mkdocs.yml")))


@pytest.mark.parametrize("option", ["fail_on: sometimes", "mode: live", "archive: many", "redlines: -1"])
def test_unknown_option_is_wrong_use(purchasing: Clone, publish: Publish, option: str) -> None:
    """An option that has no meaning is wrong use."""
    set_option(purchasing, option)
    with pytest.raises(WrongUseError):
        publish(purchasing)


def test_missing_plugin_is_wrong_use(tell: Tell, build: Build, publish: Publish) -> None:
    """A site without the plugin is not built by `qms build`: nothing in it would be controlled."""
    repository = build(tell(mkdocs="site_name: Manual\ndocs_dir: procedures\nplugins: [search]\n"))
    repository.write(PATH, document("SOP-004"))
    with pytest.raises(WrongUseError, match="document-control"):
        publish(repository)


@pytest.mark.parametrize("path", ["register.md", "Rules/DC301.md", "purchasing/index.md"])
def test_two_pages_at_one_address_are_refused(purchasing: Clone, publish: Publish, path: str) -> None:
    """A page that would take the address of another is refused in a sentence, and the old site stays."""
    before = publish(purchasing)
    purchasing.write(f"procedures/{path}", document("SOP-009", title="Something else"))
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Add", day="2026-04-01")
    with pytest.raises(NotInOrderError, match="would both stand at"):
        publish(purchasing)
    assert before.holds("register/index.html")


@pytest.mark.parametrize("name", ["reviews.ics", "Register.csv", "changes.xml", "manifest.json"])
def test_a_file_at_the_address_of_a_generated_one(
    purchasing: Clone, publish: Publish, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    """A file in the folder of documents that would stand where the site has its own is named in a warning."""
    own = publish(purchasing).files()
    purchasing.write(f"procedures/{name}", "Ours.\n")
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Add", day="2026-04-01")
    capfd.readouterr()
    after = publish(purchasing).files()
    told = f"{name} is not published as /{name}, because the site has a file of its own there. Rename the file."
    assert capfd.readouterr().err.count(told) == 1
    assert after.keys() == own.keys()
    assert b"Ours." not in after[name.lower()]
    with pytest.raises(NotInOrderError):
        publish(purchasing, strict=True)


def test_an_attachment_at_the_address_of_a_generated_file(
    purchasing: Clone, publish: Publish, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file that a document attaches gets another address there, to which the document leads, and a warning."""
    purchasing.write("procedures/register.csv", "Ours.\n")
    purchasing.write("procedures/lists.md", document("SOP-009", title="Lists", body="[Ours](register.csv)\n"))
    purchasing.git("add", ".")
    purchasing.git("commit", "-q", "-m", "Add", day="2026-04-01")
    site = publish(purchasing)
    assert "register.csv is not published as /register.csv" in capfd.readouterr().err
    assert site.text("register.csv") != "Ours.\n"
    [other] = [name for name, content in site.files().items() if content == b"Ours.\n"]
    assert f'href="../{other}"' in site.article("/lists/")
