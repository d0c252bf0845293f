"""The change request: what is to change, what follows from it, and who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import (
    Day,
    DocumentName,
    DocumentRevision,
    PersonName,
    ProcessName,
    RoleName,
    Words,
    record_form,
)
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, RecordKind, State, effectiveness_due, final
from qms_docs.model.records.parts import Effectiveness, Part, unjudged
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["CHANGE_REQUEST", "Affected", "ChangeDecision", "ChangeRequest"]

Verdict = Literal["approved", "rejected"]
_APPROVED = ("approved", "implementing", "verified", "closed")
_IMPLEMENTING = ("implementing", "verified", "closed")
_VERIFIED = ("verified", "closed")
_SupplierId = Annotated[str, record_form("SUP")]
_RiskId = Annotated[str, record_form("RSK", "OPP")]


@dataclass(frozen=True, kw_only=True)
class Affected(Part):
    """What a change touches."""

    documents: Annotated[tuple[DocumentName, ...], About(says="Documents that it changes.")] = ()
    processes: Annotated[tuple[ProcessName, ...], About(says="Processes that it touches.")] = ()
    roles: Annotated[tuple[RoleName, ...], About(says="Roles that it touches.")] = ()
    suppliers: Annotated[tuple[_SupplierId, ...], About(says="Suppliers that it touches.")] = ()
    risks: Annotated[tuple[_RiskId, ...], About(says="Risks and opportunities.")] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeDecision(Part):
    """What was decided, and by whom."""

    result: Annotated[Verdict | None, About(says="What was decided.")] = None
    by: Annotated[PersonName | None, About(says="The person who decided.")] = None
    role: Annotated[RoleName | None, About(says="The role in which the person decided.")] = None
    on: Annotated[Day | None, About(says="The day of the decision.")] = None


@dataclass(frozen=True, kw_only=True)
class ChangeRequest(Record):
    """What is to change."""

    what: Annotated[Words | None, About(says="What is to change.", needed=ALWAYS)] = None
    purpose: Annotated[Words | None, About(says="What it is good for.", needed=ALWAYS)] = None
    consequences: Annotated[Words | None, About(says="What follows from it.", needed=_APPROVED)] = None
    affects: Annotated[Affected | None, About(says="What the change touches.", needed=_APPROVED)] = None
    resources: Annotated[Words | None, About(says="What it takes to do it.", needed=_APPROVED)] = None
    responsibilities: Annotated[Words | None, About(says="Who does what of it.", needed=_APPROVED)] = None
    communication: Annotated[Words | None, About(says="Who hears of it, and how.", needed=_IMPLEMENTING)] = None
    decision: Annotated[ChangeDecision | None, About(says="What was decided, and by whom.", needed=_APPROVED)] = None
    documents_released: Annotated[
        tuple[DocumentRevision, ...], About(says="Documents with the revisions that it brought.")
    ] = ()
    effectiveness_check: Annotated[Effectiveness | None, About(says="Whether it does what it was to do.")] = None


def _decided(record: ChangeRequest, manual: Manual) -> Iterator[Lack]:
    decision = record.decision
    if record.status not in _APPROVED or decision is None:
        return
    for name in ("result", "by", "role", "on"):
        if getattr(decision, name) is None:
            yield Lack(what=f"`decision.{name}` is missing.", field=f"decision.{name}")
    if decision.result == "rejected":
        yield Lack(what=f"it is {record.status}, and the decision was to reject it.", field="decision.result")
    person = manual.organization.people.get(decision.by or "")
    if person and decision.role and decision.on and not person.holds(decision.role, decision.on):
        what = f"{person.name} did not hold the role {decision.role} on {decision.on}, and so had no authority."
        yield Lack(what=what, field="decision.role")


def _released(record: ChangeRequest, manual: Manual) -> Iterator[Lack]:
    if record.status != "closed":
        return
    affected = record.affects.documents if record.affects else ()
    released = {each.partition("@")[0] for each in record.documents_released}
    if not record.documents_released and (affected or not record.states("documents_released")):
        yield Lack(what="`documents_released` names no document.", field="documents_released")
    else:
        for each in affected:
            if each not in released:
                yield Lack(what=f"{each} is affected, and no revision of it is released.", field="documents_released")
    for number, each in enumerate(record.documents_released):
        name, _, wanted = each.partition("@")
        document = manual.document(name)
        revision = document.revision(wanted) if document else None
        if revision is not None and revision.fixed_on is None:
            yield Lack(what=f"{each} is not approved yet.", field=f"documents_released.{number}")


def _verified(record: ChangeRequest, _: Manual) -> Iterator[Lack]:
    for field in unjudged(record.effectiveness_check, "effectiveness_check") if record.status in _VERIFIED else ():
        yield Lack(what=f"`{field}` is missing.", field=field)


def _days(record: ChangeRequest, _: Manual) -> Iterator[DueDay]:
    if record.status not in ("closed", "rejected"):
        yield from effectiveness_due(record.effectiveness_check, "effectiveness_check")


CHANGE_REQUEST = RecordKind(
    name="change-request",
    title="Change request",
    prefix="CR",
    folder="change-requests",
    value=ChangeRequest,
    says="What is to change, what follows from it, and who decided.",
    states=(
        State("raised", "Somebody asks for it."),
        State("assessed", "It is known what follows from it."),
        State("approved", "It is decided that it is done."),
        final("rejected", "It is decided that it is not done."),
        State("implementing", "It is done."),
        State("verified", "Somebody has looked whether it does what it was to do."),
        final("closed", "The documents that it changes are released."),
    ),
    links=("changes", "mitigates"),
    gates=(_decided, _released, _verified),
    days=_days,
    ends=("closed",),
    columns=("what",),
)
