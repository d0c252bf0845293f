"""What somebody's edit of a document leaves as it was: where words alone differ, no page but its own tells of that."""

from __future__ import annotations

from dataclasses import field, fields, replace
from typing import TYPE_CHECKING

from qms_docs.model.document import Text
from qms_docs.model.manual import Manual
from qms_docs.values import dataclass
from qms_docs.views.master_list import master_list_row
from qms_docs.views.publication import access_to, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.outline import Outline

__all__ = ["edited_documents", "stands_as_issued", "told_besides_words", "untouched_documents"]

_LOOKED_INTO = frozenset({"documents", "blobs", "outlines", "mentions", "if_merged"})
"""The parts of a manual in which an edited text shows; all others are compared as they are."""
_OF_EDITED = _LOOKED_INTO | {"faults", "claims", "dirty"}
"""Those in which an edited document shows; of what is wrong with files no page of another document tells."""


def edited_documents(before: Manual, after: Manual) -> tuple[Document, ...] | None:
    """The documents of `after` of which the proposed text alone is another one than in `before`.

    None where anything else differs: the fields of a document, what its text refers to, its headings, a file that it
    shows, another document, a record, the policy, the day.
    """
    pairs = _differing(before, after) if _is_alike(before, after, _LOOKED_INTO) else None
    if pairs is None or not all(_tells_the_same(before, after, *pair) for pair in pairs):
        return None
    edited = tuple(other for _, other in pairs)
    merged = _merged_otherwise(before, after)
    same = {*merged} <= {each.id for each in edited} and all(
        _tells_the_same(before, after, *pair) for pair in merged.values()
    )
    return edited if same and not after.records.names_any({each.path for each in edited}) else None


def untouched_documents(before: Manual, after: Manual) -> frozenset[str]:
    """The ids of documents of which no page of theirs can tell anything else in `after` than in `before`.

    None of them, where more is otherwise than documents that stand where they stood, with the same files beside them
    and for the same readers. A page of a document tells of another one what its successor is called, and whether titles
    of records may name it.
    """
    pairs = _differing(before, after) if _is_alike(before, after, _OF_EDITED) else None
    if pairs is None or not all(_stands_alike(*pair) and _is_as_open(before, after, *pair) for pair in pairs):
        return frozenset()
    edited = {other.id for _, other in pairs} | _merged_otherwise(before, after).keys()
    return frozenset(
        each.id for each in after.documents if each.id not in edited and edited.isdisjoint(_successors(each))
    )


def stands_as_issued(before: Manual, after: Manual) -> bool:
    """Whether nothing that was issued is otherwise in a manual of which some documents are untouched.

    So everybody has to know what they had to know: nothing is asked of anybody by what is proposed.
    """
    pairs = zip(before.documents, after.documents, strict=True)
    return all(one is other or _as_issued(one) == _as_issued(other) for one, other in pairs)


def _as_issued(document: Document) -> list[Revision]:
    """The revisions on the release line without what became of their texts, which are not controlled under a number."""
    return [replace(each, last_text=each.text, texts=()) for each in document.issued]


def _is_alike(before: Manual, after: Manual, but_for: frozenset[str]) -> bool:
    # By what parts are known again says nothing of them.
    alone = (each.name for each in fields(Manual) if each.compare and each.name not in but_for)
    return all(getattr(before, name) == getattr(after, name) for name in alone)


def _differing(before: Manual, after: Manual) -> list[tuple[Document, Document]] | None:
    """The documents that are others, as they were and as they are; None where files besides theirs differ, or ids."""
    if [each.id for each in before.documents] != [each.id for each in after.documents]:
        return None
    pairs = [(one, other) for one, other in zip(before.documents, after.documents, strict=True) if one is not other]
    paths = {other.path for _, other in pairs}
    files = (path for path, blob in after.blobs.items() if before.blobs.get(path) != blob)
    same_files = before.blobs.keys() == after.blobs.keys() and paths.issuperset(files)
    return pairs if same_files else None


