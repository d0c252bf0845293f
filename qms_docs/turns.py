"""Numbers that are given out once, however many processes ask."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

__all__ = ["Turns"]

_LENGTH = 4


class Turns:
    """The numbers from 0 on; a process that was divided off takes its own from the same ones.

    On Linux they wait in a pipe, of which every process takes one at a time. What the pipe has no room for is given to
    the process alone in which this was made. Elsewhere no process is divided (see `meanwhile`).
    """

    def __init__(self, most: int) -> None:
        """No number was given out."""
        self._owner = os.getpid()
        self._pipe = os.pipe() if sys.platform == "linux" else None
        self._own = list(range(most))
        if self._pipe:
            for each in self._pipe:
                os.set_blocking(each, False)
            with suppress(BlockingIOError):
                while self._own:
                    os.write(self._pipe[1], self._own[0].to_bytes(_LENGTH, "big"))
                    del self._own[0]

    def take(self) -> int | None:
        """The next number that nobody has; None where there is none left."""
        with suppress(BlockingIOError):
            if self._pipe and (number := os.read(self._pipe[0], _LENGTH)):
                return int.from_bytes(number, "big")
        return self._own.pop(0) if self._own and os.getpid() == self._owner else None

    def close(self) -> None:
        """There is no number left."""
        self._own = []
        if self._pipe:
            for each in self._pipe:
                os.close(each)
            self._pipe = None
