"""A review of a document in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision

__all__ = ["reviewed_revision"]


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
