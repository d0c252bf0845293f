"""That somebody has read and understood a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError, UnknownThingError
from qms_docs.model.records.rows import Acknowledgement

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["acknowledged", "acknowledgement_row", "read_revision"]


def read_revision(document: Document, number: str | None, day: date) -> Revision:
    """The revision that is acknowledged: the one in force, or another that is fixed and not superseded.

    Raises UnknownThingError for a number that was not issued, and RefusedError where nobody works or is to work by it.
    """
    if document.vanished_by is not None:
        raise RefusedError(f"{document.id} has no file any more; it stood last in {document.path}.")
    if document.is_obsolete(day):
        raise RefusedError(f"{document.id} is obsolete since {document.obsolete_from(day)}: nobody has to know it.")
    current = document.effective(day)
    if number is None:
        if current is None:
            raise RefusedError(
                f"No revision of {document.id} is in force yet. `--revision` names one that is approved."
            )
        return current
    revision = document.revision(number)
    if revision is None or revision.proposed:
        raise UnknownThingError(
            f"There is no revision {number} of {document.id}. `qms history {document.id}` lists them."
        )
    if revision.fixed_on is None:
        raise RefusedError(
            f"Revision {number} of {document.id} is not approved: its text may still change, so that nobody can "
            "say to have read it."
        )
    if current is not None and document.is_above(current, revision):
        raise RefusedError(f"Revision {number} of {document.id} is superseded: revision {current.number} is in force.")
    return revision


def acknowledged(manual: Manual, person: str, revision: Revision) -> date | None:
    """The first day on which the person acknowledged the revision with its digest; None where that has not happened."""
    days = (
        row.on
        for series in manual.records.series
        if series.vanished_by is None and series.id == revision.document
        for row in series.rows
        if isinstance(row, Acknowledgement)
        and (row.person, row.revision, row.digest) == (person, revision.number, revision.digest)
    )
    return min(filter(None, days), default=None)


def acknowledgement_row(person: str, revision: Revision, on: date, method: str) -> dict[str, str]:
    """The row of `records/acknowledgements/ID.csv`; `method` is `commit` or `import`."""
    return {
        "person": person,
        "document": revision.document,
        "revision": revision.number,
        "digest": revision.digest,
        "on": on.isoformat(),
        "method": method,
    }
