"""The records of the demo, from the day on which each is begun."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qms_docs.starting.demo.entering import CLERK, RecordEntry
from qms_docs.starting.demo.series import rows_of
from qms_docs.starting.demo.stages import fields_in, stages_of
from qms_docs.starting.demo.story import files_below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qms_docs.starting.demo.moved import Moved
    from qms_docs.starting.demo.people import People

__all__ = ["entries_of", "opened_days"]

_ATTACHED = "/files/"
_NAMED = re.compile(r"path: (files/[\w.-]+)")


def opened_days() -> Iterator[tuple[str, date]]:
    """The number and the first day of each record, as they are told."""
    for path, content in files_below("records"):
        if path.endswith(".yml"):
            fields = fields_in(content.decode())
            yield str(fields["id"]), date.fromisoformat(str(fields["opened"]))


def entries_of(moved: Moved, people: People) -> list[RecordEntry]:
    """Everything that is entered, by day."""
    found: list[RecordEntry] = []
    paths: dict[str, str] = {}
    attached: dict[str, bytes] = {}
    for path, content in files_below("records"):
        place = f"records/{moved.text(path)}"
        if _ATTACHED in path:
            # It is told as it is, because records state its SHA-256.
            attached[place] = content
        elif path.endswith(".csv"):
            found.extend(rows_of(place, moved.text(content.decode())))
        else:
            text = moved.text(content.decode())
            paths[str(fields_in(text)["id"])] = place
            found.extend(_life(place, text, people, moved.end))
    complete = (_with_attached(_removing(each, paths), attached) for each in found)
    return sorted(complete, key=lambda each: each.day)


def _life(path: str, text: str, people: People, end: date) -> Iterator[RecordEntry]:
    """How a record came to its last form."""
    fields = fields_in(text)
    for stage in stages_of(text, end):
        by = _writer(str(fields.get("owner", "")), people, stage.day)
        title = f"{stage.word} {fields['id']}: {fields['title']}"
        yield RecordEntry(day=stage.day, title=title, by=by, files={path: stage.text.encode()})


def _removing(entry: RecordEntry, paths: Mapping[str, str]) -> RecordEntry:
    """A disposition takes its record away."""
    ((path, content),) = entry.files.items()
    if "/dispositions/" not in path or content is None:
        return entry
    removed = paths[str(fields_in(content.decode())["record"])]
    return RecordEntry(day=entry.day, title=entry.title, by=entry.by, files={path: content, removed: None})


def _with_attached(entry: RecordEntry, attached: Mapping[str, bytes]) -> RecordEntry:
    """What a record attaches comes with it."""
    files = dict(entry.files)
    for path, content in entry.files.items():
        folder = path.rpartition("/")[0]
        named = {f"{folder}/{each}" for each in _NAMED.findall((content or b"").decode())}
        files |= {each: attached[each] for each in named}
    return replace(entry, files=files)


def _writer(owner: str, people: People, day: date) -> str:
    if owner in people.everybody:
        return owner
    holders = people.holding(owner, day)
    return holders[0].id if holders else CLERK
