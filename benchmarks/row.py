"""A row of what is measured: something, what it is compared to, and what it aims at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.goals import Goal
    from benchmarks.measure import Runnable

__all__ = ["Row", "in_groups"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """Something that is measured in turn with what it is compared to."""

    key: str
    """By which it is chosen."""
    measured: Runnable | None
    reference: Runnable | None = None
    missing: str = ""
    """Why it cannot be measured, where it cannot."""
    goal: Goal | None = None
    further_pages: Callable[[], int] | None = None
    """How many pages more than the reference it has made, once it has run."""
    floors: tuple[str, ...] = ()
    """The keys of the rows that stand for work which it cannot do without."""
    usual: bool = True
    """Whether it is measured unless rows are chosen."""
    quick: bool = True
    """Whether it is measured in a first look."""

    @property
    def cases(self) -> tuple[Runnable, ...]:
        """What has to run for it."""
        return tuple(case for case in (self.measured, self.reference) if case)


def in_groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows in groups that have cases in common: these run in the same rounds, and each case once."""
    groups: list[list[Row]] = []
    for row in rows:
        names = {case.name for case in row.cases}
        together = [group for group in groups if names & {case.name for each in group for case in each.cases}]
        groups = [group for group in groups if group not in together]
        groups.append([*(each for group in together for each in group), row])
    return groups
