"""From when on people work by a revision that a change brings, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.views.words import day_in_words, listed, status_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["effect"]


def effect(manual: Manual, document: Document, revision: Revision) -> str:
    """What holds for a revision, or would once it is merged today; `manual` has what is proposed as accepted."""
    if revision is document.draft:
        return "It is a draft: merging it publishes nothing, and what is in force stays in force."
    status = document.status(revision, manual.as_of)
    if status is Status.SUPERSEDED:
        current = document.in_force(manual.as_of)
        return f"Never: revision {current.number if current else '?'} is higher and in force."
    if revision.effective_on is None:
        return _not_yet(manual, revision)
    if revision.text.entry.commit is not None:
        return status_in_words(document, revision, manual.as_of, manual.organization)
    return "At once when it is merged." if revision.effective_on <= manual.as_of else _on(revision.effective_on)


def _not_yet(manual: Manual, revision: Revision) -> str:
    if revision.kind is None:
        return "Not as it stands: the policy before this change does not know its type, or it came with the change."
    if revision.header.effective_unreadable:
        return "Not as it stands: its effective date cannot be read."
    return _once_approved(manual, revision)


def _on(day: date) -> str:
    return f"On {day_in_words(day)}."


def _once_approved(manual: Manual, revision: Revision) -> str:
    if revision.only_authors:
        who = "somebody has approved it who is not among its authors"
    else:
        roles = listed([manual.organization.role_title(role) for role in revision.waiting_for])
        who = f"it is approved by {roles}" if roles else "its approvals are complete"
    declared, delay = revision.header.effective, revision.kind.delay if revision.kind else None
    later = f", {delay} after that" if delay else ""
    early = f", but not before {day_in_words(declared)}" if declared and declared > manual.as_of else ""
    return f"Once {who}{later}{early}."
