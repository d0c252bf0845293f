"""A record, as it stands at the moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.records.written import written

if TYPE_CHECKING:
    from datetime import date

    from benchmarks.truth import RecordTruth

__all__ = ["KINDS", "Kind", "Record"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A type of record: where it is filed, how its ids begin, in which states it is closed."""

    name: str
    folder: str
    prefix: str
    final: tuple[str, ...] = ("closed",)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(name="audit-programme", folder="audits", prefix="AP", final=("completed",)),
        Kind(name="internal-audit", folder="audits", prefix="AUD"),
        Kind(name="audit-finding", folder="audits", prefix="FND"),
        Kind(name="nonconformity", folder="nonconformities", prefix="NC"),
        Kind(name="corrective-action", folder="corrective-actions", prefix="CA"),
        Kind(name="management-review", folder="management-reviews", prefix="MR"),
        Kind(name="risk", folder="risks", prefix="RSK"),
        Kind(name="opportunity", folder="opportunities", prefix="OPP"),
        Kind(name="objective", folder="objectives", prefix="OBJ", final=("achieved", "missed")),
        Kind(name="training", folder="training", prefix="TRN", final=("done", "waived")),
        Kind(name="equipment", folder="equipment", prefix="EQ", final=("out of use",)),
        Kind(name="supplier", folder="suppliers", prefix="SUP", final=("removed",)),
        Kind(name="complaint", folder="complaints", prefix="CMP"),
    )
}
"""The types of which the corpus has records; reviews of documents are series without records."""


@dataclass(kw_only=True, slots=True)
class Record:
    """What is written in a record, and the days by which something is still to happen."""

    kind: Kind
    id: str
    fields: dict[str, object]
    days: dict[str, date] = field(default_factory=dict)
    """By the path of the field that names the day."""
    rows: list[str] = field(default_factory=list)
    """The lines of its series, the header first; none where it has no series."""

    @property
    def path(self) -> str:
        """The file of the record."""
        return f"records/{self.kind.folder}/{self.id}.yml"

    @property
    def series(self) -> str:
        """The file of its series."""
        return f"records/{self.kind.folder}/{self.id}.csv"

    @property
    def is_closed(self) -> bool:
        """Whether it is in a state in which nothing more happens."""
        return self.fields["status"] in self.kind.final

    def files(self) -> dict[str, bytes]:
        """The bytes of its files by path."""
        found = {self.path: written(self.fields).encode()}
        return found | ({self.series: ("\n".join(self.rows) + "\n").encode()} if self.rows else {})

    def told(self) -> RecordTruth:
        """What is true of it."""
        closed_on = self.fields.get("closed_on")
        return {
            "id": self.id,
            "type": self.kind.name,
            "path": self.path,
            "state": str(self.fields["status"]),
            "opened": str(self.fields["opened"]),
            "closed_on": str(closed_on) if closed_on else None,
            "due": {name: str(day) for name, day in sorted(self.days.items())},
            "entries": max(0, len(self.rows) - 1),
        }
