"""What whole processes cost: time of the processors, time on the clock, and memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Protocol

from benchmarks.memory import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

__all__ = ["Case", "Command", "FailedError", "Runnable", "Sample", "Spread", "as_installed", "in_turn"]

_UNITS_OF_MEMORY = 1 if sys.platform == "darwin" else 1024
"""Bytes in a unit of `ru_maxrss` (getrusage(2))."""


class FailedError(RuntimeError):
    """A command that was to be measured did not succeed, so that there is nothing to measure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One run of a case."""

    processors: float
    """User and system seconds of the processes and those that they waited for."""
    clock: float
    """Seconds from start to end."""
    memory: float
    """Megabytes of the largest single process at its peak."""
    together: float | None = None
    """Megabytes of all processes at the moment at which they held the most; None where nobody watched."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """The middle and the ends of several values."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """The spread of at least one value."""
        listed = list(values)
        return cls(median=statistics.median(listed), least=min(listed), most=max(listed))


class Runnable(Protocol):
    """Something that can be measured again and again."""

    @property
    def name(self) -> str:
        """What it is called in the table."""

    @property
    def cold(self) -> bool:
        """Whether a run that is not counted is like any other."""

    def run(self, *, watched: bool = False) -> Sample:
        """One run. Being watched costs time, so that only memory counts then.

        Raises FailedError where there is nothing to measure.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A process with its input; its output goes to a file of nobody's."""

    words: tuple[str, ...]
    folder: Path
    input: Path | None = None
    kept: Path | None = None
    """Where it keeps what it has worked out; nowhere unless a folder is given."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """Commands that are measured as one, one after the other."""

    name: str
    commands: tuple[Command, ...]
    before: Callable[[], None]
    """What makes every run start from the same; it is not measured."""
    after: Callable[[], None] | None = None
    """What puts back what `before` has changed for this case alone."""
    cold: bool = True

    def once(self, made: Callable[[], object]) -> Case:
        """The same case, which asks for something before each run; it has to be made the first time only."""

        def before() -> None:
            made()
            self.before()

        return replace(self, before=before)

    def run(self, *, watched: bool = False) -> Sample:
        """The commands are run once.

        Raises FailedError where one of them fails.
        """
        self.before()
        try:
            samples = [_measured(command, watched=watched) for command in self.commands]
        finally:
            if self.after:
                self.after()
        return Sample(
            processors=sum(sample.processors for sample in samples),
            clock=sum(sample.clock for sample in samples),
            memory=max(sample.memory for sample in samples),
            together=max((sample.together for sample in samples if sample.together), default=None),
        )


def in_turn(cases: Sequence[Runnable], runs: int) -> list[tuple[Sample, ...]]:
    """The cases, each run once in every round, so that whatever else the machine does meets all of them alike.

    Every other round goes backwards. A first round, which fills the caches of the system, is not counted; in it the
    memory of all processes is watched, which is told with every sample of a case that starts cold.
    Raises FailedError where a command fails.
    """
    rounds: list[tuple[Sample, ...]] = []
    for number in range(runs + 1):
        order = range(len(cases)) if number % 2 else reversed(range(len(cases)))
        samples = {place: cases[place].run(watched=number == 0 and cases[place].cold) for place in order}
        rounds.append(tuple(samples[place] for place in range(len(cases))))
    first, *counted = rounds
    return [
        tuple(replace(each, together=seen.together) for each, seen in zip(samples, first, strict=True))
        for samples in counted
    ]


def _measured(command: Command, *, watched: bool) -> Sample:
    with tempfile.TemporaryFile() as complaints, open(command.input or os.devnull, "rb") as source:  # noqa: PTH123 - or nothing
        begun = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=command.folder,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=as_installed(command.kept),
        )
        watch = Watch(process.pid) if watched else None
        # `wait4` alone gives what this one child has used.
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - begun
        together = watch.ended() if watch else None
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise FailedError(f"{' '.join(command.words)} ended with {process.returncode}:\n{_end_of(complaints)}")
    memory = used.ru_maxrss * _UNITS_OF_MEMORY / 1_000_000
    return Sample(processors=used.ru_utime + used.ru_stime, clock=clock, memory=memory, together=together)


def as_installed(kept: Path | None) -> dict[str, str]:
    """The surroundings of a program whose code is compiled when it is installed; nobody runs it otherwise."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return variables | {"QMS_CACHE": str(kept) if kept else "off", "NO_MKDOCS_2_WARNING": "1"}


def _end_of(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return complaints.read()[-2_000:].decode("utf-8", "replace")
