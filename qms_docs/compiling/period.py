"""The period of a management review, and the one before it."""

from __future__ import annotations

from datetime import date, timedelta

from qms_docs.model.records.stretch import Stretch, parse_interval, parse_stretch
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words, month_in_words

__all__ = ["ReviewPeriod", "parse_review_period"]

_EARLIEST, _LATEST = 1970, 9000
"""Years with room for the period before and the day after."""
_YEAR = (1, 12)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewPeriod:
    """The days that a review looks at, and as many before them."""

    now: Stretch
    before: Stretch

    @property
    def words(self) -> str:
        """As people call it, such as `January to June 2026`."""
        first, last, after = self.now.first, self.now.last, self.now.after
        if first.day != 1 or after.day != 1:
            return f"{day_in_words(first)} to {day_in_words(last)}"
        if first.year != last.year:
            return f"{month_in_words(first)} to {month_in_words(last)}"
        if (first.month, last.month) == _YEAR:
            return str(first.year)
        if first.month == last.month:
            return month_in_words(first)
        return f"{month_in_words(first).partition(' ')[0]} to {month_in_words(last)}"

    @property
    def written(self) -> str:
        """As a record states it."""
        return f"{self.now.first}/{self.now.last}"


def parse_review_period(text: str) -> ReviewPeriod | None:
    """The period that is written as `2026`, `2026-H1`, `2026-Q1`, `2026-01..2026-06` or `2026-01-01/2026-06-30`.

    None for anything else, and for an end before the beginning.
    """
    one, dots, other = text.strip().partition("..")
    first = parse_interval(one) or parse_stretch(one)
    last = parse_stretch(other) if dots else first
    if first is None or last is None or first.first > last.last:
        return None
    if first.first.year < _EARLIEST or last.last.year > _LATEST:
        return None
    now = Stretch(first=first.first, last=last.last, written=f"{first.first}/{last.last}")
    return ReviewPeriod(now=now, before=_before(now))


def _before(now: Stretch) -> Stretch:
    """As many months where it is made of whole ones, else as many days."""
    last = now.first - timedelta(days=1)
    months = (now.after.year - now.first.year) * 12 + now.after.month - now.first.month
    if now.first.day == 1 and now.after.day == 1:
        count = now.first.year * 12 + now.first.month - 1 - months
        first = date(count // 12, count % 12 + 1, 1)
    else:
        first = last - (now.last - now.first)
    return Stretch(first=first, last=last, written=f"{first}/{last}")
