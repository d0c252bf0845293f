"""Commands that somebody ends from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.conftest import PATIENCE, environment
from support import Story, document
from support.processes import children_of, running_in
from support.sites import MKDOCS

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import Clone

_REQUESTS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def manual(tmp_path: Path) -> Clone:
    """A manual of many documents, which two processes build."""
    told = Story()
    told.policy("2026-01-01")
    told.entry("2026-01-01", {"mkdocs.yml": MKDOCS, ".gitignore": "/site/\n"})
    texts = {f"procedures/step-{each}.md": document(f"SOP-{each:03}", title=f"Step {each}") for each in range(1, 90)}
    told.entry("2026-01-05", texts)
    return told.build(tmp_path / "manual")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def begun(folder: Path, scratch: Path, *words: str) -> subprocess.Popen[bytes]:
    """A command in a session of its own, which starts from nothing that was kept."""
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment({"TMPDIR": str(scratch), "QMS_CACHE": "off", "NO_MKDOCS_2_WARNING": "1"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], object]) -> None:
    """Waits until something is so."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def ended(command: subprocess.Popen[bytes], number: signal.Signals) -> tuple[int, bytes]:
    """Status and talk of a command that one asks to end, while nothing of it goes on."""
    command.send_signal(number)
    _, said = command.communicate(timeout=PATIENCE)
    assert b"Traceback" not in said, said
    assert running_in(command.pid) == []
    return command.returncode, said


@pytest.mark.parametrize("number", _REQUESTS)
def test_a_demo_that_is_ended_leaves_nothing(tmp_path: Path, scratch: Path, number: signal.Signals) -> None:
    """Whoever ends `qms init --demo` finds neither the demo nor a hidden folder of it."""
    place = tmp_path / "place"
    place.mkdir()
    command = begun(place, scratch, "qms_docs", "init", "--demo", "demo")
    wait_for(lambda: any(place.glob(".qms-demo-*/demo/.git")))
    status, said = ended(command, number)
    assert (status, said.strip()) == (130, b"Interrupted.")
    assert list(place.iterdir()) == list(scratch.iterdir()) == []


@pytest.mark.parametrize("target", ["new/manual", "."])
def test_a_beginning_that_is_ended(home: Path, tmp_path: Path, scratch: Path, target: str) -> None:
    """Whoever ends `qms init` while git makes the first commit finds the folder as it was."""
    place, program, sign = tmp_path / "place", tmp_path / "sign", tmp_path / "signing"
    place.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {sign}\nexec sleep 3\n")
    program.chmod(0o755)
    person = "[user]\n\tname = Ann Berg\n\temail = ann@example.com\n"
    (home / ".gitconfig").write_text(f"{person}[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = {program}\n")
    command = begun(place, scratch, "qms_docs", "init", target)
    wait_for(sign.exists)
    status, said = ended(command, signal.SIGTERM)
    assert (status, said.strip()) == (130, b"Interrupted.")
    assert list(place.iterdir()) == list(scratch.iterdir()) == []


@pytest.mark.parametrize("program", ["qms_docs", "mkdocs"])
@pytest.mark.parametrize("number", _REQUESTS)
def test_a_build_that_is_ended(manual: Clone, scratch: Path, program: str, number: signal.Signals) -> None:
    """The old site is as it was, and neither a process nor a folder of the new one is left."""
    site = manual.path / "site"
    site.mkdir()
    (site / "index.html").write_text("The old site.\n")
    command = begun(manual.path, scratch, program, "build")
    wait_for(lambda: any(site.glob(".next-*/assets")))
    status, _ = ended(command, number)
    assert status == (130 if program == "qms_docs" else 1)
    assert [each.name for each in site.iterdir()] == ["index.html"]
    assert list(scratch.iterdir()) == []


def test_two_requests_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    """The first one is heard, and nothing is said of the second one."""
    code = (
        "import os, signal\n"
        "from qms_docs.interruption import heed_requests_to_end, one_at_a_time\n"
        "heed_requests_to_end()\n"
        "try:\n"
        "    with one_at_a_time():\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        os.kill(os.getpid(), signal.SIGHUP)\n"
        "except KeyboardInterrupt:\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    print('heard')\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert capfd.readouterr() == ("heard\n", "")


@pytest.mark.parametrize("words", [("pack", "-o", "../place/p.zip"), ("pdf", "-o", "../place")])
def test_a_result_that_is_ended(manual: Clone, tmp_path: Path, scratch: Path, words: tuple[str, ...]) -> None:
    """Nothing of a file is left that was not whole yet."""
    place = tmp_path / "place"
    place.mkdir()
    command = begun(manual.path, scratch, "qms_docs", *words)
    # Both of them print, which takes long; what prints is loaded when it is needed.
    wait_for(lambda: "libpango" in loaded_by(command.pid) or command.poll() is not None)
    status, said = ended(command, signal.SIGTERM)
    assert (status, said.strip()) == (130, b"Interrupted.")
    assert list(place.iterdir()) == list(scratch.iterdir()) == []


@pytest.mark.parametrize("name", ["python", "git"])
def test_a_process_of_a_build_that_dies(manual: Clone, scratch: Path, name: str) -> None:
    """A build that loses one of its processes ends: with the site, or with a sentence and the old one."""
    site = manual.path / "site"
    site.mkdir()
    (site / "index.html").write_text("The old site.\n")
    for after in range(6):
        command = begun(manual.path, scratch, "qms_docs", "build")
        time.sleep(after * 0.7)
        wait_for(lambda command=command: of_name(command.pid, name) or command.poll() is not None)
        for each in of_name(command.pid, name):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        _, said = command.communicate(timeout=PATIENCE)
        assert b"Traceback" not in said, said
        assert command.returncode in {0, 3}, said
        assert (site / "index.html").stat().st_size > len("The old site.\n") or command.returncode == 3
        assert running_in(command.pid) == []
        assert list(site.glob(".*")) == list(scratch.iterdir()) == []


def of_name(parent: int, name: str) -> list[int]:
    """The processes of that name which a process has begun."""
    return [number for number, called in children_of(parent) if called.startswith(name)]


def loaded_by(process: int) -> str:
    """The names of what is loaded into a process; none once it has ended."""
    try:
        return Path(f"/proc/{process}/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
