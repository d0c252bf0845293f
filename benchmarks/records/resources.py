"""What is kept for years: measuring equipment with its calibrations, and suppliers with their evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.records.desk import Desk
    from benchmarks.records.record import Record

__all__ = ["equipment", "supplier"]

_CALIBRATIONS = "date,provider,certificate,as_found,as_left,result,next_due,impact_assessment"
_IN, _OUT = "in tolerance", "out of tolerance"
_YEAR = 365


def equipment(desk: Desk) -> Iterator[int]:
    """An instrument is calibrated every year until it is given up."""
    chance, prose = desk.chance, desk.prose
    record = desk.opened(
        "equipment",
        title=f"Instrument for the {prose.title().lower()}",
        status="in use",
        description=prose.sentence(),
        serial=f"S-{chance.between(10_000, 99_999)}",
        range=f"0.5 to {chance.between(2, 40)} mm",
        interval="12 months",
        acceptance="Greatest deviation at most 4 % of the reading",
    )
    record.rows.append(_CALIBRATIONS)
    for _ in range(chance.between(3, 12)):
        _calibrate(desk, record)
        yield chance.between(_YEAR - 40, _YEAR - 5)
    desk.goes_on(record, status="out of use")


def _calibrate(desk: Desk, record: Record) -> None:
    chance = desk.chance
    known = [desk.today, "Nordkal AS", f"NK-{chance.between(10_000, 99_999)}"]
    next_due = desk.due(record, "next_due", _YEAR)
    if len(record.rows) > 1 and chance.happens(0.05):
        known += [_OUT, _IN, "adjusted", next_due, "Lots since the last calibration were checked again and hold"]
    else:
        known += [_IN, _IN, "pass", next_due, ""]
    record.rows.append(",".join(map(str, known)))
    desk.goes_on(record)


def supplier(desk: Desk) -> Iterator[int]:
    """A supplier is evaluated every year; one that does badly gets conditions, or is removed."""
    chance, prose = desk.chance, desk.prose
    record = desk.opened(
        "supplier",
        title=f"Supplier {chance.between(1_000, 9_999)}",
        owner="purchasing-manager",
        status="proposed",
        provides=prose.title(),
        criticality=chance.one_of(("low", "medium", "high")),
        controls=prose.sentence(),
    )
    yield chance.between(3, 20)
    evaluations: list[object] = []
    while True:
        decision = chance.weighed((("approved", 0.9), ("conditional", 0.06), ("removed", 0.04 if evaluations else 0)))
        evaluations.append(_evaluation(desk, decision))
        conditions: dict[str, object] = {}
        record.days.pop("conditions_due", None)
        if decision == "conditional":
            due = desk.due(record, "conditions_due", _YEAR)
            conditions = {"conditions": prose.sentence(), "conditions_due": due}
        following = desk.due(record, "next_evaluation", _YEAR)
        desk.goes_on(record, status=decision, evaluations=evaluations, **conditions, next_evaluation=following)
        if record.is_closed:
            return
        yield chance.between(_YEAR - 60, _YEAR - 5)


def _evaluation(desk: Desk, decision: str) -> dict[str, object]:
    chance = desk.chance
    scores = {name: chance.between(3, 5) if decision == "approved" else 2 for name in ("quality", "delivery")}
    rank = {"approved": "A", "conditional": "B"}.get(decision, "C")
    return {"date": desk.today, "scores": scores, "class": rank, "decision": decision, "by": desk.somebody().id}
