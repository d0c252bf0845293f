"""What it costs to ask `qms`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.builds import PROJECT, without
from benchmarks.copies import change_further
from benchmarks.goals import Figure, Goal
from benchmarks.ground import APPROVALS, REVISED
from benchmarks.history_rows import git_passes
from benchmarks.measure import Case, Command
from benchmarks.reload import Reload
from benchmarks.row import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.ground import Ground

__all__ = ["command_rows"]

_SMALL = 200
"""Up to so many documents an edit is to show within the shorter time."""


def command_rows(ground: Ground) -> list[Row]:
    """Each command with nothing kept or with everything kept; or why none can be measured."""
    if ground.no_qms:
        return [Row(key="check", measured=None, missing=ground.no_qms)]
    return [*_checks(ground), *_questions(ground), *_signed(ground), *_reloads(ground)]


def _checks(ground: Ground) -> list[Row]:
    folder = ground.scratch / "proposal"
    words = ("check", "--base", "main")
    names = (f"qms check --base, {REVISED} documents", f"qms check --base, {REVISED} documents, changed again")
    cold = _asked(ground, names[0], folder, words).once(lambda: ground.proposal)
    # The same change a second time would only be told what was found the first time.
    again = _asked(ground, names[1], folder, words, ground.scratch / "kept-proposal").once(
        lambda: change_further(ground.proposal, REVISED)
    )
    check = _asked(ground, "qms check", ground.corpus, ("check",))
    check_again = _asked(ground, "qms check, nothing changed", ground.corpus, ("check",), ground.scratch / "kept")
    floors = ("floor-start", "floor-git")
    return [
        Row(key="check", measured=check, reference=git_passes(ground), floors=floors),
        Row(key="check-warm", measured=check_again, floors=("floor-start",)),
        Row(key="check-change-cold", measured=cold, goal=_seconds(4), floors=floors),
        Row(key="check-change-warm", measured=again, goal=_seconds(0.5), floors=("floor-start",)),
    ]


def _questions(ground: Ground) -> list[Row]:
    """What people ask again and again."""
    document = ground.document[0]
    asked = {"list": ("list",), "show": ("show", document), "history": ("history", document)}
    kept = ground.scratch / "kept"
    rows = [
        Row(
            key=key,
            measured=_asked(ground, f"qms {key}, nothing changed", ground.corpus, words, kept),
            goal=_seconds(0.5),
            floors=("floor-start",),
        )
        for key, words in asked.items()
    ]
    begin = Case(
        name="qms --help",
        commands=(Command(words=(*ground.qms, "--help"), folder=PROJECT),),
        before=without(),
    )
    return [*rows, Row(key="help", measured=begin, goal=_seconds(0.25), floors=("floor-start",))]


def _signed(ground: Ground) -> list[Row]:
    folder, kept = ground.scratch / "approved", ground.scratch / "kept-approved"
    name = f"qms verify, {APPROVALS:,} signed approvals"
    words, again = ("verify",), f"qms list, {APPROVALS:,} signed approvals, nothing changed"
    return [
        Row(
            key="approvals-cold",
            measured=_asked(ground, name, folder, words).once(lambda: ground.approved),
            goal=_seconds(5),
            quick=False,
        ),
        Row(
            key="approvals-warm",
            measured=_asked(ground, again, folder, ("list",), kept).once(lambda: ground.approved),
            goal=_seconds(0.5),
            quick=False,
        ),
    ]


def _reloads(ground: Ground) -> list[Row]:
    """An edit while the manual is served; Linux alone tells what the server uses."""
    if not sys.platform.startswith("linux"):
        return [Row(key="reload", measured=None, missing="an edit while the manual is served, which needs Linux")]
    path = ground.document[1]
    case = Reload(
        name="qms serve, from an edit to its page",
        qms=ground.qms,
        corpus=ground.corpus,
        path=ground.corpus / path,
        address=quote(path.removeprefix("procedures/").removesuffix(".md")) + "/",
        kept=ground.scratch / "kept-served",
    )
    further = replace(case, name="qms serve, from a further edit to its page", edits=1)
    goal = _seconds(1 if ground.documents <= _SMALL else 2)
    return [Row(key="reload", measured=case, goal=goal), Row(key="reload-further", measured=further, goal=goal)]


def _asked(ground: Ground, name: str, folder: Path, words: Sequence[str], kept: Path | None = None) -> Case:
    call = Command(words=(*ground.qms, "-C", str(folder), *words), folder=PROJECT, kept=kept)
    return Case(name=name, commands=(call,), before=without(), cold=kept is None)


def _seconds(most: float) -> Goal:
    return Goal(figure=Figure.SECONDS, most=most)
