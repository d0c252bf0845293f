"""What records are connected with: what they lead to, and what names them or a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.record_fields import FieldReader, Piece
from qms_docs.views.record_words import label, place_in_words, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords, Referring

__all__ = ["LinkLine", "links_of", "naming_document", "naming_record"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkLine:
    """Something that is connected with the record."""

    how: str
    to: Piece
    state: str = ""


def links_of(reader: FieldReader, kept: KeptRecord) -> Iterator[LinkLine]:
    """What a record leads to by its own words."""
    for place, each in enumerate(kept.record.links):
        shown = reader.value(each, f"links.{place}")
        for piece in shown.pieces:
            yield LinkLine(how=label(each.kind), to=piece)


def naming_record(published: PublishedRecords, reader: FieldReader, kept: KeptRecord) -> Iterator[LinkLine]:
    """The records, documents and processes that name a record."""
    manual = published.manual
    for each in published.naming.get(kept.id, ()):
        other, piece = manual.records.find(each.id), reader.thing(each.id)
        if other is not None and piece is not None:
            yield LinkLine(how=_how(each), to=piece, state=state_of(other, manual.as_of))
    for each in published.around.naming.get(kept.id, ()):
        piece = reader.thing(f"{each.id}@{each.revision}" if each.revision else each.id)
        if piece is not None:
            how = "Change request of the revision" if each.revision else "Link in the text"
            yield LinkLine(how=how, to=piece)
    for process in (manual.organization.processes or {}).values():
        if kept.id in (*process.measures, *process.risks):
            yield LinkLine(how="Process", to=Piece(text=process.title))


def naming_document(published: PublishedRecords, document: str) -> tuple[LinkLine, ...]:
    """The records that name a document, those that are open first."""
    manual, reader = published.manual, FieldReader(published, "", ())
    found: list[tuple[bool, LinkLine]] = []
    for each in published.naming.get(document, ()):
        kept, piece = manual.records.find(each.id), reader.thing(each.id)
        if kept is not None and piece is not None:
            line = LinkLine(how=_how(each), to=piece, state=state_of(kept, manual.as_of))
            found.append((kept.is_closed(manual.as_of), line))
    return tuple(line for _, line in sorted(found, key=lambda one: one[0]))


def _how(each: Referring) -> str:
    first, _, rest = each.field.partition(".")
    return label(rest.rpartition(".")[2]) if first == "links" else place_in_words(each.field)
