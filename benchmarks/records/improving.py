"""What goes wrong, what customers complain of, and what is done so that it does not come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.records.desk import Desk
    from benchmarks.records.record import Record

__all__ = ["complaint", "corrective_action", "nonconformity"]

_SOURCES = ("process", "customer", "supplier", "test", "other")
_SEVERITIES = (("minor", 0.7), ("major", 0.25), ("critical", 0.05))
_DISPOSITIONS = ("rework", "scrap", "return", "regrade", "none", "concession")
_METHODS = ("five whys", "fishbone", "fault tree", "other")
_CHANNELS = ("email", "telephone", "letter", "visit", "form", "other")


def nonconformity(desk: Desk, source: str | None = None, cause: Record | None = None) -> Iterator[int]:
    """Something is not as it has to be, until that is settled; now and then its cause is taken away too."""
    chance, prose = desk.chance, desk.prose
    record = desk.opened(
        "nonconformity",
        title=prose.title(),
        status="open",
        source=source or chance.one_of(_SOURCES),
        detected_on=desk.today,
        detected_by=desk.somebody().id,
        product=f"Lot {chance.between(1000, 9999)}",
        description=prose.paragraph(),
        severity=chance.weighed(_SEVERITIES),
    )
    desk.goes_on(record, due=desk.due(record, "due", 45))
    if cause:
        desk.goes_on(record, links=[{"caused_by": cause.id}])
        desk.goes_on(cause, nonconformity=record.id)
    yield chance.between(1, 4)
    desk.goes_on(record, status="contained", containment=prose.sentence())
    yield chance.between(3, 14)
    disposition = chance.one_of(_DISPOSITIONS)
    granted = {"concession_by": f"Customer K-{chance.between(100, 999)}"} if disposition == "concession" else {}
    authority = chance.one_of(list(DEPARTMENTS.values()))[0]
    desk.goes_on(record, status="dispositioned", disposition=disposition, authority=authority, **granted)
    yield chance.between(2, 20)
    needed = chance.happens(0.35)
    named = {}
    if needed:
        action = _begun_action(desk, record)
        desk.begin(corrective_action(desk, action))
        named["corrective_action"] = action.id
    reason = prose.reason()
    desk.goes_on(record, corrective_action_needed=needed, corrective_action_reason=reason, **named, status="closed")


def corrective_action(desk: Desk, record: Record) -> Iterator[int]:
    """The causes are found, actions are carried out, and an auditor looks whether they have worked."""
    chance, prose = desk.chance, desk.prose
    desk.goes_on(record, due=desk.due(record, "due", 400))
    yield chance.between(2, 15)
    desk.goes_on(record, status="analysis", correction=prose.sentence(), method=chance.one_of(_METHODS))
    yield chance.between(5, 30)
    actions: list[dict[str, object]] = []
    for number in range(chance.between(1, 3)):
        owner = chance.one_of(list(DEPARTMENTS.values()))[0]
        due = desk.due(record, f"actions.{number}.due", 60)
        actions.append({"what": prose.sentence(), "owner": owner, "due": due})
    causes = [prose.sentence() for _ in range(chance.between(1, 3))]
    desk.goes_on(record, status="implementing", causes=causes, actions=actions)
    for number, action in enumerate(actions):
        yield chance.between(5, 20)
        action |= {"done_on": desk.today, "evidence": [prose.sentence()]}
        del record.days[f"actions.{number}.due"]
        desk.goes_on(record)
    look: dict[str, object] = {"criterion": prose.sentence()}
    look["due"] = desk.due(record, "effectiveness.due", 200)
    desk.goes_on(record, status="awaiting effectiveness", effectiveness=look)
    yield chance.between(90, 200)
    look |= {"result": "effective", "by": desk.auditor().id, "on": desk.today}
    desk.goes_on(record, status="closed")


def complaint(desk: Desk) -> Iterator[int]:
    """A customer complains, and gets a reply; where the customer is right, a nonconformity goes its own way."""
    chance, prose = desk.chance, desk.prose
    record = desk.opened(
        "complaint",
        title=prose.title(),
        owner="sales-manager",
        status="received",
        received_on=desk.today,
        channel=chance.one_of(_CHANNELS),
        customer=f"K-{chance.between(100, 999)}",
        description=prose.paragraph(),
        severity=chance.weighed(_SEVERITIES),
        confidentiality="restricted",
    )
    desk.goes_on(record, due=desk.due(record, "due", 40))
    yield chance.between(1, 3)
    desk.goes_on(record, status="acknowledged")
    yield chance.between(2, 10)
    justified = chance.happens(0.5)
    desk.goes_on(record, status="investigating", investigation=prose.paragraph(), justified=justified)
    if justified:
        desk.begin(nonconformity(desk, "customer", record))
    yield chance.between(3, 10)
    desk.goes_on(record, status="answered", correction=prose.sentence(), reply_on=desk.today)
    yield chance.between(3, 15)
    desk.goes_on(record, status="closed", satisfied=chance.happens(0.8))


def _begun_action(desk: Desk, origin: Record) -> Record:
    return desk.opened(
        "corrective-action",
        title=desk.prose.title(),
        status="open",
        links=[{"caused_by": origin.id}],
        origin=origin.id,
        problem=desk.prose.paragraph(),
    )
