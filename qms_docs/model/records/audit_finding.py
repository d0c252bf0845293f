"""The audit finding: what an audit found, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, Evidence, Requirement, Words, record_form
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["AUDIT_FINDING", "AuditFinding"]

Grade = Literal["major", "minor", "observation", "opportunity", "strength"]
_DEPARTURES = ("major", "minor")
_AuditId = Annotated[str, record_form("AUD")]
_ActionId = Annotated[str, record_form("CA")]


@dataclass(frozen=True, kw_only=True)
class AuditFinding(Record):
    """What an audit found."""

    audit: Annotated[_AuditId | None, About(says="The audit that found it.", needed=ALWAYS)] = None
    grade: Annotated[Grade | None, About(says="How serious it is.", needed=ALWAYS)] = None
    requirement: Annotated[
        Requirement | None,
        About(says="The clause, or the document with its revision, that asks for it.", needed=ALWAYS),
    ] = None
    statement: Annotated[Words | None, About(says="What is so, in one or two sentences.", needed=ALWAYS)] = None
    evidence: Annotated[
        tuple[Evidence, ...],
        About(says="What shows it: records, SOP-004@2, files, or words with a blank in them.", needed=ALWAYS),
    ] = ()
    corrective_action: Annotated[_ActionId | None, About(says="The corrective action that mends it.")] = None
    response_due: Annotated[Day | None, About(says="The day by which its owner answers.")] = None


def _answered(record: AuditFinding, _: Manual) -> Iterator[Lack]:
    if record.grade in _DEPARTURES and record.response_due is None:
        yield Lack(what=f"a {record.grade} audit finding needs a day by which it is answered.", field="response_due")


def _mended(record: AuditFinding, _: Manual) -> Iterator[Lack]:
    if record.status == "closed" and record.grade in _DEPARTURES and record.corrective_action is None:
        what = f"a {record.grade} audit finding is closed with a corrective action, and none is named."
        yield Lack(what=what, field="corrective_action")


def _days(record: AuditFinding, _: Manual) -> Iterator[DueDay]:
    if record.status == "open" and record.response_due is not None:
        yield DueDay(on=record.response_due, field="response_due", what="answered")


AUDIT_FINDING = RecordKind(
    name="audit-finding",
    title="Audit finding",
    prefix="FND",
    folder="audits",
    value=AuditFinding,
    says="What an audit found, and what was done about it.",
    states=(
        State("open", "It waits for an answer."),
        State("responded", "Its owner has said what is done about it."),
        State("accepted", "The auditor agrees with that."),
        State("verified", "It was done, and somebody has seen it."),
        final("closed", "Nothing is left to do."),
    ),
    links=("part_of",),
    gates=(_answered, _mended),
    days=_days,
    ends=("closed",),
    columns=("audit", "grade", "requirement"),
)
