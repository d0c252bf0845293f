"""The master document list: every controlled document with what is in force and what comes next (interfaces.md 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.values import dataclass
from qms_docs.views.outlook import OnMerge, on_merge, proposed_revision
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["MasterListRow", "Next", "master_list", "master_list_row"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Next:
    """The revision that comes after the one in force."""

    revision: str
    status: str
    effective_on: date | None
    waiting_for: tuple[str, ...] = ()
    """Roles whose approval is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MasterListRow:
    """One document; number, status and days are those of the revision in force, else of the latest.

    Where a site withholds a document, everything but id and title is None (settled.md 22).
    """

    id: str
    title: str
    type: str | None
    path: str | None
    owner: str | None
    revision: str | None
    status: str | None
    effective_on: date | None
    approved_on: date | None
    issued_on: date | None
    digest: str | None
    next_review: date | None
    next: Next | None
    on_merge: OnMerge | None = None
    """What merging the proposed change today would bring; None where nothing is proposed for it."""
    waiting_for: tuple[str, ...] = ()
    """Roles whose approval is missing, where the revision is in review."""


def master_list(manual: Manual) -> tuple[MasterListRow, ...]:
    """Every document that was issued, sorted by id; in a preview those that are proposed as well."""
    return tuple(row for each in manual.documents if (row := master_list_row(manual, each)))


def master_list_row(manual: Manual, document: Document) -> MasterListRow | None:
    """The row of one document; None where there is none."""
    day = manual.as_of
    proposed = proposed_revision(manual, document) if manual.preview else None
    shown = document.shown(day) or proposed
    if shown is None:
        return None
    coming = document.coming(day) or proposed
    issued = not shown.proposed and shown is not document.draft
    return MasterListRow(
        id=document.id,
        title=title_of(document, shown),
        type=shown.header.type,
        path=document.path,
        owner=shown.header.owner,
        revision=shown.number,
        status=document.status(shown, day).value,
        effective_on=shown.effective_on if issued else None,
        approved_on=shown.approved_on if issued else None,
        issued_on=shown.issued_on if issued else None,
        digest=shown.digest,
        next_review=document.next_review(manual.policy, day),
        next=_next(document, coming, day) if coming is not shown else None,
        on_merge=on_merge(manual, document, proposed) if proposed else None,
        waiting_for=_waiting_for(document, shown, day),
    )


def _next(document: Document, coming: Revision | None, day: date) -> Next | None:
    if coming is None:
        return None
    effective_on = None if coming.proposed else coming.effective_on
    return Next(
        revision=coming.number,
        status=document.status(coming, day).value,
        effective_on=effective_on,
        waiting_for=_waiting_for(document, coming, day),
    )


def _waiting_for(document: Document, revision: Revision, day: date) -> tuple[str, ...]:
    return revision.waiting_for if document.status(revision, day) is Status.IN_REVIEW else ()
