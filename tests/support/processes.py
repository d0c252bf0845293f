"""Processes that a command has left, as the system knows them."""

from __future__ import annotations

import time
from pathlib import Path

__all__ = ["children_of", "running_in"]

_WAIT = 10
"""Seconds. What was divided off notices that the command has gone when it next says something."""


def children_of(process: int) -> list[tuple[int, str]]:
    """Number and name of each process that a process has begun and not taken leave of."""
    return [(number, name) for number, name, parent, _ in _processes() if parent == process]


def running_in(session: int) -> list[tuple[int, str]]:
    """Number and name of each process of a session that still runs after a while."""
    until = time.monotonic() + _WAIT
    while left := [(number, name) for number, name, _, of in _processes() if of == session]:
        if time.monotonic() > until:
            break
        time.sleep(0.05)
    return left


def _processes() -> list[tuple[int, str, int, int]]:
    """Number, name, parent and session of each process that has not ended (proc_pid_stat(5))."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            stated = place.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        name, _, rest = stated.partition("(")[2].rpartition(")")
        state, parent, _, session, *_ = rest.split()
        if state not in "ZX":
            found.append((int(place.parent.name), name, int(parent), int(session)))
    return found
