"""Where records are kept: they are opened, gone on with when their day comes, and closed."""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS
from benchmarks.people import PEOPLE
from benchmarks.prose import Prose
from benchmarks.records.record import KINDS, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.chance import Chance
    from benchmarks.people import Person
    from benchmarks.sheet import Sheet
    from benchmarks.truth import RecordTruth

__all__ = ["Desk"]

_FAR, _SPREAD = 30, 20
"""Days that are still to come when the corpus ends lie so many years later, over so many years: what is overdue must
not hang on the day of a measurement."""
_YEAR = 365


class Desk:
    """Everybody who keeps records, as one.

    Whatever is recorded is a course: each number that it yields is the days until somebody takes it up again.
    """

    def __init__(self, chance: Chance, last_day: date, documents: Callable[[], Sequence[Sheet]]) -> None:
        """Nothing is recorded; the documents are those that records may refer to."""
        self.chance = chance
        self.prose = Prose(chance)
        self.documents = documents
        self.today = date.min
        """The day on which somebody writes."""
        self._last_day = last_day
        self._planned = date.min
        self._order = count()
        self._waiting: list[tuple[date, int, Iterator[int]]] = []
        self._numbers: Counter[str] = Counter()
        self._records: dict[str, Record] = {}
        self._changed: dict[str, Record] = {}

    # What courses ask for

    def opened(self, kind: str, /, owner: str | None = None, **fields: object) -> Record:
        """A new record with its first state, in the process of one of the departments."""
        of = KINDS[kind]
        series = f"{of.prefix}-{self.today.year}"
        self._numbers[series] += 1
        process = self.chance.one_of(list(DEPARTMENTS))
        title, status = fields.pop("title"), fields.pop("status")
        begun = {"id": f"{series}-{self._numbers[series]:04d}", "title": title, "opened": self.today}
        placed = {"owner": owner or DEPARTMENTS[process][0], "status": status, "process": process}
        record = Record(kind=of, id=str(begun["id"]), fields={**begun, **placed, **fields})
        self._records[record.id] = record
        self._changed[record.id] = record
        return record

    def goes_on(self, record: Record, **fields: object) -> None:
        """More is known of a record; where that closes it, nothing is due any more."""
        record.fields.update(fields)
        self._changed[record.id] = record
        if record.is_closed:
            record.fields["closed_on"] = self.today
            record.days.clear()

    def due(self, record: Record, field: str, days: int) -> date:
        """A day so many days later, by which something has to happen; it is told of the record under the field.

        Whoever does it must come back within these days.
        """
        day = max(self.today, self._planned + timedelta(days=days))
        if day > self._last_day:
            day = self._last_day + timedelta(days=self.chance.between(_FAR * _YEAR, (_FAR + _SPREAD) * _YEAR))
        record.days[field] = day
        return day

    def begin(self, course: Iterator[int], day: date | None = None) -> None:
        """Something begins to be recorded on a day, or goes on from where somebody is."""
        heapq.heappush(self._waiting, (day or self._planned, next(self._order), course))

    def somebody(self) -> Person:
        """Anybody."""
        return self.chance.one_of(PEOPLE)

    def auditor(self) -> Person:
        """Somebody who owns no process, and no action."""
        return self.chance.one_of([person for person in PEOPLE if person.role == "internal-auditor"])

    # What the corpus asks for

    def has_work(self, today: date) -> bool:
        """Whether something is to be taken up by a day."""
        return bool(self._waiting) and self._waiting[0][0] <= today

    def work(self, today: date, most: int) -> dict[str, bytes]:
        """The files that change when so many things are taken up, at most."""
        for _ in range(most):
            if not self.has_work(today):
                break
            self._take_up(today)
        return self._written()

    def finish(self, today: date) -> dict[str, bytes]:
        """The files that change when everything is taken up that was to be by the last day."""
        while self.has_work(self._last_day):
            self._take_up(today)
        return self._written()

    def told(self) -> list[RecordTruth]:
        """What is true of every record."""
        return [record.told() for _, record in sorted(self._records.items())]

    def _take_up(self, today: date) -> None:
        self.today = today
        self._planned, _, course = heapq.heappop(self._waiting)
        planned = self._planned
        days = next(course, None)
        if days is not None:
            self.begin(course, planned + timedelta(days=days))

    def _written(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for record in self._changed.values():
            files |= record.files()
        self._changed.clear()
        return files
