"""What a record names that is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.records.collection import Records
from qms_docs.model.records.history import KeptRecord
from qms_docs.model.records.kinds import kind_named
from qms_docs.rules.record_names import Named, broken_link, unclear, undefined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.record import Record

__all__ = ["remarks"]


def remarks(record: Record, manual: Manual, path: str) -> Iterator[str]:
    """A sentence for each name that `qms check` will find at fault."""
    kind = kind_named(record.kind_name)
    assert kind is not None  # noqa: S101 - it was read as a record of this type
    kept = (*manual.records.kept, KeptRecord(record=record, kind=kind, path=path, entries=()))
    then = replace(manual, record_book=replace(manual.record_book or Records(), kept=kept))
    for naming in record.names:
        named = Named(path=path, line=1, document=record.id, naming=naming)
        for look in (undefined, unclear, broken_link):
            problem = look(then, named)
            if problem is not None:
                yield f"{problem.fact} {problem.remedy}"
