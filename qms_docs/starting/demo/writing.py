"""The demo in a folder: a repository whose last day is in the week before the day for which it is made."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from qms_docs.failures import RefusedError
from qms_docs.starting.demo.moved import Moved, moved_ids, weeks_until
from qms_docs.starting.demo.records import opened_days
from qms_docs.starting.demo.stream import imported
from qms_docs.starting.demo.telling import Telling

__all__ = ["write_demo"]


def write_demo(folder: Path, *, seed: int = 1, day: date | None = None) -> date:
    """A repository in a folder that is new or empty; the last day of its story.

    Equal seeds and weeks give equal commits on every machine. Nothing is there before everything is. Raises
    RefusedError where the folder holds something, CannotCheckError where git fails.
    """
    weeks = weeks_until(day or datetime.now(UTC).date())
    moved = Moved(weeks=weeks, ids=moved_ids(weeks, opened_days()))
    _require_room(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".qms-demo-", dir=folder.parent))
    try:
        made = beside / "demo"
        made.mkdir()
        with imported(made) as stream:
            Telling(stream, seed, moved).tell()
        _require_room(folder)
        # An empty folder gives way to the finished one; one that was filled in the meantime does not.
        made.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return moved.end


def _require_room(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise RefusedError(f"{folder} holds something already; nothing is written over it. Name a new folder.")
