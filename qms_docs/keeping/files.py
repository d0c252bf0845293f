"""The files in which things are kept: their names, their size, and when they go."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["DRAFT", "ENDING", "PIECES", "SLIP", "forget", "is_older", "latest_first", "size_of"]

ENDING, PIECES, SLIP = ".kept", ".pieces", ".slip"
DRAFT = "draft-"
_OURS = (f"*{ENDING}", f"*{PIECES}", f"*{SLIP}", f"{DRAFT}*")
"""Every file that a run writes into the folder of a program."""
_NAME = re.compile(r"[0-9a-f]{32}")
"""How the folder of a repository is called, and in it that of a program."""
_FORGOTTEN = 60 * 24 * 60 * 60
"""Seconds after which what belongs to a repository or a program that nobody uses any more is thrown away."""


def forget(root: Path) -> None:
    """What no run has used for long is thrown away; looked for when something new begins.

    Somebody may have named a folder that is full of other things: what is not called as a run would call it stays.
    """
    for folder in root.glob("*/*"):
        named = _NAME.fullmatch(folder.name) and _NAME.fullmatch(folder.parent.name)
        if named and is_older(folder, _FORGOTTEN):
            with suppress(OSError):
                for path in [path for form in _OURS for path in folder.glob(form)]:
                    path.unlink()
                folder.rmdir()
                folder.parent.rmdir()


def is_older(path: Path, seconds: float) -> bool:
    """Whether nobody has written there for so long; not where another run has taken it away meanwhile."""
    try:
        return time.time() - path.lstat().st_mtime > seconds
    except OSError:
        return False


def size_of(paths: Iterable[Path]) -> int:
    """The bytes of the files, as far as no other run has taken them away meanwhile."""
    size = 0
    for path in paths:
        with suppress(OSError):
            size += path.stat().st_size
    return size


def latest_first(paths: Iterable[Path]) -> list[Path]:
    """The files in the order in which they were written, the last one first; those that are gone meanwhile are none."""
    written: list[tuple[int, Path]] = []
    for path in paths:
        with suppress(OSError):
            written.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(written, reverse=True)]
