"""Days and periods as front matter and policy write them."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta

from qms_docs.values import dataclass

__all__ = ["Period", "parse_day", "parse_moment", "parse_period", "utc_day"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})")
_YEARS = range(1970, 9999)
"""Years with room for any offset on both sides."""
_ISO = re.compile(r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?")
_WORDS = re.compile(r"(?P<number>\d{1,5}) +(?P<unit>day|week|month|year)s?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A length of time in calendar units, such as 24 months or P14D."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which the period that begins on `day` is over; a month that lacks the day ends on its last."""
        month_count = day.year * 12 + day.month - 1 + self.months
        year, month = divmod(month_count, 12)
        if year > date.max.year:
            return date.max
        moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        try:
            return moved + timedelta(days=self.days)
        except OverflowError:
            return date.max

    def __str__(self) -> str:
        """The period in words, such as `24 months` or `14 days`."""
        parts = [f"{n} {unit if n != 1 else unit[:-1]}" for n, unit in self._units() if n]
        return " and ".join(parts) or "0 days"

    def _units(self) -> tuple[tuple[int, str], ...]:
        if self.months % 12 == 0 and self.months:
            return ((self.months // 12, "years"), (self.days, "days"))
        return ((self.months, "months"), (self.days, "days"))


def parse_day(text: str) -> date | None:
    """The calendar day written as YYYY-MM-DD, or None for anything else."""
    if not _DAY.fullmatch(text) or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_moment(text: str) -> datetime | None:
    """The moment written as `2026-11-20T09:31:00+01:00` (RFC 3339), or None for anything else."""
    if not _MOMENT.fullmatch(text) or not text.isascii():
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None


def parse_period(text: str) -> Period | None:
    """The period written as ISO 8601 (`P14D`, `P2Y`) or in words (`24 months`), or None for anything else."""
    if not text.isascii():
        return None
    if (iso := _ISO.fullmatch(text)) and any(iso.groupdict().values()):
        years, months, weeks, days = (int(iso[unit] or 0) for unit in ("years", "months", "weeks", "days"))
        return Period(months=years * 12 + months, days=weeks * 7 + days)
    if words := _WORDS.fullmatch(text):
        number = int(words["number"])
        months, days = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "year": (12, 0)}[words["unit"]]
        return Period(months=number * months, days=number * days)
    return None


def utc_day(moment: datetime) -> date:
    """The UTC day of a moment that carries an offset."""
    return moment.astimezone(UTC).date()