def _merged_otherwise(before: Manual, after: Manual) -> dict[str, tuple[Document, Document]]:
    """By their ids the documents of which a merge would make something else, with what it would make of them."""
    pairs = (
        (other.id, before.if_merged.get(one.id, one), after.if_merged.get(other.id, other))
        for one, other in zip(before.documents, after.documents, strict=True)
    )
    return {name: (one, other) for name, one, other in pairs if one is not other}


def _stands_alike(one: Document, other: Document) -> bool:
    """Whether a document stands where it stood, with texts to which the same files belong."""
    told, tells = (
        (
            each.path,
            each.vanished_by,
            {(file.name, file.path, file.blob) for text in _texts(each) for file in text.files},
        )
        for each in (one, other)
    )
    return told == tells


def _is_as_open(before: Manual, after: Manual, one: Document, other: Document) -> bool:
    """Whether the readers of the site may know as much of a document as before, and of each of its revisions."""
    told, tells = (_withheld(before, one), _withheld(after, other))
    same = all(tells[number] is is_so for number, is_so in told.items() if number in tells)
    return same and access_to(before, one) is access_to(after, other)


def _withheld(manual: Manual, document: Document) -> dict[str, bool]:
    return {each.number: withheld(each.header, manual.policy) for each in document.revisions}


def _successors(document: Document) -> set[str]:
    headers = [document.latest.header, *(each.header for each in document.revisions)]
    return {each.obsolete.successor for each in headers if each.obsolete and each.obsolete.successor}


def _tells_the_same(before: Manual, after: Manual, one: Document, other: Document) -> bool:
    """Whether everything is the same that other pages tell of a document."""
    return told_besides_words(before, one) == told_besides_words(after, other)


def told_besides_words(manual: Manual, document: Document) -> tuple[object, ...]:
    """Everything that pages tell of a document but the words of what is proposed, the same in every process."""
    return _without_words(document), *_row(manual, document), _links(manual, document)


def _row(manual: Manual, document: Document) -> tuple[object, ...]:
    """What lists say of a document, but for the digest of its text, and who may read it."""
    row = master_list_row(manual, document)
    return row and replace(row, digest=None), access_to(manual, document)


def _links(manual: Manual, document: Document) -> list[object]:
    """What the texts of a document say to other pages: where they lead, and where one can lead to in them."""
    texts = dict.fromkeys(_texts(document))
    return [(_outline(manual.outlines.get(each.blob)), sorted(manual.mentions.get(each.blob, {}))) for each in texts]


def _outline(outline: Outline | None) -> object:
    if outline is None:
        return None
    links = [(each.kind, each.destination, each.by_id) for each in outline.links]
    return links, [(each.level, each.text, each.anchor) for each in outline.headings], sorted(outline.anchors)


def _texts(document: Document) -> Iterator[Text]:
    """Every text of a document, in one order."""
    yield document.latest.text
    for revision in (*document.revisions, *((document.draft,) if document.draft else ())):
        yield from (each.text for each in (revision.text, revision.last_text, *revision.texts))


def _without_words(document: Document) -> Document:
    """A document with everything that is known of it but the words of what is proposed.

    Which of its texts are the same stays known, because what was issued can be altered by an edit.
    """
    masked = _Masked()
    return replace(
        document,
        latest=masked.line(document.latest),
        revisions=tuple(map(masked.revision, document.revisions)),
        draft=document.draft and masked.revision(document.draft),
    )


@dataclass(frozen=True, slots=True)
class _Masked:
    """Gives texts that are proposed numbers in the place of their words."""

    numbers: dict[Text, int] = field(default_factory=dict)

    def line(self, text: LineText) -> LineText:
        number = self.numbers.setdefault(text.text, len(self.numbers))
        if text.entry.commit is not None:
            return text
        return replace(text, text=Text(blob=str(number), sha256="", files=text.text.files))

    def revision(self, revision: Revision) -> Revision:
        return replace(
            revision,
            text=self.line(revision.text),
            last_text=self.line(revision.last_text),
            texts=tuple(map(self.line, revision.texts)),
        )
