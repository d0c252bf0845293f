"""Rows at the end of a record that only grows, in the work tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.revising.standing_file import read_standing_file
from qms_docs.writing.new_file import create_file, replace_file
from qms_docs.writing.rows import UnreadableTableError, with_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["AppendedRows", "append_rows"]


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

    def write(self) -> None:
        """The rows stand at the end of the record, which is made where it is missing.

        Raises CannotWriteError.
        """
        if self.after is None or not self.added:
            return
        if self.before is None:
            create_file(self.root, self.path, self.after)
        else:
            replace_file(self.root, self.path, self.before, self.after)


def append_rows(root: Path, path: str, rows: Sequence[dict[str, str]]) -> int:
    """How many of the rows were added, because they were not there before.

    Raises RefusedError and CannotWriteError.
    """
    appended = AppendedRows(root, path, rows)
    appended.write()
    return appended.added
