"""The context issue: something inside or outside the organization that matters for what it wants to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, PersonName, Truth, Words
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, RecordKind
from qms_docs.model.records.parts import Part
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["CONTEXT_ISSUE", "ClimateDecision", "ContextIssue"]

Side = Literal["internal", "external"]


@dataclass(frozen=True, kw_only=True)
class ClimateDecision(Part):
    """Whether climate change matters here."""

    relevant: Annotated[Truth | None, About(says="Whether it matters.", needed=ALWAYS)] = None
    reason: Annotated[Words | None, About(says="Why it matters, or why not.", needed=ALWAYS)] = None
    by: Annotated[PersonName | None, About(says="The person who decided.", needed=ALWAYS)] = None
    on: Annotated[Day | None, About(says="The day of the decision.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class ContextIssue(Record):
    """Something that matters."""

    issue: Annotated[Words | None, About(says="What there is, or is to come.", needed=ALWAYS)] = None
    kind_: Annotated[Side | None, About(says="Whether it is inside or outside.", needed=ALWAYS)] = None
    effect: Annotated[Words | None, About(says="What it does to the organization.", needed=ALWAYS)] = None
    review_due: Annotated[Day | None, About(says="The day by which it is looked at again.", needed=ALWAYS)] = None
    climate_decision: Annotated[
        ClimateDecision | None, About(says="Whether climate change matters here; in one context issue only.")
    ] = None


def _one_decision(record: ContextIssue, manual: Manual) -> Iterator[Lack]:
    if record.climate_decision is None:
        return
    for each in manual.records.of_kind("context-issue"):
        if each.id < record.id and getattr(each.record, "climate_decision", None) is not None:
            yield Lack(what=f"{each.id} carries the climate decision already.", field="climate_decision")
            return


def _days(record: ContextIssue, _: Manual) -> Iterator[DueDay]:
    if record.review_due is not None:
        yield DueDay(on=record.review_due, field="review_due", what="looked at again")


CONTEXT_ISSUE = RecordKind(
    name="context-issue",
    title="Context issue",
    prefix="CTX",
    folder="context",
    value=ContextIssue,
    says="Something inside or outside the organization that matters for what it wants to reach.",
    links=("supersedes",),
    gates=(_one_decision,),
    days=_days,
    columns=("kind", "review_due"),
)
