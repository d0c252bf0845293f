"""What somebody who approves is shown before: who they are, what it is, and what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.approval import APPROVED
from qms_docs.model.permission import is_author, needed_roles
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words, listed, title_of

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.organization import Organization, Person

__all__ = ["ApprovalRequest", "Signer", "approval_request"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Who approves, in which role, and with which key."""

    person: Person
    role: str
    meaning: str
    fingerprint: str | None = None
    """Of the key; None where nothing is signed."""
    key_ends: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRequest:
    """What is asked, as lines of a name and a value, with what to bear in mind."""

    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    question: str


def approval_request(
    document: Document, revision: Revision, signer: Signer, organization: Organization
) -> ApprovalRequest:
    """The request for one revision."""
    verb = "approve" if signer.meaning == APPROVED else "record that you reviewed"
    role = organization.role_title(signer.role)
    change = revision.header.change
    kind = f", {change.kind.value} change" if change and change.kind else ""
    key = f"key {signer.fingerprint}" if signer.fingerprint else "declared, without a signature"
    facts = [
        ("You are", f"{signer.person.name} ({signer.person.id}), {key}"),
        (f"You {verb}", f"{document.id} {title_of(document, revision)}, revision {revision.number}{kind}"),
        ("As", f"{role} ({signer.role})"),
        ("Digest", revision.digest),
        ("Change", change.summary if change and change.summary else ""),
        ("Reason", change.reason if change and change.reason else ""),
        ("Written by", listed([each.name for each in revision.text.authors])),
        ("Files shown", listed([each.name for each in revision.text.text.files])),
    ]
    return ApprovalRequest(
        facts=tuple((name, value) for name, value in facts if value),
        notes=tuple(_notes(revision, signer)),
        question=f"{verb.capitalize()} revision {revision.number} of {document.id} as {role}?",
    )


def _notes(revision: Revision, signer: Signer) -> list[str]:
    notes = []
    kind = revision.candidate.kind
    if signer.meaning != APPROVED:
        notes.append("A review is kept as a note; it does not count as an approval.")
    elif (
        kind is not None
        and kind.independent
        and is_author(revision, signer.person)
        and all(each.by_author for each in revision.approvals if each.counts)
    ):
        notes.append("You are an author of this text: at least one of the other approvers must not be one.")
    if signer.meaning == APPROVED and signer.role not in revision.waiting_for and signer.role in needed_roles(revision):
        notes.append("Somebody has approved in this role already.")
    if signer.key_ends is not None:
        notes.append(f"Your key ends on {day_in_words(signer.key_ends)}: the approval has to be merged by then.")
    return notes
