"""The internal audit: what was looked at, by whom, with what conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import (
    Day,
    DocumentRevision,
    PersonName,
    ProcessName,
    Requirement,
    RoleName,
    Words,
    record_form,
)
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.parts import Part
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Process

__all__ = ["INTERNAL_AUDIT", "InternalAudit", "Sampled", "TeamMember", "own_processes"]

Function = Literal["lead auditor", "auditor", "observer", "technical expert"]
_AUDITORS = ("lead auditor", "auditor")
_BEGUN = ("in progress", "reported", "closed")
_REPORTED = ("reported", "closed")
_ProgrammeId = Annotated[str, record_form("AP")]
_AnyRecord = Annotated[str, record_form()]


@dataclass(frozen=True, kw_only=True)
class TeamMember(Part):
    """Somebody who takes part in an audit."""

    person: Annotated[PersonName | None, About(says="Who takes part in it.", needed=ALWAYS)] = None
    as_: Annotated[Function | None, About(says="In which function.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class Sampled(Part):
    """What an audit has looked at."""

    documents: Annotated[
        tuple[DocumentRevision, ...], About(says="Documents that were looked at, with their revision.")
    ] = ()
    records: Annotated[tuple[_AnyRecord, ...], About(says="Records that were looked at.")] = ()
    roles: Annotated[tuple[RoleName, ...], About(says="Roles whose holders were asked.")] = ()


@dataclass(frozen=True, kw_only=True)
class InternalAudit(Record):
    """One audit."""

    programme: Annotated[_ProgrammeId | None, About(says="The programme to which it belongs.")] = None
    criteria: Annotated[
        tuple[Requirement, ...], About(says="Clauses, or documents with revision, by which is judged.", needed=ALWAYS)
    ] = ()
    scope: Annotated[Words | None, About(says="What is audited, and what is not.", needed=ALWAYS)] = None
    processes: Annotated[tuple[ProcessName, ...], About(says="The audited processes.", needed=ALWAYS)] = ()
    dates: Annotated[tuple[Day, ...], About(says="The days of the audit.", needed=_BEGUN)] = ()
    team: Annotated[tuple[TeamMember, ...], About(says="Who audits; nobody their own process.", needed=_BEGUN)] = ()
    sampled: Annotated[Sampled | None, About(says="What was looked at.")] = None
    conclusion: Annotated[Words | None, About(says="What came out as a whole.", needed=_REPORTED)] = None
    report_date: Annotated[Day | None, About(says="The day of the report.", needed=_REPORTED)] = None


def _sampled(record: InternalAudit, _: Manual) -> Iterator[Lack]:
    seen = record.sampled
    if record.status in _REPORTED and not (seen and (seen.documents or seen.records or seen.roles)):
        yield Lack(what="`sampled` names nothing that was looked at.", field="sampled")


def _findings_closed(record: InternalAudit, manual: Manual) -> Iterator[Lack]:
    if record.status == "closed":
        for each in manual.records.of_kind("audit-finding"):
            if getattr(each.record, "audit", None) == record.id and each.record.status != "closed":
                yield Lack(what=f"its audit finding {each.id} is not closed.")


def own_processes(record: InternalAudit, manual: Manual) -> Iterator[tuple[int, Process]]:
    """By their places in the team the auditors who own an audited process on any day of the audit, each with it."""
    days = record.dates or ((record.opened,) if record.opened else ())
    for number, member in enumerate(record.team):
        person = manual.organization.people.get(member.person or "")
        if person is None or member.as_ not in _AUDITORS:
            continue
        for process in record.processes:
            known = (manual.organization.processes or {}).get(process)
            if known and known.owner and any(person.holds(known.owner, day) for day in days):
                yield number, known


def _independent(record: InternalAudit, manual: Manual) -> Iterator[Lack]:
    """An auditor holds none of the roles that own the audited processes."""
    for number, process in own_processes(record, manual):
        person = manual.organization.people[record.team[number].person or ""]
        what = f"{person.name} audits the process {process.title}, which {person.name} owns as {process.owner}."
        yield Lack(what=what, field=f"team.{number}.person", code="IM103")


INTERNAL_AUDIT = RecordKind(
    name="internal-audit",
    title="Internal audit",
    prefix="AUD",
    folder="audits",
    value=InternalAudit,
    says="What was audited, by whom, and with what conclusion.",
    states=(
        State("planned", "It is agreed what is audited and when."),
        State("in progress", "The audit takes place."),
        State("reported", "The conclusion is written down, and audit findings may still be open."),
        final("closed", "Every audit finding is closed."),
    ),
    links=("part_of", "verifies"),
    gates=(_sampled, _findings_closed, _independent),
    ends=("closed",),
    columns=("processes", "dates"),
)
