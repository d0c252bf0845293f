"""The gap assessment: clause by clause, how far the organization has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Clause, Day, Evidence, PersonName, StandardName, Truth, Words
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.parts import Action, Part
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["GAP_ASSESSMENT", "GapAssessment", "GapItem"]

Rating = Literal["none", "partly", "implemented", "effective"]
_OPEN_RATINGS = ("none", "partly")


@dataclass(frozen=True, kw_only=True)
class GapItem(Part):
    """One clause, with what there is and what is missing."""

    clause: Annotated[Clause | None, About(says="The clause, with its edition.", needed=ALWAYS)] = None
    applicable: Annotated[Truth | None, About(says="Whether it applies here.", needed=ALWAYS)] = None
    justification: Annotated[Words | None, About(says="Why it applies or not; needed where it does not.")] = None
    rating: Annotated[Rating | None, About(says="How far it is met; left out where it does not apply.")] = None
    evidence: Annotated[tuple[Evidence, ...], About(says="What shows how far it is met.")] = ()
    gap: Annotated[Words | None, About(says="What is still missing.")] = None
    action: Annotated[Action | None, About(says="What is done about it.")] = None


@dataclass(frozen=True, kw_only=True)
class GapAssessment(Record):
    """How far the organization has come with a standard."""

    standard: Annotated[StandardName | None, About(says="The standard with its edition.", needed=ALWAYS)] = None
    date: Annotated[Day | None, About(says="The day of the assessment.", needed=ALWAYS)] = None
    assessor: Annotated[PersonName | None, About(says="The person who assesses.", needed=ALWAYS)] = None
    items: Annotated[tuple[GapItem, ...], About(says="The clauses that were looked at.", needed=("closed",))] = ()


def _justified(record: GapAssessment, _: Manual) -> Iterator[Lack]:
    for number, item in enumerate(record.items):
        if item.applicable is False and item.justification is None:
            what = f"clause {item.clause} is declared not applicable, which needs a justification."
            yield Lack(what=what, field=f"items.{number}.justification")


def _rated(record: GapAssessment, _: Manual) -> Iterator[Lack]:
    for number, item in enumerate(record.items) if record.status == "closed" else ():
        place = f"items.{number}"
        if item.applicable and item.rating is None:
            yield Lack(what=f"clause {item.clause} has no rating.", field=f"{place}.rating")
        if item.rating in _OPEN_RATINGS and item.gap is None:
            yield Lack(
                what=f"clause {item.clause} is rated “{item.rating}”, and no gap is named.", field=f"{place}.gap"
            )
        if item.gap is not None and item.action is None:
            yield Lack(what=f"the gap of clause {item.clause} has no action.", field=f"{place}.action")
        if item.action is not None and item.action.is_open:
            yield Lack(what=f"the action for clause {item.clause} is not done.", field=f"{place}.action.done_on")


def _days(record: GapAssessment, _: Manual) -> Iterator[DueDay]:
    for number, item in enumerate(record.items) if record.status == "open" else ():
        if item.action is not None and item.action.is_open and item.action.due is not None:
            what = f"done: {item.action.what or 'an action'}"
            yield DueDay(on=item.action.due, field=f"items.{number}.action.due", what=what)


GAP_ASSESSMENT = RecordKind(
    name="gap-assessment",
    title="Gap assessment",
    prefix="GAP",
    folder="gap",
    value=GapAssessment,
    says="How far the organization has come with a standard, clause by clause.",
    states=(
        State("open", "Clauses are looked at and gaps are worked on."),
        final("closed", "Every gap has been dealt with."),
    ),
    gates=(_justified, _rated),
    days=_days,
    ends=("closed",),
    columns=("standard", "date"),
)
