"""Files that people name or write, which may be something else than files."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_regular"]

_NO_FILE = "it is no regular file"


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file; links are followed.

    Raises OSError, also for what could be waited for without end (a pipe) or never ends (a device).
    """
    # Without this the opening of a pipe waits until somebody writes into it.
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, _NO_FILE)
        return stream.read()
