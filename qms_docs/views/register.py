"""The master document list as the site shows it: of withheld documents id and title alone (settled.md 22)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qms_docs.views.master_list import MasterListRow, master_list
from qms_docs.views.publication import Access, access_to

if TYPE_CHECKING:
    from qms_docs.model.manual import Manual

__all__ = ["RegisterRow", "published_rows", "register"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRow:
    """One line of the list on the page, in the words that people read."""

    row: MasterListRow
    type: str | None
    owner: str | None


def published_rows(manual: Manual) -> tuple[MasterListRow, ...]:
    """The rows that the site's readers may have, for `/register.json` and `/register.csv`."""
    rows: list[MasterListRow] = []
    for row in master_list(manual):
        document = manual.document(row.id)
        access = access_to(manual, document) if document else Access.NONE
        if access is not Access.NONE:
            rows.append(row if access is Access.TEXT else _bare(row))
    return tuple(rows)


def register(manual: Manual) -> tuple[RegisterRow, ...]:
    """The rows of the page."""
    types, who = manual.policy.types, manual.organization
    return tuple(
        RegisterRow(
            row=row,
            type=types[row.type].title if row.type and row.type in types else row.type,
            owner=who.role_title(row.owner) if row.owner else None,
        )
        for row in published_rows(manual)
    )


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
    )
