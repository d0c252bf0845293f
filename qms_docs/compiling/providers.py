"""How those who provide something do."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.compiling.customers import plain_number
from qms_docs.compiling.told import BETTER, STEADY, WORSE, Told, few, is_restricted
from qms_docs.model.records.supplier import Supplier
from qms_docs.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.compiling.stand import Stand
    from qms_docs.compiling.told import Trend
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.stretch import Stretch
    from qms_docs.model.records.supplier import Evaluation

__all__ = ["suppliers"]

_TROUBLE = ("conditional", "suspended", "removed")


def suppliers(stand: Stand) -> Told:
    """States, evaluations of the period with their mean score against the period before, and what is overdue."""
    every = list(stand.records("supplier", Supplier))
    if not every:
        return Told(summary="The manual has no record of a supplier.")
    now, before = _evaluated(every, stand.now), _evaluated(every, stand.before)
    states = Counter(record.status for _, record in every)
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items(), key=lambda each: str(each[0])))
    overdue = [kept.id for kept, _ in every if stand.is_open(kept) and stand.is_overdue(kept)]
    trouble = [f"{kept.id} {one.decision}" for kept, one in now if one.decision in _TROUBLE and not is_restricted(kept)]
    said = [f"{counted(len(every), 'supplier').capitalize()}: {told}.", _scores(stand, now, before)]
    said += [f"Evaluations with consequences: {few(trouble)}."] if trouble else []
    said += [f"Overdue: {few(overdue)}."] if overdue else ["Nothing is overdue."]
    ids = {kept.id for kept, _ in now} | set(overdue)
    return Told(summary=" ".join(said), trend=_trend(now, before), sources=stand.sources("supplier", ids))


_Evaluated = list[tuple["KeptRecord", "Evaluation"]]


def _evaluated(every: Sequence[tuple[KeptRecord, Supplier]], period: Stretch) -> _Evaluated:
    return [(kept, each) for kept, record in every for each in record.evaluations if each.date in period]


def _mean(evaluated: _Evaluated) -> Decimal | None:
    scores = [score for _, each in evaluated for score in each.scores.values()]
    return plain_number(Decimal(sum(scores)) / len(scores)) if scores else None


def _scores(stand: Stand, now: _Evaluated, before: _Evaluated) -> str:
    mean, earlier = _mean(now), _mean(before)
    said = f"{counted(len(now), 'evaluation').capitalize()} in the period{stand.earlier(len(before))}"
    said += f", mean score {mean}" if mean is not None else ""
    return f"{said} after {earlier}." if mean is not None and earlier is not None else f"{said}."


def _trend(now: _Evaluated, before: _Evaluated) -> Trend | None:
    mean, earlier = _mean(now), _mean(before)
    if mean is None or earlier is None:
        return None
    return STEADY if mean == earlier else BETTER if mean > earlier else WORSE
