"""Measures `qms` and the controlled build on a corpus, each in turn with what it is compared to.

python -m benchmarks.run [--quick] [--documents N] [--commits M] [-n RUNS] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cases import comparisons
from benchmarks.measure import FailedError, in_turn
from benchmarks.report import Measured, as_json, as_markdown, surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.cases import Comparison

__all__ = ["main"]

_FULL, _QUICK = (200, 2_000, 5), (50, 500, 3)
"""Documents, commits and rounds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status is 1 where a command that is measured fails."""
    chosen = _parser().parse_args(arguments)
    documents, commits, runs = (
        given or usual
        for given, usual in zip(
            (chosen.documents, chosen.commits, chosen.runs), _QUICK if chosen.quick else _FULL, strict=True
        )
    )
    about = surroundings()
    with tempfile.TemporaryDirectory(prefix="qms-benchmark-") as folder:
        scratch = Path(folder)
        corpus = scratch / "manual"
        # In a process of its own: the memory of a child is never less than what its parent had when it began.
        size = ["--documents", str(documents), "--commits", str(commits), "--seed", str(chosen.seed)]
        if subprocess.run([sys.executable, "-m", "benchmarks.corpus", str(corpus), *size], check=False).returncode:
            return 2
        try:
            measured = [_measured(each, runs) for each in comparisons(corpus, scratch)]
        except FailedError as error:
            print(error, file=sys.stderr)
            return 1
    print()
    print(as_markdown(measured, about, f"{documents:,} documents, {commits:,} commits", runs), end="")
    if chosen.json:
        shape = {"documents": documents, "commits": commits, "seed": chosen.seed}
        told = as_json(measured, about, shape, runs)
        chosen.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    summary = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=summary)
    parser.add_argument("--quick", action="store_true", help="50 documents, 500 commits, 3 rounds")
    parser.add_argument("--documents", type=int, help="documents of the corpus (default: 200)")
    parser.add_argument("--commits", type=int, help="commits of the corpus (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the corpus (default: 1)")
    parser.add_argument("-n", "--runs", type=int, metavar="RUNS", help="rounds that are counted (default: 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every single run to a file")
    return parser


def _measured(comparison: Comparison, runs: int) -> Measured:
    """Both sides of a comparison, as far as they can be measured."""
    both = (comparison.measured, comparison.reference)
    rounds = in_turn([case for case in both if case], runs)
    columns = iter(list(zip(*rounds, strict=True)))
    measured, reference = (next(columns) if case else () for case in both)
    return Measured(
        name=comparison.measured.name if comparison.measured else None,
        samples=measured,
        reference=comparison.reference.name if comparison.reference else None,
        references=reference,
        missing=comparison.missing,
        further_pages=comparison.further_pages() if comparison.further_pages else 0,
    )


if __name__ == "__main__":
    sys.exit(main())
