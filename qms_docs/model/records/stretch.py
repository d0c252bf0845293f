"""Stretches of time as records name them: years, halves, quarters, months, days, and from one day to another."""

from __future__ import annotations

import re
from datetime import date, timedelta

from qms_docs.model.days import Period, parse_day
from qms_docs.values import dataclass

__all__ = ["Stretch", "month_of", "parse_interval", "parse_stretch"]

_CODED = re.compile(r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_PARTS = {"half": 6, "quarter": 3, "month": 1}
_FIRST_YEAR = 1900


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From one day to another, both included."""

    first: date
    last: date
    written: str
    coded: bool = False
    """Whether it is written as a half or a quarter of a year."""

    @property
    def after(self) -> date:
        """The first day that no longer belongs to it; the last day that there is, where none comes after it."""
        return self.last if self.last == date.max else self.last + timedelta(days=1)

    def __contains__(self, day: object) -> bool:
        """Whether a day belongs to it."""
        return isinstance(day, date) and self.first <= day <= self.last


def parse_stretch(text: str) -> Stretch | None:
    """The year, half, quarter, month or day that is written so; None for anything else."""
    day = parse_day(text)
    if day is not None:
        return Stretch(first=day, last=day, written=text)
    found = _CODED.fullmatch(text) if text.isascii() else None
    if found is None or not _FIRST_YEAR <= int(found["year"]) < date.max.year:
        return None
    part = next((each for each in _PARTS if found[each]), None)
    months = _PARTS[part] if part else 12
    number = int(found[part]) if part else 1
    first = date(int(found["year"]), (number - 1) * months + 1, 1)
    last = Period(months=months).after(first) - timedelta(days=1)
    return Stretch(first=first, last=last, written=text, coded=part in ("half", "quarter"))


def parse_interval(text: str) -> Stretch | None:
    """The two days of an ISO 8601 interval such as `2026-01-01/2026-12-31`, in their order."""
    first, _, last = (parse_day(each) for each in text.partition("/"))
    return Stretch(first=first, last=last, written=text) if first and last and first <= last else None


def month_of(text: str) -> Stretch | None:
    """The month that is written so."""
    return parse_stretch(text) if len(text) == len("2026-01") else None
