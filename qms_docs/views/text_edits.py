"""Where somebody edits the text of a document and nothing else: then no page but its own tells the manuals apart."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from qms_docs.model.document import Text
from qms_docs.model.manual import Manual
from qms_docs.views.master_list import master_list_row
from qms_docs.views.publication import access_to
from qms_docs.views.record_grounds import named_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.outline import Outline

__all__ = ["edited_documents"]

_LOOKED_INTO = frozenset({"documents", "blobs", "outlines", "mentions", "if_merged"})
"""The parts of a manual in which an edited text shows; all others are compared as they are."""


def edited_documents(before: Manual, after: Manual) -> tuple[Document, ...] | None:
    """The documents of `after` of which the proposed text alone is another one than in `before`.

    None where anything else differs: the fields of a document, what its text refers to, its headings, a file that it
    shows, another document, a record, the policy, the day.
    """
    # By what parts are known again says nothing of them.
    alone = (each.name for each in fields(Manual) if each.compare and each.name not in _LOOKED_INTO)
    if not all(getattr(before, name) == getattr(after, name) for name in alone):
        return None
    if len(before.documents) != len(after.documents):
        return None
    pairs = [(one, other) for one, other in zip(before.documents, after.documents, strict=True) if one is not other]
    if not all(_tells_the_same(before, after, *pair) for pair in pairs):
        return None
    edited = tuple(other for _, other in pairs)
    return edited if _is_all(before, after, edited) else None


def _tells_the_same(before: Manual, after: Manual, one: Document, other: Document) -> bool:
    """Whether everything is the same that other pages tell of a document."""
    told, tells = ((_row(manual, each), _links(manual, each)) for manual, each in ((before, one), (after, other)))
    return _without_words(one) == _without_words(other) and told == tells


def _is_all(before: Manual, after: Manual, edited: tuple[Document, ...]) -> bool:
    """Whether these documents are all that differs."""
    paths, names = {each.path for each in edited}, {each.id for each in edited}
    files = {path for path, blob in after.blobs.items() if before.blobs.get(path) != blob}
    merged = {name for name, each in after.if_merged.items() if before.if_merged.get(name) is not each}
    if before.blobs.keys() != after.blobs.keys() or before.if_merged.keys() != after.if_merged.keys():
        return False
    if not files <= paths or not paths.isdisjoint(named_files(after)) or not merged <= names:
        return False
    return all(_without_words(before.if_merged[each]) == _without_words(after.if_merged[each]) for each in merged)


def _row(manual: Manual, document: Document) -> object:
    """What lists say of a document, but for the digest of its text, and who may read it."""
    row = master_list_row(manual, document)
    return row and replace(row, digest=None), access_to(manual, document)


def _links(manual: Manual, document: Document) -> list[object]:
    """What the texts of a document say to other pages: where they lead, and where one can lead to in them."""
    texts = dict.fromkeys(_texts(document))
    return [(_outline(manual.outlines.get(each.blob)), manual.mentions.get(each.blob, {}).keys()) for each in texts]


def _outline(outline: Outline | None) -> object:
    if outline is None:
        return None
    links = [(each.kind, each.destination, each.by_id) for each in outline.links]
    return links, [(each.level, each.text, each.anchor) for each in outline.headings], outline.anchors


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
