"""What is measured, and what it is compared to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.build_rows import build_rows
from benchmarks.command_rows import command_rows
from benchmarks.floor_rows import floor_rows
from benchmarks.history_rows import history_rows
from benchmarks.neighbour_rows import neighbour_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.ground import Ground
    from benchmarks.row import Row

__all__ = ["chosen_rows", "rows"]


def rows(ground: Ground) -> list[Row]:
    """Everything that can be measured; what it needs is made when it is measured."""
    return [
        *history_rows(ground),
        *build_rows(ground),
        *command_rows(ground),
        *neighbour_rows(ground),
        *floor_rows(ground),
    ]


def chosen_rows(
    ground: Ground, only: Sequence[str], also: Sequence[str] = (), *, quick: bool, everything: bool
) -> list[Row]:
    """The rows of these keys alone; without them all that are usual, in a first look only the quick ones, and others.

    Raises ValueError for a key that no row has.
    """
    known = rows(ground)
    if unknown := {*only, *also} - {row.key for row in known}:
        raise ValueError(
            f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(row.key for row in known)}"
        )
    if only:
        return [row for row in known if row.key in only]
    return [row for row in known if everything or row.key in also or (row.usual and (row.quick or not quick))]
