"""What audits looked at and when, and what is still planned: from their records and from the programmes."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.records.audit_programme import AuditProgramme
from qms_docs.model.records.internal_audit import InternalAudit
from qms_docs.model.records.stretch import Stretch, month_of
from qms_docs.model.standard import parse_clause
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.audit_programme import PlannedAudit
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.standard import ClauseReference

__all__ = ["AuditLook", "Progress", "audit_looks", "audited_clauses", "audited_on", "clause_tags"]

_HELD = ("reported", "closed")


class Progress(Enum):
    """How far an audit is on a day."""

    HELD = "held"
    """It took place, and its conclusion is written down."""
    UNDER_WAY = "under way"
    """It takes place."""
    PLANNED = "planned"
    """It is to take place."""
    NOT_HELD = "not held"
    """It was to take place by now, and no record says that it did."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditLook:
    """Processes and clauses that one audit looks at together."""

    record: str
    """The audit, or the programme where the audit has no record yet."""
    progress: Progress
    processes: tuple[str, ...]
    clauses: tuple[ClauseReference, ...]
    on: date | None = None
    """The last day of an audit that was held."""
    month: Stretch | None = None
    """The month of the plan, or the days of an audit that is none of a programme's."""


def audit_looks(manual: Manual, records: Iterable[KeptRecord]) -> tuple[AuditLook, ...]:
    """Every audit of these records, held or planned, oldest first; what names no day comes last."""
    readable = [each.record for each in records if each.readable]
    audits = {each.id: each for each in readable if isinstance(each, InternalAudit)}
    plans = [
        (each, planned) for each in readable if isinstance(each, AuditProgramme) for planned in each.planned_audits
    ]
    by_audit: dict[str, list[PlannedAudit]] = {}
    for _, planned in plans:
        by_audit.setdefault(planned.audit or "", []).append(planned)
    found = [each for audit in audits.values() for each in _of_audit(manual, audit, by_audit.get(audit.id, ()))]
    for programme, planned in plans:
        audit = audits.get(planned.audit or "")
        if audit is None and manual.records.find(planned.audit or "") is not None:
            # Whoever may not see the audit learns nothing of it from the programme either.
            continue
        if audit is None:
            found.append(_of_plan(manual, programme.id, planned, planned.processes, planned.clauses))
        else:
            found += _left_over(manual, audit, planned)
    return tuple(sorted(found, key=_order))


def audited_clauses(manual: Manual, audit: InternalAudit, plans: Iterable[PlannedAudit] = ()) -> list[ClauseReference]:
    """The clauses by which an audit judges; where it names documents alone, those for which it was planned."""
    own = clause_tags(manual, audit.criteria)
    return own or clause_tags(manual, (tag for each in plans for tag in each.clauses))


def audited_on(audit: InternalAudit) -> date | None:
    """The last day of an audit, as far as its record tells."""
    return max(audit.dates, default=audit.report_date or audit.closed_on)


def clause_tags(manual: Manual, tags: Iterable[str]) -> list[ClauseReference]:
    """The clauses that tags name; a bare number stands for that clause in each edition in use."""
    found: list[ClauseReference] = []
    for tag in tags:
        reference = parse_clause(tag)
        if reference is not None and reference.standard is not None:
            found.append(reference)
        elif reference is not None:
            found += manual.library.resolve(tag, manual.policy.standards)
    return found


def _of_audit(manual: Manual, audit: InternalAudit, plans: Sequence[PlannedAudit]) -> Iterator[AuditLook]:
    month = _month(audit, plans)
    held = audit.status in _HELD
    yield AuditLook(
        record=audit.id,
        progress=Progress.HELD if held else _progress(audit.status, month, manual),
        processes=audit.processes,
        clauses=tuple(audited_clauses(manual, audit, plans)),
        on=(audited_on(audit) or audit.opened) if held else None,
        month=month,
    )


def _month(audit: InternalAudit, plans: Sequence[PlannedAudit]) -> Stretch | None:
    if audit.dates:
        return Stretch(first=min(audit.dates), last=max(audit.dates), written="")
    return next((month for each in plans if (month := month_of(each.month or ""))), None)


def _progress(status: str | None, month: Stretch | None, manual: Manual) -> Progress:
    if status == "in progress":
        return Progress.UNDER_WAY
    return Progress.NOT_HELD if month is not None and month.last < manual.as_of else Progress.PLANNED


def _of_plan(
    manual: Manual, record: str, planned: PlannedAudit, processes: Sequence[str], clauses: Iterable[str]
) -> AuditLook:
    month = month_of(planned.month or "")
    return AuditLook(
        record=record,
        progress=_progress(None, month, manual),
        processes=tuple(processes),
        clauses=tuple(clause_tags(manual, clauses)),
        month=month,
    )


def _left_over(manual: Manual, audit: InternalAudit, planned: PlannedAudit) -> Iterator[AuditLook]:
    """What an audit was planned for, and what its record does not name."""
    looked = audited_clauses(manual, audit, (planned,))
    clauses = [tag for tag in planned.clauses if not all(_is_in(each, looked) for each in clause_tags(manual, (tag,)))]
    processes = [each for each in planned.processes if each not in audit.processes]
    for some, tags in ((planned.processes, clauses), (processes, planned.clauses)):
        if some and tags:
            look = _of_plan(manual, audit.id, planned, some, tags)
            yield replace(look, progress=Progress.NOT_HELD) if audit.status in _HELD else look


def _is_in(reference: ClauseReference, looked: Iterable[ClauseReference]) -> bool:
    """Whether a clause is among those looked at, as a whole or by its parts."""
    return any(each.covers(reference) or reference.covers(each) for each in looked)


def _order(look: AuditLook) -> tuple[bool, str, str]:
    day = look.on or (look.month.last if look.month else None)
    return day is None, str(day), look.record
