"""Python's search for rubbish, put off while hardly anything is made but what stays."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CollectionPutOff", "keep_uncollected", "no_collection"]

_SOON = 2.0
"""Seconds in which a browser has loaded what was waited for."""
_MOST_TIMES = 5
"""Pieces of work in a row after which nothing was looked for."""


@contextmanager
def no_collection(*, stays: bool = True) -> Iterator[None]:
    """Nothing is looked for meanwhile, and what `stays` is not looked through again and again afterwards.

    A manual holds hundreds of thousands of values and no circles; looking through all of them takes longer than reading
    a part of them, and copies the memory that a divided process shares. What is rubbish already would stay as well.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stays:
            gc.freeze()
        if enabled:
            gc.enable()


def keep_uncollected() -> None:
    """What is no rubbish now stays to the end, and is not looked through again and again until then."""
    gc.collect()
    gc.freeze()


class CollectionPutOff:
    """In a process that works again and again: nothing is looked for while somebody waits, but soon afterwards."""

    def __init__(self) -> None:
        """Rubbish is looked for as ever."""
        self._times = 0
        self._waiting: threading.Timer | None = None

    def begin(self) -> None:
        """Somebody waits from here on."""
        self._wait_no_longer()
        self._times += 1
        if self._times > _MOST_TIMES:
            # Somebody who never rests would fill the memory.
            self._collect()
        gc.disable()

    def soon(self) -> None:
        """Nobody waits any longer, once it has been shown what was waited for."""
        self._waiting = threading.Timer(_SOON, self._collect)
        self._waiting.daemon = True
        self._waiting.start()

    def end(self) -> None:
        """Rubbish is looked for as ever."""
        self._wait_no_longer()
        gc.enable()

    def _wait_no_longer(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting.join()
            self._waiting = None

    def _collect(self) -> None:
        gc.collect()
        self._times = 0
        gc.enable()
