"""What stands for a manual but for the words that somebody proposes, so that another run knows an edit of them."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

from qms_docs.model.approval import ApprovalRecord
from qms_docs.values import dataclass
from qms_docs.views.record_grounds import values_of
from qms_docs.views.text_edits import told_besides_words

if TYPE_CHECKING:
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["BesidesWords", "besides_words"]

_MOST = 100
"""Documents that somebody edits at once, from which on nothing is won."""
_OF_APPROVAL = attrgetter(*(each.name for each in fields(ApprovalRecord) if each.compare and each.name != "entry"))
"""What an approval says but for the entry that brought it, which its number stands for; its file is told beside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BesidesWords:
    """A manual but for the words of some documents."""

    digest: bytes
    """Where it is the same, two manuals differ in nothing else; they come from the same program."""
    edited: tuple[Document, ...]
    """The documents for whose words it does not stand."""


def besides_words(manual: Manual) -> BesidesWords | None:
    """What stands for everything but the words of proposed texts (see `edited_documents`).

    None where there is no such text, where somebody edits very many, and where nothing stands for the records.
    """
    names = manual.known_by.documents
    edited = tuple(each for each in manual.documents if each.id not in names)
    own = {each.id for each in edited}
    paths = {each.path for each in edited}
    merged = {name: each for name, each in manual.if_merged.items() if each is not manual.document(name)}
    known = manual.record_book is None or manual.known_by.records is not None
    if not edited or len(edited) > _MOST or not known or not own.issuperset(merged):
        return None
    if manual.records.names_any(paths):
        # A record shows what such a file is.
        return None
    told = (
        *(manual.as_of, manual.commit, manual.dirty, manual.preview),
        # All else that an entry says follows from its commit and its place.
        [each.commit for each in manual.entries],
        *(list(values_of(manual.policy)), list(values_of(manual.organization))),
        [(each.id, names.get(each.id) or told_besides_words(manual, each)) for each in manual.documents],
        [(name, told_besides_words(manual, each)) for name, each in sorted(merged.items())],
        *(manual.pages, manual.unmarked, sorted(manual.claims.items()), sorted(manual.paths), manual.faults),
        [(path, None if path in paths else blob) for path, blob in sorted(manual.blobs.items())],
        *(manual.record_files, [(each.entry.number, *_OF_APPROVAL(each)) for each in manual.approvals]),
        *(sorted(manual.undrawn_files.items()), manual.known_by.texts),
        *(manual.known_by.records, *_records(manual), manual.earlier),
    )
    said = repr(told).encode("utf-8", "backslashreplace")
    return BesidesWords(digest=hashlib.blake2b(said, digest_size=20).digest(), edited=edited)


def _records(manual: Manual) -> tuple[object, ...]:
    """What the name of the records does not stand for."""
    book = manual.records
    return sorted(book.hashes.items()), book.altered_approvals, book.lost_approvals
