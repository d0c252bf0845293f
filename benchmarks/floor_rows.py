"""What no program of this kind can do without, measured alone."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.build_rows import PLAIN
from benchmarks.builds import PROJECT, Builds, without
from benchmarks.history_rows import git_passes
from benchmarks.measure import Case, Command, as_installed
from benchmarks.row import Row

if TYPE_CHECKING:
    from benchmarks.ground import Ground

__all__ = ["floor_rows"]

_FLOORS = (sys.executable, "-m", "benchmarks.floors")


def floor_rows(ground: Ground) -> list[Row]:
    """The start of Python, one pass of git, and the parts of a build in one process each."""
    configuration = str(ground.corpus / "mkdocs-plain.yml")
    return [
        Row(key="floor-start", measured=_alone("floor: starting Python", sys.executable, "-c", "pass")),
        Row(key="floor-git", measured=git_passes(ground)),
        Row(
            key="floor-markdown",
            measured=_alone("floor: Python-Markdown of all texts", *_FLOORS, "markdown", configuration),
        ),
        Row(
            key="floor-templates",
            measured=_alone("floor: the theme's template for all pages", *_FLOORS, "templates", configuration),
        ),
        Row(key="floor-writing", measured=_writing(ground)),
    ]


def _alone(name: str, *words: str) -> Case:
    return Case(name=name, commands=(Command(words=words, folder=PROJECT),), before=without())


def _writing(ground: Ground) -> Case:
    """The bytes of the plain site, which is built before where that was not measured."""
    case = Builds(ground.corpus, ground.scratch).cold(PLAIN, "mkdocs-plain.yml")
    site, new = ground.scratch / PLAIN.replace(" ", "-"), ground.scratch / "written"

    def built() -> None:
        if not site.exists():
            subprocess.run(case.commands[0].words, cwd=PROJECT, env=as_installed(None), check=True)

    words = (*_FLOORS, "writing", str(site), str(new))
    call = Command(words=words, folder=PROJECT)
    return Case(name="floor: writing the bytes of the site", commands=(call,), before=without(new)).once(built)
