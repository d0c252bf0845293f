"""The opportunity: something that may do good, and what is done for it."""

from __future__ import annotations

from typing import Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Words
from qms_docs.model.records.kind import RecordKind
from qms_docs.model.records.outlook import OUTLOOK_STATES, Outlook, judged, outlook_days, placed
from qms_docs.values import dataclass

__all__ = ["OPPORTUNITY", "Opportunity"]

Treatment = Literal["pursue", "share", "decline"]


@dataclass(frozen=True, kw_only=True)
class Opportunity(Outlook):
    """Something that may do good."""

    desired_effect: Annotated[Words | None, About(says="What good it would do.", needed=ALWAYS)] = None
    treatment: Annotated[
        Treatment | None, About(says="What is done with it.", needed=("treating", "monitored", "closed", "accepted"))
    ] = None


OPPORTUNITY = RecordKind(
    name="opportunity",
    title="Opportunity",
    prefix="OPP",
    folder="opportunities",
    value=Opportunity,
    says="Something that may do good, and what is done for it.",
    states=OUTLOOK_STATES,
    links=("changes",),
    gates=(placed, judged),
    days=outlook_days,
    due_in=("identified", "assessed", "treating", "monitored"),
    ends=("closed",),
    columns=("process", "score", "review_due"),
)
