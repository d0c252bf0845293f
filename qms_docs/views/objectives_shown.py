"""An objective in a line: what is to be reached, what was measured last, and whether that is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.objective import Objective
from qms_docs.values import dataclass
from qms_docs.views.objective_progress import progress_of
from qms_docs.views.record_words import state_of

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["ObjectiveStanding", "objective_standing"]


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
    progress = progress_of(record, manual)
    last = progress.last
    return ObjectiveStanding(
        id=record.id,
        title=published.words(record.title or record.id),
        state=state_of(kept, manual.as_of),
        target=progress.target or None,
        value=progress.in_unit(last.value) if last else None,
        period=last.period.written if last and last.period else None,
        reached=progress.reached,
        due=record.due,
    )
