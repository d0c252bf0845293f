"""Complaints: how long customers wait for an answer."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from qms_docs.charts.bars import Bars, BarSeries
from qms_docs.model.records.complaint import Complaint
from qms_docs.views.months import by_month, months_up_to
from qms_docs.views.panel import Figure, Panel, cell, numbered, sentence, table
from qms_docs.views.publication import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["COMPLAINT_HEADS", "complaint_cells", "complaint_panel", "complaints_panel"]

COMPLAINT_HEADS = ("Answer",)
_MONTHS = 24


def _answered(record: Complaint) -> int | None:
    """Days from receipt to reply."""
    if record.received_on is None or record.reply_on is None:
        return None
    return max(0, (record.reply_on - record.received_on).days)


def _told(kept: KeptRecord, day: date) -> str:
    record = kept.record
    if not isinstance(record, Complaint):
        return ""
    days = _answered(record)
    if days is not None:
        return f"answered after {numbered(days, 'day')}"
    if record.reply_on is not None or record.received_on is None or kept.is_closed(day):
        return ""
    return f"no answer for {numbered(max(0, (day - record.received_on).days), 'day')}"


def complaint_cells(published: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """What the register shows beside the fields: how long the answer took, or takes."""
    return (cell(_told(kept, published.manual.as_of)),)


def complaint_panel(published: PublishedRecords, kept: KeptRecord) -> Panel | None:
    """The panel on the page of a complaint; None where there is nothing to count."""
    told = _told(kept, published.manual.as_of)
    if not told:
        return None
    return Panel(anchor="record-answer", title="Answer", said=(sentence(f"{told[:1].upper()}{told[1:]}."),))


def complaints_panel(published: PublishedRecords) -> Panel:
    """How many came in and were answered in each month, and how long that took."""
    day = published.manual.as_of
    found = [each for each in published.manual.records.of_kind("complaint") if published.access(each) is Access.TEXT]
    records = [each.record for each in found if isinstance(each.record, Complaint)]
    received = [each.received_on for each in records if each.received_on is not None]
    title = "Answers"
    if not received:
        return Panel(anchor="answers", title=title, said=(sentence("There is no complaint that can be counted here."),))
    months = months_up_to(day, received, _MONTHS)
    replies = [each.reply_on for each in records if each.reply_on is not None]
    came, went = by_month(months, received), by_month(months, replies)
    rows = [(month, str(a), str(b)) for month, a, b in zip(months, came, went, strict=True) if a or b]
    figure = Figure(
        chart=Bars(
            title="Complaints received and answered by month",
            places=months,
            series=(BarSeries(title="Received", values=came), BarSeries(title="Answered", values=went)),
        ),
        caption=sentence("Complaints by the month in which they came in, and in which they were answered."),
        table=table("Complaints by month", ("Month", "Received", "Answered"), rows[::-1]),
    )
    said = tuple(map(sentence, _said(records, [each for each in found if not each.is_closed(day)], day)))
    return Panel(anchor="answers", title=title, said=said, figures=(figure,))


def _said(records: Sequence[Complaint], waiting: Sequence[KeptRecord], day: date) -> Iterator[str]:
    ages = [
        (day - each.record.received_on).days
        for each in waiting
        if isinstance(each.record, Complaint) and each.record.received_on and each.record.reply_on is None
    ]
    if ages:
        yield f"{numbered(len(ages), 'complaint')} without an answer, the oldest for {numbered(max(ages), 'day')}."
    else:
        yield "Every complaint has its answer."
    times = sorted(days for each in records if (days := _answered(each)) is not None)
    if times:
        half = numbered(round(median(times)), "day")
        longest = numbered(times[-1], "day")
        yield f"{numbered(len(times), 'answer')}: half of them within {half}, the longest took {longest}."
    asked = [each.satisfied for each in records if each.satisfied is not None]
    if asked:
        yield f"Content with the answer: {sum(asked)} of {numbered(len(asked), 'customer')} who said so."
    judged = [each.justified for each in records if each.justified is not None]
    if judged:
        yield f"Justified: {sum(judged)} of {len(judged)} that were investigated."
