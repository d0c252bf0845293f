"""Writes the tables of measurements again, after somebody has judged them anew, or from several runs as one.

    python -m benchmarks.again RUNS.json [MORE.json ...] --results benchmarks/RESULTS.md

Every file was written by `python -m benchmarks.run --json`, all of them of the same corpus. Of a row that is in several
of them the first is taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.goals import Figure, Goal
from benchmarks.judgement import judgements
from benchmarks.measure import Sample
from benchmarks.measured import Measured
from benchmarks.report import as_markdown
from benchmarks.spent import spent_table

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main", "written_again"]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status is 2 for wrong usage."""
    summary = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.again", description=summary)
    parser.add_argument("runs", metavar="RUNS", type=Path, nargs="+", help="a file of `benchmarks.run --json`")
    parser.add_argument("--results", type=Path, metavar="FILE", required=True, help="where the tables are written to")
    chosen = parser.parse_args(arguments)
    try:
        told = written_again([json.loads(file.read_text(encoding="utf-8")) for file in chosen.runs])
    except (OSError, ValueError) as error:
        parser.error(str(error))
    chosen.results.write_text(f"# Results\n\n{told}", encoding="utf-8")
    return 0


def written_again(files: Sequence[dict[str, Any]]) -> str:
    """The tables of what several runs have measured.

    Raises ValueError where they are not of the same corpus.
    """
    first = files[0]
    if any(file["corpus"] != first["corpus"] for file in files):
        raise ValueError("the files are of different corpora: give those of one")
    rows: dict[str, Measured] = {}
    spent: dict[str, dict[str, float]] = {}
    about: dict[str, str] = {}
    for file in reversed(files):
        rows |= {row["key"]: _measured(row) for row in file["measured"]}
        spent |= file["spent"]
        about |= file["surroundings"]
    order = dict.fromkeys(row["key"] for file in files for row in file["measured"])
    measured = [rows[key] for key in order]
    told = as_markdown(measured, about, first["corpus"]["told"], judgements())
    return told + (spent_table(spent, measured) if spent else "")


def _measured(row: dict[str, Any]) -> Measured:
    goal = row["goal"]
    return Measured(
        key=row["key"],
        name=row["name"],
        samples=[Sample(**sample) for sample in row["samples"]],
        reference=row["reference"],
        references=[Sample(**sample) for sample in row["references"]],
        missing=row["missing"] or "",
        goal=Goal(figure=Figure[goal["figure"].upper()], most=goal["most"]) if goal else None,
        further_pages=row["further_pages"] or 0,
        floors=tuple(row["floors"]),
    )


if __name__ == "__main__":
    sys.exit(main())
