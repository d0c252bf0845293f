"""Whoever ends a command from outside is heard as whoever presses Ctrl+C: what was begun is taken back."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["heed_requests_to_end", "one_at_a_time"]

_REQUESTS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What `kill`, a job that is cancelled, a machine that shuts down and a terminal that is closed send."""


def heed_requests_to_end() -> None:
    """A request to end raises KeyboardInterrupt from here on, unless somebody has decided about it already."""
    if threading.current_thread() is not threading.main_thread():
        return
    for each in _REQUESTS:
        if signal.getsignal(each) is signal.SIG_DFL:
            signal.signal(each, _end)


def _end(*_: object) -> None:
    """The first request counts; a second one would stop what takes back what was begun."""
    for each in _REQUESTS:
        if signal.getsignal(each) is _end:
            # Of one that has come and is ignored before it was heard Python would print that it was lost.
            signal.signal(each, _heard)
    raise KeyboardInterrupt


def _heard(*_: object) -> None:
    """Another one asks for what is being done."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Requests to end and Ctrl+C wait until the block is over, where the system lets them wait."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_REQUESTS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
