"""What is measured: objectives against their targets, processes, and the equipment that measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.charts.scale import spelled
from qms_docs.compiling.told import BETTER, STEADY, WORSE, Told, few, is_restricted, majority, named
from qms_docs.model.records.equipment import Equipment
from qms_docs.model.records.objective import Objective
from qms_docs.views.objective_words import target_in_words, value_in_words
from qms_docs.views.words import counted

if TYPE_CHECKING:
    from decimal import Decimal

    from qms_docs.compiling.stand import Stand
    from qms_docs.compiling.told import Trend
    from qms_docs.model.records.rows import Calibration
    from qms_docs.model.records.stretch import Stretch

__all__ = ["equipment", "objectives", "processes"]

_MEASURED = ("active", "achieved", "missed")


def objectives(stand: Stand) -> Told:
    """Each objective with its newest value, its target, and the value of the period before."""
    said: list[str] = []
    ids: list[str] = []
    trends: list[Trend | None] = []
    reached = 0
    for kept, record in stand.records("objective", Objective):
        closed = kept.closed_on
        if record.status not in _MEASURED or (closed is not None and closed < stand.now.first):
            continue
        value, before = _value(stand, record, stand.now), _value(stand, record, stand.before)
        ids.append(kept.id)
        good = record.is_reached(value) if value is not None else None
        reached += good is True
        said.append(
            kept.id if is_restricted(kept) else f"{named(kept)}: {_words(record, value, before)}{_verdict(good)}"
        )
        trends.append(_trend(record, value, before))
    if not ids:
        return Told(summary="The manual has no objective that was worked for in the period.")
    head = f"{reached} of {counted(len(ids), 'objective')} with a value on the good side of its target."
    return Told(summary=f"{head} {few(said)}.", trend=majority(trends), sources=stand.sources("objective", ids))


def _value(stand: Stand, record: Objective, period: Stretch) -> Decimal | None:
    """The newest value that was measured for a period."""
    rows = stand.manual.records.measurements(record.id)
    found = [(each.period.last, place, each.value) for place, each in enumerate(rows)
             if each.period is not None and each.period.last in period and each.value is not None]  # fmt: skip
    return max(found)[2] if found else None


def _words(record: Objective, value: Decimal | None, before: Decimal | None) -> str:
    words = target_in_words(record)
    target = f" against a target of {words}" if words else ""
    if value is None:
        return f"no value for the period{target}"
    earlier = f", before {spelled(before)}" if before is not None else ""
    return f"{value_in_words(record, value)}{target}{earlier}"


def _verdict(good: bool | None) -> str:  # noqa: FBT001 - as Objective.is_reached says it
    return "" if good is None else " (reached)" if good else " (not reached)"


def _trend(record: Objective, value: Decimal | None, before: Decimal | None) -> Trend | None:
    if value is None or before is None or record.direction is None:
        return None
    now, then = (_distance(record, each) for each in (value, before))
    return STEADY if now == then else BETTER if now < then else WORSE


def _distance(record: Objective, value: Decimal) -> Decimal:
    """How bad a value is; of several that lie in the range none is better."""
    if record.direction == "range" and len(record.target) > 1:
        return max(record.target[0] - value, value - record.target[1], value - value)
    return value if record.direction == "down" else -value


def processes(stand: Stand) -> Told:
    """Which processes have measures, and for which of these the manual holds values."""
    known = list((stand.manual.organization.processes or {}).values())
    if not known:
        return Told(summary="The manual has no processes (processes.yml), and so no measures of them.")
    recorded = {each for one in known for each in one.measures if stand.manual.records.find(each) is not None}
    elsewhere = [f"{one.title}: {each}" for one in known for each in one.measures if each not in recorded]
    none = [one.title for one in known if not one.measures]
    measures = counted(len(recorded), "measure").capitalize()
    said = [f"{measures} of {counted(len(known), 'process', 'processes')} with values under objectives."]
    said += [f"Values that are kept elsewhere, and that people add: {few(elsewhere)}."] if elsewhere else []
    said += [f"Without a measure: {few(none)}."] if none else []
    return Told(summary=" ".join(said), sources=stand.sources("objective", recorded) if recorded else ())


def equipment(stand: Stand) -> Told:
    """Calibrations of the period, what came in out of tolerance, and what is overdue."""
    every = list(stand.records("equipment", Equipment))
    if not every:
        return Told(summary="The manual has no record of measuring equipment.")
    done = [(kept, row) for kept, _ in every for row in _calibrations(stand, kept.id)]
    bad = [
        f"{kept.id} on {row.date}" for kept, row in done if row.as_found == "out of tolerance" or row.result == "fail"
    ]
    overdue = [kept.id for kept, record in every if record.status == "in use" and stand.is_overdue(kept)]
    pieces = counted(len(every), "piece of equipment", "pieces of equipment")
    said = [f"{counted(len(done), 'calibration').capitalize()} of {pieces} in the period."]
    said += [f"Out of tolerance or failed: {few(bad)}."] if bad else ["None came in out of tolerance."] if done else []
    said += [f"Overdue: {few(overdue)}."] if overdue else ["None is overdue."]
    told = [kept.id for kept, _ in done] + overdue
    return Told(summary=" ".join(said), sources=stand.sources("equipment", told))


def _calibrations(stand: Stand, id_: str) -> list[Calibration]:
    return [each for each in stand.manual.records.calibrations(id_) if each.date in stand.now]
