"""Which processes and clauses audits cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.applicability import Assessed
from qms_docs.model.records.stretch import month_of
from qms_docs.model.standard import parse_clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.audit_programme import AuditProgramme, PlannedAudit
    from qms_docs.model.standard import ClauseReference

__all__ = ["covers", "uncovered"]


def uncovered(programme: AuditProgramme, manual: Manual) -> Iterator[str]:
    """The processes and applicable clauses that no audit of the cycle covers and no reason leaves out."""
    audits = list(_audits_of_cycle(programme, manual))
    audited = {process for audit in audits for process in audit.processes}
    excused = {each.process for each in programme.not_covered if each.reason}
    for process in (manual.organization.processes or {}).values():
        if process.id not in audited | excused:
            yield f"the process {process.id}"
    clauses = [*_references(manual, (clause for audit in audits for clause in audit.clauses))]
    clauses += _references(manual, (each.clause for each in programme.not_covered if each.reason and each.clause))
    assessed = Assessed(manual, manual.records.standing)
    for reference in _clauses_in_use(manual):
        if not assessed.excludes(reference) and not any(covers(manual, each, reference) for each in clauses):
            yield f"clause {reference}"


def covers(manual: Manual, tag: ClauseReference, reference: ClauseReference) -> bool:
    """Whether a tag names the clause, one that it is part of, or what is either in another edition."""
    if tag.covers(reference):
        return True
    if tag.standard is None or tag.standard == reference.standard:
        return False
    return any(tag.covers(each) for each in manual.library.counterparts(reference, tag.standard))


def _audits_of_cycle(programme: AuditProgramme, manual: Manual) -> Iterator[PlannedAudit]:
    """The audits that were planned within one cycle that ends with the programme; without a cycle, its own."""
    yield from programme.planned_audits
    cycle, period = manual.policy.audit_cycle, programme.period
    if cycle is None or period is None:
        return
    for other in manual.records.audit_programmes:
        if other.id != programme.id:
            for audit in other.planned_audits:
                month = month_of(audit.month or "")
                if month is not None and month.last <= period.last < cycle.after(month.after):
                    yield audit


def _clauses_in_use(manual: Manual) -> Iterator[ClauseReference]:
    """The clauses of the editions in use that have no parts."""
    for name in manual.policy.standards:
        standard = manual.library.standard(name)
        parents = {clause.parent for clause in standard.clauses} if standard else set()
        for clause in standard.clauses if standard else ():
            if clause.number not in parents and int(clause.number.partition(".")[0]) >= _FIRST_CLAUSE:
                yield clause.reference


_FIRST_CLAUSE = 4
"""The clauses before tell how a standard is to be read, and ask for nothing."""


def _references(manual: Manual, tags: Iterable[str]) -> list[ClauseReference]:
    found: list[ClauseReference] = []
    for tag in tags:
        reference = parse_clause(tag)
        if reference is not None and reference.standard is not None:
            found.append(reference)
        else:
            found += manual.library.resolve(tag, manual.policy.standards)
    return found
