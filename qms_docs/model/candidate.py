"""A text that waits for its approvals, and what they are judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.model.document import Entry, LineText
    from qms_docs.model.organization import Organization
    from qms_docs.model.policy import DocumentType, Requirement

__all__ = ["Candidate", "ReviewedCommit", "SignedBy", "Trust", "Witness"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A text that would be the controlled one of its number, with what its approvals are judged by."""

    document: str
    number: str
    text: LineText
    kind: DocumentType | None = None
    """What the policy before the issue asks of it."""
    needed: tuple[Requirement, ...] = ()
    existed_since: datetime | None = None
    """The earliest author date of a commit with this text."""
    preceding: Entry | None = None
    """The entry that issued the preceding revision."""
    paths: tuple[str, ...] = ()
    """Where the document ever stood."""

    @property
    def digest(self) -> str:
        """The digest that an approval of the text has."""
        return self.text.text.digest(self.document)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trust:
    """Who was who before the entry that brought an approval."""

    organization: Organization
    brought: Organization | None = None
    """The organization that the same entry brought, where it is another."""
    founding: bool = False
    """Whether the organization came with the approval as the first that was stated, and vouches for itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedBy:
    """By which key a signature was made, or why it is none; `reason` is a clause that begins with "it"."""

    key: str = ""
    """As OpenSSH writes it, without a comment."""
    fingerprint: str = ""
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewedCommit:
    """A commit of the repository that somebody reviewed."""

    has_text: bool
    """Whether the document stands in it with this text and every file that it shows."""
    written_at: datetime


class Witness(Protocol):
    """Looks up what lies outside the model."""

    def signer(self, record: ApprovalRecord, name: str, signature: str) -> SignedBy:
        """Who signed the statement of the approval, for a person of that name."""

    def reviewed(self, commit: str, candidate: Candidate) -> ReviewedCommit | None:
        """The commit; None where the repository does not have it."""
