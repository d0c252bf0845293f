"""The corrective action: the cause of a problem is taken away, and somebody looks whether that has worked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import DocumentName, Words, record_form
from qms_docs.model.records.kind import Day, Lack, RecordKind, State, actions_due, effectiveness_due, final
from qms_docs.model.records.parts import Action, Effectiveness, unjudged
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.manual import Manual

__all__ = ["CORRECTIVE_ACTION", "CorrectiveAction"]

Method = Literal["five whys", "fishbone", "fault tree", "other"]
_PLANNED = ("planned", "implementing", "awaiting effectiveness", "closed")
_IMPLEMENTING = ("implementing", "awaiting effectiveness", "closed")
_DONE = ("awaiting effectiveness", "closed")
_AnyRecord = Annotated[str, record_form()]
_RiskId = Annotated[str, record_form("RSK", "OPP")]


@dataclass(frozen=True, kw_only=True)
class CorrectiveAction(Record):
    """What is done so that a problem does not come again."""

    origin: Annotated[_AnyRecord | None, About(says="The record of what happened.", needed=ALWAYS)] = None
    problem: Annotated[Words | None, About(says="What is to happen no more.", needed=ALWAYS)] = None
    correction: Annotated[Words | None, About(says="What was done at once.", needed=_PLANNED)] = None
    method: Annotated[Method | None, About(says="How the causes were found.", needed=_PLANNED)] = None
    causes: Annotated[tuple[Words, ...], About(says="Why the problem came about.", needed=_PLANNED, code="IM101")] = ()
    actions: Annotated[tuple[Action, ...], About(says="What takes the causes away.", needed=_IMPLEMENTING)] = ()
    risk_update: Annotated[_RiskId | None, About(says="The risk or opportunity that was assessed again.")] = None
    documents_to_change: Annotated[tuple[DocumentName, ...], About(says="Documents that change.")] = ()
    effectiveness: Annotated[
        Effectiveness | None, About(says="Whether it has worked; judged by nobody who owns an action.")
    ] = None


def _done(record: CorrectiveAction, _: Manual) -> Iterator[Lack]:
    for number, action in enumerate(record.actions) if record.status in _DONE else ():
        name = f"action {number + 1}"
        if action.is_open:
            yield Lack(what=f"{name} is not done.", field=f"actions.{number}.done_on")
        if not action.evidence:
            yield Lack(what=f"{name} has no evidence.", field=f"actions.{number}.evidence")


def _criterion(record: CorrectiveAction, _: Manual) -> Iterator[Lack]:
    look = record.effectiveness
    if record.status not in _DONE or (look is None and record.status == "closed"):
        return
    for name in ("criterion", "due"):
        if look is None or getattr(look, name) is None:
            yield Lack(what=f"`effectiveness.{name}` is missing.", field=f"effectiveness.{name}")


def _judged(record: CorrectiveAction, manual: Manual) -> Iterator[Lack]:
    look = record.effectiveness or Effectiveness()
    if record.status == "closed":
        for field in unjudged(record.effectiveness):
            yield Lack(what=f"`{field}` is missing.", field=field, code="IM102")
        if look.result == "not":
            what = "it was found not effective: it is reopened, and not closed."
            yield Lack(what=what, field="effectiveness.result")
        yield from _by_an_owner(record, look, manual)
    elif record.status == "reopened" and look.result != "not":
        what = "it is reopened where `effectiveness.result` is `not`."
        yield Lack(what=what, field="effectiveness.result")


def _by_an_owner(record: CorrectiveAction, look: Effectiveness, manual: Manual) -> Iterator[Lack]:
    """Nobody judges what they were to do themselves, by name or as holder of a role."""
    person = manual.organization.people.get(look.by or "")
    for number, action in enumerate(record.actions):
        by_role = bool(
            person and action.owner and any(person.holds(action.owner, day) for day in _held_on(look, action))
        )
        if action.owner is not None and (action.owner == look.by or by_role):
            what = f"{look.by} judges the effectiveness, and owns action {number + 1}."
            yield Lack(what=what, field="effectiveness.by", code="IM102")
            return


def _held_on(look: Effectiveness, action: Action) -> list[date]:
    """The days on which it matters who holds the role that owns an action."""
    return [each for each in (look.on, action.done_on) if each is not None]


def _days(record: CorrectiveAction, _: Manual) -> Iterator[Day]:
    if record.status != "closed":
        yield from actions_due(record.actions)
        yield from effectiveness_due(record.effectiveness)


CORRECTIVE_ACTION = RecordKind(
    name="corrective-action",
    title="Corrective action",
    prefix="CA",
    folder="corrective-actions",
    value=CorrectiveAction,
    says="The cause of a problem is taken away, and somebody else looks whether that has worked.",
    states=(
        State("open", "The problem is written down."),
        State("analysis", "Its causes are looked for."),
        State("planned", "The causes are known, and it is decided what is done."),
        State("implementing", "The actions are carried out."),
        State("awaiting effectiveness", "Everything is done; time has to show whether it works."),
        final("closed", "Somebody other than those who acted has found that it works."),
        State("reopened", "It did not work; causes are looked for again."),
    ),
    links=("changes", "mitigates"),
    gates=(_done, _criterion, _judged),
    days=_days,
    ends=("closed",),
    columns=("origin", "process"),
)
