"""Suppliers: how their evaluations went over time, and how long their certificates hold."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.charts.line import Line, LinePoint
from qms_docs.charts.ranking import Ranking
from qms_docs.charts.scale import spelled
from qms_docs.model.records.supplier import Supplier
from qms_docs.views.panel import Figure, Panel, cell, numbered, sentence, table
from qms_docs.views.publication import Access
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.supplier import Evaluation
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["SUPPLIER_HEADS", "supplier_cells", "supplier_panel", "suppliers_panel"]

SUPPLIER_HEADS = ("Class", "Score", "Certificates")
_TENTH = Decimal("0.1")
_MOST_ROWS = 24
_MOST_NAMES = 8
"""What is scored, as far as it stands beside the chart; the mean is that of everything."""
_SOON = 60


def _evaluations(record: Supplier) -> list[Evaluation]:
    """The evaluations in the order of their days."""
    return sorted((each for each in record.evaluations if each.date is not None), key=lambda each: str(each.date))


def _score(one: Evaluation) -> Decimal | None:
    """The mean of the scores, with one digit behind the point."""
    return (Decimal(sum(one.scores.values())) / len(one.scores)).quantize(_TENTH) if one.scores else None


def supplier_cells(published: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """What the register shows beside the fields: class and score of the last evaluation, and certificates."""
    record = kept.record
    if not isinstance(record, Supplier):
        return (cell(), cell(), cell())
    found = _evaluations(record)
    scores = [score for each in found if (score := _score(each)) is not None]
    was = f" (before: {scores[-2]})" if len(scores) > 1 else ""
    told = "; ".join(_certificates(published, record))
    return (
        cell(found[-1].class_ or "") if found else cell("not evaluated"),
        cell(f"{scores[-1]} of 5{was}") if scores else cell(),
        cell(told),
    )


def _certificates(published: PublishedRecords, record: Supplier) -> Iterator[str]:
    for each in sorted(record.certificates, key=lambda each: (str(each.expires), each.kind or "")):
        name = published.words(each.kind or "Certificate")
        if each.expires is None:
            yield f"{name}: no last day stated"
        elif each.expires < published.manual.as_of:
            yield f"{name}: expired on {each.expires}"
        else:
            days = (each.expires - published.manual.as_of).days
            yield f"{name}: until {each.expires}" + (f", {numbered(days, 'day')} left" if days <= _SOON else "")


def supplier_panel(published: PublishedRecords, kept: KeptRecord) -> Panel | None:
    """The panel on the page of a supplier."""
    record = kept.record
    if not isinstance(record, Supplier):
        return None
    found = _evaluations(record)
    said = [*_said(record, found, published.manual), *_held(published, record)]
    figures = (_figure(published, record, found),) if any(map(_score, found)) else ()
    return Panel(anchor="record-evaluations", title="How it does", said=tuple(map(sentence, said)), figures=figures)


def _held(published: PublishedRecords, record: Supplier) -> Iterator[str]:
    told = list(_certificates(published, record))
    yield f"Certificates: {'; '.join(told)}." if told else "It has handed in no certificate."


def _said(record: Supplier, found: Sequence[Evaluation], manual: Manual) -> Iterator[str]:
    if not found:
        yield "It was not evaluated yet."
    else:
        last, scores = found[-1], [score for each in found if (score := _score(each)) is not None]
        often = f"Evaluated {numbered(len(found), 'time')}, last on {day_in_words(last.date)}"
        told = f"{often}: class {last.class_ or 'none'}"
        yield f"{told}, {scores[-1]} of 5 on average." if scores else f"{told}."
        if len(scores) > 1:
            one, other = scores[-2:]
            word = "better than" if other > one else "worse than" if other < one else "the same as"
            yield f"That is {word} the time before ({one})."
    if record.next_evaluation is not None and record.status != "removed":
        late = ": overdue" if record.next_evaluation < manual.as_of else ""
        yield f"The next evaluation is due by {day_in_words(record.next_evaluation)}{late}."


def _figure(published: PublishedRecords, record: Supplier, found: Sequence[Evaluation]) -> Figure:
    told = found[-_MOST_ROWS:]
    names = list(dict.fromkeys(name for each in reversed(told) for name in each.scores))[:_MOST_NAMES]
    points = tuple(
        LinePoint(label=str(each.date), at=each.date.toordinal(), value=score)
        for each in found
        if each.date is not None and (score := _score(each)) is not None
    )
    rows = [
        (str(each.date), *(str(each.scores.get(name, "")) for name in names), _mean(each), each.class_ or "")
        for each in reversed(told)
    ]
    more = "" if len(found) <= _MOST_ROWS else f"The last {_MOST_ROWS} of {len(found)} evaluations."
    return Figure(
        chart=Line(title=f"{record.id}: mean score of each evaluation", unit="points of 5", points=points),
        caption=sentence("Mean of the scores of each evaluation, from 1 (poor) to 5 (good)."),
        table=table("Evaluations", ("Day", *map(published.words, names), "Mean", "Class"), rows, more),
    )


def _mean(one: Evaluation) -> str:
    score = _score(one)
    return "" if score is None else spelled(score)


def suppliers_panel(published: PublishedRecords) -> Panel:
    """How many suppliers are of which class, and what runs out."""
    records = [
        each.record
        for each in published.manual.records.of_kind("supplier")
        if isinstance(each.record, Supplier)
        and each.record.status != "removed"
        and published.access(each) is Access.TEXT
    ]
    if not records:
        return Panel(anchor="classes", title="Classes", said=(sentence("There is no supplier in use."),))
    classes = Counter((found[-1].class_ if (found := _evaluations(each)) else None) or "" for each in records)
    rows = [
        (f"Class {name}" if name else "Not evaluated", classes[name]) for name in ("A", "B", "C", "") if classes[name]
    ]
    day = published.manual.as_of
    gone = sum(any(one.expires and one.expires < day for one in each.certificates) for each in records)
    late = sum(bool(each.next_evaluation and each.next_evaluation < day) for each in records)
    said = (
        f"{numbered(len(records), 'supplier')}; {late} with an overdue evaluation, {gone} with an expired certificate."
    )
    figure = Figure(
        chart=Ranking(title="Suppliers by the class of their last evaluation", rows=tuple(rows), cumulative=False),
        caption=sentence("Suppliers that are not removed, by the class of their last evaluation."),
        table=table("Suppliers by class", ("Class", "Number"), [(name, str(number)) for name, number in rows]),
    )
    return Panel(anchor="classes", title="Classes", said=(sentence(said),), figures=(figure,))
