"""The demo in a folder: a repository whose last day is in the week before the day for which it is made."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from qms_docs.failures import CannotCheckError, RefusedError, WrongUseError
from qms_docs.starting.demo.manuscripts import StoryError
from qms_docs.starting.demo.moved import Moved, moved_ids, weeks_until
from qms_docs.starting.demo.records import opened_days
from qms_docs.starting.demo.stream import imported
from qms_docs.starting.demo.telling import Telling
from qms_docs.writing.new_file import CannotWriteError

__all__ = ["write_demo"]

_YEARS = range(1990, 2090)
"""Git counts seconds from 1970 on, and the story takes nine years."""


def write_demo(folder: Path, *, seed: int = 1, day: date | None = None) -> date:
    """A repository in a folder that is new or empty; the last day of its story.

    Equal seeds and weeks give equal commits on every machine. Nothing is there before everything is. Raises
    RefusedError where the folder holds something, WrongUseError for a day of which git can tell no story,
    CannotWriteError where git or the disk refuses, CannotCheckError where the sample and the story do not fit.
    """
    if day is not None and day.year not in _YEARS:
        raise WrongUseError(f"No demo can be made for {day}: name a day from {_YEARS.start} to {_YEARS.stop - 1}.")
    weeks = weeks_until(day or datetime.now(UTC).date())
    moved = Moved(weeks=weeks, ids=moved_ids(weeks, opened_days()))
    try:
        _require_room(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _write(folder, seed, moved)
    except StoryError as error:
        raise CannotCheckError(
            f"The demo cannot be told, because its story does not fit the documents of the sample: {error}",
            "That is a fault of this copy of qms-docs and not yours: report it, or install another release. Nothing "
            "was written.",
        ) from error
    except OSError as error:
        raise CannotWriteError(
            f"The demo cannot be written to {folder}: {error.strerror}.", "Correct this, or name another folder."
        ) from error
    return moved.end


def _write(folder: Path, seed: int, moved: Moved) -> None:
    """Written beside its place first, so that an interrupted run leaves nothing that looks like a demo."""
    beside = Path(tempfile.mkdtemp(prefix=".qms-demo-", dir=folder.parent))
    try:
        made = beside / "demo"
        made.mkdir()
        with imported(made) as stream:
            Telling(stream, seed, moved).tell()
        _require_room(folder)
        _place(made, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _require_room(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise RefusedError(f"{folder} holds something already; nothing is written over it. Name a new folder.")


def _place(made: Path, folder: Path) -> None:
    """Into a folder that is there, because somebody may stand in it; what git knows it by comes last."""
    if not folder.exists():
        made.replace(folder)
        return
    for each in sorted(made.iterdir(), key=lambda child: child.name == ".git"):
        each.replace(folder / each.name)
