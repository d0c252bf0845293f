"""What it costs to tell every revision from the history."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.builds import PROJECT, without
from benchmarks.copies import copied, revise_each
from benchmarks.goals import Figure, Goal
from benchmarks.ground import LOG
from benchmarks.measure import Case, Command, as_installed
from benchmarks.row import Row

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.ground import Ground

__all__ = ["NEW_COMMITS", "git_passes", "history_rows"]

NEW_COMMITS = 10
_HISTORY = (sys.executable, "-m", "benchmarks.history")


def history_rows(ground: Ground) -> list[Row]:
    """The whole history without anything kept, and with everything kept but the last commits."""
    return [
        Row(
            key="history-cold",
            measured=_history("history", ground.corpus),
            reference=git_passes(ground),
            goal=Goal(figure=Figure.PROCESSORS, most=2.5),
            floors=("floor-start", "floor-git"),
        ),
        Row(
            key="history-new",
            measured=_with_new_commits(ground),
            reference=_begin(ground),
            goal=Goal(figure=Figure.BEYOND, most=0.3),
            floors=("floor-start",),
        ),
    ]


def git_passes(ground: Ground) -> Case:
    """The least that git needs to tell the whole history: one log, and every text that the log names."""
    passes = (
        Command(words=("git", *LOG), folder=ground.corpus),
        Command(words=("git", "cat-file", "--batch"), folder=ground.corpus, input=ground.scratch / "blobs"),
    )
    return Case(name="git log and cat-file", commands=passes, before=lambda: _made(ground.blobs))


def _history(name: str, manual: Path, kept: Path | None = None) -> Case:
    call = Command(words=(*_HISTORY, str(manual)), folder=PROJECT, kept=kept)
    return Case(name=name, commands=(call,), before=without(), cold=kept is None)


def _with_new_commits(ground: Ground) -> Case:
    """Each run finds what was kept before the last commits came, at the same place."""
    folder, kept, kept_before = (ground.scratch / name for name in ("grown", "kept-grown", "kept-before"))

    def before() -> None:
        if not kept_before.exists():
            # The copy is read once before it gets the new commits.
            copied(ground.corpus, folder)
            subprocess.run(
                [*_HISTORY, str(folder)],
                cwd=PROJECT,
                env=as_installed(kept_before),
                check=True,
                stdout=subprocess.DEVNULL,
            )
            revise_each(folder, NEW_COMMITS)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(kept_before, kept)

    call = Command(words=(*_HISTORY, str(folder)), folder=PROJECT, kept=kept)
    return Case(name=f"history with {NEW_COMMITS} new commits", commands=(call,), before=before, cold=False)


def _begin(ground: Ground) -> Case:
    call = Command(words=(*_HISTORY, str(ground.corpus), "--only-begin"), folder=PROJECT)
    return Case(name="loading the program", commands=(call,), before=without())


def _made(_: Path) -> None:
    """Asking for a thing of the ground has made it."""
