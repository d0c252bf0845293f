"""Measuring equipment: when it was calibrated, when it is next, and what it means that it was out of tolerance."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.charts.bars import Bars, BarSeries
from qms_docs.model.records.equipment import Equipment
from qms_docs.views.months import by_month, month_after, month_named
from qms_docs.views.panel import Figure, Panel, cell, numbered, sentence, table
from qms_docs.views.publication import Access
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.rows import Calibration
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["EQUIPMENT_HEADS", "equipment_cells", "equipment_panel", "equipments_panel"]

EQUIPMENT_HEADS = ("Last calibration",)
_OUT = "out of tolerance"
_SOON = timedelta(days=60)
_AHEAD = 12


def _next(kept: KeptRecord, manual: Manual) -> date | None:
    """The day of the next calibration; None where nobody waits for one."""
    last = manual.records.last_calibration(kept.id)
    return last.next_due if last and kept.record.status in ("in use", "reference only", "quarantine") else None


def _outcome(one: Calibration) -> str:
    return ", ".join(filter(None, [one.result, f"as found {one.as_found}" if one.as_found == _OUT else ""]))


def equipment_cells(published: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """What the register shows beside the fields: the last calibration; the next is what is due."""
    last = published.manual.records.last_calibration(kept.id)
    return (cell(f"{last.date}: {_outcome(last)}") if last else cell("none"),)


def equipment_panel(published: PublishedRecords, kept: KeptRecord) -> Panel | None:
    """The panel on the page of a piece of equipment."""
    if not isinstance(kept.record, Equipment):
        return None
    found = [each for each in published.manual.records.calibrations(kept.id) if each.as_found == _OUT]
    rows = [
        (
            str(each.date or ""),
            published.words(each.certificate or ""),
            published.words(each.impact_assessment or "missing"),
        )
        for each in reversed(found)
    ]
    heads = ("Day", "Certificate", "What it means for what was measured")
    return Panel(
        anchor="record-calibration",
        title="Calibration",
        said=tuple(map(sentence, _said(kept, published.manual))),
        table=table("Found out of tolerance", heads, rows) if rows else None,
    )


def _said(kept: KeptRecord, manual: Manual) -> Iterator[str]:
    calibrations = manual.records.calibrations(kept.id)
    last, due = manual.records.last_calibration(kept.id), _next(kept, manual)
    if last is None:
        yield "It was never calibrated."
        return
    yield f"Last calibrated on {day_in_words(last.date)}: {_outcome(last)}."
    if due is not None and kept.record.status == "in use":
        days = (due - manual.as_of).days
        told = f"in {numbered(days, 'day')}" if days >= 0 else f"overdue for {numbered(-days, 'day')}"
        yield f"The next calibration is due by {day_in_words(due)}: {told}."
    elif due is not None:
        told = f"in the state “{kept.record.status}” nobody waits for it"
        yield f"The next calibration is due by {day_in_words(due)}; {told}."
    out = [each for each in calibrations if each.as_found == _OUT]
    if not out:
        yield f"In {numbered(len(calibrations), 'calibration')} it was never found out of tolerance."
        return
    open_ = sum(each.impact_assessment is None for each in out)
    told = f"In {numbered(len(calibrations), 'calibration')} it was found out of tolerance {numbered(len(out), 'time')}"
    yield f"{told}; {open_} without an assessment of what was measured." if open_ else f"{told}, each time assessed."


def equipments_panel(published: PublishedRecords) -> Panel:
    """What has to be calibrated when."""
    manual = published.manual
    used = [
        each
        for each in manual.records.of_kind("equipment")
        if each.record.status == "in use" and published.access(each) is Access.TEXT
    ]
    if not used:
        return Panel(anchor="calibrations", title="Calibrations to come", said=(sentence("No equipment is in use."),))
    days = [due for each in used if (due := _next(each, manual)) is not None]
    late = sum(each < manual.as_of for each in days)
    soon = sum(manual.as_of <= each <= manual.as_of + _SOON for each in days)
    said = f"{numbered(len(used), 'piece')} of equipment in use: {late} overdue, {soon} due within 60 days"
    none = len(used) - len(days)
    more = f", {none} without a next calibration." if none else "."
    months = tuple(month_named(month_after(manual.as_of, number)) for number in range(_AHEAD))
    counted = by_month(months, [each for each in days if each >= manual.as_of])
    places, values = ("overdue", *months), (late, *counted)
    chart = Bars(
        title="Calibrations that are due, by month", places=places, series=(BarSeries(title="Due", values=values),)
    )
    rows = [(place, str(value)) for place, value in zip(places, values, strict=True) if value]
    figure = Figure(
        chart=chart,
        caption=sentence("Calibrations of what is in use, by the month in which they are due."),
        table=table("Calibrations due", ("Month", "Number"), rows),
    )
    return Panel(anchor="calibrations", title="Calibrations to come", said=(sentence(said + more),), figures=(figure,))
