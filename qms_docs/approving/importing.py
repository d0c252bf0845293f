"""From the reviews of a pull request to approvals: which of them count, for what, and in whose name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
from qms_docs.failures import RefusedError
from qms_docs.forges.review import ForgeReview, last_words
from qms_docs.model.approval import APPROVED, FORGES, Review
from qms_docs.model.days import utc_day
from qms_docs.model.permission import hindrance, is_author, needed_roles, why_not
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.approving.signing_key import SigningKey
    from qms_docs.approving.subject import Subject
    from qms_docs.model.approval import Approval, ApprovalRecord
    from qms_docs.model.organization import Organization, Person

__all__ = ["Imported", "NewFile", "PassedOver", "imported"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewFile:
    """An approval that is not in the repository yet."""

    path: str
    content: bytes
    record: ApprovalRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A review from which no approval was made, for one revision or for all; `reason` is a clause."""

    review: ForgeReview
    reason: str
    subject: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What became of the reviews."""

    files: tuple[NewFile, ...]
    known: tuple[str, ...]
    """Paths of approvals that were recorded before."""
    passed_over: tuple[PassedOver, ...]


def imported(
    reviews: Sequence[ForgeReview],
    subjects: Sequence[Subject],
    importer_key: SigningKey | None,
    role: str | None = None,
) -> Imported:
    """The approvals that the reviews are for these revisions; with a key of an importer it signs each.

    `role` leaves out every other one that somebody holds.
    """
    approving, ignored = last_words(reviews)
    work = _Work(importer_key, role, [PassedOver(review=each.review, reason=each.reason) for each in ignored])
    known: list[tuple[ForgeReview, Person]] = []
    for review in approving:
        person = work.person(review, subjects[0].next_entry.trust.organization) if subjects else None
        if person is not None:
            known.append((review, person))
    for subject in subjects:
        work.take_in(subject, known)
    return Imported(files=tuple(work.files), known=tuple(work.known), passed_over=tuple(work.passed_over))


class _Work:
    """Collects what becomes of the reviews, one revision after the other."""

    def __init__(self, key: SigningKey | None, role: str | None, passed_over: list[PassedOver]) -> None:
        self._key = key
        self._role = role
        self.passed_over = passed_over
        self.files: list[NewFile] = []
        self.known: list[str] = []

    def person(self, review: ForgeReview, organization: Organization) -> Person | None:
        """Whose account it is."""
        holders = [each for each in organization.people.values() if each.has_account(review.forge, review.user or "")]
        if len(holders) == 1:
            return holders[0]
        forge = FORGES[review.forge]
        reason = f"organization.yml lists nobody with this account on {forge}"
        if holders:
            reason = f"organization.yml gives this account on {forge} to {' and '.join(each.name for each in holders)}"
        self.passed_over.append(PassedOver(review=review, reason=reason))
        return None

    def take_in(self, subject: Subject, reviews: Sequence[tuple[ForgeReview, Person]]) -> None:
        """The approvals of one revision; those by its authors come last, and are of use only beside others."""
        for review, person in sorted(reviews, key=lambda pair: is_author(subject.revision, pair[1])):
            for said in self._statements(subject, review, person):
                try:
                    subject = self._with(subject, review, said)
                except RefusedError as refusal:
                    self._pass_over(subject, review, str(refusal).rstrip("."))

    def _pass_over(self, subject: Subject, review: ForgeReview, reason: str) -> None:
        self.passed_over.append(PassedOver(review=review, reason=reason, subject=subject.name))

    def _statements(self, subject: Subject, review: ForgeReview, person: Person) -> Iterator[Said]:
        """What the person says with the review: an approval in every role that is asked for and was theirs then."""
        at = review.submitted_at
        assert at is not None  # noqa: S101 - reviews without a time were passed over
        roles = [each for each in needed_roles(subject.revision) if self._role in (None, each)]
        held = [each for each in roles if person.holds(each, utc_day(at))]
        for role in held:
            yield Said(person=person, role=role, meaning=APPROVED, at_written=review.at_written)
        if len(roles) == 1 and not held:
            self._pass_over(subject, review, why_not(subject.revision, person, roles[0], at) or "")
        elif not held:
            one = f"no approval by the role {self._role} is asked for"
            several = f"{person.name} held none of the roles {', '.join(roles)} then"
            self._pass_over(subject, review, several if roles else one)

    def _with(self, subject: Subject, review: ForgeReview, said: Said) -> Subject:
        """The revision with one approval more.

        Raises RefusedError where the approval would not count.
        """
        given = standing_approval(subject, said)
        if given is not None:
            self.known.append(given.record.path)
            return subject
        if (over := hindrance(subject.revision)) is not None:
            raise RefusedError(f"the revision {over}")
        if (reason := why_not(subject.revision, said.person, said.role, said.at)) is not None:
            raise RefusedError(reason)
        commit = review.commit or ""
        if subject.next_entry.witness.reviewed(commit, subject.revision.candidate) is None:
            raise RefusedError(f"the commit {commit[:12]} is not here to be looked at (git fetch origin {commit})")
        source = Review(
            forge=review.forge,
            url=review.url,
            user=review.user,
            commit=commit,
            submitted_at=review.submitted_at,
            signature=TO_BE_MADE if self._key else None,
        )
        record = drafted(subject, said, source)
        judged = as_if_signed(subject, record, self._key)
        if judged.shortfall is not None:
            raise RefusedError(f"{judged.why_not} ({judged.shortfall.value})")
        path = free_path(subject.manual, record, frozenset(each.path for each in self.files))
        if self._key is not None:
            record = replace(record, source=replace(source, signature=signature_by(record, said.person, self._key)))
        self.files.append(NewFile(path=path, content=approval_file(record), record=record))
        return _with_approval(subject, judged)


def _with_approval(subject: Subject, approval: Approval) -> Subject:
    revision = subject.revision
    missing = tuple(each for each in revision.waiting_for if each != approval.role)
    return replace(subject, revision=replace(revision, approvals=(*revision.approvals, approval), waiting_for=missing))
