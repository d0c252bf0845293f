"""Builds a site as `qms build` does on the day that stands in a file, whatever day it is.

python -m benchmarks.on_day CONFIGURATION FILE
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from mkdocs_document_control.generator import MkDocsGenerator

__all__ = ["main"]


def main() -> int:
    """The command; where the build fails, it ends with what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.on_day", description=__doc__)
    parser.add_argument("configuration", type=Path)
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args()
    today = date.fromisoformat(chosen.file.read_text(encoding="utf-8"))
    MkDocsGenerator().build(chosen.configuration, mode="controlled", as_of=None, strict=False, today=today)
    return 0


if __name__ == "__main__":
    sys.exit(main())
