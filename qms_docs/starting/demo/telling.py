"""The story, told one happening after the other: changes, approvals that follow, records, and what people have read."""

from __future__ import annotations

import heapq
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.starting.demo.arrivals import arrivals
from qms_docs.starting.demo.clock import Clock
from qms_docs.starting.demo.growing import Growing
from qms_docs.starting.demo.line import Accepted, Line
from qms_docs.starting.demo.manuscripts import StoryError, issues_of
from qms_docs.starting.demo.people import People
from qms_docs.starting.demo.publishing import Publisher
from qms_docs.starting.demo.reading import ROUND, Readers
from qms_docs.starting.demo.records import entries_of
from qms_docs.starting.demo.scene import scene_of
from qms_docs.starting.demo.story import changes_of, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from qms_docs.starting.demo.entering import RecordEntry
    from qms_docs.starting.demo.manuscripts import Issue
    from qms_docs.starting.demo.moved import Moved
    from qms_docs.starting.demo.story import Change
    from qms_docs.starting.demo.stream import Stream
    from qms_docs.starting.demo.wanted import InForce

__all__ = ["Telling"]

_POLICY = "qms.yml"
_RECORD = re.compile(r"/[A-Z]{2,4}-\d{4}-\d{3}\.yml$")
_CLOSED = re.compile(r"^closed_on:", re.MULTILINE)


class Telling:
    """The story on its way into a repository."""

    def __init__(self, stream: Stream, seed: int, moved: Moved) -> None:
        """Everything that is going to happen is known; nothing has happened yet."""
        told = changes_of(moved)
        scene = scene_of(moved, told, seed)
        self._moved = moved
        self._people = People.told(
            read_toml("people.toml", moved), seed, [*scene.named("owner"), *scene.named("applies_to")]
        )
        changes = sorted([*told, *arrivals(told, scene.documents, self._people, moved)], key=lambda each: each.day)
        issues = issues_of(changes, scene.files)
        self._clock = Clock(seed)
        self._line = Line(stream)
        self._growing = Growing()
        self._publisher = Publisher(
            line=self._line,
            clock=self._clock,
            people=self._people,
            attachments=scene.attachments,
            growing=self._growing,
        )
        self._readers = self._told_readers()
        self._waiting: list[tuple[date, int, Callable[[], None]]] = []
        self._count = 0
        for number, (change, brought) in enumerate(zip(changes, issues, strict=True), 1):
            self._on(change.day, self._publishing(change, brought, number))
        for entry in entries_of(moved, self._people):
            self._on(entry.day, self._entering(entry))
        self._joinings()

    def tell(self) -> None:
        """Everything happens, day by day."""
        while self._waiting:
            day, _, happen = heapq.heappop(self._waiting)
            if day <= self._moved.end:
                happen()

    def _on(self, day: date, happen: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (day, self._count, happen))

    def _publishing(self, change: Change, issues: Sequence[Issue], number: int) -> Callable[[], None]:
        def happen() -> None:
            published = self._publisher.publish(change, issues, number)
            self._come_into_force(published.in_force)
            if change.later is not None:
                day = change.day + timedelta(days=change.later)
                self._on(day, lambda: self._come_into_force(self._publisher.approve(change, published.waiting)))

        return happen

    def _come_into_force(self, revisions: Sequence[InForce]) -> None:
        """Their readers are entered after a while; those of one day together."""
        by_day: dict[date, list[InForce]] = {}
        for each in revisions:
            if each.day > self._moved.end:
                continue
            day = self._readers.publish(each, self._line.files[_POLICY])
            if day is not None:
                by_day.setdefault(day, []).append(each)
        for day, read in by_day.items():
            self._on(day, self._reading(day, read))

    def _reading(self, day: date, read: Sequence[InForce]) -> Callable[[], None]:
        def happen() -> None:
            names = read[0].issue.document if len(read) == 1 else f"{len(read)} documents"
            self._enter_readers(day, f"Enter who has read {names}", self._readers.rows(read, self._line.files))

        return happen

    def _joinings(self) -> None:
        """When reading begins to be acknowledged everybody enters what is in force; later everybody with a new role."""
        since = self._readers.since
        self._on(since + ROUND, self._everything_read(since))
        for person in self._people.everybody.values():
            for held in person.roles:
                if held.since > since:
                    self._on(held.since + ROUND, self._role_read(person.id, held.what, held.since))

    def _everything_read(self, day: date) -> Callable[[], None]:
        def happen() -> None:
            revisions = list(self._readers.in_force.values())
            changed = self._readers.rows_on(day, revisions, self._line.files)
            self._enter_readers(day + ROUND, "Enter who has read what is in force", changed)

        return happen

    def _role_read(self, person: str, role: str, day: date) -> Callable[[], None]:
        def happen() -> None:
            colleague = self._people[person]
            changed = self._readers.joining(colleague, role, day, self._line.files)
            self._enter_readers(day + ROUND, f"Enter what {colleague.name} has read", changed)

        return happen

    def _enter_readers(self, day: date, title: str, changed: dict[str, bytes]) -> None:
        if changed:
            clerk = self._people.holding("quality-manager", day)[0]
            self._line.accept(Accepted(title=title, author=clerk, moment=self._clock.at(day, title), files=changed))

    def _entering(self, entry: RecordEntry) -> Callable[[], None]:
        def happen() -> None:
            moment = self._clock.at(entry.day, entry.title)
            by = self._people[entry.by]
            files = self._as_known(entry)
            self._line.accept(Accepted(title=entry.title, author=by, moment=moment, files=files))

        return happen

    def _as_known(self, entry: RecordEntry) -> dict[str, bytes | None]:
        """A record as it could be written on its day, with the registers that name it."""
        ids = [path.rpartition("/")[2].rpartition(".")[0] for path in entry.files]
        files = dict(entry.files)
        for path, content in entry.files.items():
            if content is not None and path.endswith(".yml"):
                self._growing.registers[path] = content.decode()
        files |= self._growing.registered(ids, self._line.files | dict.fromkeys(files, b""))
        self._settle(files)
        return files

    def _settle(self, files: Mapping[str, bytes | None]) -> None:
        """What names nothing more that is to come grows no longer; a closed record has to be complete."""
        for path in [each for each in self._growing.registers if each in files and _RECORD.search(each)]:
            last = self._growing.registers[path]
            if files[path] == last.encode() or files[path] is None:
                del self._growing.registers[path]
            elif _CLOSED.search(last):
                raise StoryError(f"{path} is closed, and names what comes later.")

    def _told_readers(self) -> Readers:
        told = read_toml("reading.toml", self._moved)
        return Readers(
            people=self._people,
            clock=self._clock,
            since=told["since"],
            not_read={(each["person"], each["document"]): each["since"] for each in told["not_read"]},
        )
