"""What the page of an audit tells beside its fields: its team, whether it is independent, and its audit findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from qms_docs.model.records.audit_finding import AuditFinding, Grade
from qms_docs.model.records.due import days_of
from qms_docs.model.records.internal_audit import InternalAudit, own_processes
from qms_docs.values import dataclass
from qms_docs.views.publication import Access
from qms_docs.views.record_words import state_of
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import FieldReader, Piece, Shown

__all__ = ["AuditSummary", "FindingLine", "Member", "audit_summary", "finding_lines", "team_lines"]

_GRADES = get_args(Grade)
_AUDITORS = ("lead auditor", "auditor")


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """Somebody of the team, and whether they audit what they own."""

    person: Piece
    function: str
    independence: str
    """In a sentence; empty for whoever does not audit."""
    independent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingLine:
    """An audit finding with what became of it."""

    finding: Piece
    grade: str
    requirement: Shown
    state: str
    closed: bool
    overdue: bool
    action: Piece | None
    action_state: str
    action_closed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditSummary:
    """Who audited, and what was found."""

    team: tuple[Member, ...]
    count: str
    """How many audit findings of each grade there are, in a sentence."""
    findings: tuple[FindingLine, ...]


def audit_summary(published: PublishedRecords, kept: KeptRecord, reader: FieldReader) -> AuditSummary | None:
    """The summary of an internal audit; None for a record of another type."""
    if not isinstance(kept.record, InternalAudit):
        return None
    findings = finding_lines(published, kept.id, reader)
    return AuditSummary(
        team=tuple(team_lines(published, kept.record, reader)), count=_count(published, findings), findings=findings
    )


def team_lines(published: PublishedRecords, audit: InternalAudit, reader: FieldReader) -> Iterator[Member]:
    """The team, each with what is known of their independence."""
    conflicts: dict[int, list[str]] = {}
    for number, process in own_processes(audit, published.manual):
        conflicts.setdefault(number, []).append(process.title)
    for number, member in enumerate(audit.team):
        owned = conflicts.get(number, [])
        yield Member(
            person=reader.person(member.person or ""),
            function=member.as_ or "",
            independence=_independence(published, audit, member.person, owned) if member.as_ in _AUDITORS else "",
            independent=not owned,
        )


def _independence(published: PublishedRecords, audit: InternalAudit, person: str | None, owned: list[str]) -> str:
    organization = published.manual.organization
    if owned:
        return f"Not independent: owns {listed(owned)}, which this audit looks at (IM103)."
    if person not in organization.people:
        return "Not listed in organization.yml: whether an audited process is theirs is not known."
    known = organization.processes or {}
    unknown = [each for each in audit.processes if each not in known or not known[each].owner]
    if unknown:
        return f"Owns none of the audited processes whose owner is known; none is known of {listed(unknown)}."
    return "Independent: owns none of the audited processes."


def finding_lines(published: PublishedRecords, audit: str, reader: FieldReader) -> tuple[FindingLine, ...]:
    """The audit findings of an audit that the readers may know, the gravest first."""
    lines = []
    for each in published.naming.get(audit, ()):
        kept = published.manual.records.find(each.id)
        if kept is not None and isinstance(kept.record, AuditFinding) and kept.record.audit == audit:
            line = _finding(published, kept, kept.record, reader)
            if line is not None:
                lines.append(line)
    order = {grade: place for place, grade in enumerate(_GRADES)}
    return tuple(sorted(lines, key=lambda line: (order.get(line.grade, len(order)), line.finding.text)))


def _finding(
    published: PublishedRecords, kept: KeptRecord, finding: AuditFinding, reader: FieldReader
) -> FindingLine | None:
    manual, piece = published.manual, reader.thing(kept.id)
    if piece is None:
        return None
    action = manual.records.find(finding.corrective_action or "")
    told = action is not None and published.access(action) is Access.TEXT
    return FindingLine(
        finding=piece,
        grade=finding.grade or "no grade",
        requirement=reader.requirement(finding),
        state=state_of(kept, manual.as_of),
        closed=kept.is_closed(manual.as_of),
        overdue=any(day.on < manual.as_of for day in days_of(kept, manual)),
        action=reader.thing(finding.corrective_action) if finding.corrective_action else None,
        action_state=state_of(action, manual.as_of) if action is not None and told else "",
        action_closed=action is not None and action.is_closed(manual.as_of),
    )


def _count(published: PublishedRecords, findings: tuple[FindingLine, ...]) -> str:
    if not findings:
        every = published.manual.records.of_kind("audit-finding")
        hidden = any(published.access(each) is not Access.TEXT for each in every)
        return "This site shows no audit finding of it." if hidden else "No audit finding is recorded."
    counts = Counter(each.grade for each in findings)
    told = listed([f"{counts[grade]} {grade}" for grade in (*_GRADES, "no grade") if counts[grade]])
    still = sum(not each.closed for each in findings)
    return f"{told}; {still or 'none'} of {len(findings)} still open."
