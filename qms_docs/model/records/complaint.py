"""The complaint: what a customer was not content with, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, Truth, Words, record_form
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.nonconformity import Severity
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["COMPLAINT", "Complaint"]

Channel = Literal["email", "telephone", "letter", "visit", "form", "other"]
_ANSWERED = ("answered", "closed")
_NonconformityId = Annotated[str, record_form("NC")]


@dataclass(frozen=True, kw_only=True)
class Complaint(Record):
    """What a customer was not content with."""

    received_on: Annotated[Day | None, About(says="The day on which it came in.", needed=ALWAYS)] = None
    channel: Annotated[Channel | None, About(says="By which way it came in.", needed=ALWAYS)] = None
    customer: Annotated[Words | None, About(says="A pseudonym such as K-023, never a name.", needed=ALWAYS)] = None
    product: Annotated[Words | None, About(says="The product, with lot or serial number.")] = None
    description: Annotated[Words | None, About(says="What the customer says.", needed=ALWAYS)] = None
    severity: Annotated[Severity | None, About(says="How serious it is.", needed=ALWAYS)] = None
    investigation: Annotated[Words | None, About(says="What was found out.", needed=_ANSWERED)] = None
    justified: Annotated[Truth | None, About(says="Whether the customer is right.", needed=_ANSWERED)] = None
    nonconformity: Annotated[_NonconformityId | None, About(says="The nonconformity behind it.")] = None
    no_nonconformity_reason: Annotated[Words | None, About(says="Why a justified complaint has no nonconformity.")] = (
        None
    )
    correction: Annotated[Words | None, About(says="What was done for the customer.")] = None
    reply_on: Annotated[Day | None, About(says="The day of the reply.", needed=_ANSWERED)] = None
    satisfied: Annotated[Truth | None, About(says="Whether the customer is content with that.")] = None


def _followed(record: Complaint, _: Manual) -> Iterator[Lack]:
    named = record.nonconformity or record.no_nonconformity_reason
    if record.status in _ANSWERED and record.justified and named is None:
        what = "a justified complaint needs a nonconformity, or a reason why there is none (`no_nonconformity_reason`)."
        yield Lack(what=what, field="nonconformity")


COMPLAINT = RecordKind(
    name="complaint",
    title="Complaint",
    prefix="CMP",
    folder="complaints",
    value=Complaint,
    says="What a customer was not content with, and what came of it.",
    states=(
        State("received", "It came in."),
        State("acknowledged", "The customer knows that it is looked at."),
        State("investigating", "It is looked at."),
        State("answered", "The customer has a reply."),
        final("closed", "Nothing is left to do."),
    ),
    gates=(_followed,),
    ends=("closed",),
    columns=("customer", "severity", "received_on"),
)
