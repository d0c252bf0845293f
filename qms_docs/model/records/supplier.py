"""The supplier: what it provides, and how well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, PersonName, Scale, Words
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import RecordKind, State, final
from qms_docs.model.records.parts import Part
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["SUPPLIER", "Certificate", "Evaluation", "Supplier"]

Criticality = Literal["low", "medium", "high"]
Class = Literal["A", "B", "C"]
Decision = Literal["approved", "conditional", "suspended", "removed"]
_KNOWN = ("approved", "conditional", "suspended", "removed")


@dataclass(frozen=True, kw_only=True)
class Evaluation(Part):
    """How well a supplier did, and what follows from it."""

    date: Annotated[Day | None, About(says="The day of the evaluation.", needed=ALWAYS)] = None
    scores: Annotated[
        Mapping[str, Scale], About(says="By names of your own, from 1 (poor) to 5 (good).", needed=ALWAYS)
    ] = field(default_factory=dict)
    class_: Annotated[Class | None, About(says="The class that follows.", needed=ALWAYS)] = None
    decision: Annotated[Decision | None, About(says="What follows for orders.", needed=ALWAYS)] = None
    by: Annotated[PersonName | None, About(says="The person who decided.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class Certificate(Part):
    """A certificate that a supplier has handed in."""

    kind: Annotated[Words | None, About(says="What it certifies.", needed=ALWAYS)] = None
    expires: Annotated[Day | None, About(says="The last day on which it holds.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class Supplier(Record):
    """Somebody who provides something."""

    provides: Annotated[Words | None, About(says="What it provides.", needed=ALWAYS)] = None
    criticality: Annotated[Criticality | None, About(says="How much depends on it.", needed=ALWAYS)] = None
    controls: Annotated[Words | None, About(says="How what it provides is controlled.", needed=_KNOWN)] = None
    evaluations: Annotated[tuple[Evaluation, ...], About(says="Evaluations, the oldest first.", needed=_KNOWN)] = ()
    conditions: Annotated[Words | None, About(says="Under which conditions.", needed=("conditional",))] = None
    conditions_due: Annotated[
        Day | None, About(says="The day by which the conditions are met.", needed=("conditional",))
    ] = None
    certificates: Annotated[tuple[Certificate, ...], About(says="Certificates with their last day.")] = ()
    next_evaluation: Annotated[Day | None, About(says="The day of the next evaluation.", needed=_KNOWN)] = None


def _days(record: Supplier, _: Manual) -> Iterator[DueDay]:
    if record.status == "conditional" and record.conditions_due is not None:
        yield DueDay(on=record.conditions_due, field="conditions_due", what="free of its conditions")
    if record.status != "removed" and record.next_evaluation is not None:
        yield DueDay(on=record.next_evaluation, field="next_evaluation", what="evaluated again")


SUPPLIER = RecordKind(
    name="supplier",
    title="Supplier",
    prefix="SUP",
    folder="suppliers",
    value=Supplier,
    says="Who provides something, and how well.",
    states=(
        State("proposed", "Nothing is ordered yet."),
        State("approved", "Orders may be placed."),
        State("conditional", "Orders may be placed under conditions, until a day."),
        State("suspended", "No order is placed for the time being."),
        final("removed", "No order is placed any more."),
    ),
    links=("supersedes",),
    days=_days,
    ends=("removed",),
    columns=("provides", "criticality", "next_evaluation"),
)
