"""What a process and all that it has started hold in memory and use of the processors, as Linux tells it (proc(5))."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

__all__ = ["Watch", "processor_seconds"]

_PROCESSES = Path("/proc")
_EVERY = 0.05
"""Seconds between two looks."""
_SHARE = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class Watch:
    """Looks again and again at what a process and its descendants hold together, until it is ended.

    Memory that several of them share counts once (PSS).
    """

    def __init__(self, process: int) -> None:
        """The first look is now."""
        self._process = process
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> float | None:
        """The most that they held together, in megabytes; None where the system does not tell it."""
        self._ended.set()
        self._thread.join()
        return self._most * 1024 / 1_000_000 if self._most else None

    def _look(self) -> None:
        while not self._ended.is_set():
            self._most = max(self._most, sum(map(_held, _family(self._process))))
            self._ended.wait(_EVERY)


def processor_seconds(process: int) -> float | None:
    """What a process, its living descendants and those that they waited for have used; None where it is not told."""
    if not _PROCESSES.joinpath("self", "stat").exists():
        return None
    ticks = sum(sum(map(int, _fields(each)[11:15])) for each in _family(process))
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(process: int) -> list[int]:
    """The process and its descendants that are alive."""
    children: dict[int, list[int]] = {}
    for entry in _PROCESSES.glob("[0-9]*"):
        if fields := _fields(int(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    family = [process]
    for each in family:
        family += children.get(each, [])
    return family


def _fields(process: int) -> list[str]:
    """The fields of a process after its name; none where it has ended."""
    return _read(process, "stat").rpartition(")")[2].split()


def _held(process: int) -> int:
    """The kilobytes that a process holds, its share of what it has in common with others."""
    found = _SHARE.search(_read(process, "smaps_rollup"))
    return int(found[1]) if found else 0


def _read(process: int, name: str) -> str:
    try:
        return (_PROCESSES / str(process) / name).read_text(encoding="utf-8", errors="replace")
    except OSError:  # It has ended since it was listed, or is somebody else's.
        return ""
