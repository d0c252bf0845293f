"""What went wrong and what was done about it: nonconformities, corrective actions, results of audits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from qms_docs.compiling.told import Told, few
from qms_docs.model.records.audit_finding import AuditFinding, Grade
from qms_docs.model.records.audit_looks import audited_on
from qms_docs.model.records.audit_programme import AuditProgramme
from qms_docs.model.records.corrective_action import CorrectiveAction
from qms_docs.model.records.internal_audit import InternalAudit
from qms_docs.model.records.nonconformity import Nonconformity
from qms_docs.model.records.stretch import month_of
from qms_docs.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.compiling.stand import Stand
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.stretch import Stretch

__all__ = ["audits", "nonconformities"]

_HELD = ("reported", "closed")
_DEPARTURES = ("major", "minor")
_Findings = list[tuple["KeptRecord", AuditFinding]]


def nonconformities(stand: Stand) -> Told:
    """How many were noticed after how many before, and how far corrective actions are."""
    every = list(stand.records("nonconformity", Nonconformity))
    now = [kept for kept, record in every if record.detected_on in stand.now]
    before = [kept for kept, record in every if record.detected_on in stand.before]
    still = [kept for kept, _ in every if stand.is_open(kept)]
    noticed = counted(len(now), "nonconformity", "nonconformities").capitalize()
    said = f"{noticed} noticed{stand.earlier(len(before))}; {len(still)} open on {stand.day}."
    actions = list(stand.records("corrective-action", CorrectiveAction))
    told = [
        kept
        for kept, record in actions
        if record.opened in stand.now or stand.is_open(kept) or kept.closed_on in stand.now
    ]
    return Told(
        summary=f"{said} {_actions(stand, actions)}",
        trend=stand.fewer(len(now), len(before)),
        sources=_sources(stand, [*now, *still], told),
    )


def _sources(stand: Stand, faults: Sequence[KeptRecord], actions: Sequence[KeptRecord]) -> tuple[str, ...]:
    found = stand.sources("nonconformity", (each.id for each in faults))
    return (*found, *stand.sources("corrective-action", (each.id for each in actions))) if actions else found


def _actions(stand: Stand, every: Sequence[tuple[KeptRecord, CorrectiveAction]]) -> str:
    begun = sum(record.opened in stand.now for _, record in every)
    earlier = sum(record.opened in stand.before for _, record in every)
    closed = sum(kept.closed_on in stand.now for kept, _ in every)
    still = [kept for kept, _ in every if stand.is_open(kept)]
    overdue = [kept.id for kept in still if stand.is_overdue(kept)]
    looked = [
        record.effectiveness.result
        for _, record in every
        if record.effectiveness and record.effectiveness.result and record.effectiveness.on in stand.now
    ]
    new = counted(begun, "corrective action").capitalize()
    said = f"{new} begun{stand.earlier(earlier)}, {closed} closed, {len(still)} open"
    said += f", of these overdue: {few(overdue)}" if overdue else ""
    results = ", ".join(f"{number} {result}" for result, number in sorted(Counter(looked).items()))
    return f"{said}. {f'Effectiveness judged: {results}.' if looked else 'No effectiveness was judged in the period.'}"


def audits(stand: Stand) -> Told:
    """How many audits were held of those planned, and what they found after how much before."""
    every = list(stand.records("internal-audit", InternalAudit))
    now, before = _held(every, stand.now), _held(every, stand.before)
    findings = list(stand.records("audit-finding", AuditFinding))
    found, earlier = (_of([each.id for each in held], findings) for held in (now, before))
    still = [kept for kept, _ in findings if stand.is_open(kept)]
    planned = _planned(stand)
    if not every and not planned:
        return Told(summary="The manual has no record of an internal audit and no audit programme.")
    of_plan = f"; programmes plan {planned} for it" if planned else ""
    held = counted(len(now), "audit").capitalize()
    said = f"{held} held in the period{stand.earlier(len(before))}{of_plan}. "
    said += f"{_grades(found)}; {len(still)} open on {stand.day}."
    known = now and before
    return Told(
        summary=said,
        trend=stand.fewer(_departures(found), _departures(earlier)) if known else None,
        sources=_of_audits(stand, now, [kept for kept, _ in found], still),
    )


def _held(every: Sequence[tuple[KeptRecord, InternalAudit]], period: Stretch) -> list[KeptRecord]:
    return [kept for kept, record in every if record.status in _HELD and audited_on(record) in period]


def _of(audits: Sequence[str], findings: _Findings) -> _Findings:
    ids = set(audits)
    return [each for each in findings if each[1].audit in ids]


def _planned(stand: Stand) -> int:
    every = (record for _, record in stand.records("audit-programme", AuditProgramme))
    programmes = (each for each in every if each.status != "draft")
    months = (month_of(each.month or "") for one in programmes for each in one.planned_audits)
    return sum(month is not None and month.first in stand.now for month in months)


def _grades(findings: _Findings) -> str:
    counts = Counter(record.grade for _, record in findings)
    told = ", ".join(f"{counts[grade]} {grade}" for grade in get_args(Grade) if counts[grade])
    return f"Audit findings: {told}" if told else "No audit finding"


def _departures(findings: _Findings) -> int:
    return sum(record.grade in _DEPARTURES for _, record in findings)


def _of_audits(
    stand: Stand, held: Sequence[KeptRecord], found: Sequence[KeptRecord], still: Sequence[KeptRecord]
) -> tuple[str, ...]:
    sources = stand.sources("internal-audit", (each.id for each in held))
    findings = {each.id for each in (*found, *still)}
    return (*sources, *stand.sources("audit-finding", findings)) if findings else sources
