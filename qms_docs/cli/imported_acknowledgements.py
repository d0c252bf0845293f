"""What `qms acknowledge --import` does with a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.common import opened
from qms_docs.cli.given import given_content
from qms_docs.cli.output import give, say
from qms_docs.failures import RefusedError
from qms_docs.revising.appended_rows import AppendedRows, write_rows
from qms_docs.revising.listed import listed_acknowledgements

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["take_in"]

_MOST = 20
"""How many faults of a list are told."""


def take_in(folder: Path, table: str) -> int:
    """The rows of the list stand in the records; none of them where one cannot be taken in.

    Raises CannotCheckError where the list cannot be opened, and RefusedError.
    """
    content = given_content(folder, table)
    with opened(folder) as source:
        proposed = source.manual(preview=True, judged=True, merged=True)
        taken = listed_acknowledgements(content, source.manual(), proposed, source.today)
        if taken.faults:
            for each in taken.faults[:_MOST]:
                say(each)
            number = len(taken.faults)
            raise RefusedError(f"Nothing was written: {number} row{'s' if number != 1 else ''} cannot be taken in.")
        root, records = source.repository.root, proposed.policy.records
        files = [
            AppendedRows(root, f"{records}/acknowledgements/{document}.csv", rows)
            for document, rows in taken.rows.items()
        ]
    write_rows(root, files)
    for file in files:
        if file.added:
            give(f"{file.path}\n")
    added = sum(file.added for file in files)
    known = f"; {taken.known} {'was' if taken.known == 1 else 'were'} there already" if taken.known else ""
    say(f"Written: {added} acknowledgement{'s' if added != 1 else ''}{known}." if added else f"Nothing to do{known}.")
    return 0
