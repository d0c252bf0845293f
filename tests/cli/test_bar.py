"""Progress on a terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from cli.conftest import PATIENCE, environment
from qms_docs.cli.bar import Bar
from qms_docs.progress import come_to, counted, make_room, watched
from support import Story, document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import Build

_ERASED = "\r\x1b[K"


def seconds(*times: float) -> Iterator[float]:
    """A clock that shows one time after the other."""
    yield from times


def test_nothing_before_the_third_second() -> None:
    """Nobody wonders so soon."""
    stream = io.StringIO()
    clock = seconds(0.0, 0.5, 1.9)
    with watched(Bar(stream, lambda: next(clock))):
        come_to("Reading", 1, 4)
        come_to("Reading", 2, 4)
    assert stream.getvalue() == ""


def test_phase_and_part() -> None:
    """The line says what is done and how much of it, and is gone in the end."""
    stream = io.StringIO()
    clock = seconds(0.0, 2.5, 2.5, 2.55, 3.0, 3.0)
    with watched(Bar(stream, lambda: next(clock))):
        assert list(counted("abc", "Following the history", 3)) == ["a", "b", "c"]
    first = f"{_ERASED}Following the history  [{'.' * 30}] 0 of 3\r"
    last = f"{_ERASED}Following the history  [{'#' * 20}{'.' * 10}] 2 of 3\r"
    assert stream.getvalue() == f"{first}{last}{_ERASED}"


def test_room_for_a_line() -> None:
    """What is written beside it stands on a line of its own, and nothing is erased that is not shown."""
    stream = io.StringIO()
    clock = seconds(0.0, 3.0, 3.0)
    with watched(Bar(stream, lambda: next(clock))):
        make_room()
        come_to("Reading the history", 7)
        make_room()
        stream.write("A sentence.\n")
        make_room()
    assert stream.getvalue() == f"{_ERASED}Reading the history ...\r{_ERASED}A sentence.\n"


def test_nobody_watches() -> None:
    """Work that nobody watches is done all the same."""
    assert list(counted("ab", "Reading", 2)) == ["a", "b"]


def test_a_terminal_that_has_gone() -> None:
    """Whoever closes the terminal does not stop the work."""
    ours, theirs = os.openpty()
    os.close(ours)
    clock = seconds(0.0, 3.0, 3.0, 4.0)
    stream = open(theirs, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - a number; it cannot be closed as usual
    with watched(Bar(stream, lambda: next(clock))):
        come_to("Reading", 1, 4)
        come_to("Reading", 2, 4)
    with suppress(OSError):
        stream.close()


def test_a_command_on_a_terminal(build: Build) -> None:
    """Whatever was shown meanwhile, what it has to say stands alone in the end."""
    story = Story()
    story.policy("2026-01-01")
    story.entry("2026-01-05", {"procedures/a.md": document()})
    clone = build(story)
    ours, theirs = os.openpty()
    call = [sys.executable, "-m", "qms_docs", "check"]
    done = subprocess.run(
        call,
        cwd=clone.path,
        env=environment({"TERM": "xterm"}),
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=PATIENCE,
        check=False,
    )
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.returncode in (0, 1)
    assert said.split(_ERASED)[-1].count("\n") == 1
    assert "1 document" in said.split(_ERASED)[-1]
