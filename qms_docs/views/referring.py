"""Which documents refer to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.readers import texts_to_judge
from qms_docs.rules.links import of_reading, resolve

if TYPE_CHECKING:
    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["referring"]


def referring(manual: Manual, document: Document) -> tuple[str, ...]:
    """The ids of the other documents whose text links to it, past revisions of it left out; by code point."""
    found: set[str] = set()
    for other in manual.standing:
        if other.id == document.id:
            continue
        for reading in texts_to_judge(other, manual.as_of):
            outline, source = manual.outlines.get(reading.text.text.blob), of_reading(other, reading)
            for link in outline.links if outline else ():
                target = resolve(manual, source, link)
                if target.document is not None and target.document.id == document.id and not target.revision:
                    found.add(other.id)
    return tuple(sorted(found))
