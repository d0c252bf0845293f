"""What a firm of a size records over its years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.records.auditing import audit_programme
from benchmarks.records.improving import complaint, nonconformity
from benchmarks.records.learning import training
from benchmarks.records.planning import management_review, objective, opportunity, risk
from benchmarks.records.resources import equipment, supplier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.records.desk import Desk

__all__ = ["begin_everything"]

_SHARES: tuple[tuple[Callable[[Desk], Iterator[int]], float], ...] = (
    (training, 0.3),
    (nonconformity, 0.3),
    (complaint, 0.15),
    (equipment, 0.08),
    (supplier, 0.07),
    (risk, 0.05),
    (opportunity, 0.02),
    (objective, 0.03),
)
_FOR_EACH_DOCUMENT = 0.5
"""How much begins to be recorded; most of it leads to more than one record."""
_DOCUMENTS_FOR_AN_AUDIT = 60
"""In a manual of so many documents there is one audit a year, in a larger one there are more."""


def begin_everything(desk: Desk, documents: int, start: date, end: date) -> None:
    """Everything begins on its day between start and end; nothing of it is written yet."""
    chance, days = desk.chance, (end - start).days
    count = max(2, round(documents * _FOR_EACH_DOCUMENT))
    courses = [course for course, _ in _SHARES][:count]
    courses += [chance.weighed(_SHARES) for _ in range(count - len(courses))]
    for course in courses:
        desk.begin(course(desk), start + timedelta(days=chance.between(days // 20, days)))
    for year in range(start.year + 1, end.year + 1):
        audits = max(1, documents // _DOCUMENTS_FOR_AN_AUDIT)
        desk.begin(audit_programme(desk, audits), date(year, 1, 10))
        desk.begin(management_review(desk), date(year, 3, 1))
