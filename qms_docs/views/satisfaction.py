"""Customer satisfaction: the scores of each series over time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.charts.line import Line, LinePoint
from qms_docs.charts.scale import spelled
from qms_docs.model.records.rows import Satisfaction
from qms_docs.views.panel import Figure, Panel, numbered, sentence, table
from qms_docs.views.record_fields import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.records.series import Series
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["satisfaction_panels"]

_MOST_ROWS = 12
_MOST_SERIES = 24


def satisfaction_panels(published: PublishedRecords, files: Sequence[Series]) -> tuple[Panel, ...]:
    """One panel for each series that has scores; those beyond the twenty-fourth stand in the table alone."""
    found = [(each, rows) for each in files if (rows := _scores(each))]
    return tuple(_panel(published, each, rows) for each, rows in found[:_MOST_SERIES])


def _scores(series: Series) -> list[Satisfaction]:
    """The rows with a score, by their periods."""
    rows = [each for each in series.rows if isinstance(each, Satisfaction) and each.period and each.score is not None]
    return sorted(rows, key=lambda each: str(each.period.last if each.period else ""))


def _panel(published: PublishedRecords, series: Series, rows: Sequence[Satisfaction]) -> Panel:
    points = tuple(
        LinePoint(label=each.period.written, at=each.period.last.toordinal(), value=each.score)
        for each in rows
        if each.period is not None and each.score is not None
    )
    shown = list(reversed(rows[-_MOST_ROWS:]))
    told = [
        (
            each.period.written if each.period else "",
            _score(each),
            "" if each.n is None else str(each.n),
            each.method or "",
        )
        for each in shown
    ]
    more = "" if len(shown) == len(rows) else f"The last {len(shown)} of {len(rows)}; all of them stand below."
    figure = Figure(
        chart=Line(title=f"{series.id}: score by period", unit="points", points=points),
        caption=(Piece(text="Score by period; in how many answers it lies stands beside it."),),
        table=table(f"Scores of {series.id}", ("Period", "Score", "Answers", "Method"), told, more),
    )
    return Panel(
        anchor=f"series-{series.id.lower()}",
        title=published.words(series.id),
        said=(sentence(_in_words(rows)),),
        figures=(figure,),
    )


def _score(one: Satisfaction) -> str:
    return "" if one.score is None else spelled(one.score)


def _in_words(rows: Sequence[Satisfaction]) -> str:
    last = rows[-1]
    period = last.period.written if last.period else ""
    answers = "" if last.n is None else f", from {numbered(last.n, 'answer')}"
    told = f"{_score(last)} for {period}{answers}"
    if len(rows) == 1:
        return f"{told}; there is one period so far."
    before = rows[-2]
    nothing = Decimal(0)
    change = (last.score or nothing) - (before.score or nothing)
    word = "the same as" if not change else f"{spelled(abs(change))} {'more' if change > 0 else 'less'} than"
    return f"{told}: {word} for {before.period.written if before.period else 'the period before'}."
