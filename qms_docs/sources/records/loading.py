"""All records of a manual, with their history and what is wrong with their files."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.manual import Claim
from qms_docs.model.records.collection import Records
from qms_docs.model.records.history import Alteration, KeptRecord
from qms_docs.model.records.kinds import kind_of_id
from qms_docs.model.records.registers import InterestedParties, TrainingRequirements
from qms_docs.model.records.series import Series
from qms_docs.sources.records.places import Sort
from qms_docs.sources.records.placing import misplaced, unnamed
from qms_docs.sources.records.readings import at
from qms_docs.sources.records.trace import trace_records
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qms_docs.sources.mailmap import Mailmap
    from qms_docs.sources.records.files import RecordFiles
    from qms_docs.sources.records.trace import RecordStep, Traced
    from qms_docs.sources.records.track import RecordTrack, StandingFile
    from qms_docs.sources.tree import Tree

__all__ = ["attached_hashes", "read_records"]

_LINK = "This record is a symbolic link, and what it says could change without a change of the file."


def read_records(
    steps: Sequence[RecordStep], files: RecordFiles, mailmap: Mailmap
) -> tuple[Records, tuple[Fault, ...]]:
    """The records along a line, and what is wrong with the files that stand at its end."""
    traced = trace_records(steps, files, mailmap)
    files.learn((), ((file.blob, file.place) for file in traced.standing.values()))
    gathered = _Gathering(files, traced)
    records = gathered.records()
    faults = tuple(gathered.faults())
    files.forget()
    return records, faults


def attached_hashes(records: Records, tree: Tree, sha256: Callable[[str], str]) -> dict[str, str]:
    """The hash of each file that a record attaches, by its path; `sha256` gives that of an object id."""
    found: dict[str, str] = {}
    for each in records.kept:
        for attachment in each.record.attachments if each.stands else ():
            path = posixpath.normpath(posixpath.join(posixpath.dirname(each.path), attachment.path or ""))
            blob = tree.find(path).blob
            if blob is not None:
                found[path] = sha256(blob)
    return found


@dataclass(slots=True)
class _Gathering:
    files: RecordFiles
    traced: Traced

    def records(self) -> Records:
        """Every record and series."""
        kept = tuple(each for name, track in sorted(self.traced.records.items()) if (each := self._kept(name, track)))
        requirements, parties = self._register(TrainingRequirements), self._register(InterestedParties)
        return Records(
            kept=kept,
            series=tuple(self._series(key) for key in sorted(self.traced.series)),
            claims={name: self._claims(paths) for name, paths in self.traced.holders.items() if len(paths) > 1},
            requirements=requirements if isinstance(requirements, TrainingRequirements) else None,
            parties=parties if isinstance(parties, InterestedParties) else None,
        )

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the files."""
        for path in sorted(self.traced.links):
            remedy = "Put the file itself here."
            yield Fault(kind=FaultKind.UNREADABLE, path=path, line=1, fact=_LINK, remedy=remedy)
        for path, file in sorted(self.traced.standing.items()):
            match file.place.sort:
                case Sort.RECORD:
                    yield from self._record_faults(path, file)
                case Sort.SERIES:
                    yield from _series_faults(path, self.files.series(file.blob, file.place).faults)
                case Sort.REGISTER:
                    yield from at(self.files.register(file.blob, file.place).faults, path)
                case Sort.OTHER:
                    yield from at(self.files.table(file.blob).faults, path)

    def _record_faults(self, path: str, file: StandingFile) -> Iterator[Fault]:
        reading = self.files.record(file.blob, file.place)
        yield from at(reading.faults, path, reading.form.id)
        if reading.record is not None:
            yield from misplaced(reading.record, file)
        elif not reading.faults and not file.place.page:
            yield from unnamed(file)

    def _kept(self, name: str, track: RecordTrack) -> KeptRecord | None:
        kind = kind_of_id(name)
        if track.file is None or kind is None:
            return None
        record = self.files.record(track.file.blob, track.file.place).record
        if record is None:
            return None
        return KeptRecord(
            record=record,
            kind=kind,
            path=track.file.path,
            entries=tuple(track.entries),
            closed_since=track.closed_since,
            alterations=tuple(self._alterations(name, track)) if track.altered and track.vanished_by is None else (),
            vanished_by=track.vanished_by,
            readable=track.readable,
        )

    def _alterations(self, name: str, track: RecordTrack) -> list[Alteration]:
        # Only where something was altered is the closed form read again.
        from qms_docs.sources.records.altered import alterations

        before, after = track.lawful, track.file
        assert before is not None  # noqa: S101 - what was altered was lawful before
        assert after is not None  # noqa: S101 - and stands
        contents = (self.files.content(each.blob) for each in (before, after))
        pages = (before.place.page, after.place.page)
        return alterations(*contents, path=after.path, document=name, page=pages)

    def _series(self, key: str) -> Series:
        track = self.traced.series[key]
        file, kind = track.file, track.file.place.series
        assert kind is not None  # noqa: S101 - the file of a series has its kind
        rows = self.files.series(file.blob, file.place).rows
        line, fact = track.departure or (1, "")
        name = posixpath.basename(key).removesuffix(".csv")
        altered = Alteration(path=file.path, line=line, fact=fact, document=name)
        return Series(
            kind=kind,
            key=key,
            path=file.path,
            rows=tuple(replace(row, path=file.path) for row in rows),
            blob=file.blob,
            entries=tuple(track.entries),
            alterations=(altered,) if track.departure and track.vanished_by is None else (),
            vanished_by=track.vanished_by,
        )

    def _claims(self, paths: set[str]) -> tuple[Claim, ...]:
        return tuple(Claim(path=path, line=self._line_of_id(self.traced.standing[path])) for path in sorted(paths))

    def _line_of_id(self, file: StandingFile) -> int:
        record = self.files.record(file.blob, file.place).record
        return record.line("id") if record else 1

    def _register(self, wanted: type[TrainingRequirements | InterestedParties]) -> object:
        for path, file in self.traced.standing.items():
            if file.place.sort is Sort.REGISTER:
                read = self.files.register(file.blob, file.place).file
                if isinstance(read, wanted):
                    return replace(read, path=path)
        return None


def _series_faults(path: str, faults: tuple[Fault, ...]) -> Iterator[Fault]:
    """The faults of rows, which are about a document or record; a table that cannot be read is about nothing."""
    name = posixpath.basename(path).removesuffix(".csv")
    for fault in faults:
        yield replace(fault, path=path, document=None if fault.kind is FaultKind.UNREADABLE else name)
