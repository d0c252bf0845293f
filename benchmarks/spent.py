"""Where a program spends its time, by the packages whose code runs; other processes count as waiting for them."""

from __future__ import annotations

import pstats
import re
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.measure import Case, FailedError, as_installed

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measured import Measured
    from benchmarks.row import Row

__all__ = ["spent", "spent_table"]

_INSTALLED = re.compile(r"/site-packages/([^/.]+)")
_OWN = re.compile(r"/(qms_docs|mkdocs_document_control|benchmarks)/")
_BUILT_IN = "~"
_LISTED = 6


def spent(row: Row, scratch: Path) -> dict[str, float] | None:
    """The seconds of the first process by package, the most first; None for what is no Python program.

    Being watched makes calls slower, so that only the shares count. Raises FailedError where the command fails.
    """
    case = row.measured
    # Code that is given on the command line cannot be watched, and git is no Python program.
    if not isinstance(case, Case) or case.commands[0].words[0] == "git" or "-c" in case.commands[0].words:
        return None
    words, profile = case.commands[0].words, scratch / "profile"
    program = words[1:] if words[0] == sys.executable else words
    command = [sys.executable, "-m", "cProfile", "-o", str(profile), *program]
    case.before()
    try:
        kept = case.commands[0].kept
        done = subprocess.run(
            command, cwd=case.commands[0].folder, env=as_installed(kept), capture_output=True, check=False
        )
    finally:
        if case.after:
            case.after()
    if done.returncode:
        raise FailedError(f"{' '.join(command)} ended with {done.returncode}.")
    return _by_package(profile)


def spent_table(shares: dict[str, dict[str, float]], measured: list[Measured]) -> str:
    """The largest shares of each row that was watched."""
    lines = ["", "## Where the time goes", "", "| row | share of the first process by package |", "|---|---|"]
    for each in measured:
        if found := shares.get(each.key):
            whole = sum(found.values())
            largest = ", ".join(f"{name} {100 * value / whole:.0f} %" for name, value in list(found.items())[:_LISTED])
            lines.append(f"| `{each.key}` | {largest} |")
    return "\n".join(lines) + "\n"


def _by_package(profile: Path) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    told = vars(pstats.Stats(str(profile)))["stats"]
    for (file, _, _), (_, _, own, _, callers) in told.items():
        if file == _BUILT_IN and callers:
            # What is built in works for whoever calls it.
            for (caller, _, _), times in callers.items():
                found[_package(caller)] += times[2]
        else:
            found[_package(file)] += own
    return dict(sorted(found.items(), key=lambda each: each[1], reverse=True))


def _package(file: str) -> str:
    named = _INSTALLED.search(file) or _OWN.search(file)
    return named[1] if named else "Python itself"
