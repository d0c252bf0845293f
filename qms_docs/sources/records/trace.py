"""What happened to records on the release line, each followed by its id, series by their path among the records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.model.records.history import RecordEntry
from qms_docs.sources.records.places import FilePlace, Sort, place_of
from qms_docs.sources.records.track import RecordTrack, SeriesTrack, StandingFile
from qms_docs.sources.tree import REGULAR, SYMLINK
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.document import Author
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.log import FileChange
    from qms_docs.sources.mailmap import Mailmap
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.records.files import RecordFiles

__all__ = ["RecordStep", "Traced", "forms_of", "record_steps", "trace_records"]


@dataclass(slots=True)
class Traced:
    """Every record and series that ever stood, and the files that stand in the end."""

    records: dict[str, RecordTrack] = field(default_factory=dict)
    series: dict[str, SeriesTrack] = field(default_factory=dict)
    """By their path below the folder of records."""
    holders: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The paths that stand with each id."""
    standing: dict[str, StandingFile] = field(default_factory=dict)
    """The files of the folder of records that stand, by their path."""
    links: set[str] = field(default_factory=set)
    """Paths in whose place a symbolic link stands."""


@dataclass(frozen=True, slots=True)
class RecordStep:
    """An entry that changed files of a folder that is or was one of records, or moved the folder of records."""

    accepted: Accepted
    changed: tuple[FileChange, ...]
    folder: str


def record_steps(line: Sequence[Accepted], policies: PolicyHistory) -> tuple[RecordStep, ...]:
    """The entries of a line that have to do with records."""
    starts = tuple({f"{policy.records}/" for policy in policies.readers(each.entry.number for each in line)})
    steps: list[RecordStep] = []
    before = ""
    for accepted in line:
        # Nothing but a change of the policy moves the folder.
        if before and not accepted.changes:
            continue
        folder = f"{policies.reads(accepted.entry.number).records}/"
        changed = tuple(change for change in accepted.changes if change.path.startswith(starts))
        if changed or folder != before:
            steps.append(RecordStep(accepted, changed, folder))
            before = folder
    return tuple(steps)


def trace_records(steps: Sequence[RecordStep], files: RecordFiles, mailmap: Mailmap) -> Traced:
    """The history of every record along a line."""
    tracer = _Tracer(files, mailmap)
    if any(step.changed for step in steps):
        files.learn(forms_of(steps), ())
    for step in steps:
        tracer.accept(step)
    return tracer.traced


def forms_of(steps: Sequence[RecordStep]) -> Iterator[tuple[str, FilePlace]]:
    """Object id and place of every file that ever stood, wherever the folder of records was."""
    folders = tuple({step.folder for step in steps})
    for step in steps:
        for change in step.changed:
            if change.new_mode in REGULAR and change.new_blob:
                for folder in folders:
                    place = _place(change.path.removeprefix(folder)) if change.path.startswith(folder) else None
                    if place is not None:
                        yield change.new_blob, place


@lru_cache(maxsize=65_536)
def _place(key: str) -> FilePlace | None:
    return place_of(key)


