"""What is due, as the readers of a site may know it (settled.md 22)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.publication import Access, access_to
from qms_docs.views.status import SOON, Urgency, duties_by_owner, duties_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.status import Duties, Duty

__all__ = ["Crowd", "OwnerStatus", "ReadByMany", "SiteStatus", "site_status"]

_MOST = 200
_MOST_READERS = 200
"""People who have nothing to do but to read. Of more no page could tell each: what they read is told by document."""
_MOST_HOLDERS = 50
_STEPS = ((7, "within 7 days"), (30, "within 30 days"), (60, "within 60 days"), (90, "within 90 days"))
_READING = "acknowledgement"
_OF_DOCUMENTS = ("review", "announced")
"""What a public site tells of documents: nothing that only the staff does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnerStatus:
    """What one role or person has to do."""

    owner: str
    title: str
    person: bool
    overdue: int
    due: int
    waiting: int
    duties: tuple[Duty, ...]
    """At most 200, the earliest day first."""
    more: int
    """How many there are besides."""
    reading: tuple[Duty, ...]
    """What is to be read, at most 200; of a person that can be very much, so that it is told in few words."""
    holders: tuple[tuple[str, str], ...]
    """Ids and names of the people who hold the role, at most 50; of a person those of the roles with duties."""
    more_holders: int
    """How many there are besides."""
    vacancy: str | None
    """Why nobody does it; None where somebody does, and on a public site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadByMany:
    """A document that many people still have to read."""

    id: str
    title: str
    what: str
    people: int
    overdue: int
    on: date | None
    """The first day by which somebody has to have read it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """People who have nothing to do but to read, and are too many to be told one by one."""

    people: frozenset[str]
    overdue: int
    due: int
    texts: tuple[ReadByMany, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteStatus:
    """Everything that is due within 90 days, overdue or waiting."""

    owners: tuple[OwnerStatus, ...]
    """All of them, in the order of their titles."""
    dated: tuple[Duty, ...]
    """Everything with a day, however late, for the calendar; the earliest first. What several people have to read by
    one day is one, for nobody in particular: in a firm of thousands no calendar could hold the others."""
    public: bool
    when: tuple[tuple[str, int], ...] = ()
    """How many duties are overdue, due within so many days and not before, or wait without a day."""
    crowd: Crowd | None = None

    @property
    def told(self) -> tuple[OwnerStatus, ...]:
        """Those of whom the site tells each."""
        return tuple(each for each in self.owners if self.crowd is None or each.owner not in self.crowd.people)

    def number(self, urgency: Urgency) -> int:
        """How many duties stand so."""
        return sum(getattr(each, urgency.value) for each in self.owners)


def site_status(manual: Manual, published: PublishedRecords) -> SiteStatus:
    """What the site may tell on the day of the manual; a public one names no person, and public things alone."""
    told = [each for duty in duties_of(manual) if (each := _told(manual, published, duty))]
    latest = SOON.after(manual.as_of)
    groups = duties_by_owner(manual, [each for each in told if each.on is None or each.on <= latest])
    return SiteStatus(
        owners=tuple(_owner(manual, each, groups, public=published.public) for each in groups),
        dated=tuple(_shared_reading(each for each in told if each.on is not None)),
        public=published.public,
        when=tuple(_when(manual, [each for group in groups for each in group.duties])),
        crowd=_crowd(manual, groups),
    )


def _crowd(manual: Manual, groups: Sequence[Duties]) -> Crowd | None:
    people = manual.organization.people
    readers = [each for each in groups if each.owner in people and all(one.kind == _READING for one in each.duties)]
    if len(readers) <= _MOST_READERS:
        return None
    texts: dict[tuple[str, str], list[Duty]] = {}
    for duty in (each for group in readers for each in group.duties):
        texts.setdefault((duty.id, duty.what), []).append(duty)
    return Crowd(
        people=frozenset(each.owner for each in readers),
        overdue=sum(each.number(Urgency.OVERDUE) for each in readers),
        due=sum(each.number(Urgency.DUE) for each in readers),
        texts=tuple(_read_by_many(texts[name]) for name in sorted(texts)),
    )


def _read_by_many(duties: Sequence[Duty]) -> ReadByMany:
    first = duties[0]
    return ReadByMany(
        id=first.id,
        title=first.title,
        what=first.what,
        people=len({each.owner for each in duties}),
        overdue=sum(each.urgency is Urgency.OVERDUE for each in duties),
        on=min((each.on for each in duties if each.on), default=None),
    )


def _when(manual: Manual, duties: Sequence[Duty]) -> Iterator[tuple[str, int]]:
    left = [(each.on - manual.as_of).days for each in duties if each.on is not None]
    yield "overdue", sum(each < 0 for each in left)
    first = 0
    for last, told in _STEPS:
        yield told, sum(first <= each <= last for each in left)
        first = last + 1
    yield "waiting", len(duties) - len(left)


def _shared_reading(duties: Iterable[Duty]) -> Iterator[Duty]:
    groups: dict[object, list[Duty]] = {}
    for each in duties:
        alone = each.owner if each.kind != _READING else ""
        groups.setdefault((each.kind, each.id, each.what, each.on, alone), []).append(each)
    for first, *others in groups.values():
        what = f"{first.what} ({len(others) + 1} people)" if others and first.kind == _READING else first.what
        yield replace(first, owner="" if what != first.what else first.owner, what=what)
        yield from others if what == first.what else ()


def _told(manual: Manual, published: PublishedRecords, duty: Duty) -> Duty | None:
    document, kept = manual.document(duty.id), manual.records.find(duty.id)
    if document is not None:
        hidden = access_to(manual, document) is not Access.TEXT
        if hidden or (published.public and duty.kind not in _OF_DOCUMENTS):
            return None
    elif kept is None or published.access(kept) is not Access.TEXT:
        return None
    if published.public:
        owner = "" if duty.owner in manual.organization.people else duty.owner
        # Titles of records are words like any other; those of documents stand on every page.
        title = duty.title if document is not None else published.words(duty.title)
        return replace(duty, owner=owner, title=title, what=published.words(duty.what), command=None)
    return duty


def _owner(manual: Manual, group: Duties, groups: tuple[Duties, ...], *, public: bool) -> OwnerStatus:
    people = manual.organization.people
    person = group.owner in people
    if public:
        holders: tuple[tuple[str, str], ...] = ()
    elif person:
        holders = tuple((each.owner, each.title) for each in groups if each is not group and group.owner in each.people)
    else:
        holders = tuple((each, people[each].name) for each in group.people)
    to_read = tuple(each for each in group.duties if each.kind == _READING)
    others = tuple(each for each in group.duties if each.kind != _READING)
    return OwnerStatus(
        owner=group.owner,
        title=group.title,
        person=person,
        overdue=group.number(Urgency.OVERDUE),
        due=group.number(Urgency.DUE),
        waiting=group.number(Urgency.WAITING),
        duties=others[:_MOST],
        more=max(0, len(others) - _MOST) + max(0, len(to_read) - _MOST),
        reading=to_read[:_MOST],
        holders=holders[:_MOST_HOLDERS],
        more_holders=max(0, len(holders) - _MOST_HOLDERS),
        vacancy=None if public else group.vacancy,
    )
