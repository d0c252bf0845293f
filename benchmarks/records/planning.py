"""What a firm plans for: objectives, risks and opportunities, and the review of all by its management."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS
from benchmarks.people import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.records.desk import Desk
    from benchmarks.records.record import Record

__all__ = ["management_review", "objective", "opportunity", "risk"]

_MEASUREMENTS = "period,value,source,by,on,comment"
_SOURCES = ("context", "interested party", "process", "audit", "nonconformity", "complaint", "change", "other")
_INPUTS = "abcdef"
_YEAR = 365


def objective(desk: Desk) -> Iterator[int]:
    """Something is to be reached within about a year, and is measured four times meanwhile."""
    chance, prose = desk.chance, desk.prose
    target = chance.between(80, 99)
    record = desk.opened(
        "objective",
        title=prose.title(),
        status="active",
        statement=prose.sentence(),
        measure=prose.title(),
        unit="%",
        baseline=chance.between(50, 79),
        target=target,
        direction="up",
        start=desk.today,
        evaluation_method="The last value is compared with the target.",
    )
    desk.goes_on(record, due=desk.due(record, "due", _YEAR))
    record.rows.append(_MEASUREMENTS)
    value = 0
    for _ in range(4):
        _measure(desk, record, value := chance.between(70, 100))
        yield 85
    desk.goes_on(record, status="achieved" if value >= target else "missed")


def _measure(desk: Desk, record: Record, value: int) -> None:
    by = desk.somebody().id
    record.rows.append(f"{desk.today},{value},Monthly report,{by},{desk.today},")
    desk.goes_on(record)


def risk(desk: Desk) -> Iterator[int]:
    """Something may do harm."""
    yield from _outlook(desk, "risk", "consequence", ("avoid", "reduce", "share"))


def opportunity(desk: Desk) -> Iterator[int]:
    """Something may turn out well."""
    yield from _outlook(desk, "opportunity", "desired_effect", ("pursue", "share"))


def _outlook(desk: Desk, kind: str, effect: str, treatments: Sequence[str]) -> Iterator[int]:
    """A risk or an opportunity is assessed and met; in the end it is closed, or looked at again every year."""
    chance, prose = desk.chance, desk.prose
    record = desk.opened(
        kind,
        title=prose.title(),
        status="identified",
        source=chance.one_of(_SOURCES),
        cause=prose.sentence(),
        **{effect: prose.sentence()},
    )
    yield chance.between(5, 40)
    score = {"likelihood": chance.between(1, 5), "impact": chance.between(1, 5)}
    treatment = chance.one_of(treatments)
    review = desk.due(record, "review_due", _YEAR)
    desk.goes_on(record, status="assessed", **score, treatment=treatment, review_due=review)
    yield chance.between(10, 60)
    if chance.happens(0.3):
        yield from _accepted(desk, record)
        return
    action: dict[str, object] = {"what": prose.sentence(), "owner": chance.one_of(list(DEPARTMENTS.values()))[0]}
    action["due"] = desk.due(record, "actions.0.due", 100)
    desk.goes_on(record, status="treating", actions=[action])
    yield chance.between(30, 100)
    action |= {"done_on": desk.today, "evidence": [prose.sentence()]}
    del record.days["actions.0.due"]
    look: dict[str, object] = {"criterion": prose.sentence(), "due": desk.due(record, "effectiveness.due", 150)}
    residual = {"likelihood": 1, "impact": score["impact"]}
    desk.goes_on(record, status="monitored", residual=residual, effectiveness=look)
    yield chance.between(60, 150)
    look |= {"result": "effective", "by": desk.auditor().id, "on": desk.today}
    desk.goes_on(record, status="closed")


def _accepted(desk: Desk, record: Record) -> Iterator[int]:
    """Somebody lives with it, and looks at it every year."""
    by = desk.somebody().id
    while True:
        review = desk.due(record, "review_due", _YEAR)
        desk.goes_on(record, status="accepted", accepted_by=by, review_due=review)
        yield desk.chance.between(_YEAR - 60, _YEAR - 5)


def management_review(desk: Desk) -> Iterator[int]:
    """Management meets, decides, and has done what it has decided before the next time."""
    chance, prose = desk.chance, desk.prose
    chair = next(person for person in PEOPLE if person.role == "managing-director")
    year = desk.today.year
    record = desk.opened(
        "management-review",
        title=f"Management review {year}",
        owner="managing-director",
        status="planned",
        date=desk.today + timedelta(days=20),
        chair=chair.id,
        period=f"{date(year - 1, 1, 1)}/{date(year - 1, 12, 31)}",
        edition="iso9001:2015",
    )
    desk.goes_on(record, due=desk.due(record, "due", _YEAR))
    yield 20
    attendees = dict.fromkeys([chair.id, *(person.id for person in chance.some_of(PEOPLE, 5))])
    inputs = {letter: {"summary": prose.paragraph(), "sources": [prose.sentence()]} for letter in _INPUTS}
    action: dict[str, object] = {"what": prose.sentence(), "owner": "quality-manager"}
    action["due"] = desk.due(record, "actions.0.due", 200)
    outputs = {"improvement": [dict(action)], "changes": [], "resources": []}
    held = {"date": desk.today, "attendees": list(attendees), "inputs": inputs, "outputs": outputs}
    desk.goes_on(record, status="held", **held, actions=[action])
    yield chance.between(60, 200)
    action["done_on"] = desk.today
    desk.goes_on(record, status="closed")
