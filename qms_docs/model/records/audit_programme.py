"""The audit programme: which processes and clauses are audited when, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.coverage import uncovered
from qms_docs.model.records.forms import Clause, Interval, Month, PersonName, ProcessName, Words, record_form
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.parts import Part
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["AUDIT_PROGRAMME", "AuditProgramme", "NotCovered", "PlannedAudit"]

Method = Literal["on site", "remote", "both"]
_AuditId = Annotated[str, record_form("AUD")]


@dataclass(frozen=True, kw_only=True)
class PlannedAudit(Part):
    """One audit of the programme."""

    audit: Annotated[_AuditId | None, About(says="The record of the audit, once there is one.")] = None
    month: Annotated[Month | None, About(says="The month in which it takes place.", needed=ALWAYS)] = None
    processes: Annotated[tuple[ProcessName, ...], About(says="The processes that are audited.", needed=ALWAYS)] = ()
    clauses: Annotated[
        tuple[Clause, ...],
        About(says="The clauses that are audited; each covers its sub-clauses.", needed=ALWAYS, may_be_empty=True),
    ] = ()
    sites: Annotated[tuple[Words, ...], About(says="Where it takes place.")] = ()
    lead_auditor: Annotated[PersonName | None, About(says="The person who leads it.", needed=ALWAYS)] = None
    method: Annotated[Method | None, About(says="In which way it is done.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class NotCovered(Part):
    """A process or clause that the cycle leaves out, and why."""

    process: Annotated[ProcessName | None, About(says="The process that is left out.")] = None
    clause: Annotated[Clause | None, About(says="The clause that is left out.")] = None
    reason: Annotated[Words | None, About(says="Why it is left out.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class AuditProgramme(Record):
    """The audits of a period."""

    period: Annotated[Interval | None, About(says="First and last day, with a slash between.", needed=ALWAYS)] = None
    basis: Annotated[Words | None, About(says="What the choice of audits rests on.", needed=ALWAYS)] = None
    planned_audits: Annotated[
        tuple[PlannedAudit, ...], About(says="The audits of the period.", needed=("approved", "running", "completed"))
    ] = ()
    not_covered: Annotated[
        tuple[NotCovered, ...], About(says="Processes and clauses that no audit of the cycle covers, with the reason.")
    ] = ()


def _covered(record: AuditProgramme, manual: Manual) -> Iterator[Lack]:
    if record.status == "completed" and record.period is not None:
        for each in uncovered(record, manual):
            yield Lack(what=f"{each} is audited nowhere in the cycle, and `not_covered` gives no reason.")


AUDIT_PROGRAMME = RecordKind(
    name="audit-programme",
    title="Audit programme",
    prefix="AP",
    folder="audits",
    value=AuditProgramme,
    says="Which processes and clauses are audited when, and by whom.",
    states=(
        State("draft", "It is being drawn up."),
        State("approved", "It is decided, and no audit has begun."),
        State("running", "Audits take place."),
        final("completed", "Every process and applicable clause has had its audit in the cycle, or a reason."),
    ),
    gates=(_covered,),
    ends=("completed",),
    columns=("period",),
)
