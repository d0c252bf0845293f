"""Who has read which revision: rows that people of the demo enter within two weeks, but for a few who have not."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qms_docs.starting.demo.approvals import policy_of
from qms_docs.starting.demo.scene import values_of
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.starting.demo.clock import Clock
    from qms_docs.starting.demo.people import Colleague, People
    from qms_docs.starting.demo.wanted import InForce

__all__ = ["Readers"]

_HEADER = "person,document,revision,digest,on,method\n"
ROUND = timedelta(days=13)
"""After so many days somebody enters what was read since."""


@dataclass(kw_only=True, slots=True)
class Readers:
    """What is in force, and who has to read it."""

    people: People
    clock: Clock
    since: date
    """The day from which on reading is acknowledged."""
    not_read: Mapping[tuple[str, str], date]
    """People with a document of which they have not read what came into force from a day on."""
    in_force: dict[str, InForce] = field(default_factory=dict)

    def publish(self, revision: InForce, policy: bytes) -> date | None:
        """A revision comes into force; the day on which its readers are entered, where anybody has to read it."""
        document, day = revision.issue.document, revision.day
        before = self.in_force.get(document)
        self.in_force[document] = revision
        if "\nobsolete:" in revision.issue.text:
            del self.in_force[document]
            return None
        kind = policy_of(policy).types.get(values_of(revision.issue.text, "type")[0])
        if kind is None or day < self.since:
            return None
        asks = before is None or revision.issue.revised.kind in {each.value for each in kind.retrain}
        return day + ROUND if asks else None

    def rows(self, revisions: Iterable[InForce], files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The lists of those who have read these revisions, each with its new rows."""
        changed: dict[str, bytes] = {}
        for revision in revisions:
            changed |= self.rows_on(revision.day, [revision], files)
        return changed

    def rows_on(self, day: date, revisions: Iterable[InForce], files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The same, where the readers are those of a day on which the revisions were in force already."""
        changed: dict[str, bytes] = {}
        for revision in revisions:
            readers = self._reading(values_of(revision.issue.text, "applies_to"), day)
            self._add(changed, files, revision, readers, day)
        return changed

    def joining(self, person: Colleague, role: str, day: date, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The lists after somebody has read what a new role has to know."""
        changed: dict[str, bytes] = {}
        for revision in self.in_force.values():
            if {role, "all-staff"} & set(values_of(revision.issue.text, "applies_to")):
                self._add(changed, files, revision, [person], day)
        return changed

    def _reading(self, roles: Iterable[str], day: date) -> list[Colleague]:
        found = {each.id: each for role in roles for each in self.people.holding(role, day)}
        return [found[each] for each in sorted(found)]

    def _add(
        self,
        changed: dict[str, bytes],
        files: Mapping[str, bytes],
        revision: InForce,
        readers: Iterable[Colleague],
        day: date,
    ) -> None:
        document, number = revision.issue.document, revision.issue.number
        path = f"records/acknowledgements/{document}.csv"
        known = changed.get(path, files.get(path, _HEADER.encode())).decode()
        rows = ""
        for person in readers:
            row = f"{person.id},{document},{number},{revision.digest},"
            if row in known or revision.day >= self.not_read.get((person.id, document), date.max):
                continue
            took = self.clock.number(f"{person.id} reads {document} {number}", ROUND.days - 1)
            method = ("site", "site", "commit")[took % 3]
            rows += f"{row}{day + timedelta(days=took)},{method}\n"
        if rows:
            changed[path] = (known + rows).encode()
