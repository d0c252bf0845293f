"""The story is told for one week; told for another, every day and every number with a year moves along."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["END", "Moved", "moved_ids", "weeks_until"]

END = date(2026, 11, 26)
"""The last day of the story as it is written: a Thursday."""

_TOLD = re.compile(
    r"""
      (?<![\w-])(?P<day>\d{4}-\d{2}-\d{2})(?![\w-])      # 2026-11-26
    | (?<![\w-])(?P<moment>\d{4}-\d{2}-\d{2})(?=T\d{2})
    | (?<![\w-])(?P<month>\d{4}-\d{2})(?![\w-])
    | (?<![\w-])(?P<part>\d{4}-[QH]\d)(?![\w-])
    | \{(?P<year>\d{4})\}                                # {2026} stands for the year itself
    | (?<![\w-])(?P<id>[A-Z]{2,4}-\d{4}-\d{3})(?![\w])
    """,
    re.VERBOSE,
)
_DAYS_OF_A_MONTH = 365.25 / 12
_PARTS = {"Q": 4, "H": 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """How far the story is moved, and which numbers its records have there."""

    weeks: int
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def end(self) -> date:
        """The last day of the story."""
        return self.day(END)

    def day(self, told: date) -> date:
        """A day of the story; days of the week stay what they are."""
        return told + timedelta(weeks=self.weeks)

    def text(self, told: str) -> str:
        """A text of the story."""
        return _TOLD.sub(self._replaced, told) if self.weeks else _TOLD.sub(_year_alone, told)

    def _replaced(self, found: re.Match[str]) -> str:
        kind, value = found.lastgroup, found[found.lastgroup or 0]
        if kind in {"day", "moment"}:
            return self.day(date.fromisoformat(value)).isoformat()
        if kind == "year":
            return str(self.day(date(int(value), 7, 1)).year)
        if kind == "id":
            return self.ids.get(value, value)
        months = int(self.weeks * 7 // _DAYS_OF_A_MONTH)
        if kind == "month":
            year, month = divmod(int(value[:4]) * 12 + int(value[5:]) - 1 + months, 12)
            return f"{year}-{month + 1:02d}"
        parts = _PARTS[value[5]]
        year, part = divmod(int(value[:4]) * parts + int(value[6]) - 1 + months * parts // 12, parts)
        return f"{year}-{value[5]}{part + 1}"


def weeks_until(day: date) -> int:
    """How many weeks the story moves to end in the seven days before a day."""
    return (day - timedelta(days=1) - END).days // 7


def moved_ids(weeks: int, opened: Iterable[tuple[str, date]]) -> dict[str, str]:
    """The numbers of records by those that they are told with: counted anew for the year in which each is opened."""
    counted: dict[tuple[str, int], int] = {}
    found: dict[str, str] = {}
    for told, day in sorted(opened, key=lambda each: (each[1], each[0])):
        of_year = told.partition("-")[0], (day + timedelta(weeks=weeks)).year
        counted[of_year] = counted.get(of_year, 0) + 1
        found[told] = f"{of_year[0]}-{of_year[1]}-{counted[of_year]:03d}"
    return found


def _year_alone(found: re.Match[str]) -> str:
    return found["year"] or found[0]
