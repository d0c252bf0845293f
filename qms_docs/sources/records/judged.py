"""Everything that rules ask about records, from a line: their history, what they may name, what cites them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import field, replace
from typing import TYPE_CHECKING, cast

from qms_docs.keeping.packing import packed, unpacked
from qms_docs.meanwhile import NOTHING, NotDoneError, meanwhile
from qms_docs.model.document import Entry
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from qms_docs.keeping.shelf import Shelf
    from qms_docs.keeping.store import Store
    from qms_docs.meanwhile import Meanwhile
    from qms_docs.model.finding import Fault
    from qms_docs.model.records.collection import Records
    from qms_docs.sources.approvals import ApprovalHistory
    from qms_docs.sources.git import Repository
    from qms_docs.sources.grounds import Noted
    from qms_docs.sources.history import Accepted
    from qms_docs.sources.policies import PolicyHistory
    from qms_docs.sources.records.files import RecordFiles
    from qms_docs.sources.records.trace import RecordStep
    from qms_docs.sources.remembered import Remembered
    from qms_docs.sources.tree import Tree

__all__ = ["NO_RECORDS", "JudgedRecords", "LineOfRecords"]

_FEWEST = 400
"""Records from which on another process is worth its beginning."""
_READ = "records"
_ROOM = 40_000_000
"""Bytes that records in several states may take."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedRecords:
    """Records with their history, and what is wrong with their files."""

    records: Records | None = None
    """None where nobody asked."""
    faults: tuple[Fault, ...] = ()
    former: frozenset[str] = frozenset()
    """Ids of roles, people and processes that closed records may go on naming."""
    mentions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """External documents that texts cite, by object id of the text, with lines; only where one is superseded."""
    known_by: bytes | None = None
    """What stands for the records, where they follow from the line alone."""


NO_RECORDS = JudgedRecords()


@dataclass(kw_only=True, slots=True)
class LineOfRecords:
    """A line whose records are read."""

    repository: Repository
    store: Store
    sha256: Callable[[str], str]
    """The hash of a file by its object id."""
    line: Sequence[Accepted]
    policies: PolicyHistory
    tree: Tree
    mailmap: bytes | None
    remembered: Remembered
    _files: RecordFiles | None = None
    _steps: Sequence[RecordStep] = ()
    _name: bytes | None = None
    _ahead: Meanwhile = NOTHING

    def begin(self) -> Meanwhile:
        """Another process begins to read records that nobody has read yet; whoever began it ends it."""
        from qms_docs.sources.records.trace import forms_of, record_steps

        self._steps = record_steps(self.line, self.policies)
        self._name = self._named()
        kept = self._name is not None and self._shelf.has(self._name)
        # What it learns comes here by being kept.
        if self.store.lasts and not kept and self._known.is_empty and sum(1 for _ in forms_of(self._steps)) >= _FEWEST:
            self._ahead = meanwhile({_READ: self._read_and_keep})
        return self._ahead

    @property
    def _shelf(self) -> Shelf:
        return self.store.shelf("records-read", _ROOM)

    @property
    def _known(self) -> RecordFiles:
        """The files as they were read; where the records are kept as a whole nobody asks for them."""
        from qms_docs.sources.records.files import RecordFiles

        self._files = self._files or RecordFiles(self.repository.read_files, self.store)
        return self._files

    def _read_and_keep(self) -> Noted:
        self._read()
        self._known.save()
        return self.repository.grounds.missing()

    def _read(self) -> tuple[Records, tuple[Fault, ...]]:
        from qms_docs.sources.mailmap import read_mailmap
        from qms_docs.sources.records.loading import read_records

        return read_records(self._steps, self._known, read_mailmap(self.mailmap))

    def _work_out(self) -> tuple[Records, tuple[Fault, ...], bytes | None]:
        """The records, as they were kept where no entry has changed any since, and what stands for them."""
        shelf, name = self._shelf, self._name
        content = shelf.get(name) if name else None
        if content is not None:
            kept: tuple[Records, tuple[Fault, ...]] = unpacked(content, [each.entry for each in self.line].__getitem__)
            return *kept, name
        missing = self.repository.grounds.missing()
        if self._ahead.begun:
            with suppress(NotDoneError):
                self.repository.grounds.adopt(cast("Noted", self._ahead.take(_READ)))
            self._known.read_again()
        from qms_docs.model.records.history import KeptRecord, RecordEntry
        from qms_docs.model.records.series import Series

        read = self._read()
        # What is missing may be there another time.
        if name and self.repository.grounds.missing() != missing:
            name = None
        if name and shelf.lasts:
            many = (KeptRecord, RecordEntry, Series)
            shelf.put(name, packed(read, {Entry: lambda entry: entry.number}, many))
        return *read, name

    def _named(self) -> bytes | None:
        """What stands for the records: the commits that changed any, each of which stands for all that came before it.

        None where somebody proposes another change.
        """
        told = [(step.accepted.entry.commit, step.folder) for step in self._steps]
        if any(commit is None for commit, _ in told):
            return None
        return hashlib.blake2b(repr((told, self.mailmap)).encode("utf-8", "surrogatepass"), digest_size=20).digest()

    def judged(self, approvals: ApprovalHistory, texts: Collection[str]) -> JudgedRecords:
        """The records that were begun; `texts` are the object ids of the texts that are judged."""
        # Most commands ask for no records.
        from qms_docs.sources.former import former_names
        from qms_docs.sources.mentions import mentions
        from qms_docs.sources.records.loading import attached_hashes

        records, faults, name = self.remembered.records.find((self._steps, self.mailmap), self._work_out)
        records = replace(
            records,
            hashes=attached_hashes(records, self.tree, self.sha256),
            altered_approvals=approvals.altered,
            lost_approvals=approvals.lost,
        )
        superseded = any(each.record.status == "superseded" for each in records.of_kind("external-document"))
        defined, cited = self.store.drawer("names-defined"), self.store.drawer("mentions")
        named = records.kept or records.series
        return JudgedRecords(
            records=records,
            faults=faults,
            former=former_names(self.line, self.policies, self.repository.read_file, defined) if named else frozenset(),
            mentions=mentions(texts, self.repository.read_files, cited) if superseded else {},
            known_by=name,
        )
