"""Which documents refer to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.rules.links import of_reading, resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.rules.links import Source

__all__ = ["linked", "linking", "referring"]


def referring(manual: Manual, document: Document) -> tuple[str, ...]:
    """The ids of the other documents whose text links to it, past revisions of it left out; by code point."""
    return linking(manual, (document.id,))[document.id]


def linking(manual: Manual, documents: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The same for several documents by their ids, every text looked through once."""
    found: dict[str, set[str]] = {each: set() for each in documents}
    for other in manual.standing:
        for reading in manual.texts_to_judge[other.id]:
            for each in linked(manual, of_reading(other, reading)):
                if each in found and each != other.id:
                    found[each].add(other.id)
    return {each: tuple(sorted(others)) for each, others in found.items()}


def linked(manual: Manual, source: Source) -> Iterator[str]:
    """The ids of the documents to which a text links, not to a past revision of them."""
    outline = manual.outlines.get(source.blob)
    for link in outline.links if outline else ():
        target = resolve(manual, source, link)
        if target.document is not None and not target.revision:
            yield target.document.id
