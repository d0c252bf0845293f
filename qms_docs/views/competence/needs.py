"""Everything that people have to know on a day, and how each of it stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qms_docs.model.knowing import Readers, assignments, roles_of
from qms_docs.views.competence.need import Knowing, Need, Subject, timing_of
from qms_docs.views.competence.seen import acknowledged_seen
from qms_docs.views.competence.trainings import Trainings
from qms_docs.views.publication import Access, access_to
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.days import Period
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.knowing import Assignment
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Person
    from qms_docs.model.records.registers import TrainingRequirement
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["needs_of"]

_READING = "reading"


def needs_of(manual: Manual, published: PublishedRecords | None = None) -> tuple[Need, ...]:
    """By subject and person; documents come before skills.

    With `published` nothing is said of documents whose text the site withholds.
    """
    return tuple(_Needs(manual, published).all())


class _Needs:
    def __init__(self, manual: Manual, published: PublishedRecords | None) -> None:
        self.manual = manual
        self.read = acknowledged_seen(manual, published)
        self.readers = Readers(manual.organization)
        self.trainings = Trainings(manual, published)
        self.documents = [
            (each, current)
            for each in manual.standing
            if (current := each.effective(manual.as_of)) is not None
            and (published is None or access_to(manual, each) is Access.TEXT)
        ]
        self.requirements: dict[str, list[TrainingRequirement]] = defaultdict(list)
        file = manual.records.requirements
        for each in file.requirements if file is not None else ():
            if each.subject and each.role and each.kind:
                self.requirements[each.subject].append(each)

    def all(self) -> Iterator[Need]:
        asked: dict[tuple[str, str], Assignment] = {}
        for each in assignments(self.manual, self.read):
            asked.setdefault((each.document.id, each.person.id), each)
        for document, current in self.documents:
            yield from self.reading(document, current, asked)
            yield from self.learning(document.id, document, current)
        for subject in sorted(self.requirements, key=str.casefold):
            if self.manual.document(subject) is None:
                yield from self.learning(subject, None, None)

    def reading(
        self, document: Document, current: Revision, asked: dict[tuple[str, str], Assignment]
    ) -> Iterator[Need]:
        """Who has to read a document, and has."""
        subject = self.subject(document, current, _READING, mandatory=True)
        refresh = self.refresh_of(document)
        for person, roles in self.readers.of(roles_of(self.manual, current), self.manual.as_of):
            one = asked.get((document.id, person.id))
            if one is None or one.revision is not current:
                yield self.unasked(subject, document, person, roles)
            else:
                yield self.read_by(subject, document, one, refresh)

    def read_by(self, subject: Subject, document: Document, one: Assignment, refresh: Period | None) -> Need:
        last = self.read.last(one.person, document, one.enough) if refresh else None
        on, number = last or (one.read_on, one.read_number)
        if on is None or number is None:
            late = one.due is not None and one.due < self.manual.as_of
            hidden = self.trainings.is_hidden(one.person.id, document.id)
            knowing = Knowing.NOT_SHOWN if hidden else Knowing.LATE if late else Knowing.MISSING
            return Need(subject=subject, person=one.person.id, roles=one.roles, knowing=knowing, due=one.due)
        until = refresh.after(on) if refresh else None
        expired = until is not None and until < self.manual.as_of
        return Need(
            subject=subject,
            person=one.person.id,
            roles=one.roles,
            knowing=Knowing.EXPIRED if expired else Knowing.KNOWN,
            revision=number,
            on=on,
            timing=timing_of(document, number, on),
            due=until,
            remark="" if number == subject.revision else f"revision {subject.revision} asks for no new acknowledgement",
        )

    def unasked(self, subject: Subject, document: Document, person: Person, roles: tuple[str, ...]) -> Need:
        """Of whom no acknowledgement is asked, who may have given one nevertheless."""
        last = self.read.last(person, document, document.issued)
        on, number = last or (None, None)
        return Need(
            subject=subject,
            person=person.id,
            roles=roles,
            knowing=Knowing.NOT_ASKED,
            revision=number,
            on=on,
            timing=timing_of(document, number, on) if on and number else None,
            remark="no acknowledgement is asked" if on else "",
        )

    def learning(self, name: str, document: Document | None, current: Revision | None) -> Iterator[Need]:
        """Who has to learn something otherwise than by reading, and has."""
        wanted: dict[tuple[str, bool], list[TrainingRequirement]] = defaultdict(list)
        for each in self.requirements.get(name, ()):
            if each.kind != _READING or document is None or each.mandatory is False:
                wanted[each.kind or "", each.mandatory is not False].append(each)
        for (kind, mandatory), group in wanted.items():
            roles = tuple(dict.fromkeys(each.role or "" for each in group))
            periods = [each.refresh for each in group if each.refresh is not None]
            subject = self.subject(document, current, kind, mandatory=mandatory, name=name)
            for person, mine in self.readers.of(roles, self.manual.as_of):
                refresh = min(periods, key=lambda each: each.after(self.manual.as_of)) if periods else None
                yield self.trainings.need(subject, document, current, person, mine, refresh)

    def subject(
        self, document: Document | None, current: Revision | None, kind: str, *, mandatory: bool, name: str = ""
    ) -> Subject:
        return Subject(
            id=document.id if document else name,
            title=title_of(document, current) if document else "",
            kind=kind,
            revision=current.number if current else None,
            mandatory=mandatory,
        )

    def refresh_of(self, document: Document) -> Period | None:
        """After which time a document is read again, where a requirement says so."""
        found = [
            each.refresh for each in self.requirements.get(document.id, ()) if each.kind == _READING and each.refresh
        ]
        return min(found, key=lambda each: each.after(self.manual.as_of)) if found else None
