"""What customers say: satisfaction and complaints."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from qms_docs.compiling.told import BETTER, STEADY, WORSE, Told, few, majority
from qms_docs.model.records.complaint import Complaint
from qms_docs.model.records.rows import Satisfaction
from qms_docs.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.compiling.stand import Stand
    from qms_docs.compiling.told import Trend
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.stretch import Stretch

__all__ = ["complaints", "plain_number", "satisfaction"]

_CENT = Decimal("0.01")


def satisfaction(stand: Stand) -> Told:
    """The score of each series, weighted by how many answered, against the period before."""
    series = [each for each in stand.manual.records.series if each.kind.name == "satisfaction" and not each.vanished_by]
    if not series:
        return Told(summary="The manual has no figures of customer satisfaction.")
    said: list[str] = []
    trends: list[Trend | None] = []
    for each in series:
        rows = [row for row in each.rows if isinstance(row, Satisfaction)]
        now, before = _score(rows, stand.now), _score(rows, stand.before)
        if now is None:
            continue
        after = f" after {before[0]}" if before else "; none in the period before"
        said.append(f"{each.id}: score {now[0]} ({counted(now[1], 'answer')}){after}")
        trends.append(_trend(now[0], before[0]) if before else None)
    if not said:
        ids = few(each.id for each in series)
        return Told(summary=f"No row of {ids} is about the period.")
    return Told(
        summary=f"{few(said)}.",
        trend=majority(trends),
        sources=stand.sources("satisfaction", (each.id for each in series)),
    )


def _trend(now: Decimal, before: Decimal) -> Trend:
    return STEADY if now == before else BETTER if now > before else WORSE


def _score(rows: Iterable[Satisfaction], period: Stretch) -> tuple[Decimal, int] | None:
    """The mean score of the rows of a period, and the number of answers."""
    found = [
        (each.score, each.n)
        for each in rows
        if each.score is not None and each.n and each.period is not None and each.period.last in period
    ]
    answers = sum(number for _, number in found)
    if not answers:
        return None
    mean = sum((score * number for score, number in found), Decimal(0)) / answers
    return plain_number(mean), answers


def plain_number(value: Decimal) -> Decimal:
    """A number with two places behind the point at most."""
    rounded = value.quantize(_CENT, ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def complaints(stand: Stand) -> Told:
    """How many came in, how many were justified, and how many are still open."""
    every = list(stand.records("complaint", Complaint))
    now, before = _in(every, stand.now), _in(every, stand.before)
    justified = sum(record.justified is True for _, record in now)
    still = [kept for kept, _ in every if stand.is_open(kept)]
    said = f"{counted(len(now), 'complaint')} came in{stand.earlier(len(before))}"
    said += f", {justified} of them justified" if now else ""
    said = f"{said[:1].upper()}{said[1:]}. {counted(len(still), 'complaint').capitalize()} still open on {stand.day}."
    return Told(
        summary=said,
        trend=stand.fewer(len(now), len(before)),
        sources=stand.sources("complaint", (kept.id for kept in (*(each for each, _ in now), *still))),
    )


def _in(every: Iterable[tuple[KeptRecord, Complaint]], period: Stretch) -> list[tuple[KeptRecord, Complaint]]:
    return [each for each in every if each[1].received_on in period]
