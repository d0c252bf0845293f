"""Progress on a terminal, from the third second on."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Bar", "bar"]

_PATIENCE = 2.0
"""Seconds for which nobody wonders."""
_PAUSE = 0.1
"""Seconds between two drawings."""
_LENGTH = 30
_TO_THE_START, _ERASED = "\r", "\r\x1b[K"


class Bar:
    """One line that is drawn again and again, and is gone when anything else is written."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """The time begins to count."""
        self._stream = stream
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._shown = False

    def come_to(self, phase: str, done: int, of: int) -> None:
        """The line says the phase, and how much of it is done."""
        if self._clock() < self._next:
            return
        self._next = self._clock() + _PAUSE
        # In the last column some terminals would go on to the next line.
        room = max(shutil.get_terminal_size().columns - 1, 0)
        self._write(f"{_ERASED}{_line(phase, done, of)[:room]}{_TO_THE_START}")
        self._shown = True

    def make_room(self) -> None:
        """The line is gone."""
        if self._shown:
            self._write(_ERASED)
            self._shown = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            # Whoever watched has gone.
            self._next = float("inf")


def bar() -> Bar | None:
    """The bar on the standard error; None where that is no terminal, or one that cannot erase a line."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return None
    return Bar(sys.stderr)


def _line(phase: str, done: int, of: int) -> str:
    if not of:
        return f"{phase} ..."
    filled = min(done, of) * _LENGTH // of
    return f"{phase}  [{'#' * filled}{'.' * (_LENGTH - filled)}] {done:,} of {of:,}"
