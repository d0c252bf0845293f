"""What the pages of objectives show: measurements against target and baseline, in words and as a chart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.charts.line import Line, LinePoint
from qms_docs.charts.ranking import Ranking
from qms_docs.model.records.objective import Objective
from qms_docs.views.objective_progress import Progress, progress_of
from qms_docs.views.panel import Figure, Panel, cell, numbered, sentence, table
from qms_docs.views.publication import Access
from qms_docs.views.record_fields import Piece
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.rows import Measurement
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

OBJECTIVE_HEADS = ("Last value", "Reached")
__all__ = [
    "OBJECTIVE_HEADS",
    "Progress",
    "objective_cells",
    "objective_numbers",
    "objective_panel",
    "objectives_panel",
    "progress_of",
]

_MOST_ROWS = 12
_MOST_CHARTS = 8
_MOST_LINES = 100
_ZERO = Decimal(0)


def objective_cells(published: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """What the register shows beside the fields: the last value, and whether it has reached the target."""
    if not isinstance(kept.record, Objective):
        return (cell(), cell())
    one = progress_of(kept.record, published.manual)
    return (cell(_last(one) if one.last else ""), cell(_yes_or_no(one.reached)))


def objective_panel(published: PublishedRecords, kept: KeptRecord) -> Panel | None:
    """The panel on the page of an objective."""
    if not isinstance(kept.record, Objective):
        return None
    progress = progress_of(kept.record, published.manual)
    return Panel(
        anchor="record-progress",
        title="Against the target",
        said=tuple(sentence(each) for each in _said(progress)),
        figures=(_figure(published, progress, _MOST_ROWS),) if progress.values else (),
    )


def _said(progress: Progress) -> Iterator[str]:
    last, record = progress.last, progress.record
    if last is None:
        yield "Nothing is measured yet." + (f" The target is {progress.target}." if progress.target else "")
    else:
        yield _last_in_words(progress, last)
        if progress.trend:
            before = progress.values[-2]
            period = before.period.written if before.period else ""
            yield f"Compared with the value before ({progress.in_unit(before.value)} for {period}): {progress.trend}."
        yield from _way_in_words(progress, last)
    if progress.due is not None:
        day = day_in_words(progress.due)
        yield f"A measurement was due by {day}: overdue." if progress.overdue else f"The next is due by {day}."
    elif record.status == "active" and last is not None and record.interval is None:
        yield "It says no interval, so no further measurement is expected before it ends."


def _last_in_words(progress: Progress, last: Measurement) -> str:
    period = last.period.written if last.period else "an unknown period"
    on = f", measured on {day_in_words(last.on)}," if last.on else ""
    told = f"The last value, {progress.in_unit(last.value)} for {period}{on}"
    if progress.reached is None:
        return f"{told} stands without a target to compare it with."
    return f"{told} has {'reached' if progress.reached else 'not reached'} the target of {progress.target}."


def _way_in_words(progress: Progress, last: Measurement) -> Iterator[str]:
    base, record = progress.record.baseline, progress.record
    if base is None or last.value is None:
        return
    told = f"It set out from {progress.in_unit(base)}"
    if record.direction in ("up", "down") and len(record.target) == 1 and record.target[0] != base:
        share = (last.value - base) * 100 / (record.target[0] - base)
        if share < 0:
            yield f"{told} and is further from the target than at the beginning."
            return
        yield f"{told} and has come {round(share)} % of the way to the target."
    else:
        yield f"{told}."


def _figure(published: PublishedRecords, progress: Progress, most: int, *, linked: bool = False) -> Figure:
    record, shown = progress.record, progress.values[-most:]
    title = published.title(record.id) or record.id
    name = Piece(text=f"{record.id} {title}", page=record.id) if linked else Piece(text="Measured values")
    rows = [
        (each.period.written if each.period else "", progress.in_unit(each.value), _met(progress, each))
        for each in reversed(shown)
    ]
    more = "" if len(shown) == len(progress.values) else f"The last {len(shown)} of {len(progress.values)} periods."
    return Figure(
        chart=_line(progress, title),
        caption=sentence(name, f": {published.words(record.measure)}" if record.measure else ""),
        table=table(f"Values of {record.id}", ("Period", "Value", "Target"), rows, more),
    )


def _line(progress: Progress, title: str) -> Line:
    record = progress.record
    points = tuple(
        LinePoint(
            label=each.period.written,
            at=each.period.last.toordinal(),
            value=each.value,
            good=record.is_reached(each.value),
        )
        for each in progress.values
        if each.period is not None and each.value is not None
    )
    return Line(
        title=f"{record.id} {title}: measured values against the target",
        unit=record.unit or "",
        points=points,
        target=record.target,
        target_told=progress.target,
        baseline=record.baseline,
    )


def _met(progress: Progress, one: Measurement) -> str:
    found = progress.record.is_reached(one.value or _ZERO)
    return "" if found is None else "met" if found else "not met"


def _standing(published: PublishedRecords) -> list[Progress]:
    """The objectives that are worked for and that the site shows, those with trouble first."""
    found = [
        progress_of(each.record, published.manual)
        for each in published.manual.records.of_kind("objective")
        if isinstance(each.record, Objective)
        and each.record.status == "active"
        and published.access(each) is Access.TEXT
    ]
    return sorted(found, key=lambda each: (not each.overdue, each.reached is True, each.record.id))


def objective_numbers(published: PublishedRecords) -> Ranking | None:
    """How many active objectives have reached their targets; None where there is none."""
    found = _standing(published)
    return _numbers(found) if found else None


def _numbers(found: Sequence[Progress]) -> Ranking:
    rows = (
        ("target reached", sum(each.reached is True for each in found)),
        ("target not reached", sum(each.reached is False for each in found)),
        ("nothing to compare yet", sum(each.reached is None for each in found)),
    )
    return Ranking(title="Active objectives", rows=tuple(each for each in rows if each[1]), cumulative=False)


def objectives_panel(published: PublishedRecords) -> Panel:
    """All objectives that are worked for, with their values against their targets."""
    found = _standing(published)
    if not found:
        return Panel(anchor="objectives-now", title="Against the targets", said=(sentence("No objective is active."),))
    late = sum(each.overdue for each in found)
    numbers = ", ".join(f"{count} {told}" for told, count in _numbers(found).rows)
    said = [f"{numbered(len(found), 'active objective')}: {numbers}."]
    said.append(
        f"{numbered(late, 'measurement is', 'measurements are')} overdue." if late else "No measurement is overdue."
    )
    drawn = [each for each in found if each.values]
    more = "" if len(drawn) <= _MOST_CHARTS else f" Charts of {_MOST_CHARTS} of them follow; each page has its own."
    return Panel(
        anchor="objectives-now",
        title="Against the targets",
        said=tuple(sentence(each) for each in (said[0], said[1] + more)),
        figures=tuple(_figure(published, each, 6, linked=True) for each in drawn[:_MOST_CHARTS]),
        table=table(
            "Active objectives, those with trouble first",
            ("Objective", "Last value", "Target", "Reached", "Trend", "Next measurement"),
            [_row(published, each) for each in found[:_MOST_LINES]],
            "" if len(found) <= _MOST_LINES else f"The first {_MOST_LINES} of {len(found)}.",
        ),
    )


def _last(one: Progress) -> str:
    last = one.last
    period = f" ({last.period.written})" if last and last.period else ""
    return f"{one.in_unit(last.value)}{period}" if last else "none yet"


def _yes_or_no(reached: bool | None) -> str:  # noqa: FBT001 - the value that is told
    return "" if reached is None else "yes" if reached else "no"


def _row(published: PublishedRecords, one: Progress) -> tuple[Shown | str, ...]:
    title = published.title(one.record.id) or ""
    due = day_in_words(one.due)
    return (
        cell(Piece(text=f"{one.record.id} {title}".rstrip(), page=one.record.id)),
        _last(one),
        one.target,
        _yes_or_no(one.reached),
        one.trend,
        f"{due}: overdue" if one.overdue else due,
    )
