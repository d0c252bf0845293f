"""The quality manual on a day: everything that rules and pages ask."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.model.known_by import KnownBy
from qms_docs.model.readers import texts_to_judge
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qms_docs.model.approval import ApprovalRecord
    from qms_docs.model.document import Document, Entry
    from qms_docs.model.finding import Fault
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.model.organization import Organization
    from qms_docs.model.outline import Outline, UndrawnFigure
    from qms_docs.model.policy import Policy
    from qms_docs.model.readers import Reading
    from qms_docs.model.records.collection import Records
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import Lack
    from qms_docs.model.records.registers import RegisterFile
    from qms_docs.model.standard import ClauseReference, Library

__all__ = ["Claim", "Manual", "UncontrolledPage"]


@dataclass(frozen=True, kw_only=True, slots=True)
class UncontrolledPage:
    """A page among the documents that is marked as not controlled."""

    path: str
    blob: str
    title: str | None
    line: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A file that claims an id, with the line of its `id` field."""

    path: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Manual:
    """The manual on the day `as_of`, frozen.

    With `preview` it includes the proposed entry: what a branch or the work tree would bring as the next entry.
    """

    as_of: date
    commit: str | None
    """The entry of the release line at which it was read; None on a day before the first."""
    dirty: bool
    preview: bool
    entries: tuple[Entry, ...]
    policy: Policy
    organization: Organization
    library: Library
    documents: tuple[Document, ...]
    """Sorted by id."""
    pages: tuple[UncontrolledPage, ...]
    unmarked: tuple[str, ...]
    """Paths of pages that are neither controlled nor marked as uncontrolled."""
    claims: Mapping[str, tuple[Claim, ...]]
    """The files that stand with each id; more than one is a fault."""
    paths: frozenset[str]
    """Every file that stands in the repository."""
    blobs: Mapping[str, str]
    """Object id by path of every regular file that stands; symbolic links are none."""
    faults: tuple[Fault, ...]
    record_files: int
    """How many files of records stand."""
    approvals: tuple[ApprovalRecord, ...] = ()
    """Every approval that came onto the line, in its order; also those of texts that nobody knows."""
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Outlines of the texts that are judged, by object id of their bytes; empty unless asked for."""
    mentions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Ids of external documents in the texts that are judged, each with its line, by object id of the text; only where
    a record of one is superseded."""
    undrawn_files: Mapping[str, UndrawnFigure] = field(default_factory=dict)
    """Why drawings that texts show cannot be shown, by object id of their files; empty unless asked for."""
    if_merged: Mapping[str, Document] = field(default_factory=dict)
    """In a preview the documents by id as they would be, were the proposed entry accepted today with all it brings."""
    record_book: Records | None = None
    """The records with their history; None unless asked for."""
    earlier: KeptManifest | None = None
    """The manifest of an earlier publication, where one was given to hold the history against."""
    known_by: KnownBy = field(default_factory=KnownBy, compare=False, repr=False)
    """By what its parts are known again in another manual."""

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all documents, be they gone."""
        return tuple(self._by_id)

    @cached_property
    def numbers(self) -> dict[str, tuple[str, ...]]:
        """The numbers of the revisions of each document, by its id, be it gone."""
        return {each.id: tuple(one.number for one in each.revisions) for each in self.documents}

    @cached_property
    def records(self) -> Records:
        """The records with their history; empty unless asked for."""
        # Every command makes a manual, and few ask for records.
        from qms_docs.model.records.collection import Records  # noqa: PLC0415 - as above

        return Records() if self.record_book is None else self.record_book

    @cached_property
    def lacks(self) -> tuple[tuple[KeptRecord, Lack], ...]:
        """What the records that stand lack for the states in which they are."""
        from qms_docs.model.records.needs import lacking  # noqa: PLC0415 - as above

        standing = (each for each in self.records.standing if each.readable)
        return tuple((each, lack) for each in standing for lack in lacking(each.record, each.kind, self))

    @cached_property
    def register_lacks(self) -> tuple[tuple[RegisterFile, Lack], ...]:
        """What entries of the files beside the records lack."""
        from qms_docs.model.records.needs import lacking_parts  # noqa: PLC0415 - as above

        files = [each for each in (self.records.requirements, self.records.parties) if each is not None]
        return tuple((each, lack) for each in files for lack in lacking_parts(each))

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The ids of documents of which a text in force, to come or proposed is not for the readers of the site."""
        return frozenset(each.id for each in self.documents if self._withholds(each))

    def withholds(self, document_id: str) -> bool:
        """Whether a document is among them, for which the others are not looked at."""
        document = self._by_id.get(document_id)
        return document is not None and self._withholds(document)

    def _withholds(self, document: Document) -> bool:
        from qms_docs.model.records.secrecy import is_withheld  # noqa: PLC0415 - few commands ask for it

        return any(is_withheld(each, self.policy) for each in document.confidentiality(self.as_of))

    @cached_property
    def served(self) -> frozenset[ClauseReference]:
        """The clauses that documents name which are in force, or would be were the proposed entry accepted today."""
        from qms_docs.model.clause_use import documents_by_clause  # noqa: PLC0415 - few commands ask for it

        documents = (self.if_merged.get(each.id, each) for each in self.documents)
        return frozenset(documents_by_clause(self, documents, self.as_of))

    @cached_property
    def by_path(self) -> dict[str, Document]:
        """The documents that stand, by their path."""
        return {each.path: each for each in self.documents if each.vanished_by is None}

    @cached_property
    def stood_last(self) -> dict[str, Document]:
        """The document of which a revision stood last at each path; links of old texts lead there."""
        found: dict[str, tuple[int, str, Document]] = {}
        for document in self.documents:
            for revision in document.revisions:
                path, stood = revision.text.path, (revision.text.entry.number, document.id, document)
                if path not in found or found[path][:2] < stood[:2]:
                    found[path] = stood
        return {path: document for path, (_, _, document) in found.items()}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder of the repository in which something stands, the root itself as `.`."""
        found = {"."}
        for path in self.paths:
            folder = posixpath.dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of the files in each folder; that of the root is empty."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            folder, name = posixpath.split(path)
            found[folder].append(name)
        return dict(found)

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """The folders in which a file of each name stands."""
        found: dict[str, list[str]] = defaultdict(list)
        for folder, names in self.names.items():
            for name in names:
                found[name].append(folder)
        return dict(found)

    @cached_property
    def texts_to_judge(self) -> dict[str, tuple[Reading, ...]]:
        """By the id of each document that stands the texts in which a fault can still be mended (settled.md 14)."""
        return {each.id: texts_to_judge(each, self.as_of) for each in self.standing}

    def document(self, document_id: str) -> Document | None:
        """The document with this id."""
        return self._by_id.get(document_id)

    @cached_property
    def standing(self) -> tuple[Document, ...]:
        """The documents that have a file."""
        return tuple(document for document in self.documents if document.vanished_by is None)
