"""An objective in a line: what is to be reached, what was measured last, and whether that is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qms_docs.model.records.objective import Objective, last_measurement
from qms_docs.views.record_words import state_of

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["ObjectiveStanding", "objective_standing"]

_AIMS = {"up": "at least", "down": "at most"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectiveStanding:
    """How an objective stands on the day."""

    id: str
    title: str
    state: str
    target: str | None
    """In words with the unit, such as `at least 99 %`; None where it is not stated."""
    value: str | None
    """The last value with the unit; None where nothing was measured."""
    period: str | None
    """The period of that value, as it is written."""
    reached: bool | None
    """Whether the last value is on the good side of the target; None where that cannot be said."""
    due: date | None


def objective_standing(published: PublishedRecords, kept: KeptRecord) -> ObjectiveStanding:
    """The objective in a line; the record has to be one."""
    record, manual = kept.record, published.manual
    assert isinstance(record, Objective)  # noqa: S101 - whoever asks has looked
    last = last_measurement(record, manual)
    value = last.value if last else None
    return ObjectiveStanding(
        id=record.id,
        title=published.words(record.title or record.id),
        state=state_of(kept, manual.as_of),
        target=_target(record),
        value=None if value is None else _with_unit(str(value), record),
        period=last.period.written if last and last.period else None,
        reached=record.is_reached(value) if value is not None else None,
        due=record.due,
    )


def _target(record: Objective) -> str | None:
    if not record.target:
        return None
    words = _with_unit(" to ".join(map(str, record.target)), record)
    return f"{_AIMS[record.direction]} {words}" if record.direction in _AIMS else words


def _with_unit(value: str, record: Objective) -> str:
    return f"{value} {record.unit}" if record.unit else value
