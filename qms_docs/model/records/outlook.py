"""What risks and opportunities have in common; they are two types, and never one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, PersonName, Scale, Words
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, State, actions_due, effectiveness_due, final
from qms_docs.model.records.parts import Action, Effectiveness, Score, unjudged
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["ASSESSED", "OUTLOOK_STATES", "TREATED", "Outlook", "judged", "outlook_days", "placed"]

Origin = Literal["context", "interested party", "process", "audit", "nonconformity", "complaint", "change", "other"]
ASSESSED = ("assessed", "treating", "monitored", "closed", "accepted")
TREATED = ("treating", "monitored", "closed")
_MONITORED = ("monitored", "closed")

OUTLOOK_STATES = (
    State("identified", "It was seen."),
    State("assessed", "It is known how likely it is, and how much it would change."),
    State("treating", "Something is done about it."),
    State("monitored", "What was to be done is done, and somebody keeps an eye on it."),
    final("closed", "What was done has worked, and nothing is left."),
    State("accepted", "Somebody has decided to live with it; it is looked at again."),
)


@dataclass(frozen=True, kw_only=True)
class Outlook(Record):
    """Something that may happen."""

    source: Annotated[Origin | None, About(says="Where it came to light.", needed=ALWAYS)] = None
    cause: Annotated[Words | None, About(says="Why it may happen.", needed=ALWAYS)] = None
    likelihood: Annotated[Scale | None, About(says="From 1 (rare) to 5 (almost certain).", needed=ASSESSED)] = None
    impact: Annotated[Scale | None, About(says="From 1 (slight) to 5 (severe).", needed=ASSESSED)] = None
    actions: Annotated[tuple[Action, ...], About(says="What is done about it.", needed=TREATED)] = ()
    residual: Annotated[
        Score | None, About(says="Likelihood and impact as they stand after the actions.", needed=_MONITORED)
    ] = None
    effectiveness: Annotated[Effectiveness | None, About(says="Whether what was done has worked.")] = None
    accepted_by: Annotated[PersonName | None, About(says="Who decided to live with it.", needed=("accepted",))] = None
    review_due: Annotated[Day | None, About(says="The day by which it is looked at again.", needed=ASSESSED)] = None

    @property
    def score(self) -> int | None:
        """Likelihood times impact."""
        return None if self.likelihood is None or self.impact is None else self.likelihood * self.impact


def placed(record: Outlook, _: Manual) -> Iterator[Lack]:
    """It belongs to a process."""
    if record.process is None:
        yield Lack(what="`process` is missing.", field="process")


def judged(record: Outlook, _: Manual) -> Iterator[Lack]:
    """It is closed once somebody has said whether what was done has worked."""
    for field in unjudged(record.effectiveness) if record.status == "closed" else ():
        yield Lack(what=f"`{field}` is missing.", field=field)


def outlook_days(record: Outlook, _: Manual) -> Iterator[DueDay]:
    """Accepted is not the end: it is looked at again (settled.md 39)."""
    if record.status == "closed":
        return
    if record.review_due is not None:
        yield DueDay(on=record.review_due, field="review_due", what="looked at again")
    if record.status != "accepted":
        yield from actions_due(record.actions)
        yield from effectiveness_due(record.effectiveness)
