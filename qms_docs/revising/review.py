"""A review of a document in force: one row more in its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.revising.standing_file import read_standing_file
from qms_docs.writing.new_file import create_file, replace_file
from qms_docs.writing.rows import UnreadableTableError, with_row

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.document import Document, Revision

__all__ = ["reviewed_revision", "write_review"]


def reviewed_revision(document: Document, day: date) -> Revision:
    """The revision by which people work, which is the one that is looked at.

    Raises RefusedError where there is none.
    """
    revision = document.effective(day)
    if document.vanished_by is not None:
        raise RefusedError(f"{document.id} has no file any more; it stood last in {document.path}.")
    if revision is not None:
        return revision
    if document.is_obsolete(day):
        raise RefusedError(
            f"{document.id} is obsolete since {document.obsolete_from(day)}: there is nothing to review."
        )
    raise RefusedError(f"No revision of {document.id} is in force, and only what people work by is reviewed.")


def write_review(root: Path, path: str, row: dict[str, str]) -> bool:
    """The row stands at the end of the record, which is made where it is missing; whether it was not there before.

    Raises RefusedError for a record in which no row can be put safely, and CannotWriteError.
    """
    before = read_standing_file(root, path)
    try:
        after = with_row(before, row)
    except UnreadableTableError as error:
        raise RefusedError(f"{path}: no row can be added, because {error}. Correct that first.") from error
    if after is None:
        return False
    if before is None:
        create_file(root, path, after)
    else:
        replace_file(root, path, before, after)
    return True
