"""The records of improvement that a site shows, on the day of its manual."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.charts.bars import Bars, BarSeries
from qms_docs.model.policy import Audience
from qms_docs.model.records.kinds import kind_named
from qms_docs.views.months import by_month, month_named, months_up_to
from qms_docs.views.publication import Access

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["ACTED_ON", "IMPROVEMENT_TYPES", "Improvement", "has_improvement_page", "opened_and_closed"]

IMPROVEMENT_TYPES = ("nonconformity", "corrective-action", "audit-finding", "complaint")
ACTED_ON = ("nonconformity", "corrective-action")
_MONTHS = 24


def has_improvement_page(manual: Manual) -> bool:
    """Whether the site has the page: there is something to improve, and its readers belong to the organization.

    What goes wrong is nobody else's business, and counted by public records alone the numbers would mislead.
    """
    used = any(manual.records.of_kind(name) for name in IMPROVEMENT_TYPES)
    return manual.policy.site.audience is not Audience.PUBLIC and used


class Improvement:
    """The records of improvement that the site shows, on the day of the manual."""

    def __init__(self, published: PublishedRecords) -> None:
        """The manual has to know its records."""
        self.published = published
        self.day = published.manual.as_of
        self._by_type = {
            name: [each for each in published.manual.records.of_kind(name) if published.access(each) is Access.TEXT]
            for name in IMPROVEMENT_TYPES
        }

    def of(self, name: str) -> list[KeptRecord]:
        """Those of a type, by id."""
        return self._by_type[name]

    def open(self, name: str) -> list[KeptRecord]:
        """Those of a type that are not closed."""
        return self._open_by_type[name]

    @cached_property
    def _open_by_type(self) -> dict[str, list[KeptRecord]]:
        return {name: [each for each in found if not each.is_closed(self.day)] for name, found in self._by_type.items()}

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months that are looked at: two years, or as long as there is something."""
        opened = [each.record.opened for found in self._by_type.values() for each in found if each.record.opened]
        return months_up_to(self.day, opened, _MONTHS)

    @cached_property
    def lately(self) -> dict[str, list[KeptRecord]]:
        """Those that were opened in these months, by type."""
        months = frozenset(self.months)
        return {
            name: [each for each in found if each.record.opened and month_named(each.record.opened) in months]
            for name, found in self._by_type.items()
        }

    def left_out(self) -> int:
        """How many the site does not show."""
        records = self.published.manual.records
        return sum(len(records.of_kind(name)) - len(found) for name, found in self._by_type.items())

    def titled(self, name: str) -> str:
        """What several of a type are called."""
        kind = kind_named(name)
        return kind.plural if kind else name


def opened_and_closed(all_: Improvement, name: str, months: Sequence[str]) -> Bars:
    """How many of a type were opened and closed in each month."""
    found = all_.of(name)
    opened = [each.record.opened for each in found if each.record.opened]
    closed = [each.closed_on for each in found if each.is_closed(all_.day) and each.closed_on]
    return Bars(
        title=f"{all_.titled(name)} opened and closed by month",
        places=tuple(months),
        series=(
            BarSeries(title="Opened", values=by_month(months, opened)),
            BarSeries(title="Closed", values=by_month(months, closed)),
        ),
    )
