"""Training: people learn what a document asks of them, or something that no document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.people import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.records.desk import Desk

__all__ = ["training"]

_WAYS = ("reading", "classroom", "on the job", "test", "external")


def training(desk: Desk) -> Iterator[int]:
    """Several people are to learn the same, and each does so in their own time."""
    chance, prose = desk.chance, desk.prose
    known = desk.documents()
    sheet = chance.one_of(known) if known and chance.happens(0.8) else None
    subject = f"{sheet.id}@{sheet.revision}" if sheet else prose.title()
    records = [
        desk.opened(
            "training",
            title=sheet.title if sheet else subject,
            status="assigned",
            person=person.id,
            subject=subject,
            kind=chance.one_of(_WAYS),
            assigned=desk.today,
            confidentiality="restricted",
        )
        for person in chance.some_of(PEOPLE, chance.between(1, 6))
    ]
    for record in records:
        desk.goes_on(record, due=desk.due(record, "due", 60))
    for record in records:
        yield chance.between(1, 9)
        if chance.happens(0.05):
            desk.goes_on(record, status="waived", waived_reason=prose.reason())
        else:
            trainer = desk.somebody().id
            desk.goes_on(record, status="done", completed=desk.today, trainer=trainer, result="passed")
