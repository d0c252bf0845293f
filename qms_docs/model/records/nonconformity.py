"""The nonconformity: something that is not as it has to be, and what was done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, Owner, PersonName, PersonOrWords, Truth, Words, record_form
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["NONCONFORMITY", "Nonconformity", "Severity"]

Origin = Literal["audit", "process", "customer", "supplier", "test", "other"]
Severity = Literal["minor", "major", "critical"]
Disposition = Literal["rework", "scrap", "concession", "return", "regrade", "none"]
_CONTAINED = ("contained", "dispositioned", "closed")
_DISPOSITIONED = ("dispositioned", "closed")
_ActionId = Annotated[str, record_form("CA")]


@dataclass(frozen=True, kw_only=True)
class Nonconformity(Record):
    """Something that is not as it has to be."""

    source: Annotated[Origin | None, About(says="Where it came to light.", needed=ALWAYS)] = None
    detected_on: Annotated[Day | None, About(says="The day on which it was noticed.", needed=ALWAYS)] = None
    detected_by: Annotated[PersonName | None, About(says="The person who noticed it.", needed=ALWAYS)] = None
    product: Annotated[Words | None, About(says="The product or lot, where it is not a process.")] = None
    description: Annotated[Words | None, About(says="What is not as it has to be.", needed=ALWAYS)] = None
    severity: Annotated[Severity | None, About(says="How much harm it can do.", needed=ALWAYS)] = None
    containment: Annotated[
        Words | None, About(says="What was done at once, so that it does no harm.", needed=_CONTAINED)
    ] = None
    disposition: Annotated[Disposition | None, About(says="What becomes of it.", needed=_DISPOSITIONED)] = None
    authority: Annotated[Owner | None, About(says="Who decided that: a role or person.", needed=_DISPOSITIONED)] = None
    concession_by: Annotated[
        PersonOrWords | None, About(says="Who granted the concession: a person, or words for somebody outside.")
    ] = None
    corrective_action_needed: Annotated[
        Truth | None, About(says="Whether its cause is to be taken away.", needed=("closed",))
    ] = None
    corrective_action_reason: Annotated[
        Words | None, About(says="Why that is needed, or why not.", needed=("closed",))
    ] = None
    corrective_action: Annotated[_ActionId | None, About(says="The corrective action.")] = None


def _located(record: Nonconformity, _: Manual) -> Iterator[Lack]:
    if record.process is None and record.product is None:
        yield Lack(what="neither `process` nor `product` says where it is.", field="process")


def _granted(record: Nonconformity, _: Manual) -> Iterator[Lack]:
    if record.status in _DISPOSITIONED and record.disposition == "concession" and record.concession_by is None:
        yield Lack(what="a concession needs who granted it.", field="concession_by")


def _mended(record: Nonconformity, _: Manual) -> Iterator[Lack]:
    if record.status == "closed" and record.corrective_action_needed and record.corrective_action is None:
        yield Lack(what="a corrective action is needed, and none is named.", field="corrective_action")


NONCONFORMITY = RecordKind(
    name="nonconformity",
    title="Nonconformity",
    prefix="NC",
    folder="nonconformities",
    value=Nonconformity,
    says="Something that is not as it has to be, and what was done with it.",
    states=(
        State("open", "It was noticed."),
        State("contained", "It can do no more harm."),
        State("dispositioned", "It is decided what becomes of it."),
        final("closed", "That was done, and it is decided whether its cause has to be taken away."),
    ),
    links=("changes",),
    gates=(_located, _granted, _mended),
    ends=("closed",),
    columns=("severity", "process"),
)
