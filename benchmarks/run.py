"""Measures `qms` and the controlled build on a corpus, each in turn with what it is compared to.

python -m benchmarks.run [--quick] [--documents N] [--commits M] [-n RUNS] [--only ROW] [--json FILE] [--results FILE]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.builds import PROJECT
from benchmarks.cases import chosen_rows
from benchmarks.corpus import truth_file
from benchmarks.ground import Ground
from benchmarks.judgement import judgements
from benchmarks.measure import FailedError
from benchmarks.measured import measured_group
from benchmarks.neighbour_rows import neighbour_versions
from benchmarks.report import as_json, as_markdown
from benchmarks.row import in_groups
from benchmarks.spent import spent, spent_table
from benchmarks.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.measured import Measured
    from benchmarks.truth import ManualTruth

__all__ = ["main"]

_SIZE = (200, 2_000)
"""Documents and commits."""
_RUNS, _QUICK_RUNS = 5, 1
_NEIGHBOURS = PROJECT / ".venv-neighbours"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status is 1 where a command that is measured fails, 2 for wrong usage."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    chosen.runs = chosen.runs or (_QUICK_RUNS if chosen.quick else _RUNS)
    with tempfile.TemporaryDirectory(prefix="qms-benchmark-") as folder:
        ground = _ground(chosen, Path(folder))
        if ground is None:
            return 2
        try:
            _tell(chosen, ground)
        except FailedError as error:
            print(error, file=sys.stderr)
            return 1
        except ValueError as error:
            parser.error(str(error))
    return 0


def _ground(chosen: argparse.Namespace, scratch: Path) -> Ground | None:
    """A corpus as it is asked for, in a folder; None where there can be none, which has been said."""
    # In a process of its own: the memory of a child is never less than what its parent had when it began.
    size = ("--documents", str(chosen.documents), "--commits", str(chosen.commits))
    options = ("--seed", str(chosen.seed), "--approvals", chosen.approvals, "--records", chosen.records)
    making = [sys.executable, "-m", "benchmarks.corpus", str(scratch / "manual"), *size, *options]
    if subprocess.run(making, check=False).returncode:
        return None
    return Ground(
        corpus=scratch / "manual",
        scratch=scratch,
        documents=chosen.documents,
        commits=chosen.commits,
        options=options,
        neighbours=_python_of(chosen.neighbours),
    )


def _tell(chosen: argparse.Namespace, ground: Ground) -> None:
    """Everything is measured and told; what is to be written as JSON is there before the next thing is measured."""
    about, corpus = surroundings(neighbour_versions(ground.neighbours)), _told(ground.corpus)
    shape: dict[str, object] = {"told": corpus}
    shape |= {name: getattr(chosen, name) for name in ("documents", "commits", "seed", "approvals", "records")}

    def keep(measured: Sequence[Measured], places: Mapping[str, Mapping[str, float]]) -> None:
        if chosen.json:
            written = as_json(measured, about, shape, chosen.runs) | {"spent": places}
            chosen.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")

    measured = _measured(ground, chosen, lambda found: keep(found, {}))
    places = _spent(ground, chosen) if chosen.profile else {}
    keep(measured, places)
    told = as_markdown(measured, about, corpus, judgements())
    told += spent_table(places, measured) if places else ""
    print(f"\n{told}", end="")
    if chosen.results:
        chosen.results.write_text(f"# Results\n\n{told}", encoding="utf-8")


def _told(corpus: Path) -> str:
    """How large a corpus is, in words."""
    truth: ManualTruth = json.loads(truth_file(corpus).read_text(encoding="utf-8"))
    revisions = [revision for document in truth["documents"] for revision in document["revisions"]]
    numbers = {
        "documents": sum(document["standing"] for document in truth["documents"]),
        "commits": truth["commits"],
        "revisions": len(revisions),
        "signed approvals": sum(len(revision["approvals"]) for revision in revisions),
        "records": len(truth["records"]),
    }
    return ", ".join(f"{number:,} {noun}" for noun, number in numbers.items())


def _measured(ground: Ground, chosen: argparse.Namespace, keep: Callable[[Sequence[Measured]], None]) -> list[Measured]:
    """Each row, in the order in which they are listed; those that are done are kept whenever there are more.

    Raises FailedError where a command fails, ValueError for a row that is not there.
    """
    rows = chosen_rows(ground, chosen.only, chosen.also, quick=chosen.quick, everything=chosen.all)
    found: dict[str, Measured] = {}
    done: list[Measured] = []
    for group in in_groups(rows):
        print(f"{', '.join(row.key for row in group)} ...", file=sys.stderr)
        found.update({each.key: each for each in measured_group(group, chosen.runs)})
        done = [found[row.key] for row in rows if row.key in found]
        keep(done)
    return done


def _spent(ground: Ground, chosen: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Where the time of each row goes; once more, because watching costs time itself."""
    rows = chosen_rows(ground, chosen.only, chosen.also, quick=chosen.quick, everything=chosen.all)
    return {row.key: found for row in rows if (found := spent(row, ground.scratch))}


def _python_of(environment: Path) -> Path | None:
    """The Python of a virtual environment; None where there is none."""
    python = environment / "bin" / "python"
    return python if python.exists() else None


def _parser() -> argparse.ArgumentParser:
    summary = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=summary)
    parser.add_argument("--quick", action="store_true", help="1 round, and only what takes little time")
    parser.add_argument(
        "--all", action="store_true", help="also what takes very long: growth, full navigation, creation"
    )
    parser.add_argument("--only", action="append", default=[], metavar="ROW", help="this row (may be given again)")
    parser.add_argument("--also", action="append", default=[], metavar="ROW", help="this row besides the usual ones")
    parser.add_argument("--documents", type=int, default=_SIZE[0], help="documents of the corpus (default: 200)")
    parser.add_argument("--commits", type=int, default=_SIZE[1], help="commits of the corpus (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the corpus (default: 1)")
    for name in ("approvals", "records"):
        parser.add_argument(f"--{name}", choices=["some", "none"], default="some", help=f"whether there are {name}")
    parser.add_argument("-n", "--runs", type=int, metavar="RUNS", help="rounds that are counted (default: 5)")
    parser.add_argument(
        "--neighbours",
        type=Path,
        default=_NEIGHBOURS,
        metavar="DIR",
        help="the virtual environment of other plugins and generators (default: .venv-neighbours, where it exists)",
    )
    parser.add_argument(
        "--profile", action="store_true", help="also say where the time goes, in one more run of each row"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every single run to a file")
    parser.add_argument("--results", type=Path, metavar="FILE", help="also write the tables to a file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
