"""Who has to know which document, who has read it, and who has not (policy `acknowledge` and `retrain`)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qms_docs.model.organization import ALL_STAFF
from qms_docs.model.records.rows import Acknowledgement
from qms_docs.model.records.training import Training
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization, Person
    from qms_docs.model.policy import DocumentType

__all__ = ["Acknowledged", "Assignment", "Readers", "asks_again", "assignments", "enough_of", "roles_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """A document that a person has to know."""

    document: Document
    revision: Revision
    """The one in force, or one that is to take effect."""
    enough: tuple[Revision, ...]
    """The revisions of which one acknowledgement is enough, the lowest first: the last whose class of change asks for
    a new one, and those above it."""
    person: Person
    roles: tuple[str, ...]
    """The roles of the person that have to know it, in the order of the text."""
    since: date
    """The day from which on the person has to know it."""
    due: date | None
    """The last day on which it can be acknowledged in time; None where the policy gives no time (`acknowledge`)."""
    read_on: date | None
    """The first day on which the person acknowledged one that is enough; None where that has not happened."""
    read_number: str | None = None
    """The number of that one."""

    @property
    def in_time(self) -> bool:
        """Whether it was read before the person had to know it."""
        return self.read_on is not None and self.read_on <= self.since


class Readers:
    """Who holds which roles, looked up once for all texts that name the same."""

    def __init__(self, organization: Organization) -> None:
        """Nobody was looked up."""
        self._people = sorted(organization.people.values(), key=lambda each: each.id)
        self._held: dict[date, tuple[tuple[Person, frozenset[str]], ...]] = {}

    def of(self, roles: tuple[str, ...], day: date) -> tuple[tuple[Person, tuple[str, ...]], ...]:
        """The people who hold one of the roles on the day, by id, each with those roles."""
        if day not in self._held:
            self._held[day] = tuple((each, each.roles_on(day)) for each in self._people)
        mine = ((person, tuple(role for role in roles if role in held)) for person, held in self._held[day])
        return tuple(each for each in mine if each[1])


def assignments(manual: Manual, acknowledged: Acknowledged | None = None) -> tuple[Assignment, ...]:
    """Everything that people have to know on the day of the manual, by document, revision and person.

    Who held the role already when document control began is not asked for what was issued before.
    """
    if not any(kind.acknowledge or kind.retrain for kind in manual.policy.types.values()):
        return ()
    read, readers = acknowledged or Acknowledged(manual), Readers(manual.organization)
    return tuple(each for document in manual.standing for each in _of_document(manual, document, read, readers))


def asks_again(revision: Revision, kind: DocumentType) -> bool:
    """Whether everybody reads the document anew: it is the first, says nothing of its class, or is of one that asks."""
    change = revision.header.change
    return revision.predecessor is None or change is None or change.kind is None or change.kind in kind.retrain


def roles_of(manual: Manual, revision: Revision) -> tuple[str, ...]:
    """The roles that have to read a revision: those that it names, and those of `training/requirements.yml`."""
    required = manual.records.requirements
    asked = [
        each.role
        for each in (required.requirements if required else ())
        if each.subject == revision.document and each.role and each.kind == "reading" and each.mandatory is not False
    ]
    return tuple(dict.fromkeys([*revision.header.applies_to, *asked]))


def _of_document(manual: Manual, document: Document, read: Acknowledged, readers: Readers) -> Iterator[Assignment]:
    current, coming = document.effective(manual.as_of), document.announced(manual.as_of)
    known: set[str] = set()
    if current is not None:
        now = tuple(_of_revision(manual, document, current, read, readers))
        known = {each.person.id for each in now}
        yield from now
    if coming is not None and coming.header.obsolete is None:
        for each in _of_revision(manual, document, coming, read, readers):
            # A change that asks for no new acknowledgement concerns those whom it addresses for the first time.
            if each.enough[0] is coming or each.person.id not in known:
                yield each


def _of_revision(
    manual: Manual, document: Document, revision: Revision, read: Acknowledged, readers: Readers
) -> Iterator[Assignment]:
    kind = manual.policy.type_of(revision.header)
    if kind is None or not (kind.acknowledge or kind.retrain) or revision.effective_on is None:
        return
    day = max(manual.as_of, revision.effective_on)
    enough = enough_of(document, revision, kind)
    begun = min(each.effective_on for each in enough if each.effective_on)
    for person, roles in readers.of(roles_of(manual, revision), day):
        since = min(max(begun, _held_since(person, role, day), _named_since(enough, role)) for role in roles)
        if enough[0].before_control and since <= (manual.policy.control_from or begun):
            continue
        first = read.first(person, document, enough)
        yield Assignment(
            document=document,
            revision=revision,
            enough=enough,
            person=person,
            roles=roles,
            since=since,
            due=kind.acknowledge.after(since) if kind.acknowledge else None,
            read_on=first[0] if first else None,
            read_number=first[1] if first else None,
        )


def enough_of(document: Document, revision: Revision, kind: DocumentType) -> tuple[Revision, ...]:
    """The revisions of which one acknowledgement is enough.

    They are those up to this one, from the last on whose change asks everybody to read the document again.
    """
    upto = document.revisions[: document.revisions.index(revision) + 1]
    upto = tuple(each for each in upto if not each.proposed)
    last = max((place for place, each in enumerate(upto) if asks_again(each, kind)), default=0)
    return upto[last:]


def _held_since(person: Person, role: str, day: date) -> date:
    """The day from which on the person holds the role without a break."""
    stretches = [each for each in person.roles if role in (each.role, ALL_STAFF) and each.since <= day]
    since = day
    for each in sorted(stretches, key=lambda each: each.since, reverse=True):
        if each.until is None or each.until >= since or (since - each.until).days == 1:
            since = min(since, each.since)
    return since


def _named_since(enough: tuple[Revision, ...], role: str) -> date:
    """The day from which on the document names the role; requirements beside it have no day of their own."""
    named = enough[0].effective_on or date.min
    for each in reversed(enough):
        if role not in each.header.applies_to:
            break
        named = each.effective_on or named
    return named


class Acknowledged:
    """What people have acknowledged, or learned as a record of training says."""

    def __init__(self, manual: Manual, leaving_out: frozenset[str] = frozenset()) -> None:
        """`leaving_out` are records of training that do not count, such as those that a site withholds."""
        self._days: dict[tuple[str, str, str], list[date]] = {}
        for series in manual.records.series:
            for row in series.rows if series.vanished_by is None else ():
                if isinstance(row, Acknowledgement) and row.person and row.document and row.revision and row.on:
                    self._note(manual, (row.person, row.document, row.revision), row.on, row.digest)
        for kept in manual.records.of_kind("training"):
            record = kept.record
            if not isinstance(record, Training) or kept.id in leaving_out:
                continue
            if record.status == "done" and record.result == "passed":
                document, _, number = (record.subject or "").partition("@")
                if record.person and number and record.completed:
                    self._note(manual, (record.person, document, number), record.completed, None)

    def _note(self, manual: Manual, key: tuple[str, str, str], on: date, digest: str | None) -> None:
        """A row with another digest is about another text (TR102)."""
        if on <= manual.as_of and (digest is None or self._is_of(manual, key, digest)):
            self._days.setdefault(key, []).append(on)

    @staticmethod
    def _is_of(manual: Manual, key: tuple[str, str, str], digest: str) -> bool:
        document = manual.document(key[1])
        revision = document.revision(key[2]) if document else None
        return revision is not None and revision.digest == digest

    def first(self, person: Person, document: Document, enough: tuple[Revision, ...]) -> tuple[date, str] | None:
        """The first day on which the person read one of the revisions, and its number."""
        found = ((min(days), each.number) for each in enough if (days := self._of(person, document, each)))
        return min(found, key=lambda each: each[0], default=None)

    def last(self, person: Person, document: Document, enough: tuple[Revision, ...]) -> tuple[date, str] | None:
        """The last such day, and the number."""
        found = ((max(days), each.number) for each in enough if (days := self._of(person, document, each)))
        return max(found, key=lambda each: each[0], default=None)

    def _of(self, person: Person, document: Document, revision: Revision) -> list[date] | None:
        return self._days.get((person.id, document.id, revision.number))
