"""Months in a row, and how much fell into each of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["by_month", "month_after", "month_named", "months_up_to"]

_MONTHS = 12


def month_named(day: date) -> str:
    """The month of a day, such as `2026-03`."""
    return f"{day.year:04}-{day.month:02}"


def month_after(day: date, number: int) -> date:
    """The first day of the month that comes so many months after that of a day; before it where that is negative."""
    place = day.year * _MONTHS + day.month - 1 + number
    year = min(max(place // _MONTHS, date.min.year), date.max.year)
    return date(year, place % _MONTHS + 1, 1)


def months_up_to(last: date, days: Iterable[date], most: int) -> tuple[str, ...]:
    """The months from that of the earliest of the days up to the last, at most so many; a month alone without any."""
    first = min((each for each in days if each <= last), default=last)
    back = (last.year - first.year) * _MONTHS + last.month - first.month
    return tuple(month_named(month_after(last, -number)) for number in range(min(back, most - 1), -1, -1))


def by_month(months: Sequence[str], days: Iterable[date]) -> tuple[int, ...]:
    """How many of the days fall into each month."""
    found = Counter(map(month_named, days))
    return tuple(found[each] for each in months)
