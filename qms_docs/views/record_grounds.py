"""What all pages of records follow from, told apart from the rest of a manual, which changes much more often."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from qms_docs.model.records.change_request import ChangeRequest
from qms_docs.values import dataclass
from qms_docs.views.published_records import PublishedRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.document import Document, Entry
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization
    from qms_docs.model.policy import Policy
    from qms_docs.model.records.collection import Records
    from qms_docs.model.records.history import KeptRecord, RecordEntry
    from qms_docs.model.records.series import Series

__all__ = ["RecordGrounds", "record_grounds", "values_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordGrounds:
    """Records with everything that their pages may ask, and with nothing else."""

    published: PublishedRecords
    digest: bytes
    """Stands for all of that: where it is the same, so is every page of a record that also has the same findings."""
    files: dict[str, str]
    """The object ids of the files that records name, by path."""
    awaited: list[tuple[object, ...]]
    """The documents of which change requests release revisions, each with the numbers and days of what was issued."""


def record_grounds(published: PublishedRecords, before: RecordGrounds | None = None) -> RecordGrounds:
    """What follows from records alone, and from what they tell of documents.

    Whoever asks for more of the manual gets nothing, be it kept or not. The grounds `before` are those of a manual that
    is the same but for documents (`PublishedRecords.after_edit`); where it is of no consequence that these are others,
    they are given again.
    """
    manual, around = published.manual, published.around
    files = {path: manual.blobs[path] for path in sorted(manual.records.named_files) if path in manual.blobs}
    released = _released(manual)
    awaited: list[tuple[object, ...]] = [
        (each.id, [(one.number, one.fixed_on) for one in each.revisions]) for each in released
    ]
    if before and before.published.around is around and (before.files, before.awaited) == (files, awaited):
        return before
    alone = _alone(manual, files, released)
    told = (
        *(manual.as_of, list(values_of(manual.policy)), list(values_of(alone.organization)), sorted(files.items())),
        *(manual.known_by.records or _records(manual.records), sorted(manual.records.hashes.items())),
        *(sorted(around.by_id.items()), sorted(around.naming.items()), sorted(around.withheld_files)),
        awaited,
    )
    said = repr(told).encode("utf-8", "backslashreplace")
    return RecordGrounds(
        published=PublishedRecords(alone, around),
        digest=hashlib.blake2b(said, digest_size=20).digest(),
        files=files,
        awaited=awaited,
    )


def _alone(manual: Manual, files: dict[str, str], released: tuple[Document, ...]) -> Manual:
    """The manual without what pages of records do not tell; the standards come with the program."""
    return replace(
        manual,
        commit=None,
        dirty=False,
        preview=False,
        entries=(),
        documents=released,
        pages=(),
        unmarked=(),
        claims={},
        paths=frozenset(),
        blobs=files,
        faults=(),
        record_files=0,
        approvals=(),
        outlines={},
        mentions={},
        organization=replace(manual.organization, lines={}, process_lines={}),
        undrawn_files={},
        if_merged={},
        record_book=replace(manual.records, claims={}, altered_approvals=(), lost_approvals=()),
        earlier=None,
    )


def _released(manual: Manual) -> tuple[Document, ...]:
    """The documents of which change requests say that a revision is released: they wait for its approval."""
    changes = (each.record for each in manual.records.kept if isinstance(each.record, ChangeRequest))
    names = {name.partition("@")[0] for each in changes for name in each.documents_released}
    found = (manual.document(each) for each in sorted(names))
    return tuple(each for each in found if each is not None)


def values_of(stated: Policy | Organization) -> Iterator[object]:
    """What is stated, one value after the other, each of which says the same in every process."""
    for each in fields(stated):
        value = getattr(stated, each.name)
        yield sorted(value) if isinstance(value, frozenset) else value


def _records(book: Records) -> tuple[object, ...]:
    """What stands for the records where nothing else does."""
    return (
        [_record(each) for each in book.kept],
        [_series(each) for each in book.series],
        book.requirements,
        book.parties,
    )


def _record(kept: KeptRecord) -> tuple[object, ...]:
    """What stands for a record: it says what the bytes of its last form do."""
    return (
        *(kept.id, kept.path, kept.readable, kept.alterations),
        *(list(_entries(kept.entries)), _entry(kept.closed_since), _entry(kept.vanished_by)),
    )


def _series(series: Series) -> tuple[object, ...]:
    return (
        *(series.kind.name, series.path, series.blob, series.alterations),
        *(list(_entries(series.entries)), _entry(series.vanished_by)),
    )


def _entries(entries: Iterable[RecordEntry]) -> Iterator[tuple[object, ...]]:
    for each in entries:
        authors = [(author.name, author.email) for author in each.authors]
        yield _entry(each.entry), each.path, each.status, each.blob, authors


def _entry(entry: Entry | None) -> tuple[object, ...] | None:
    return None if entry is None else (entry.number, entry.commit, entry.day, entry.committed_at, entry.assumed)
