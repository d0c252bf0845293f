"""The risk: something that may do harm, and what is done about it."""

from __future__ import annotations

from typing import Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Words
from qms_docs.model.records.kind import RecordKind
from qms_docs.model.records.outlook import OUTLOOK_STATES, Outlook, judged, outlook_days, placed
from qms_docs.values import dataclass

__all__ = ["RISK", "Risk"]

Treatment = Literal["avoid", "reduce", "share", "accept"]


@dataclass(frozen=True, kw_only=True)
class Risk(Outlook):
    """Something that may do harm."""

    consequence: Annotated[Words | None, About(says="What harm it would do.", needed=ALWAYS)] = None
    treatment: Annotated[
        Treatment | None, About(says="How the risk is met.", needed=("treating", "monitored", "closed", "accepted"))
    ] = None


RISK = RecordKind(
    name="risk",
    title="Risk",
    prefix="RSK",
    folder="risks",
    value=Risk,
    says="Something that may do harm, and what is done about it.",
    states=OUTLOOK_STATES,
    links=("changes",),
    gates=(placed, judged),
    days=outlook_days,
    due_in=("identified", "assessed", "treating", "monitored"),
    ends=("closed",),
    columns=("process", "score", "review_due"),
)
