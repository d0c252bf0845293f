"""The working papers of an audit: what a lead auditor prints and takes along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.model.records.audit_looks import audited_clauses
from qms_docs.model.records.internal_audit import InternalAudit
from qms_docs.model.standard import parse_clause
from qms_docs.values import dataclass
from qms_docs.views.audit_record import team_lines
from qms_docs.views.paper_clauses import PaperClause, paper_clauses
from qms_docs.views.paper_documents import PaperDocument, paper_document, relevant_documents
from qms_docs.views.paper_processes import PaperProcess, paper_process
from qms_docs.views.publication import readable_documents
from qms_docs.views.published_records import PublishedRecords
from qms_docs.views.record_fields import FieldReader
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.audit_programme import PlannedAudit
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.paper_documents import AuditedText

__all__ = ["PaperTeam", "WorkingPapers", "for_the_organization", "has_papers", "working_papers"]

_BEFORE_THE_REPORT = ("planned", "in progress")


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperTeam:
    """Somebody of the team."""

    name: str
    function: str
    independence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingPapers:
    """Everything that the papers say."""

    id: str
    title: str
    organization: str
    state: str
    day: date
    """The day of the audit, by which documents are in force."""
    dated: bool
    """Whether the record names days; else that day is the one on which the papers are made."""
    as_of: date
    commit: str | None
    facts: tuple[tuple[str, str], ...]
    team: tuple[PaperTeam, ...]
    processes: tuple[PaperProcess, ...]
    further: tuple[PaperDocument, ...]
    """Documents by which the audit judges and that belong to none of its processes."""
    clauses: tuple[PaperClause, ...]
    restricted: bool = False


def has_papers(kept: KeptRecord) -> bool:
    """Whether it is an audit that is still to be held, or that is under way."""
    record = kept.record
    return isinstance(record, InternalAudit) and kept.readable and kept.stands and record.status in _BEFORE_THE_REPORT


def for_the_organization(manual: Manual) -> PublishedRecords:
    """What people of the organization may know, whoever the readers of its site are."""
    policy = replace(manual.policy, site=replace(manual.policy.site, audience=Audience.INTERNAL))
    return PublishedRecords(replace(manual, policy=policy))


def working_papers(published: PublishedRecords, kept: KeptRecord, read: Callable[[str], AuditedText]) -> WorkingPapers:
    """The papers of an internal audit; `read` looks through a text, given by the object id of its bytes."""
    audit, manual = kept.record, published.manual
    assert isinstance(audit, InternalAudit)  # noqa: S101 - nothing else has papers
    day = min(audit.dates, default=manual.as_of)
    reader = FieldReader(published, "", audit.names)
    papers = _Papers(published, audit, day, read)
    return WorkingPapers(
        id=audit.id,
        title=audit.title or "",
        organization=manual.policy.organization,
        state=audit.status or "",
        day=day,
        dated=bool(audit.dates),
        as_of=manual.as_of,
        commit=manual.commit,
        facts=tuple(papers.facts()),
        team=tuple(
            PaperTeam(name=each.person.text, function=each.function, independence=each.independence)
            for each in team_lines(published, audit, reader)
        ),
        processes=tuple(
            paper_process(published, audit.id, each, day, papers.of_process(each)) for each in audit.processes
        ),
        further=papers.further(),
        clauses=paper_clauses(published, audited_clauses(manual, audit, papers.plans()), day),
        restricted=audit.confidentiality == "restricted",
    )


class _Papers:
    """What is looked up for one audit."""

    def __init__(
        self, published: PublishedRecords, audit: InternalAudit, day: date, read: Callable[[str], AuditedText]
    ) -> None:
        self.published = published
        self.manual = published.manual
        self.audit = audit
        self.day = day
        self.read = read
        self.in_force = list(relevant_documents(readable_documents(self.manual), day))
        self.used: set[str] = set()

    def plans(self) -> list[PlannedAudit]:
        every = (one for each in self.manual.records.audit_programmes for one in each.planned_audits)
        return [each for each in every if each.audit == self.audit.id]

    def facts(self) -> Iterator[tuple[str, str]]:
        audit, organization = self.audit, self.manual.organization
        days = listed([day_in_words(each) for each in audit.dates])
        months = listed(sorted({each.month or "" for each in self.plans()}))
        yield "Days", days or (f"planned for {months}" if months else "not set yet")
        yield "Scope", audit.scope or "not stated"
        yield "Processes", listed([organization.process_title(each) for each in audit.processes]) or "none named"
        yield "Criteria", listed([self._criterion(each) for each in audit.criteria]) or "none named"
        if audit.programme:
            yield "Programme", audit.programme
        sites = listed(list(dict.fromkeys(site for each in self.plans() for site in each.sites)))
        if sites:
            yield "Sites", sites

    def _criterion(self, tag: str) -> str:
        reference = parse_clause(tag)
        standard = self.manual.library.standard(reference.standard or "") if reference else None
        return f"{standard.title}, {reference.number}" if reference and standard else tag

    def of_process(self, process: str) -> tuple[PaperDocument, ...]:
        """The documents that name the process, or that it names."""
        known = (self.manual.organization.processes or {}).get(process)
        named = known.documents if known else ()
        found = [each for each in self.in_force if each[0].id in named or each[1].header.process == process]
        return tuple(self._document(*each) for each in found)

    def further(self) -> tuple[PaperDocument, ...]:
        """The documents of the criteria that no process of the audit has brought."""
        asked = {each.partition("@")[0] for each in self.audit.criteria if parse_clause(each) is None}
        return tuple(self._document(*each) for each in self.in_force if each[0].id in asked - self.used)

    def _document(self, document: Document, revision: Revision) -> PaperDocument:
        self.used.add(document.id)
        told = paper_document(self.manual, document, revision, self.day, self.read)
        asked = next((each for each in self.audit.criteria if each.startswith(f"{document.id}@")), None)
        other = asked is not None and asked != f"{document.id}@{revision.number}"
        return replace(told, other=f"The criteria name {asked}." if other else "")
