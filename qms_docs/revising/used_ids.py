"""Ids that belong to a document, or ever did."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual

__all__ = ["used_ids"]

_NAMED_BY_DOCUMENT = ("acknowledgements", "reviews")


def used_ids(manual: Manual, newer: Iterable[Header] = ()) -> frozenset[str]:
    """Every id of the history, of what is proposed and of `newer` texts, and those that texts and records name.

    What a document supersedes may be older than the manual, and what takes its place may still have to be written.
    """
    found = {each.id for each in manual.documents} | {each.document for each in manual.approvals}
    for document in manual.documents:
        for header in _headers(document):
            found |= set(_named(header))
    for header in newer:
        found |= {header.id, *_named(header)}
    folders = tuple(f"{manual.policy.records}/{name}/" for name in _NAMED_BY_DOCUMENT)
    found |= {PurePosixPath(path).stem for path in manual.paths if path.startswith(folders)}
    return frozenset(found)


def _headers(document: Document) -> Iterator[Header]:
    yield document.latest.header
    for revision in document.revisions:
        yield from (text.header for text in revision.texts)


def _named(header: Header) -> Iterator[str]:
    yield from header.supersedes
    if header.obsolete is not None and header.obsolete.successor is not None:
        yield header.obsolete.successor
    if header.translation_of is not None:
        yield header.translation_of.document
