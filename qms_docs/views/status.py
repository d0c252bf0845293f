"""What is due, overdue or waiting on a day, and for whom."""

from __future__ import annotations

from datetime import UTC, datetime, time
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.days import Period
from qms_docs.model.knowing import assignments
from qms_docs.model.organization import ALL_STAFF
from qms_docs.model.records.deviation import Deviation
from qms_docs.model.records.due import days_of
from qms_docs.model.records.external_document import ExternalDocument
from qms_docs.model.records.objective import Objective, next_measurement
from qms_docs.model.records.retention import expired
from qms_docs.values import dataclass
from qms_docs.views.pending import pending
from qms_docs.views.words import day_in_words, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord

__all__ = ["SOON", "Duties", "Duty", "Urgency", "duties_by_owner", "duties_of", "owner_title"]

SOON = Period(days=90)
"""What is due later is left out where nothing else is asked for."""


class Urgency(Enum):
    """How a duty stands on the day."""

    OVERDUE = "overdue"
    """Its day has passed."""
    DUE = "due"
    """Its day is still to come, or is today."""
    WAITING = "waiting"
    """Somebody waits for it, and no day is set."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """Something that somebody has to do."""

    owner: str
    """A role, a person, or empty where nobody is named."""
    kind: str
    """`review`, `approval`, `acknowledgement`, `record`, `check`, `measurement`, `disposition`, `deviation` or
    `announced`."""
    id: str
    """The document or record."""
    title: str
    path: str
    what: str
    """What is to be done, as a clause such as `review it`."""
    on: date | None
    """The last day on which it is in time; None where there is none."""
    urgency: Urgency
    command: str | None = None
    """What helps with it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duties:
    """Everything that one role or person has to do."""

    owner: str
    title: str
    """The title of the role, or the name of the person."""
    people: tuple[str, ...]
    """Ids of those who hold the role on the day; the person alone where it is one."""
    vacancy: str | None
    """Why nobody does it: the role is held by nobody, or the person has left; None where somebody does."""
    duties: tuple[Duty, ...]

    def number(self, urgency: Urgency) -> int:
        """How many of them stand so."""
        return sum(each.urgency is urgency for each in self.duties)


def duties_of(manual: Manual) -> tuple[Duty, ...]:
    """Every duty on the day of the manual, the earliest day first, those without a day last."""
    found = [
        *_reviews(manual),
        *_approvals(manual),
        *_announced(manual),
        *_acknowledgements(manual),
        *_records(manual),
        *_dispositions(manual),
    ]
    return tuple(sorted(found, key=_order))


def duties_by_owner(manual: Manual, duties: Iterable[Duty]) -> tuple[Duties, ...]:
    """The same by the role or person, in the order of their titles; nobody's come last."""
    grouped: dict[str, list[Duty]] = {}
    for each in duties:
        grouped.setdefault(each.owner, []).append(each)
    found = [
        Duties(
            owner=owner,
            title=owner_title(manual, owner),
            people=_people(manual, owner),
            vacancy=_vacancy(manual, owner),
            duties=tuple(group),
        )
        for owner, group in grouped.items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.owner, each.title.casefold(), each.owner)))


def _order(duty: Duty) -> tuple[bool, str, str, str, str, str]:
    return (duty.on is None, str(duty.on), duty.id, duty.kind, duty.owner, duty.what)


def owner_title(manual: Manual, owner: str) -> str:
    """The name of a person, the title of a role, and words for nobody."""
    person = manual.organization.people.get(owner)
    if person is not None:
        return person.name
    return manual.organization.role_title(owner) if owner else "Nobody is named"


def _people(manual: Manual, owner: str) -> tuple[str, ...]:
    people = manual.organization.people
    if owner in people or owner == ALL_STAFF:
        return (owner,) if owner in people else ()
    return tuple(sorted(each.id for each in people.values() if each.holds(owner, manual.as_of)))


def _vacancy(manual: Manual, owner: str) -> str | None:
    everybody, day = manual.organization.people, manual.as_of
    if not owner or not everybody:
        return None
    if owner in everybody:
        return None if everybody[owner].holds(ALL_STAFF, day) else "holds no role any more"
    return None if any(each.holds(owner, day) for each in everybody.values()) else "nobody holds this role"


def _urgency(manual: Manual, on: date | None) -> Urgency:
    if on is None:
        return Urgency.WAITING
    return Urgency.OVERDUE if on < manual.as_of else Urgency.DUE


