"""The steps of an approval: everything is decided before anybody is asked to sign."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.approving.approver import Approver, declaring_person, signing_person
from qms_docs.approving.record import (
    TO_BE_MADE,
    Said,
    approval_file,
    as_if_signed,
    drafted,
    free_path,
    signature_by,
    standing_approval,
)
from qms_docs.approving.subject import Subject, find_subject, require_open
from qms_docs.failures import RefusedError, WrongUseError
from qms_docs.model.approval import APPROVED
from qms_docs.model.days import utc_day
from qms_docs.model.permission import hindrance, needed_roles, why_not
from qms_docs.model.policy import Evidence
from qms_docs.values import dataclass
from qms_docs.views.approval_request import ApprovalRequest, Signer, approval_request
from qms_docs.writing.new_file import create_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from qms_docs.model.approval import Approval, ApprovalRecord
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Person
    from qms_docs.sources.loading import ManualSource

__all__ = ["Prepared", "Wish", "prepare", "write"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody asked for."""

    at: datetime
    meaning: str
    role: str | None = None
    declared: bool = False
    key: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """An approval that would count, and waits to be wanted and signed."""

    subject: Subject
    approver: Approver
    record: ApprovalRecord
    path: str
    given: Approval | None
    """The same approval, where the person has given it before."""

    @property
    def request(self) -> ApprovalRequest:
        """What the person is shown."""
        key = self.approver.key
        signer = Signer(
            person=self.approver.person,
            role=self.record.role,
            meaning=self.record.meaning,
            fingerprint=key.public.fingerprint if key else None,
            key_ends=self.approver.key_ends,
        )
        subject = self.subject
        return approval_request(subject.document, subject.revision, signer, subject.next_entry.trust.organization)


def prepare(
    source: ManualSource, manual: Manual, document: Document, wish: Wish, choose: Callable[[list[str]], str]
) -> Prepared:
    """The approval as it would be written; `choose` is asked for one of several roles.

    `manual` is the one with what is proposed, taken for accepted. Raises RefusedError where the approval would not
    count, and the failures of looking for key and person.
    """
    subject = find_subject(source, document, manual)
    if wish.meaning == APPROVED and not subject.revision.approvals:
        require_open(subject)
    approver = _approver(source, subject, wish)
    role = wish.role or _role(subject, approver, wish, choose)
    said = Said(person=approver.person, role=role, meaning=wish.meaning, at_written=wish.at.isoformat())
    record = drafted(subject, said)
    given = standing_approval(subject, said)
    if given is None:
        if wish.meaning == APPROVED:
            require_open(subject)
        reason = why_not(subject.revision, approver.person, role, wish.at, wish.meaning)
        if reason is not None:
            raise RefusedError(f"This cannot be approved: {reason}.{_needed(subject)}")
        judged = as_if_signed(subject, replace(record, signature=TO_BE_MADE) if approver.key else record, approver.key)
        if judged.shortfall is not None:
            raise RefusedError(f"The approval would not count ({judged.shortfall.value}): {judged.why_not}.")
    path = given.record.path if given else free_path(manual, record)
    return Prepared(subject=subject, approver=approver, record=record, path=path, given=given)


def write(source: ManualSource, prepared: Prepared) -> str:
    """The approval is signed and stands in its file; the path of that."""
    record, key = prepared.record, prepared.approver.key
    if key is not None:
        record = replace(record, signature=signature_by(record, prepared.approver.person, key))
    create_file(source.repository.root, prepared.path, approval_file(record))
    return prepared.path


def _approver(source: ManualSource, subject: Subject, wish: Wish) -> Approver:
    """Who approves, with their key unless nothing is to be signed."""
    trust, kind = subject.next_entry.trust, subject.revision.candidate.kind
    if wish.declared:
        return declaring_person(source.repository, trust)
    try:
        return signing_person(source.repository, trust, wish.key, utc_day(wish.at))
    except WrongUseError as error:
        if kind is not None and kind.evidence is Evidence.DECLARED:
            raise WrongUseError(f"{error} The policy asks for no evidence here: --declared signs nothing.") from error
        raise


def _role(subject: Subject, approver: Approver, wish: Wish, choose: Callable[[list[str]], str]) -> str:
    """The one role in which the person can approve; the one that is still missing, where there are several."""
    person, day = approver.person, utc_day(wish.at)
    held = [each for each in needed_roles(subject.revision) if person.holds(each, day)]
    if wish.meaning != APPROVED:
        held = held or [each.role for each in person.roles if each.held_on(day)]
    elif hindrance(subject.revision) is not None:
        # Whoever has approved before is told so, everybody else that nothing waits for them.
        held = [each for each in held if _gave(subject, person, each)][:1]
        if not held:
            require_open(subject)
    if not held:
        raise RefusedError(f"{person.name} holds none of the roles that can do this today.{_needed(subject)}")
    missing = [each for each in held if each in subject.revision.waiting_for]
    several = missing or held
    return several[0] if len(several) == 1 else choose(several)


def _gave(subject: Subject, person: Person, role: str) -> bool:
    return any((each.person, each.role, each.counts) == (person.id, role, True) for each in subject.revision.approvals)


def _needed(subject: Subject) -> str:
    """Whose approval is asked for."""
    organization = subject.next_entry.trust.organization
    roles = [f"{organization.role_title(each)} ({each})" for each in needed_roles(subject.revision)]
    return f" {subject.name} needs the approval of: {', '.join(roles)}." if roles else ""
