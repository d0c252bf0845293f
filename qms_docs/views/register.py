"""The master document list as the site shows it: of withheld documents id and title alone (settled.md 22)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qms_docs.views.master_list import MasterListRow, master_list
from qms_docs.views.publication import Access, access_to
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.views.published_records import PublishedRecords

__all__ = ["RegisterRow", "published_rows", "register"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRow:
    """One line of the list on the page, in the words that people read."""

    row: MasterListRow
    type: str | None
    owner: str | None
    approved_before: date | None
    """The day of the approval, where the revision did not take effect on that same day."""
    waiting_for: str
    """The titles of the roles whose approval the revision or the next one waits for."""


def published_rows(published: PublishedRecords) -> tuple[MasterListRow, ...]:
    """The rows that the site's readers may have, for `/register.json` and `/register.csv`."""
    manual = published.manual
    rows: list[MasterListRow] = []
    for row in master_list(manual):
        document = manual.document(row.id)
        access = access_to(manual, document) if document else Access.NONE
        if access is not Access.NONE:
            rows.append(row if access is Access.TEXT else _bare(row))
    return tuple(rows)


def register(published: PublishedRecords) -> tuple[RegisterRow, ...]:
    """The rows of the page."""
    manual = published.manual
    types, who = manual.policy.types, manual.organization
    return tuple(
        RegisterRow(
            row=row,
            type=types[row.type].title if row.type and row.type in types else row.type,
            owner=who.role_title(row.owner) if row.owner else None,
            approved_before=row.approved_on if row.approved_on != row.effective_on else None,
            waiting_for=listed([who.role_title(each) for each in _missing(row)]),
        )
        for row in published.once(published_rows)
    )


def _missing(row: MasterListRow) -> tuple[str, ...]:
    return row.waiting_for or (row.next.waiting_for if row.next else ())


def _bare(row: MasterListRow) -> MasterListRow:
    return replace(
        row,
        type=None,
        path=None,
        owner=None,
        revision=None,
        status=None,
        effective_on=None,
        approved_on=None,
        issued_on=None,
        digest=None,
        next_review=None,
        next=None,
        waiting_for=(),
    )
