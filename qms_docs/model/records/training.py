"""Competence and training: what somebody learns, and whether they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, PersonName, PersonOrWords, Subject, Words
from qms_docs.model.records.kind import Lack, RecordKind, State, final
from qms_docs.model.records.parts import Effectiveness
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["TRAINING", "Training", "TrainingWay"]

TrainingWay = Literal["reading", "classroom", "on the job", "test", "external"]
Result = Literal["passed", "failed"]


@dataclass(frozen=True, kw_only=True)
class Training(Record):
    """What one person learns."""

    person: Annotated[PersonName | None, About(says="The person who learns.", needed=ALWAYS)] = None
    subject: Annotated[
        Subject | None, About(says="A document with its revision, or a skill in words.", needed=ALWAYS)
    ] = None
    kind_: Annotated[TrainingWay | None, About(says="How it is learned.", needed=ALWAYS)] = None
    assigned: Annotated[Day | None, About(says="The day on which it was asked for.", needed=ALWAYS)] = None
    completed: Annotated[Day | None, About(says="The day on which it was learned.", needed=("done",))] = None
    trainer: Annotated[PersonOrWords | None, About(says="Who taught it: a person, or words for outsiders.")] = None
    result: Annotated[Result | None, About(says="What the test or the trainer says.", needed=("done",))] = None
    waived_reason: Annotated[Words | None, About(says="Why it is not needed.", needed=("waived",))] = None
    effectiveness: Annotated[Effectiveness | None, About(says="Whether it shows in the work.")] = None


def _due(record: Training, _: Manual) -> Iterator[Lack]:
    if record.due is None:
        yield Lack(what="`due` is missing.", field="due")


TRAINING = RecordKind(
    name="training",
    title="Training",
    prefix="TRN",
    folder="training",
    value=Training,
    says="What somebody learns, and whether they have.",
    states=(
        State("assigned", "It is asked for."),
        final("done", "It took place, and its result is known."),
        final("waived", "It is not needed after all."),
    ),
    gates=(_due,),
    ends=("done",),
    many="Training",
    columns=("person", "subject"),
)
