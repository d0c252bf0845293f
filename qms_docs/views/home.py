"""The home page: what is in force, what changed lately and what is coming."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals, approvals_of, published
from qms_docs.views.groups import department_title, group_anchor, type_title
from qms_docs.views.publication import DocumentReference, readable_documents, reference_to, withheld
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["Count", "Event", "Home", "Pending", "changes", "home"]

_LATELY = timedelta(days=90)
_SOON = timedelta(days=60)
_MOST = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened to a document on a day, or is to happen."""

    day: date | None
    """None where no day is fixed yet."""
    document: DocumentReference
    revision: str | None
    what: str
    summary: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """A revision that was accepted and cannot take effect before more people have approved it."""

    document: DocumentReference
    revision: str
    since: date
    """The day on which it was accepted."""
    summary: str | None
    approvals: Approvals


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many documents of a group are in force."""

    title: str
    anchor: str
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """What the home page says beside its own text."""

    in_force: int
    types: tuple[Count, ...]
    departments: tuple[Count, ...]
    changed: tuple[Event, ...]
    """Latest first, at most a dozen."""
    changed_more: int
    """How many changes of the last 90 days are not listed."""
    pending: tuple[Pending, ...]
    """What waits for approval, the longest waiting first."""
    coming: tuple[Event, ...]
    """Earliest first; what has no day yet comes last."""


def home(manual: Manual) -> Home:
    """The home page on the day of the manual."""
    documents = readable_documents(manual)
    changed = changes(manual, manual.as_of - _LATELY)
    coming = sorted(
        (event for each in documents for event in _to_come(manual, each)),
        key=lambda event: (event.day is None, event.day or manual.as_of, event.document.id),
    )
    pending = sorted(
        (each for document in documents for each in _pending(manual, document)),
        key=lambda each: (each.since, each.document.id),
    )
    headers = [each.header for document in documents if (each := document.effective(manual.as_of))]
    types = Counter(header.type for header in headers if header.type)
    departments = Counter(header.department for header in headers if header.department)
    return Home(
        in_force=len(headers),
        types=tuple(
            Count(title=type_title(manual, name), anchor=group_anchor(name), number=types[name])
            for name in sorted(types, key=lambda name: _type_order(manual, name))
        ),
        departments=tuple(
            Count(title=department_title(name), anchor=group_anchor(name), number=departments[name])
            for name in sorted(departments)
        ),
        changed=changed[:_MOST],
        changed_more=max(0, len(changed) - _MOST),
        pending=tuple(pending),
        coming=tuple(coming),
    )


def changes(manual: Manual, after: date) -> tuple[Event, ...]:
    """What came into force or left use after a day, up to that of the manual; the latest first."""
    found = (event for each in readable_documents(manual) for event in _changes(manual, each, after))
    return tuple(sorted(found, key=lambda event: (-(event.day.toordinal() if event.day else 0), event.document.id)))


def _type_order(manual: Manual, name: str) -> tuple[int, str]:
    order = list(manual.policy.types)
    return (order.index(name) if name in order else len(order), name)


def _changes(manual: Manual, document: Document, after: date) -> Iterator[Event]:
    day, reference = manual.as_of, reference_to(manual, document)
    for revision in reversed(document.revisions):
        since = revision.effective_on
        if revision.in_effect_by(day) and since is not None and since > after:
            verb = "came into force" if revision.first else "replaced the revision before it"
            yield Event(
                day=since,
                document=reference,
                revision=revision.number,
                what=f"Revision {revision.number} {verb}",
                summary=_summary(manual, revision),
            )
    since = document.obsolete_from(day)
    if since is not None and after < since <= day:
        yield Event(day=since, document=reference, revision=None, what="Became obsolete")


def _pending(manual: Manual, document: Document) -> Iterator[Pending]:
    for revision in document.in_play(manual.as_of):
        if document.status(revision, manual.as_of) is Status.IN_REVIEW:
            yield Pending(
                document=reference_to(manual, document),
                revision=revision.number,
                since=revision.issued_on,
                summary=_summary(manual, revision),
                approvals=published(manual, approvals_of(manual, document, revision)),
            )


def _to_come(manual: Manual, document: Document) -> Iterator[Event]:
    day = manual.as_of
    for revision in document.in_play(day):
        if document.status(revision, day) is Status.APPROVED:
            yield Event(
                day=revision.effective_on,
                document=reference_to(manual, document),
                revision=revision.number,
                what=f"Revision {revision.number} takes effect",
                summary=_summary(manual, revision),
            )
    since = document.obsolete_from(day)
    if since is not None and since > day:
        yield Event(day=since, document=reference_to(manual, document), revision=None, what="Becomes obsolete")
    review = document.next_review(manual.policy, day)
    if review is not None and review <= day + _SOON:
        what = "Is due for review" if review >= day else f"Was due for review on {day_in_words(review)}"
        yield Event(day=review, document=reference_to(manual, document), revision=None, what=what)


def _summary(manual: Manual, revision: Revision) -> str | None:
    change = revision.header.change
    return change.summary if change and not withheld(revision.header, manual.policy) else None
