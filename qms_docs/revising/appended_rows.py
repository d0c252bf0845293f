"""Rows at the end of a record that only grows, in the work tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.revising.standing_file import read_standing_file
from qms_docs.writing.rows import UnreadableTableError, with_rows
from qms_docs.writing.together import Change, write_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["AppendedRows", "append_rows", "write_rows"]


class AppendedRows:
    """A record as it stands, and as it will be with the rows: first all are made, then all are written."""

    def __init__(self, root: Path, path: str, rows: Sequence[dict[str, str]]) -> None:
        """Nothing is written yet.

        Raises RefusedError for a record in which no row can be put safely.
        """
        self.root, self.path = root, path
        self.before = read_standing_file(root, path)
        try:
            self.after, self.added = with_rows(self.before, rows)
        except UnreadableTableError as error:
            raise RefusedError(f"{path}: no row can be added, because {error}. Correct that first.") from error

    @property
    def change(self) -> Change | None:
        """What is to be written; None where every row stood there before."""
        if self.after is None or not self.added:
            return None
        return Change(path=self.path, before=self.before, after=self.after)


def write_rows(root: Path, records: Iterable[AppendedRows]) -> None:
    """The rows stand at the end of all these records, which are made where they are missing, or of none.

    Raises CannotWriteError.
    """
    write_together(root, [change for each in records if (change := each.change) is not None])


def append_rows(root: Path, path: str, rows: Sequence[dict[str, str]]) -> int:
    """How many of the rows were added, because they were not there before.

    Raises RefusedError and CannotWriteError.
    """
    appended = AppendedRows(root, path, rows)
    write_rows(root, [appended])
    return appended.added
