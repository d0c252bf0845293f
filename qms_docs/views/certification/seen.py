"""What of a manual counts for the path: everything, or what the readers of a site may know."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.model.clause_use import standards_in_use
from qms_docs.model.finding import Severity
from qms_docs.model.records.applicability import Assessed
from qms_docs.model.records.due import days_of
from qms_docs.model.records.evidence import period_of
from qms_docs.model.records.needs import lacking
from qms_docs.views.competence.seen import asks_anything, assignments_seen
from qms_docs.views.gap import gap_analysis, published_gap
from qms_docs.views.publication import Access, access_to, readable_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.finding import Finding
    from qms_docs.model.knowing import Assignment
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import Day
    from qms_docs.views.gap import StandardGap
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["Seen", "ids"]


class Seen:
    """The documents, records and findings that count, looked up once for all stages."""

    def __init__(self, manual: Manual, findings: Sequence[Finding], published: PublishedRecords | None) -> None:
        """With `published` what the site withholds does not count; `findings` are those of the rules."""
        self.manual = manual
        self.published = published
        self._findings = findings

    @property
    def day(self) -> date:
        """The day of the manual."""
        return self.manual.as_of

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that stand and are not obsolete."""
        found = self.manual.documents if self.published is None else readable_documents(self.manual)
        return tuple(each for each in found if each.vanished_by is None and not each.is_obsolete(self.day))

    @cached_property
    def in_force(self) -> tuple[Document, ...]:
        """Those of which a revision is in force."""
        return tuple(each for each in self.documents if each.effective(self.day) is not None)

    @cached_property
    def records(self) -> tuple[KeptRecord, ...]:
        """The records that stand and can be read."""
        found = self.manual.records.standing if self.published is None else self.published.told
        return tuple(each for each in found if each.readable)

    def of_kind(self, name: str) -> tuple[KeptRecord, ...]:
        """The records of a type."""
        return tuple(each for each in self.records if each.kind.name == name)

    def unclosed(self, kind: str) -> list[KeptRecord]:
        """The records of a type that are not closed, the one whose day comes first before the others."""
        return sorted((each for each in self.of_kind(kind) if not each.is_closed(self.day)), key=self._urgency)

    def closed(self, kind: str) -> list[KeptRecord]:
        """The records of a type that are closed."""
        return [each for each in self.of_kind(kind) if each.is_closed(self.day)]

    def _urgency(self, kept: KeptRecord) -> tuple[str, str]:
        first = self.first_day(kept)
        return (str(first.on) if first else "9999-12-31", kept.id)

    def first_day(self, kept: KeptRecord) -> Day | None:
        """The first of the days by which something is to happen in a record."""
        return min(days_of(kept, self.manual), key=lambda each: each.on, default=None)

    def is_overdue(self, kept: KeptRecord) -> bool:
        """Whether such a day has passed."""
        first = self.first_day(kept)
        return first is not None and first.on < self.day

    def lack(self, kept: KeptRecord) -> str | None:
        """The first thing that a record lacks for the state in which it is, as a sentence."""
        found = next(lacking(kept.record, kept.kind, self.manual), None)
        return f"{found.what[:1].upper()}{found.what[1:]}" if found else None

    def is_recent(self, day: date | None) -> bool:
        """Whether a day lies within the time for which evidence counts (`audit_cycle`, else 12 months)."""
        return day is not None and day <= self.day <= period_of(self.manual).after(day)

    @cached_property
    def editions(self) -> tuple[StandardGap, ...]:
        """The standards of the policy, clause by clause."""
        if self.published is not None:
            return self.published.once(published_gap)
        return gap_analysis(self.manual, standards_in_use(self.manual))

    @cached_property
    def assessed(self) -> Assessed:
        """What gap assessments say of clauses."""
        return Assessed(self.manual, self.records)

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Everything that people have to know, nothing shown by records that do not count."""
        return assignments_seen(self.manual, self.published)

    @property
    def asks_competence(self) -> bool:
        """Whether somebody has to know something."""
        return asks_anything(self.manual)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find and no deviation permits, nothing about what the site withholds."""
        return tuple(each for each in self._findings if each.permitted_until is None and not self._is_withheld(each))

    def _is_withheld(self, finding: Finding) -> bool:
        if self.published is None or finding.document is None:
            return False
        document, kept = self.manual.document(finding.document), self.manual.records.find(finding.document)
        hidden = document is not None and access_to(self.manual, document) is not Access.TEXT
        return hidden or (kept is not None and self.published.access(kept) is not Access.TEXT)

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that say that the manual is not in order."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    def title(self, owner: str | None) -> str:
        """The name of a person or the title of a role."""
        if not owner:
            return "nobody is named"
        person = self.manual.organization.people.get(owner)
        return person.name if person else self.manual.organization.role_title(owner)


def ids(records: Iterable[KeptRecord]) -> list[str]:
    """The ids of records."""
    return [each.id for each in records]
