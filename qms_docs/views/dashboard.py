"""What people would rather look at than read: small charts of what is due and of how the organization does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.charts.bars import Bars, BarSeries
from qms_docs.model.records.kinds import kind_named
from qms_docs.values import dataclass
from qms_docs.views.improvement import Improvement, has_improvement_page, opened_and_closed
from qms_docs.views.months import month_after, months_up_to
from qms_docs.views.objective_panels import objective_numbers
from qms_docs.views.panel import Figure, sentence, table
from qms_docs.views.risk_matrix import matrix_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.published_status import SiteStatus

__all__ = ["Glance", "glances"]

_MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """A small chart, and the page on which more of it stands."""

    figure: Figure
    place: str
    """`status`, `improvement`, or the name of a type, whose register it is."""
    told: str
    """The words that lead there."""


def glances(published: PublishedRecords, status: SiteStatus) -> tuple[Glance, ...]:
    """The charts of which there is something to show, on the day of the manual."""
    return (*_due(status), *_objectives(published), *_actions(published), *_outlooks(published))


def _due(status: SiteStatus) -> Iterator[Glance]:
    if any(count for _, count in status.when):
        chart = Bars(
            title="What is overdue, due or waiting",
            places=tuple(told for told, _ in status.when),
            series=(BarSeries(title="Duties", values=tuple(count for _, count in status.when)),),
        )
        rows = [(told, str(count)) for told, count in status.when if count]
        numbers = table("What is due, by time", ("When", "Number"), rows)
        figure = Figure(chart=chart, caption=sentence("What is due, by the days that are left."), table=numbers)
        yield Glance(figure=figure, place="status", told="What is due, and for whom")


def _objectives(published: PublishedRecords) -> Iterator[Glance]:
    chart = objective_numbers(published)
    if chart is not None:
        rows = [(told, str(count)) for told, count in chart.rows]
        numbers = table("Active objectives", ("Objectives", "Number"), rows)
        figure = Figure(chart=chart, caption=sentence("Active objectives by their last value."), table=numbers)
        yield Glance(figure=figure, place="objective", told="Objectives against their targets")


def _actions(published: PublishedRecords) -> Iterator[Glance]:
    if not has_improvement_page(published.manual):
        return
    all_ = Improvement(published)
    name = "corrective-action" if all_.of("corrective-action") else "nonconformity"
    if all_.of(name):
        day = published.manual.as_of
        months = months_up_to(day, [month_after(day, 1 - _MONTHS)], _MONTHS)
        chart = opened_and_closed(all_, name, months)
        opened, closed = (one.values for one in chart.series)
        rows = [(month, str(a), str(b)) for month, a, b in zip(months, opened, closed, strict=True) if a or b]
        numbers = table(chart.title, ("Month", "Opened", "Closed"), rows[::-1])
        figure = Figure(chart=chart, caption=sentence(f"{chart.title}, in the last twelve months."), table=numbers)
        yield Glance(figure=figure, place="improvement", told="Improvement at a glance")


def _outlooks(published: PublishedRecords) -> Iterator[Glance]:
    for name in ("risk", "opportunity"):
        kind = kind_named(name)
        chart = matrix_now(published, kind) if kind else None
        if kind is not None and chart is not None:
            rows = [
                (str(likelihood * impact), str(likelihood), str(impact), str(count))
                for likelihood, impact, count in sorted(chart.cells, key=lambda each: (-each[0] * each[1], each))
            ]
            numbers = table(chart.title, ("Score", "Likelihood", "Impact", "Number"), rows)
            caption = sentence(f"Open {kind.plural.lower()}, after treatment where that was assessed.")
            figure = Figure(chart=chart, caption=caption, table=numbers)
            yield Glance(figure=figure, place=name, told=f"Register of {kind.plural.lower()}")
