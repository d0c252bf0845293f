"""`python -m qms_docs` is `qms`."""

from __future__ import annotations

from qms_docs.cli import main

main()
