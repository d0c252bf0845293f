"""The master document list as the site shows it: of withheld documents id and title alone (settled.md 22)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.master_list import MasterListRow, master_list_row
from qms_docs.views.publication import Access, access_to
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["RegisterRow", "published_row", "register"]


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


def published_row(manual: Manual, document: Document) -> MasterListRow | None:
    """The row that the site's readers may have, for `/register.json` and `/register.csv`; None where there is none.

    It follows from the document and what merging would make of it, the day, the policy, and nothing else of the manual.
    """
    row, access = master_list_row(manual, document), access_to(manual, document)
    if row is None or access is Access.NONE:
        return None
    return row if access is Access.TEXT else _bare(row)


def register(manual: Manual, rows: Iterable[MasterListRow]) -> tuple[RegisterRow, ...]:
    """The rows of the page."""
    types, who = manual.policy.types, manual.organization
    return tuple(
        RegisterRow(
            row=row,
            type=types[row.type].title if row.type and row.type in types else row.type,
            owner=who.role_title(row.owner) if row.owner else None,
            approved_before=row.approved_on if row.approved_on != row.effective_on else None,
            waiting_for=listed([who.role_title(each) for each in _missing(row)]),
        )
        for row in rows
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
