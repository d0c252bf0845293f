"""Work that another process does."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qms_docs.meanwhile import NotDoneError, meanwhile
from qms_docs.sources.git_process import GitProcess
from support import Story
from support.processes import children_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.usefixtures("no_other_threads"),
    pytest.mark.skipif(
        sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
        reason="elsewhere, and with one processor, no process is begun, which the tests of sites cover",
    ),
]


@pytest.fixture
def one_processor() -> Iterator[None]:
    """Only one processor may be used."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    yield
    os.sched_setaffinity(0, before)


def test_another_process_does_the_work_in_the_order_given() -> None:
    """Pieces are taken in any order, each once."""
    work: dict[object, Callable[[], object]] = {name: lambda name=name: (name, os.getpid()) for name in "abc"}
    ahead = meanwhile(work)
    (last, process), (first, _) = ahead.take("c"), ahead.take("a")
    assert (first, last) == ("a", "c")
    assert process != os.getpid()
    with pytest.raises(NotDoneError):
        ahead.take("a")
    ahead.close()


def test_what_was_not_asked_for_is_not_waited_for() -> None:
    """A piece that nobody was given is to be done here."""
    ahead = meanwhile({"a": lambda: 1})
    with pytest.raises(NotDoneError):
        ahead.take("b")
    assert ahead.take("a") == 1
    ahead.close()


