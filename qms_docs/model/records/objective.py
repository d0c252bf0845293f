"""The objective: what is to be reached by when, and how that is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About, OrOne
from qms_docs.model.records.forms import Day, LongPeriod, Number, Words
from qms_docs.model.records.kind import Day as DueDay
from qms_docs.model.records.kind import Lack, RecordKind, State, actions_due, final
from qms_docs.model.records.parts import Action
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.rows import Measurement

__all__ = ["OBJECTIVE", "Objective", "last_measurement", "measured_periods", "next_measurement"]

Direction = Literal["up", "down", "range"]
_ACTIVE = ("active", "achieved", "missed")
_RANGE = 2


@dataclass(frozen=True, kw_only=True)
class Objective(Record):
    """What is to be reached; its measurements are rows of a file of their own."""

    statement: Annotated[Words | None, About(says="What is to be reached, in one sentence.", needed=ALWAYS)] = None
    measure: Annotated[Words | None, About(says="What is measured.", needed=_ACTIVE, code="IM105")] = None
    unit: Annotated[Words | None, About(says="The unit of the values.", needed=_ACTIVE, code="IM105")] = None
    baseline: Annotated[Number | None, About(says="The value at the beginning.")] = None
    target: Annotated[
        tuple[Number, ...],
        OrOne(),
        About(says="The value to reach; with direction range the least and the most.", needed=_ACTIVE, code="IM105"),
    ] = ()
    direction: Annotated[Direction | None, About(says="On which side of the target is good.", needed=_ACTIVE)] = None
    start: Annotated[Day | None, About(says="From when on it is measured.", needed=_ACTIVE)] = None
    interval: Annotated[LongPeriod | None, About(says="How often it is measured.")] = None
    evaluation_method: Annotated[Words | None, About(says="How the values are judged.", needed=_ACTIVE)] = None
    actions: Annotated[tuple[Action, ...], About(says="What is done to reach it.")] = ()

    def is_reached(self, value: Decimal) -> bool | None:
        """Whether a value is on the good side of the target; None where that cannot be said."""
        if self.direction == "range" and len(self.target) == _RANGE:
            return self.target[0] <= value <= self.target[1]
        if self.direction in (None, "range") or len(self.target) != 1:
            return None
        return value >= self.target[0] if self.direction == "up" else value <= self.target[0]


def last_measurement(record: Objective, manual: Manual) -> Measurement | None:
    """The measurement of the last period; of several for one period, the one that was written last."""
    found = [each for each in manual.records.measurements(record.id) if each.period is not None]
    return max(enumerate(found), key=lambda pair: (pair[1].period.last, pair[0]))[1] if found else None  # type: ignore[union-attr]


def measured_periods(record: Objective, manual: Manual) -> tuple[Measurement, ...]:
    """The measurements by their periods, the earliest first; of several for one period the one written last."""
    found = {each.period.last: each for each in manual.records.measurements(record.id) if each.period is not None}
    return tuple(found[day] for day in sorted(found))


def _due(record: Objective, _: Manual) -> Iterator[Lack]:
    if record.status in _ACTIVE and record.due is None:
        yield Lack(what="`due` is missing.", field="due", code="IM105")


def _target(record: Objective, _: Manual) -> Iterator[Lack]:
    wanted = _RANGE if record.direction == "range" else 1
    if record.target and record.direction is not None and len(record.target) != wanted:
        words = "two numbers, [least, most]" if wanted == _RANGE else "one number"
        yield Lack(what=f"with `direction: {record.direction}` the target is {words}.", field="target")


def _measured(record: Objective, manual: Manual) -> Iterator[Lack]:
    """Each period has its measurement on the first day after it; without an interval there is one by the due day."""
    if record.status != "active":
        return
    day = next_measurement(record, manual)
    if day is None or day >= manual.as_of:
        return
    what = "for the period that ended before" if record.interval else "by the due day,"
    yield Lack(
        what=f"there is no measurement {what} {day}.",
        field="interval",
        code="IM105",
        remedy=f"Add its row to `objectives/{record.id}.csv`",
    )


def next_measurement(record: Objective, manual: Manual) -> date | None:
    """The last day on which the next measurement is in time; None where none is expected."""
    last = last_measurement(record, manual)
    if record.interval is None:
        return record.due if last is None else None
    since = record.start if last is None or last.period is None else last.period.after
    return None if since is None else record.interval.after(since)


def _agrees(record: Objective, manual: Manual) -> Iterator[Lack]:
    if record.status not in ("achieved", "missed"):
        return
    last = last_measurement(record, manual)
    if last is None or last.value is None:
        yield Lack(what=f"it is {record.status}, and there is no measurement that shows it.")
        return
    reached = record.is_reached(last.value)
    if reached is not None and reached != (record.status == "achieved"):
        target = " to ".join(map(str, record.target))
        what = f"it is {record.status}, and the last value is {last.value} against a target of {target}."
        yield Lack(what=what)


def _days(record: Objective, _: Manual) -> Iterator[DueDay]:
    if record.status in ("draft", "active"):
        yield from actions_due(record.actions)


OBJECTIVE = RecordKind(
    name="objective",
    title="Objective",
    prefix="OBJ",
    folder="objectives",
    value=Objective,
    says="What is to be reached by when, and how that is measured.",
    states=(
        State("draft", "It is being worded."),
        State("active", "It is worked for, and measured."),
        final("achieved", "The last measurement has reached the target."),
        final("missed", "The last measurement has not reached the target."),
        final("withdrawn", "It is given up."),
    ),
    links=("part_of",),
    gates=(_due, _target, _measured, _agrees),
    days=_days,
    ends=("achieved", "missed"),
    columns=("target", "unit"),
)
