"""The manual as of the day on which a period is looked at, and as it was when the period began."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from qms_docs.compiling.told import BETTER, STEADY, WORSE
from qms_docs.model.records.due import days_of
from qms_docs.model.records.kinds import kind_named
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from qms_docs.compiling.period import ReviewPeriod
    from qms_docs.compiling.told import Trend
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.stretch import Stretch

__all__ = ["Stand"]

_R = TypeVar("_R", bound=Record)
_MOST_SOURCES = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """What a review is compiled from."""

    manual: Manual
    """As of the last day that is looked at."""
    begin: Manual
    """As of the day before the period."""
    period: ReviewPeriod
    began_later: bool = False
    """Whether the manual had no record yet on the last day of the period, so that a later day is looked at."""

    @property
    def day(self) -> date:
        """The day on which everything is judged."""
        return self.manual.as_of

    @property
    def now(self) -> Stretch:
        """The period."""
        return self.period.now

    @property
    def before(self) -> Stretch:
        """The period before."""
        return self.period.before

    @property
    def compares(self) -> bool:
        """Whether the manual stood when the period before began, so that its records tell of all of it."""
        return any(each.day <= self.before.first for each in self.manual.entries)

    def fewer(self, now: int, before: int) -> Trend | None:
        """The trend of a number that is to be small; None where nobody knows the number before."""
        if not self.compares:
            return None
        return STEADY if now == before else BETTER if now < before else WORSE

    def earlier(self, number: int) -> str:
        """How many there were in the period before, as far as that is known."""
        return f" (period before: {number})" if self.compares else ""

    @property
    def knows_the_beginning(self) -> bool:
        """Whether the manual had records when the period began, with which it can be compared."""
        return bool(self.begin.records.kept or self.begin.records.series or self.begin.records.parties)

    def records(self, kind: str, value: type[_R]) -> Iterator[tuple[KeptRecord, _R]]:
        """The records of a type that can be read, each with its value."""
        for each in self.manual.records.of_kind(kind):
            if each.readable and isinstance(each.record, value):
                yield each, each.record

    def is_open(self, kept: KeptRecord) -> bool:
        """Whether a record is not closed on the day."""
        return not kept.is_closed(self.day)

    def is_overdue(self, kept: KeptRecord) -> bool:
        """Whether something in a record was to happen before the day."""
        return any(each.on < self.day for each in days_of(kept, self.manual))

    def sources(self, kind: str, records: Iterable[str]) -> tuple[str, ...]:
        """Records by their ids; where they are many or none, the register of the type on the day."""
        ids = sorted(set(records))
        if 0 < len(ids) <= _MOST_SOURCES:
            return tuple(ids)
        found = kind_named(kind)
        title = found.plural if found else kind
        return (f"Register of {title[:1].lower()}{title[1:]} of {self.day}{f' ({len(ids)} records)' if ids else ''}",)
