"""Who has to read a revision and acknowledge it (policy `acknowledge` and `retrain`, front matter `applies_to`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.knowing import asks_again, roles_of
from qms_docs.model.organization import ALL_STAFF
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.days import Period
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization
    from qms_docs.model.policy import DocumentType

__all__ = ["Addressed", "Retraining", "retraining"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressed:
    """A role that has to know a document, with the people who hold it on the day."""

    title: str
    people: tuple[str, ...]
    """Names, sorted."""
    everybody: bool = False
    """Whether it is the whole staff."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retraining:
    """Who acknowledges a revision, or why nobody has to."""

    roles: tuple[Addressed, ...] = ()
    within: Period | None = None
    """The time that the policy gives."""
    why_nobody: str | None = None
    """As a clause; None where somebody has to."""
    only_new: bool = False
    """Whether only the roles have to that the earlier revision did not address."""


def retraining(manual: Manual, document: Document, revision: Revision) -> Retraining:
    """Who acknowledges a revision of the document; roles that the one before did not address do so in any case.

    A policy that gives a time for it (`acknowledge`) asks for it once, and again after the classes of `retrain`.
    """
    header, kind = revision.header, revision.kind
    before = document.revision(revision.predecessor) if revision.predecessor else None
    if header.obsolete is not None:
        return Retraining(why_nobody="the document is withdrawn from use")
    if kind is None or not (kind.retrain or kind.acknowledge):
        return Retraining(why_nobody=_not_asked(kind))
    asked = roles_of(manual, revision)
    if not asked:
        return Retraining(why_nobody="the document names no role that has to know it (`applies_to`)")
    known = roles_of(manual, before) if before else ()
    new = tuple(role for role in asked if role not in known)
    again = before is None or asks_again(revision, kind)
    if not again and not new:
        return Retraining(why_nobody=_not_again(kind))
    return Retraining(
        roles=tuple(_addressed(manual.organization, role, manual.as_of) for role in (asked if again else new)),
        within=kind.acknowledge,
        only_new=not again,
    )


def _not_asked(kind: DocumentType | None) -> str:
    if kind is None:
        return "the policy does not know the type of the document"
    return f"the policy asks for none of the type {kind.title} (`acknowledge`, `retrain`)"


def _not_again(kind: DocumentType) -> str:
    if not kind.retrain:
        return "the policy asks for it once, and after no change again (`retrain`)"
    return f"the policy asks for it only after a change of class {' or '.join(each.value for each in kind.retrain)}"


def _addressed(organization: Organization, role: str, day: date) -> Addressed:
    people = sorted(each.name for each in organization.people.values() if each.holds(role, day))
    return Addressed(title=organization.role_title(role), people=tuple(people), everybody=role == ALL_STAFF)
