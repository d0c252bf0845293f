"""External documents: when somebody looks again whether an edition is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.external_document import ExternalDocument
from qms_docs.views.panel import Panel, cell, numbered, sentence
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["EXTERNAL_HEADS", "external_cells", "external_panel"]

EXTERNAL_HEADS = ("Next check",)


def external_cells(published: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """What the register shows beside the fields: the day of the next look."""
    record = kept.record
    due = record.check_due if isinstance(record, ExternalDocument) else None
    late = due is not None and due < published.manual.as_of
    return (cell(f"{due}{': overdue' if late else ''}" if due else ""),)


def external_panel(published: PublishedRecords, kept: KeptRecord) -> Panel | None:
    """The panel on the page of an external document; None where nobody looks any more."""
    record = kept.record
    if not isinstance(record, ExternalDocument) or (due := record.check_due) is None:
        return None
    days = (due - published.manual.as_of).days
    told = f"in {numbered(days, 'day')}" if days >= 0 else f"overdue for {numbered(-days, 'day')}"
    edition = published.words(record.edition or "?")
    said = f"Somebody looks again whether edition {edition} is current by {day_in_words(due)}: {told}."
    return Panel(anchor="record-check", title="Next check", said=(sentence(said),))