@pytest.mark.parametrize(
    "end",
    [lambda: 1 // 0, lambda: os._exit(9), lambda: sys.exit(3), lambda: lambda: None],
    ids=["an error", "an end", "an exit", "a result that cannot be sent"],
)
def test_work_that_fails_is_to_be_done_here(end: Callable[[], object], capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever ends the other process, what came before is there, the rest is not, and nothing is printed."""
    ahead = meanwhile({"a": lambda: 1, "b": end, "c": lambda: 3})
    assert ahead.take("a") == 1
    for name in "bc":
        with pytest.raises(NotDoneError):
            ahead.take(name)
    ahead.close()
    assert capfd.readouterr() == ("", "")


def test_what_is_done_is_taken_in_while_it_is_not_asked_for() -> None:
    """A process that has done more than its pipe holds goes on, whatever this one does first."""
    reading, writing = os.pipe()
    work: dict[object, Callable[[], object]] = {number: lambda: b"x" * 500_000 for number in range(10)}
    work["last"] = lambda: os.write(writing, b"done")
    ahead = meanwhile(work)
    os.set_blocking(reading, False)
    until = time.monotonic() + 60
    told = b""
    while not told and time.monotonic() < until:
        ahead.gather()
        with suppress(BlockingIOError):
            told = os.read(reading, 4)
    assert told == b"done"
    assert [ahead.take(number) for number in range(10)] == [b"x" * 500_000] * 10
    ahead.close()
    ahead.gather()
    os.close(reading)
    os.close(writing)


def test_one_that_waits_is_nicer_than_others() -> None:
    """What need not be done soon leaves the processors to what does."""
    niceness = partial(os.nice, 0)
    ahead, later = meanwhile({"a": niceness}), meanwhile({"a": niceness}, waits=True)
    assert (ahead.take("a"), later.take("a")) == (os.nice(0), min(os.nice(0) + 10, 19))
    ahead.close()
    later.close()


def test_a_process_that_is_no_longer_needed_ends() -> None:
    """Closing does not wait for the work."""
    ahead = meanwhile({"a": lambda: threading.Event().wait(600)})
    ahead.close()
    with pytest.raises(NotDoneError):
        ahead.take("a")


def test_a_process_that_is_killed() -> None:
    """Without memory the system kills: what was done is there, the rest is to be done here, and nobody is left."""
    before, waiting = children_of(os.getpid()), threading.Event()
    ahead = meanwhile({"a": os.getpid, "b": lambda: waiting.wait(600)})
    other = ahead.take("a")
    assert isinstance(other, int)
    os.kill(other, signal.SIGKILL)
    with pytest.raises(NotDoneError):
        ahead.take("b")
    assert children_of(os.getpid()) == before


def test_a_process_that_stands_still() -> None:
    """Closing does not wait for a process that was stopped."""
    ahead = meanwhile({"a": os.getpid, "b": lambda: threading.Event().wait(600)})
    other = ahead.take("a")
    assert isinstance(other, int)
    os.kill(other, signal.SIGSTOP)
    ahead.close()
    assert not Path(f"/proc/{other}").exists()


def test_a_result_that_nobody_takes() -> None:
    """A process that waits until somebody reads what it has written is ended by closing."""
    before = children_of(os.getpid())
    ahead = meanwhile({"a": lambda: b"x" * 50_000_000})
    ahead.close()
    ahead.close()
    assert children_of(os.getpid()) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_of_all(number: signal.Signals, capfd: pytest.CaptureFixture[str]) -> None:
    """Ctrl+C reaches the other process too, which ends without a word."""
    ahead = meanwhile({"a": os.getpid, "b": lambda: threading.Event().wait(600)})
    other = ahead.take("a")
    assert isinstance(other, int)
    os.kill(other, number)
    with pytest.raises(NotDoneError):
        ahead.take("b")
    assert capfd.readouterr() == ("", "")


def test_as_many_files_as_the_system_allows() -> None:
    """Where no process can be begun everything is done here."""
    whole = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())), whole[1]))
    try:
        ahead = meanwhile({"a": lambda: 1})
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, whole)
    assert not ahead.begun
    with pytest.raises(NotDoneError):
        ahead.take("a")


def test_a_process_that_was_divided_off_divides_no_more() -> None:
    """There are at most two of them, of which the second does its work itself."""
    ahead = meanwhile({"a": lambda: meanwhile({"b": lambda: 1}).begun})
    assert ahead.take("a") is False
    ahead.close()


def test_git_ends_though_another_process_goes_on(tmp_path: Path) -> None:
    """What this process has opened to git is closed by it alone."""
    story = Story()
    story.policy("2026-01-01")
    clone = story.build(tmp_path / "manual")
    git = GitProcess(clone.path)
    assert [content for _, content in git.read(["HEAD:qms.yml"]) if content]
    ahead = meanwhile({"a": lambda: threading.Event().wait(600)})
    assert ahead.begun
    reader = git.reader.proc
    reader.stdin.close()
    assert reader.wait(60) == 0
    git.stop_reader()
    ahead.close()


def test_another_process_reads_with_a_git_of_its_own(tmp_path: Path) -> None:
    """Both read the same, in any order."""
    story = Story()
    story.policy("2026-01-01")
    clone = story.build(tmp_path / "manual")
    git = GitProcess(clone.path)
    here = git.read_one("HEAD:qms.yml", b"blob")
    ahead = meanwhile({"a": lambda: git.read_one("HEAD:qms.yml", b"blob")})
    assert git.read_one("HEAD:qms.yml", b"blob") == ahead.take("a") == here
    ahead.close()
    git.stop_reader()


@pytest.mark.usefixtures("one_processor")
def test_one_processor_does_everything_itself() -> None:
    """Nothing is won by a second process there."""
    ahead = meanwhile({"a": lambda: 1})
    with pytest.raises(NotDoneError):
        ahead.take("a")


def test_beside_other_threads_no_process_is_begun() -> None:
    """A thread could hold a lock that the other process would wait for without end."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with pytest.raises(NotDoneError):
            meanwhile({"a": lambda: 1}).take("a")
    finally:
        stop.set()
        thread.join()


def test_too_little_work_is_not_given_away() -> None:
    """Beginning a process costs more than a few pieces."""
    with pytest.raises(NotDoneError):
        meanwhile({"a": lambda: 1}, fewest=2).take("a")


def test_what_another_process_knows_is_taken_by_the_one_that_began_it() -> None:
    """A process that is divided off later reads nothing of what was meant for this one, and ends nobody."""
    first = meanwhile({"a": lambda: 1})

    def takes() -> str:
        first.gather()
        try:
            return f"took {first.take('a')}"
        except NotDoneError:
            first.close()
            return "not done"

    second = meanwhile({"b": takes})
    assert second.take("b") == "not done"
    assert first.begun
    assert first.take("a") == 1
    first.close()
    second.close()
