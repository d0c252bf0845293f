"""The time of day at which things happen: in working hours, by the clocks of Norway, worked out from the seed."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta, timezone

from qms_docs.values import dataclass

__all__ = ["Clock", "local"]

_OPENS = 8
_SUMMER = range(4, 11)
"""Months of summer time; the two weekends on which clocks change are nobody's working days."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the seed says about minutes."""

    seed: int

    def at(self, day: date, what: str, hours: float = 7) -> datetime:
        """A moment of the day within so many hours after the doors open; the same for the same words."""
        minutes = self.number(f"{day} {what}", int(hours * 60))
        return local(datetime.combine(day, time(_OPENS), UTC) + timedelta(minutes=minutes, hours=-1))

    def number(self, what: str, below: int) -> int:
        """A whole number from 0, the same for the same words."""
        digest = hashlib.sha256(f"{self.seed} {what}".encode()).digest()
        return int.from_bytes(digest[:6]) % below


def local(moment: datetime) -> datetime:
    """The moment by the clocks of Norway."""
    return moment.astimezone(timezone(timedelta(hours=2 if moment.month in _SUMMER else 1)))
