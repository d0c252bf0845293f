"""A record closed: its final state and the day, once nothing is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.recording.amend import Wish, amended

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.kind import Lack
    from qms_docs.model.records.record import Record
    from qms_docs.recording.standing_record import StandingRecord

__all__ = ["chosen_end", "closed", "lacks_to_close"]

_AGAIN = "Closed again."


def chosen_end(standing: StandingRecord, manual: Manual) -> str | None:
    """The final state that the record is to have, where its type leaves no choice or its data says so."""
    ends = standing.kept.kind.ends
    if len(ends) <= 1:
        return next(iter(ends), None)
    return next((end for end in ends if not lacks_to_close(standing, end, manual)), ends[0])


def lacks_to_close(standing: StandingRecord, state: str, manual: Manual) -> tuple[Lack, ...]:
    """What the record lacks for a final state."""
    return standing.lacks(_in_state(standing.kept.record, state), manual)


def _in_state(record: Record, state: str) -> Record:
    return replace(record, status=state)


def closed(standing: StandingRecord, state: str, day: date, by: str | None) -> bytes:
    """The file in the final state; one that was reopened by an amendment is closed by another one.

    `by` is who closes, which only an amendment says. Raises RefusedError.
    """
    if not standing.kept.record.reopened:
        content = standing.with_fields({"status": state, "closed_on": day.isoformat()})
        standing.read(content)
        return content
    if by is None:
        raise RefusedError(f"{standing.kept.id} was reopened by an amendment: say who closes it with --by.")
    again = standing.having(amended(standing, Wish(field="status", new=state, reason=_AGAIN, by=by, on=day)))
    if again.kept.record.closed_on == day:
        return again.content
    return amended(again, Wish(field="closed_on", new=day.isoformat(), reason=_AGAIN, by=by, on=day))
