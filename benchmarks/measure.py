"""What whole processes cost: time of the processors, time on the clock, and memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

__all__ = ["Case", "Command", "FailedError", "Sample", "Spread", "in_turn"]

_UNITS_OF_MEMORY = 1 if sys.platform == "darwin" else 1024
"""Bytes in a unit of `ru_maxrss` (getrusage(2))."""


class FailedError(RuntimeError):
    """A command that was to be measured did not succeed, so that there is nothing to measure."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One run of a case."""

    processors: float
    """User and system seconds of the processes and those that they waited for."""
    clock: float
    """Seconds from start to end."""
    memory: float
    """Megabytes of the largest single process at its peak."""


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


def in_turn(cases: Sequence[Case], runs: int) -> list[tuple[Sample, ...]]:
    """The cases, each run once in every round, so that whatever else the machine does meets all of them alike.

    Every other round goes backwards. A first round, which fills the caches of the system, is not counted.
    Raises FailedError where a command fails.
    """
    rounds: list[tuple[Sample, ...]] = []
    for number in range(runs + 1):
        order = range(len(cases)) if number % 2 else reversed(range(len(cases)))
        samples = {place: _run(cases[place]) for place in order}
        rounds.append(tuple(samples[place] for place in range(len(cases))))
    return rounds[1:]


def _run(case: Case) -> Sample:
    case.before()
    try:
        samples = [_measured(command) for command in case.commands]
    finally:
        if case.after:
            case.after()
    return Sample(
        processors=sum(sample.processors for sample in samples),
        clock=sum(sample.clock for sample in samples),
        memory=max(sample.memory for sample in samples),
    )


def _measured(command: Command) -> Sample:
    with tempfile.TemporaryFile() as complaints, open(command.input or os.devnull, "rb") as source:  # noqa: PTH123 - or nothing
        begun = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=command.folder,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=_as_installed(command.kept),
        )
        # `wait4` alone gives what this one child has used.
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise FailedError(f"{' '.join(command.words)} ended with {process.returncode}:\n{_end_of(complaints)}")
    memory = used.ru_maxrss * _UNITS_OF_MEMORY / 1_000_000
    return Sample(processors=used.ru_utime + used.ru_stime, clock=clock, memory=memory)


def _as_installed(kept: Path | None) -> dict[str, str]:
    """The surroundings of a program whose code is compiled when it is installed; nobody runs it otherwise."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return variables | {"QMS_CACHE": str(kept) if kept else "off"}


def _end_of(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    return complaints.read()[-2_000:].decode("utf-8", "replace")