def _reviews(manual: Manual) -> Iterator[Duty]:
    for document in manual.standing:
        on = document.next_review(manual.policy, manual.as_of)
        current = document.effective(manual.as_of)
        if on is not None and current is not None:
            yield Duty(
                owner=current.header.owner or "",
                kind="review",
                id=document.id,
                title=title_of(document, current),
                path=document.path,
                what="review it",
                on=on,
                urgency=_urgency(manual, on),
                command=f"qms review {document.id}",
            )


def _approvals(manual: Manual) -> Iterator[Duty]:
    at = datetime.combine(manual.as_of, time.max, UTC)
    for row in pending(manual, manual.organization, at):
        for role in row.roles:
            yield Duty(
                owner=role.role,
                kind="approval",
                id=row.id,
                title=row.title,
                path=row.path,
                what=f"approve revision {row.revision}, which waits for it"
                + (f" since {day_in_words(row.since)}" if row.since else ""),
                on=None,
                urgency=Urgency.WAITING,
                command=role.command,
            )


def _announced(manual: Manual) -> Iterator[Duty]:
    for document in manual.standing:
        coming = document.announced(manual.as_of)
        if coming is not None and coming.effective_on is not None:
            yield Duty(
                owner=coming.header.owner or "",
                kind="announced",
                id=document.id,
                title=title_of(document, coming),
                path=document.path,
                what=f"revision {coming.number} takes effect",
                on=coming.effective_on,
                urgency=_urgency(manual, coming.effective_on),
            )


def _acknowledgements(manual: Manual) -> Iterator[Duty]:
    for each in assignments(manual):
        # Where the policy gives no time to read it, nothing is due.
        if each.read_on is None and each.due is not None:
            coming = each.since > manual.as_of
            yield Duty(
                owner=each.person.id,
                kind="acknowledgement",
                id=each.document.id,
                title=title_of(each.document, each.revision),
                path=each.document.path,
                what=f"read revision {each.revision.number}"
                + (f", which takes effect on {day_in_words(each.revision.effective_on)}" if coming else ""),
                on=each.due,
                urgency=_urgency(manual, each.due),
                command=f"qms acknowledge {each.document.id}"
                + (f" --revision {each.revision.number}" if coming else ""),
            )


def _records(manual: Manual) -> Iterator[Duty]:
    for kept in manual.records.standing:
        about = _About(manual, kept)
        for day in days_of(kept, manual) if kept.readable else ():
            yield about.duty("record", f"to be {day.what}", day.on, _owner_of(kept, day.field))
        record = kept.record
        if isinstance(record, ExternalDocument) and record.check_due:
            yield about.duty("check", "ask the issuer for the current edition", record.check_due)
        if isinstance(record, Objective) and record.status == "active":
            measured_by = next_measurement(record, manual)
            if measured_by is not None:
                yield about.duty("measurement", "measure it", measured_by)
        if isinstance(record, Deviation) and record.until and record.until >= manual.as_of:
            yield about.duty("deviation", "the permission ends", record.until)


@dataclass(frozen=True, slots=True)
class _About:
    """What a duty says of the record that it is about."""

    manual: Manual
    kept: KeptRecord

    def duty(self, kind: str, what: str, on: date, owner: str | None = None) -> Duty:
        record = self.kept.record
        return Duty(
            owner=owner or record.owner or "",
            kind=kind,
            id=record.id,
            title=record.title or record.id,
            path=self.kept.path,
            what=what,
            on=on,
            urgency=_urgency(self.manual, on),
            command=f"qms record show {record.id}",
        )


def _owner_of(kept: KeptRecord, field: str) -> str | None:
    """The owner of the part of a record to which a day belongs, such as an action; None where it has none."""
    part: object = kept.record
    for step in field.split(".")[:-1]:
        if isinstance(part, tuple):
            part = part[int(step)] if step.isdigit() and int(step) < len(part) else None
        else:
            part = getattr(part, step, None)
    owner = getattr(part, "owner", None)
    return owner if isinstance(owner, str) else None


def _dispositions(manual: Manual) -> Iterator[Duty]:
    rows = {each.path: each.kind.title for each in manual.records.series}
    for each in expired(manual):
        kept = manual.records.find(each.id) if each.path not in rows else None
        yield Duty(
            owner=(kept.record.owner if kept else None) or "",
            kind="disposition",
            id=each.id,
            title=(kept.record.title if kept else None) or rows.get(each.path, each.id),
            path=each.path,
            # Rows have the id of a document, which is not what is to be deleted.
            what=f"{each.rule.then} {'it' if kept else each.path}, because the time is over for which it is kept",
            on=each.until,
            urgency=_urgency(manual, each.until),
        )
