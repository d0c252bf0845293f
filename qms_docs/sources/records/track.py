"""One record, or one series, followed along the release line: what it lawfully is, and whether it still is that."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.model.records.kinds import kind_of_id
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Entry
    from qms_docs.model.records.history import RecordEntry
    from qms_docs.sources.records.places import FilePlace
    from qms_docs.sources.records.readings import RecordForm

__all__ = ["RecordTrack", "SeriesTrack", "StandingFile"]


@dataclass(frozen=True, slots=True)
class StandingFile:
    """A file as it stands from an entry on."""

    path: str
    place: FilePlace
    blob: str


@dataclass(slots=True)
class RecordTrack:
    """What became of an id."""

    file: StandingFile | None = None
    """The last form that could be read."""
    lawful: StandingFile | None = None
    """The last form that nothing forbade; a closed one is followed by one with more amendments alone."""
    entries: list[RecordEntry] = field(default_factory=list)
    closed_since: Entry | None = None
    vanished_by: Entry | None = None
    readable: bool = True
    _form: RecordForm | None = None

    @property
    def altered(self) -> bool:
        """Whether what stands is not what lawfully should."""
        return self.file is not None and self.lawful is not None and self.file.blob != self.lawful.blob

    @property
    def path(self) -> str | None:
        """Where it stands; None where it stands nowhere."""
        return self.file.path if self.file and self.vanished_by is None else None

    def become(self, file: StandingFile, form: RecordForm, entry: Entry) -> None:
        """The record stands in this form from an entry on."""
        self.file, self.vanished_by, self.readable = file, None, True
        is_final = _is_final(form)
        self.closed_since = (self.closed_since or entry) if is_final else None
        if self._form is None or not _closed(self._form, entry.day) or _grown(self._form, form):
            self.lawful, self._form = file, form

    def vanish(self, entry: Entry) -> None:
        """The record stands nowhere from an entry on."""
        self.vanished_by = entry


def _is_final(form: RecordForm) -> bool:
    kind = kind_of_id(form.id or "")
    return kind is not None and kind.is_final(form.status)


def _closed(form: RecordForm, day: date) -> bool:
    return _is_final(form) or (form.closes is not None and form.closes <= day)


def _grown(before: RecordForm, after: RecordForm) -> bool:
    """Whether a form is the other one with further amendments, or with none."""
    return before.body == after.body and after.amendments[: len(before.amendments)] == before.amendments


@dataclass(slots=True)
class SeriesTrack:
    """What became of a file of rows."""

    file: StandingFile
    lawful: str
    """The object id of the last form that had every row of those before it."""
    departure: tuple[int, str] | None = None
    """Line and fact of the first row that is not as it was."""
    entries: list[RecordEntry] = field(default_factory=list)
    vanished_by: Entry | None = None
