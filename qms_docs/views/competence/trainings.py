"""What records of training say of a person and a subject."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qms_docs.model.knowing import enough_of
from qms_docs.model.records.training import Training
from qms_docs.views.competence.need import Knowing, Need, timing_of
from qms_docs.views.competence.seen import withheld_trainings

if TYPE_CHECKING:
    from qms_docs.model.days import Period
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Person
    from qms_docs.views.competence.need import Subject
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["Trainings"]


class Trainings:
    """The records of training by person and subject."""

    def __init__(self, manual: Manual, published: PublishedRecords | None) -> None:
        """Those that the site withholds are known to be there, and nothing else of them."""
        self._manual = manual
        self._by_topic: dict[tuple[str, str], list[Training]] = defaultdict(list)
        self._hidden: set[tuple[str, str]] = set()
        withheld = withheld_trainings(manual, published)
        for kept in manual.records.of_kind("training"):
            record = kept.record
            if isinstance(record, Training) and kept.readable and record.person and record.subject:
                key = (record.person, _topic(record.subject.partition("@")[0]))
                if kept.id in withheld:
                    self._hidden.add(key)
                else:
                    self._by_topic[key].append(record)

    def is_hidden(self, person: str, subject: str) -> bool:
        """Whether a record about the two exists that the site does not show."""
        return (person, _topic(subject)) in self._hidden

    def need(  # noqa: PLR0913, PLR0917 - what is asked of whom
        self,
        subject: Subject,
        document: Document | None,
        current: Revision | None,
        person: Person,
        roles: tuple[str, ...],
        refresh: Period | None,
    ) -> Need:
        """How it stands with a person and what is to be learned."""
        found = [each for each in self._by_topic.get((person.id, _topic(subject.id)), ()) if each.kind_ == subject.kind]
        day = self._manual.as_of
        passed = [each for each in found if self._counts(each, document, current)]
        last = max(passed, key=lambda each: (str(each.completed), each.id), default=None)
        if last is not None and last.completed is not None:
            until = refresh.after(last.completed) if refresh else None
            number = (last.subject or "").partition("@")[2] or None
            return Need(
                subject=subject,
                person=person.id,
                roles=roles,
                knowing=Knowing.EXPIRED if until is not None and until < day else Knowing.KNOWN,
                revision=number if document else None,
                on=last.completed,
                timing=timing_of(document, number, last.completed) if document and number else None,
                due=until,
                record=last.id,
            )
        return self._unlearned(subject, found, person, roles)

    def _counts(self, record: Training, document: Document | None, current: Revision | None) -> bool:
        """Whether it was finished with success, of a document about a revision that is still enough."""
        if record.status != "done" or record.result != "passed":
            return False
        if record.completed is None or record.completed > self._manual.as_of:
            return False
        if document is None or current is None:
            return True
        kind = self._manual.policy.type_of(current.header)
        enough = enough_of(document, current, kind) if kind else document.issued
        return (record.subject or "").partition("@")[2] in {each.number for each in enough}

    def _unlearned(self, subject: Subject, found: list[Training], person: Person, roles: tuple[str, ...]) -> Need:
        newest = max(found, key=lambda each: (str(each.assigned), each.id), default=None)
        due, record, remark = None, newest.id if newest else None, ""
        knowing = Knowing.MISSING if subject.mandatory else Knowing.OPTIONAL
        if newest is None and self.is_hidden(person.id, subject.id):
            knowing, remark = Knowing.NOT_SHOWN, "a record of it is restricted"
        elif newest is None:
            remark = "no training is recorded"
        elif newest.status == "waived":
            knowing, remark = Knowing.WAIVED, newest.waived_reason or ""
        elif newest.status == "assigned":
            due, remark = newest.due, f"assigned by {newest.id}"
            late = due is not None and due < self._manual.as_of
            knowing = Knowing.LATE if late and subject.mandatory else knowing
        elif newest.result == "failed":
            remark = f"{newest.id} was not passed"
        else:
            remark = f"{newest.id} is about an earlier revision"
        return Need(
            subject=subject, person=person.id, roles=roles, knowing=knowing, due=due, record=record, remark=remark
        )


def _topic(words: str) -> str:
    """What is written alike but for blanks and capitals is one subject."""
    return " ".join(words.split()).casefold()
