"""The approvals about which something can still be done, for the rules that look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.approval import APPROVED, Approval, Shortfall
from qms_docs.rules.registry import Departure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.document import Document, Revision

__all__ = ["departures", "line_in_latest", "revisions_under_control"]


def revisions_under_control(document: Document, day: date) -> Iterator[Revision]:
    """The revisions that can still be mended and whose approvals matter (settled.md 14)."""
    return (each for each in document.in_play(day) if not each.before_control)


def departures(document: Document, day: date, shortfall: Shortfall, remedy: str, *fields: str) -> Iterator[Departure]:
    """The approvals that fall short in one way, each at the first of the fields that it has."""
    for revision in revisions_under_control(document, day):
        for approval in revision.approvals:
            if approval.shortfall is shortfall and not _mended(revision, approval):
                record = approval.record
                what = "approval" if approval.meaning == APPROVED else "review"
                yield Departure(
                    path=record.path,
                    line=record.line(*fields),
                    document=record.document,
                    fact=f"{record.document}: the {what} of revision {record.revision} by {approval.name} does not "
                    f"count: {approval.why_not}.",
                    remedy=remedy,
                    about=f"{record.revision} {record.person} {record.role}",
                )


def line_in_latest(document: Document, revision: Revision, field: str) -> int:
    """The line of a field, where the revision is the one whose text stands."""
    header = document.latest.header
    return header.line(field) if header.revision == revision.number else 1


def _mended(revision: Revision, approval: Approval) -> bool:
    """Whether the person approved once more, which is all that can be done: an approval stays as it came.

    A text that was changed in its review may be approved by somebody else in the same role, and authority that
    somebody took is of no weight once the revision stands without it (settled.md 20).
    """
    if approval.shortfall is Shortfall.SELF_GRANTED and approval.record.entry.commit is not None:
        return revision.fixed_on is not None
    later = [
        each
        for each in revision.approvals
        if each.holds and each.role == approval.role and each.record.entry.number >= approval.record.entry.number
    ]
    return any(approval.shortfall is Shortfall.OTHER_TEXT or each.person == approval.person for each in later)
