"""What was measured of a row, and how far it is from its goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.goals import Figure
from benchmarks.measure import Spread, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.goals import Goal
    from benchmarks.measure import Sample
    from benchmarks.row import Row

__all__ = ["Measured", "measured_group"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The runs of something, and those of what it was compared to, round by round."""

    key: str
    name: str | None
    samples: Sequence[Sample]
    reference: str | None
    references: Sequence[Sample]
    missing: str = ""
    goal: Goal | None = None
    further_pages: int = 0
    """How many pages more than the reference it has made."""
    floors: tuple[str, ...] = ()

    @property
    def each_page(self) -> tuple[Spread, Spread] | None:
        """The milliseconds of processors and clock that each further page takes, round by round."""
        if not self.further_pages:
            return None
        share = 1_000 / self.further_pages
        return (
            Spread.of((one.processors - other.processors) * share for one, other in self._rounds),
            Spread.of((one.clock - other.clock) * share for one, other in self._rounds),
        )

    @property
    def ratios(self) -> tuple[Spread, Spread] | None:
        """How often it takes the processor time and the time of the reference, by the ratios of each round."""
        if not self.samples or not self.references:
            return None
        return (
            Spread.of(one.processors / other.processors for one, other in self._rounds),
            Spread.of(one.clock / other.clock for one, other in self._rounds),
        )

    @property
    def value(self) -> float | None:
        """The figure that the goal is about; None where there is no goal, or it could not be measured."""
        if self.goal is None or not self.samples:
            return None
        figures: dict[Figure, Callable[[], float | None]] = {
            Figure.SECONDS: lambda: Spread.of(each.clock for each in self.samples).median,
            Figure.BEYOND: lambda: _median(one.clock - other.clock for one, other in self._rounds),
            Figure.CLOCK: lambda: self.ratios[1].median if self.ratios else None,
            Figure.PROCESSORS: lambda: self.ratios[0].median if self.ratios else None,
            Figure.EACH_PAGE: lambda: self.each_page[0].median if self.each_page else None,
            Figure.MEMORY: self._memory_ratio,
        }
        return figures[self.goal.figure]()

    @property
    def share(self) -> float | None:
        """What the figure is of the most that it may be: the goal is reached where this is 1 or less."""
        return None if self.goal is None or self.value is None else self.goal.share(self.value)

    @property
    def _rounds(self) -> list[tuple[Sample, Sample]]:
        return list(zip(self.samples, self.references, strict=True))

    def _memory_ratio(self) -> float | None:
        one, other = (each[0].together if each else None for each in (self.samples, self.references))
        return one / other if one and other else None


def measured_group(rows: Sequence[Row], runs: int) -> list[Measured]:
    """The rows, each case of which runs once in every round.

    Raises FailedError where a command fails.
    """
    cases = {case.name: case for row in rows for case in row.cases}
    columns = dict(zip(cases, zip(*in_turn(list(cases.values()), runs), strict=True), strict=True))
    return [
        Measured(
            key=row.key,
            name=row.measured.name if row.measured else None,
            samples=columns[row.measured.name] if row.measured else (),
            reference=row.reference.name if row.reference else None,
            references=columns[row.reference.name] if row.reference else (),
            missing=row.missing,
            goal=row.goal,
            further_pages=row.further_pages() if row.further_pages else 0,
            floors=row.floors,
        )
        for row in rows
    ]


def _median(values: Iterable[float]) -> float:
    return Spread.of(values).median
