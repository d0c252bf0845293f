"""The approval itself: what it says, its signature, and the file in which it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.model.approval import ApprovalRecord
from qms_docs.model.candidate import SignedBy
from qms_docs.signing.ssh import InvalidSignatureError, verify
from qms_docs.signing.ssh_keygen import CannotSignError, sign
from qms_docs.signing.statement import NAMESPACE, StatementError
from qms_docs.sources.witness import statement_of
from qms_docs.values import dataclass
from qms_docs.writing.record_text import record_text

if TYPE_CHECKING:
    from qms_docs.approving.signing_key import SigningKey
    from qms_docs.approving.subject import Subject
    from qms_docs.model.approval import Approval, Review
    from qms_docs.model.candidate import Candidate, ReviewedCommit, Witness
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Person

__all__ = [
    "TO_BE_MADE",
    "Said",
    "approval_file",
    "as_if_signed",
    "drafted",
    "free_path",
    "signature_by",
    "standing_approval",
]

TO_BE_MADE = "to be made"
"""Stands for a signature until the person has agreed to make it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Who says what and when, in the characters that are signed."""

    person: Person
    role: str
    meaning: str
    at_written: str

    @property
    def at(self) -> datetime:
        """The time as such."""
        return datetime.fromisoformat(self.at_written)


def drafted(subject: Subject, said: Said, source: Review | None = None) -> ApprovalRecord:
    """What the approval would say, before anybody has signed it."""
    return ApprovalRecord(
        path="",
        document=subject.document.id,
        revision=subject.revision.number,
        digest=subject.revision.digest,
        person=said.person.id,
        role=said.role,
        meaning=said.meaning,
        at=said.at,
        at_written=said.at_written,
        source=source,
        entry=subject.next_entry.entry,
    )


@dataclass(frozen=True, slots=True)
class _AsIfSigned:
    """A signature that is still to be made, taken as good."""

    key: SigningKey
    witness: Witness

    def signer(self, record: ApprovalRecord, name: str, signature: str) -> SignedBy:  # noqa: ARG002 - of the protocol
        """The key that is going to be used."""
        return SignedBy(key=self.key.public.line, fingerprint=self.key.public.fingerprint)

    def reviewed(self, commit: str, candidate: Candidate) -> ReviewedCommit | None:
        """As it is."""
        return self.witness.reviewed(commit, candidate)


def as_if_signed(subject: Subject, record: ApprovalRecord, key: SigningKey | None) -> Approval:
    """What the approval will be worth once its signature, or that of its review, is made with the key."""
    entry = subject.next_entry
    if key is not None:
        entry = replace(entry, witness=_AsIfSigned(key, entry.witness))
    return entry.judged(record, subject.revision.candidate)


def signature_by(record: ApprovalRecord, person: Person, key: SigningKey) -> str:
    """The signature of the approval's statement, verified before anybody else sees it.

    Raises CannotSignError where none can be made, and RefusedError for a name that cannot be signed.
    """
    try:
        statement = statement_of(record, person.name).bytes
    except StatementError as error:
        raise RefusedError(str(error)) from error
    signature = sign(statement, key.signer, NAMESPACE)
    try:
        made_with = verify(signature, statement, NAMESPACE)
    except InvalidSignatureError as error:
        raise CannotSignError(
            f"The signature does not hold: {error}.", "Run this again, or use another key."
        ) from error
    if made_with != key.public:
        raise CannotSignError(
            f"The signature was made with the key {made_with.fingerprint} and not with {key.public.fingerprint}.",
            "The file that ends in .pub belongs to another key than the private one beside it: correct this.",
        )
    return signature


def approval_file(record: ApprovalRecord) -> bytes:
    """The file as document-control.md 6 lays it out."""
    source: dict[str, str | None] | None = None
    if record.source is not None:
        review = record.source
        source = {
            "forge": review.forge,
            "url": review.url,
            "user": review.user,
            "commit": review.commit,
            "submitted_at": record.at_written,
            "signature": review.signature,
        }
    return record_text(
        {
            "document": record.document,
            "revision": record.revision,
            "digest": record.digest,
            "person": record.person,
            "role": record.role,
            "meaning": record.meaning,
            "at": record.at_written,
            "signature": record.signature,
            "source": source,
        }
    ).encode()


def standing_approval(subject: Subject, said: Said) -> Approval | None:
    """The approval of this text that the person has given already in this role, if it is worth something."""
    return next(
        (
            each
            for each in subject.revision.approvals
            if (each.person, each.role, each.meaning) == (said.person.id, said.role, said.meaning)
            and each.shortfall is None
            and each.record.digest == subject.revision.digest
        ),
        None,
    )


def free_path(manual: Manual, record: ApprovalRecord, taken: frozenset[str] = frozenset()) -> str:
    """Where the file can stand: by the person, or where that name was ever used, by person and role (settled.md 17).

    `taken` are the paths of other approvals that are about to be written. Raises RefusedError where both are used.
    """
    folder = f"{manual.policy.records}/approvals/{record.document}/{record.revision}"
    closed = {each.path for each in manual.approvals if each.entry.commit is not None}
    names = f"{folder}/{record.person}.yml", f"{folder}/{record.person}.{record.role}.yml"
    free = next((each for each in names if each not in taken | closed and each not in manual.paths), None)
    if free is not None:
        return free
    where = f"{names[0]} and {names[1]} are there already, and do not count for this text."
    open_ones = [each for each in names if each not in closed]
    if not open_ones:
        raise RefusedError(f"{where} Raise the revision number: then it can be approved again.")
    gone = " ".join(open_ones)
    raise RefusedError(f"{where} Delete what is not on the release line yet (git rm -f {gone}), then run this again.")
