"""The history of a record in words: who changed what on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.record_words import label, place_in_words
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.records.history import RecordChange, RecordEntry

__all__ = ["ChangeLine", "record_history"]

_MOST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeLine:
    """One change of a record."""

    on: date
    what: tuple[str, ...]
    """Sentences without a full stop."""
    commit: str | None
    people: tuple[str, ...]


def record_history(
    entries: Sequence[RecordEntry], changes: Sequence[RecordChange], *, nameless: bool
) -> tuple[ChangeLine, ...]:
    """Every change, newest first; where it is `nameless` without the people."""
    lines: list[ChangeLine] = []
    before: RecordEntry | None = None
    for entry, change in zip(entries, changes, strict=True):
        people = () if nameless else tuple(each.name for each in entry.authors)
        what = tuple(_what(before, entry, change))
        lines.append(ChangeLine(on=entry.entry.day, what=what, commit=entry.entry.commit, people=people))
        before = entry
    return tuple(reversed(lines))


def _what(before: RecordEntry | None, entry: RecordEntry, change: RecordChange) -> Iterator[str]:
    if entry.path is None:
        yield "Taken away"
        return
    if before is None or before.path is None:
        state = f", {entry.status}" if entry.status else ""
        yield f"{'Begun' if before is None else 'Put back'}{state}"
    elif before.status != entry.status:
        yield f"State: {before.status or 'none'} to {entry.status or 'none'}"
    fields = change.added, change.changed, change.removed
    for verb, names in zip(("Filled in", "Changed", "Taken out"), fields, strict=True):
        told = [label(name) for name in names if name != "status"]
        if told:
            more = [f"{len(told) - _MOST} more fields"] if len(told) > _MOST else []
            yield f"{verb}: {listed([*told[:_MOST], *more])}"
    if change.amended:
        yield f"Amended: {listed([place_in_words(each) for each in change.amended if each])}"
    if change.text:
        yield "Changed: the text"
    if before is not None and before.path and before.path != entry.path:
        yield f"Moved to {entry.path}"
