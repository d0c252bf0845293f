"""Chance that comes out the same on every machine."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Chance"]

Thing = TypeVar("Thing")


class Chance:
    """A series of decisions that a seed determines.

    Everything is drawn by `Random.random`, the only method whose series Python promises to keep from release to
    release.
    """

    def __init__(self, seed: int) -> None:
        """The same seed gives the same series."""
        self._draw = random.Random(seed).random

    def share(self) -> float:
        """A number from 0 up to, and without, 1."""
        return self._draw()

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens this time."""
        return self._draw() < probability

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self._draw() * (highest - lowest + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of the things, each as likely as any other."""
        return things[int(self._draw() * len(things))]

    def some_of(self, things: Iterable[Thing], count: int) -> list[Thing]:
        """That many different things in any order, or all where there are fewer."""
        rest = list(things)
        return [rest.pop(int(self._draw() * len(rest))) for _ in range(min(count, len(rest)))]

    def weighed(self, choices: Sequence[tuple[Thing, float]]) -> Thing:
        """One of the things, each as likely as its weight says."""
        mark = self._draw() * sum(weight for _, weight in choices)
        for thing, weight in choices:
            mark -= weight
            if mark < 0:
                return thing
        return choices[-1][0]
