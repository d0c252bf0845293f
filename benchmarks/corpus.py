"""Makes a manual of any size with years of history, and beside it a file that says what is true of that history.

    python -m benchmarks.corpus DIR --documents 200 --commits 2000 --seed 1

The same arguments give the same commit ids on every machine.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.approvers import Approvers, keys_of
from benchmarks.chance import Chance
from benchmarks.founding import founding_files
from benchmarks.life import Life
from benchmarks.line import Clock, Line
from benchmarks.plan import MANY, Size
from benchmarks.records.record import KINDS
from benchmarks.stream import git, imported
from benchmarks.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.truth import ManualTruth

__all__ = ["make_corpus", "truth_file"]

_END = datetime(2026, 6, 30, 15, tzinfo=UTC)
"""No commit is later, so that none lies in the future of somebody who measures."""
_YEAR = timedelta(days=365.25)


def truth_file(folder: Path) -> Path:
    """Where the truth about the corpus in a folder is written: beside it, never inside."""
    return folder.with_name(f"{folder.name}.truth.json")


def make_corpus(
    folder: Path, size: Size, seed: int = 1, *, approvals: bool = True, records: bool = True
) -> ManualTruth:
    """A repository in a new folder, checked out, and what is true of it; the truth is written beside the folder too.

    Raises FileExistsError where the folder exists, CalledProcessError where git fails.
    """
    folder.mkdir(parents=True)
    start = _END - size.years * _YEAR
    chance, truth = Chance(seed), Truth()
    approvers = Approvers(seed, chance) if approvals else None
    with imported(folder) as (stream, ids):
        line = Line(stream, truth, chance, Clock(chance, start, _END), size.commits, approvers)
        keys, retained = keys_of(seed) if approvals else {}, tuple(KINDS) if records else ()
        line.found(founding_files(start.date(), keys, retained, standard=size.documents >= MANY))
        life = Life(line, chance, size, _END.date())
        desk = life.desk(start.date()) if records else None
        life.live()
    # Without this the pack would be several times as large as that of a clone.
    git(folder, "repack", "-a", "-d", "-f", "-q", "--window=10", "--depth=50")
    git(folder, "reset", "--quiet", "--hard", "main")
    told = truth.told(ids, size.commits, desk.told() if desk else [])
    truth_file(folder).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status is 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--documents", type=int, default=200, help="documents that stand in the end (default: 200)")
    parser.add_argument("--commits", type=int, default=2000, help="commits in all (default: 2000)")
    parser.add_argument("--years", type=int, default=8, help="years that the history spans (default: 8)")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another history (default: 1)")
    for name in ("approvals", "records"):
        parser.add_argument(
            f"--{name}", choices=["some", "none"], default="some", help=f"whether there are {name} (default: some)"
        )
    chosen = parser.parse_args(arguments)
    try:
        size = Size(documents=chosen.documents, commits=chosen.commits, years=chosen.years)
        told = make_corpus(
            chosen.folder,
            size,
            chosen.seed,
            approvals=chosen.approvals == "some",
            records=chosen.records == "some",
        )
    except (ValueError, FileExistsError) as error:
        parser.error(str(error))
    revisions = sum(len(document["revisions"]) for document in told["documents"])
    print(f"{size.documents} documents, {told['commits']} commits, {revisions} revisions, at {told['commit']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
