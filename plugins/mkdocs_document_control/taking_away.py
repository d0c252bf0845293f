"""Folders with thousands of files are taken away by two processes."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from qms_docs.meanwhile import NotDoneError, meanwhile
from qms_docs.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["take_away"]

_FEWEST = 64
"""Folders from which on another process is worth its beginning."""
_LEVELS = 3
"""Levels of folders at which a site falls into many parts of about the same size."""


def take_away(folder: Path) -> None:
    """Nothing is left of the folder, as far as the system allows."""
    parts = [*_below(folder, _LEVELS)]
    turns = Turns(len(parts))

    def next_ones() -> None:
        while (number := turns.take()) is not None:
            shutil.rmtree(parts[number], ignore_errors=True)

    beside = meanwhile({"": next_ones} if len(parts) >= _FEWEST else {})
    try:
        next_ones()
        with suppress(NotDoneError):
            beside.take("")
    finally:
        beside.close()
        turns.close()
        shutil.rmtree(folder, ignore_errors=True)


def _below(folder: str | Path, levels: int) -> Iterator[str]:
    """The folders of so many levels, those that lie deepest first."""
    with suppress(OSError), os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                if levels > 1:
                    yield from _below(each.path, levels - 1)
                yield each.path
