"""Work that another process does."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from qms_docs.meanwhile import NotDoneError, meanwhile

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


def test_a_process_that_is_no_longer_needed_ends() -> None:
    """Closing does not wait for the work."""
    ahead = meanwhile({"a": lambda: threading.Event().wait(600)})
    ahead.close()
    with pytest.raises(NotDoneError):
        ahead.take("a")


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