@dataclass(slots=True)
class _Tracer:
    files: RecordFiles
    mailmap: Mailmap
    folder: str = ""
    traced: Traced = field(default_factory=Traced)
    _everywhere: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Mode and object id of the files of every folder that is or was one of records."""
    _ids: dict[str, str] = field(default_factory=dict)

    def accept(self, step: RecordStep) -> None:
        """What one entry did to the records."""
        accepted, folder = step.accepted, step.folder
        paths = {change.path for change in step.changed}
        for change in step.changed:
            if change.new_mode is None:
                self._everywhere.pop(change.path, None)
            else:
                self._everywhere[change.path] = change.new_mode, change.new_blob or ""
        if folder != self.folder:
            # With another folder of records, other files become records.
            paths, self.folder = {*self._everywhere, *self.traced.standing}, folder
        ids, keys = self._moved(sorted(paths))
        authors = _Authors(accepted, self.mailmap, frozenset(paths))
        for id_ in sorted(ids):
            self._record(id_, accepted, authors)
        for key in sorted(keys):
            self._series(key, accepted, authors)

    def _moved(self, paths: Sequence[str]) -> tuple[set[str], set[str]]:
        """The ids of records and the keys of series of which files came, went or changed at the paths."""
        ids: set[str] = set()
        keys: set[str] = set()
        for path in paths:
            old, new = self.traced.standing.pop(path, None), self._file(path)
            keys.update(each.place.key for each in (old, new) if each and each.place.sort is Sort.SERIES)
            if new is not None:
                self.traced.standing[path] = new
            before = self._ids.pop(path, None)
            if before is not None:
                self.traced.holders[before].discard(path)
                ids.add(before)
            after = self._id(new, before)
            if after is not None:
                self._ids[path] = after
                self.traced.holders[after].add(path)
                ids.add(after)
        return ids, keys

    def _file(self, path: str) -> StandingFile | None:
        mode, blob = self._everywhere.get(path, ("", ""))
        self.traced.links.discard(path)
        place = _place(path.removeprefix(self.folder)) if path.startswith(self.folder) else None
        if place is not None and mode == SYMLINK:
            self.traced.links.add(path)
        return StandingFile(path, place, blob) if place is not None and mode in REGULAR else None

    def _id(self, file: StandingFile | None, before: str | None) -> str | None:
        """The id of the record in a file; one that can no longer be read is taken for what it was."""
        if file is None or file.place.sort is not Sort.RECORD:
            return None
        form = self.files.form(file.blob, file.place)
        return form.id if form.readable else before

    def _record(self, id_: str, accepted: Accepted, authors: _Authors) -> None:
        traced = self.traced
        track = traced.records.setdefault(id_, RecordTrack())
        paths = traced.holders[id_]
        if not paths:
            if track.vanished_by is None:
                track.vanish(accepted.entry)
                track.entries.append(RecordEntry(entry=accepted.entry, path=None, authors=authors.of(track.path)))
            return
        # Where two files claim one id, the record stays where it was; RC106 names both.
        path = track.path if track.path in paths else min(paths)
        file = traced.standing[path]
        form = self.files.form(file.blob, file.place)
        track.readable = form.readable
        if not form.readable or (track.file == file and track.vanished_by is None):
            return
        touched = (track.path, path)
        track.become(file, form, accepted.entry)
        who = authors.of(*touched)
        track.entries.append(
            RecordEntry(entry=accepted.entry, path=path, status=form.status, authors=who, blob=file.blob)
        )

    def _series(self, key: str, accepted: Accepted, authors: _Authors) -> None:
        file = self.traced.standing.get(self.folder + key)
        track = self.traced.series.get(key)
        if file is None:
            if track is not None and track.vanished_by is None:
                track.vanished_by = accepted.entry
                gone = RecordEntry(entry=accepted.entry, path=None, authors=authors.of(track.file.path))
                track.entries.append(gone)
            return
        if track is None:
            track = self.traced.series[key] = SeriesTrack(file, file.blob)
        elif track.file == file and track.vanished_by is None:
            return
        track.departure = self.files.departure(track.lawful, file.blob) if track.lawful != file.blob else None
        track.lawful = track.lawful if track.departure else file.blob
        who = authors.of(track.file.path, file.path)
        track.file, track.vanished_by = file, None
        track.entries.append(RecordEntry(entry=accepted.entry, path=file.path, authors=who))


@dataclass(slots=True)
class _Authors:
    """Who wrote what an entry changed; looked up once for each of its commits."""

    accepted: Accepted
    mailmap: Mailmap
    concerning: frozenset[str]
    _touched: list[frozenset[str]] | None = None

    def of(self, *paths: str | None) -> tuple[Author, ...]:
        """The authors of the commits that touched one of the paths, else of the entry itself."""
        brought = self.accepted.brought
        if len(brought) == 1:
            return self.mailmap.authors(brought)
        if self._touched is None:
            self._touched = [frozenset(each.path for each in commit.own) & self.concerning for commit in brought]
        touching = [
            commit for commit, touched in zip(brought, self._touched, strict=True) if not touched.isdisjoint(paths)
        ]
        return self.mailmap.authors(touching if touching or self.accepted.entry.proposed else brought[-1:])
