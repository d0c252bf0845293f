"""Who is waited for: every revision whose approvals are not complete, and the people who can give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.days import utc_day
from qms_docs.model.permission import hindrance, needed_roles, why_not
from qms_docs.model.policy import Evidence
from qms_docs.values import dataclass
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from qms_docs.model.document import Author, Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization, Person

__all__ = ["PendingRevision", "PendingRole", "pending"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingRole:
    """A role whose approval is missing, and everybody who could give it today."""

    role: str
    title: str
    people: tuple[Person, ...]
    command: str | None
    """What they run; None where the text is not the one that is checked out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingRevision:
    """A revision that waits."""

    id: str
    title: str
    revision: str
    proposed: bool
    """Whether it is on a branch or in the work tree only."""
    since: date | None
    """The day of its issue; of what is only proposed the day on which the text was written, where it is committed."""
    digest: str
    path: str
    evidence: Evidence
    authors: tuple[Author, ...]
    roles: tuple[PendingRole, ...]
    independent_only: bool
    """Whether every role has approved, and only somebody who is no author is waited for."""


def pending(manual: Manual, organization: Organization, at: datetime) -> tuple[PendingRevision, ...]:
    """The revisions that can still be approved, by document and number.

    `manual` has what is proposed as accepted, where that is to be included; `organization` is the one that is trusted.
    """
    return tuple(
        _row(document, revision, organization, at)
        for document in manual.standing
        for revision in document.in_play(manual.as_of)
        if hindrance(revision) is None and not document.completed_after(revision)
    )


def _row(document: Document, revision: Revision, organization: Organization, at: datetime) -> PendingRevision:
    roles = revision.waiting_for or needed_roles(revision)
    kind = revision.candidate.kind
    written = revision.candidate.existed_since
    proposed = revision.text.entry.commit is None
    stands = document.draft is None and document.latest.text == revision.text.text
    return PendingRevision(
        id=document.id,
        title=title_of(document, revision),
        revision=revision.number,
        proposed=proposed,
        since=revision.issued_on if not proposed else utc_day(written) if written else None,
        digest=revision.digest,
        path=revision.text.path,
        evidence=kind.evidence if kind else Evidence.DECLARED,
        authors=revision.text.authors,
        roles=tuple(
            PendingRole(
                role=role,
                title=organization.role_title(role),
                people=tuple(
                    sorted(
                        (each for each in organization.people.values() if why_not(revision, each, role, at) is None),
                        key=lambda person: person.id,
                    )
                ),
                command=f"qms approve {document.id} --role {role}" if stands else None,
            )
            for role in roles
        ),
        independent_only=revision.only_authors,
    )
