"""Documents of the sample of which the story tells nothing: each comes when its department writes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from qms_docs.starting.demo.scene import values_of
from qms_docs.starting.demo.story import Change, Revised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.starting.demo.manuscripts import FileNow
    from qms_docs.starting.demo.moved import Moved
    from qms_docs.starting.demo.people import People
    from qms_docs.starting.demo.story import Form

__all__ = ["arrivals"]

_FIRST, _LAST = date(2019, 9, 3), date(2025, 5, 6)
_SUMMARY = "First issue."
_REASON = "What was done by habit is written down, so that everybody can do it alike and learn it from the text."
_WRITTEN_BY = "ann.berg"
_FORMS: tuple[Form, ...] = ("merge", "squash", "rebase")


def arrivals(changes: Sequence[Change], documents: Sequence[FileNow], people: People, moved: Moved) -> list[Change]:
    """A change for each document that no change of the story brings, spread over the years."""
    told = {each.document for change in changes for each in change.revises if each.begins}
    left = [each for each in documents if each.id not in told]
    step = (_LAST - _FIRST) // max(len(left), 1)
    found = []
    for place, document in enumerate(left):
        day = _FIRST + place * step
        day = moved.day(day - timedelta(days=(day.weekday() - 1) % 7))
        begun = Revised(document=document.id, begins=True, kind="major", summary=_SUMMARY, reason=_REASON)
        title = f"Write down: {values_of(document.text, 'title')[0]}"
        by = _writer(document, people, day)
        found.append(Change(day=day, title=title, by=by, form=_FORMS[place % 3], days=6, revises=(begun,)))
    return found


def _writer(document: FileNow, people: People, day: date) -> str:
    """One of those who work by it and do not own it."""
    owner = values_of(document.text, "owner")[0]
    for role in values_of(document.text, "applies_to"):
        able = [each for each in people.holding(role, day) if not each.holds(owner, day)]
        if able:
            return able[len(document.id) * 7 % len(able)].id
    return _WRITTEN_BY
