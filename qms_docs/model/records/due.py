"""The days by which something is to happen in a record, as long as they matter (settled.md 39)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.kind import Day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord

__all__ = ["days_of"]


def days_of(kept: KeptRecord, manual: Manual) -> Iterator[Day]:
    """The days that matter in the state in which a record is, past or to come."""
    record, kind = kept.record, kept.kind
    if kept.is_closed(manual.as_of):
        return
    if record.due is not None and (kind.due_in is None or record.status in kind.due_in):
        yield Day(on=record.due, field="due", what="closed" if kind.states else "dealt with")
    yield from kind.days(record, manual)
