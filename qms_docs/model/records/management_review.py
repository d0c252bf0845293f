"""The management review: what top management looked at, and what it decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, Evidence, Interval, Owner, PersonName, Words, record_form
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, RecordKind, State, actions_due, final
from qms_docs.model.records.parts import Action, Part
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["LETTERS", "MANAGEMENT_REVIEW", "ManagementReview", "Output", "Outputs", "ReviewAction", "ReviewInput"]

Edition = Literal["iso9001:2015", "iso9001:2026"]
Trend = Literal["better", "steady", "worse"]
Progress = Literal["done", "open", "carried over"]
LETTERS: Mapping[str, str] = {"iso9001:2015": "abcdef", "iso9001:2026": "abcdefgh"}
"""The inputs that 9.3.2 of each edition lists."""
_HELD = ("held", "closed")
_ReviewId = Annotated[str, record_form("MR")]


@dataclass(frozen=True, kw_only=True)
class Topic(Part):
    """One of several things that an input is about."""

    summary: Annotated[Words | None, About(says="What there is to say.", needed=ALWAYS)] = None
    trend: Annotated[Trend | None, About(says="Whether it gets better or worse.")] = None
    sources: Annotated[tuple[Evidence, ...], About(says="What that rests on.")] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewInput(Part):
    """What the review looked at under one letter."""

    summary: Annotated[Words | None, About(says="What there is to say.")] = None
    trend: Annotated[Trend | None, About(says="Whether it gets better or worse.")] = None
    sources: Annotated[tuple[Evidence, ...], About(says="What that rests on.")] = ()
    topics: Annotated[Mapping[str, Topic], About(says="The same by topic.")] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PreviousAction(Part):
    """What became of an action of an earlier review."""

    review: Annotated[_ReviewId | None, About(says="The earlier review.", needed=ALWAYS)] = None
    what: Annotated[Words | None, About(says="What was to be done.", needed=ALWAYS)] = None
    status: Annotated[Progress | None, About(says="What became of it.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class Output(Part):
    """Something that the review decided."""

    what: Annotated[Words | None, About(says="What was decided.", needed=ALWAYS)] = None
    owner: Annotated[Owner | None, About(says="Who brings it about.")] = None
    due: Annotated[Day | None, About(says="The day by which it is done.")] = None


@dataclass(frozen=True, kw_only=True)
class Outputs(Part):
    """What the review decided."""

    improvement: Annotated[tuple[Output, ...], About(says="Opportunities for improvement.")] = ()
    changes: Annotated[tuple[Output, ...], About(says="Changes of the management system.")] = ()
    resources: Annotated[tuple[Output, ...], About(says="Resources that are needed.")] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewAction(Action):
    """An action, which a later review may take over."""

    carried_over_to: Annotated[_ReviewId | None, About(says="The review that takes it over.")] = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done, and no other review's."""
        return self.done_on is None and self.carried_over_to is None


@dataclass(frozen=True, kw_only=True)
class ManagementReview(Record):
    """A review of the system by top management."""

    date: Annotated[Day | None, About(says="The day on which it is held.", needed=ALWAYS)] = None
    chair: Annotated[PersonName | None, About(says="The person who leads it.", needed=ALWAYS)] = None
    attendees: Annotated[tuple[PersonName, ...], About(says="The people who take part.", needed=_HELD)] = ()
    period: Annotated[Interval | None, About(says="The time that it looks at.", needed=ALWAYS)] = None
    edition: Annotated[Edition | None, About(says="The edition whose inputs it goes through.", needed=ALWAYS)] = None
    inputs: Annotated[Mapping[str, ReviewInput], About(says="By the letters of 9.3.2.")] = field(default_factory=dict)
    previous_actions: Annotated[
        tuple[PreviousAction, ...], About(says="What became of the actions of earlier reviews.")
    ] = ()
    outputs: Annotated[Outputs | None, About(says="What was decided.", needed=_HELD, code="IM104")] = None
    actions: Annotated[
        tuple[ReviewAction, ...], About(says="What is done as a result.", needed=_HELD, may_be_empty=True)
    ] = ()


def _letters(record: ManagementReview, _: Manual) -> Iterator[Lack]:
    """Letters that the edition does not have."""
    known = LETTERS.get(record.edition or "", "")
    for letter in record.inputs if known else ():
        if letter not in known:
            what = f"{record.edition} has no input {letter}; its letters are {known[0]} to {known[-1]}."
            yield Lack(what=what, field=f"inputs.{letter}", code="IM104")


def _inputs(record: ManagementReview, _: Manual) -> Iterator[Lack]:
    for letter in LETTERS.get(record.edition or "", "") if record.status in _HELD else ():
        given = record.inputs.get(letter)
        for missing in ("summary", "sources") if given else ():
            if not getattr(given, missing):
                what = f"input {letter} has no {missing}."
                yield Lack(what=what, field=f"inputs.{letter}.{missing}", code="IM104")
        if given is None:
            what = f"input {letter} of {record.edition} is missing."
            yield Lack(what=what, field=f"inputs.{letter}", code="IM104")


def _outputs(record: ManagementReview, _: Manual) -> Iterator[Lack]:
    if record.status not in _HELD or record.outputs is None:
        return
    for group in ("improvement", "changes", "resources"):
        for number, output in enumerate(getattr(record.outputs, group)):
            for name, value in (("owner", output.owner), ("due", output.due)):
                if value is None:
                    what = f"the output “{output.what}” has no {'owner' if name == 'owner' else 'due date'}."
                    yield Lack(what=what, field=f"outputs.{group}.{number}.{name}", code="IM104")


def _done(record: ManagementReview, _: Manual) -> Iterator[Lack]:
    for number, action in enumerate(record.actions) if record.status == "closed" else ():
        if action.is_open:
            what = f"action {number + 1} is neither done nor carried over to another review."
            yield Lack(what=what, field=f"actions.{number}.done_on")


def _days(record: ManagementReview, _: Manual) -> Iterator[DueDay]:
    if record.status != "closed":
        yield from actions_due(record.actions)


MANAGEMENT_REVIEW = RecordKind(
    name="management-review",
    title="Management review",
    prefix="MR",
    folder="management-reviews",
    value=ManagementReview,
    says="What top management looked at, and what it decided.",
    states=(
        State("planned", "The day is set, and inputs are collected."),
        State("held", "It took place; its actions are carried out."),
        final("closed", "Every action is done or carried over."),
    ),
    links=("changes", "reviews"),
    gates=(_letters, _inputs, _outputs, _done),
    days=_days,
    ends=("closed",),
    columns=("period", "date"),
)
