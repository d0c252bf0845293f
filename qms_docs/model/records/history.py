"""A record with its history on the release line: who changed it when, and what may no longer change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Author, Entry
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.record import Record

__all__ = ["Alteration", "KeptRecord", "LostApproval", "RecordChange", "RecordEntry"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordEntry:
    """An entry of the line that changed a record."""

    entry: Entry
    path: str | None
    """Where it stands from then on; None where the entry took it away."""
    status: str | None = None
    authors: tuple[Author, ...] = ()
    blob: str | None = None
    """The object id of its bytes from then on."""


@dataclass(frozen=True, kw_only=True)
class RecordChange:
    """What differs between a form of a record and the one before it: names of fields."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    """The paths of fields that further amendments correct."""
    text: bool = False
    """Whether its prose differs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alteration:
    """A place in which something that may only grow is not as it was."""

    path: str
    line: int
    fact: str
    document: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LostApproval:
    """An approval that stood on the line and stands no more."""

    path: str
    document: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptRecord:
    """A record, followed by its id wherever it stands."""

    record: Record
    """As it stands, or stood last in a form that can be read."""
    kind: RecordKind
    path: str
    """Where it stands, or stood last."""
    entries: tuple[RecordEntry, ...]
    """Oldest first."""
    closed_since: Entry | None = None
    """The entry that brought the state in which it is closed, where it is in one."""
    alterations: tuple[Alteration, ...] = ()
    """What of its closed form changed otherwise than by an amendment, and still is so."""
    vanished_by: Entry | None = None
    """The entry that took it away."""
    readable: bool = True
    """Whether its file can be read as it stands."""

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.id

    @property
    def stands(self) -> bool:
        """Whether it has a file."""
        return self.vanished_by is None

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed; None as long as it is not (settled.md 33)."""
        if self.kind.states:
            if not self.kind.is_final(self.record.status):
                return None
            return self.record.closed_on or (self.closed_since.day if self.closed_since else None)
        return self.kind.closes(self.record)

    def is_closed(self, day: date) -> bool:
        """Whether nothing but amendments may be added to it on the day."""
        if self.kind.states:
            return self.kind.is_final(self.record.status)
        closes = self.kind.closes(self.record)
        return closes is not None and closes <= day
