"""The history of a record, whose forms are read and compared when its page is drawn."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from mkdocs_document_control.late import Late
from qms_docs.values import dataclass
from qms_docs.views.record_history import record_history

if TYPE_CHECKING:
    from mkdocs_document_control.late import SourceAtHand
    from qms_docs.model.records.history import RecordChange, RecordEntry
    from qms_docs.views.record_history import ChangeLine

__all__ = ["RecordHistory"]


@dataclass(slots=True, repr=False)
class RecordHistory(Late):
    """Every change of a record."""

    entries: tuple[RecordEntry, ...]
    nameless: bool
    source: SourceAtHand
    _changes: tuple[RecordChange, ...] | None = field(default=None, init=False)

    def __repr__(self) -> str:
        """The forms by their object ids, with everything else that is told of each change."""
        told = (
            (each.blob, each.path, each.status, each.entry.day, each.entry.commit, self._people(each))
            for each in self.entries
        )
        return repr((self.nameless, list(told)))

    def _people(self, entry: RecordEntry) -> list[str]:
        return [] if self.nameless else [author.name for author in entry.authors]

    def prepare(self) -> None:
        """What the changes changed is found out."""
        if self._changes is None:
            self._changes = self.source.now.record_changes(self.entries)

    def lines(self) -> tuple[ChangeLine, ...]:
        """The changes in words, newest first."""
        self.prepare()
        return record_history(self.entries, self._changes or (), nameless=self.nameless)
