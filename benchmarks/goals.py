"""What each figure is to be at most, and how far a measurement is from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Figure", "Goal"]


class Figure(Enum):
    """What of a measurement a goal is about, with its unit."""

    CLOCK = " x on the clock"
    """The time on the clock, as a multiple of the reference's."""
    PROCESSORS = " x of processor time"
    """The processor time, as a multiple of the reference's."""
    SECONDS = " s on the clock"
    """The time on the clock."""
    BEYOND = " s more on the clock"
    """The time on the clock beyond the reference's."""
    EACH_PAGE = " ms of processor time a page"
    """The processor time of each further page beyond the reference's."""
    MEMORY = " x of memory"
    """The memory of all processes together, as a multiple of the reference's."""

    @property
    def unit(self) -> str:
        """The unit alone."""
        return self.value.split()[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """The most that a figure may be."""

    figure: Figure
    most: float

    def __str__(self) -> str:
        """As it stands in a table."""
        return f"at most {self.most:g}{self.figure.value}"

    def share(self, value: float) -> float:
        """What a value is of the most that it may be: reached where this is 1 or less."""
        return value / self.most
