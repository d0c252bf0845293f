"""Where the files of a manual come to stand: all of them, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, WrongUseError
from qms_docs.writing.whole_folder import in_the_way, place_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qms_docs.starting.beginning import Beginning
    from qms_docs.starting.ground import Ground

__all__ = ["place", "refuse_obstacles", "resolved"]

_NEVER_KEPT = ("qms.yml", "records")
"""What says who approves what: half of a manual of one's own and half of this one would be none."""


def resolved(folder: Path, target: str) -> Path:
    """The folder that somebody names, links followed.

    Raises WrongUseError where links lead in a circle.
    """
    try:
        return (folder / target).resolve()
    except (OSError, RuntimeError) as error:
        raise WrongUseError(f"{target} cannot be opened: links lead in a circle. Name another folder.") from error


def refuse_obstacles(ground: Ground, files: Mapping[str, bytes], *, keep: bool) -> tuple[str, ...]:
    """The files that stay as they are, where that was asked for.

    Raises RefusedError where something is in the way.
    """
    there = in_the_way(ground.root, files)
    fixed = [each for each in there if each not in files or each.partition("/")[0] in _NEVER_KEPT]
    if there and (not keep or fixed):
        raise RefusedError(
            f"Nothing was written, because nothing is replaced, and in {ground.root} there is already: "
            f"{', '.join(fixed if keep else there)}. {_remedy(fixed)}"
        )
    return there


def _remedy(fixed: list[str]) -> str:
    if "qms.yml" in fixed:
        return "A manual has begun here: go on with it, or name another folder."
    leave = "" if fixed else ", or leave it as it is with `--keep`"
    return f"Move this away{leave}; then run this again."


def place(ground: Ground, files: Mapping[str, bytes], beginning: Beginning) -> tuple[str, ...]:
    """The files stand in the folder, in a new repository with a first commit where there was none."""

    def finish(aside: Path) -> tuple[str, ...]:
        if ground.is_repository:
            return ()
        ground.begin(aside, files, f"Begin the quality manual of {beginning.organization}")
        return (".git",)

    return place_files(ground.root, files, finish)
