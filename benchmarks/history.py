"""Derives every revision of every document of a manual, as each command of `qms` does before anything else.

python -m benchmarks.history DIR [--only-begin]
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from qms_docs.collection import no_collection
from qms_docs.keeping.store import open_store
from qms_docs.sources.loading import open_manual

__all__ = ["main"]


def main() -> int:
    """The command; its exit status is 1 where no revision was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--only-begin", action="store_true", help="end as soon as the program has been loaded")
    chosen = parser.parse_args()
    if chosen.only_begin:
        return 0
    with no_collection():
        source = open_manual(chosen.folder, datetime.now(UTC).date(), keep=open_store)
        found = sum(len(document.revisions) for document in source.manual().documents)
        source.close()
    print(f"{found:,} revisions")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
