"""What held for a document when: every stretch of days on which the master document list says the same of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.model.document import Status
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.document import Document, LineText, Revision

__all__ = ["Bar", "Standing", "standings", "timeline"]

_DAY = timedelta(days=1)
_WHOLE, _OPEN, _LEAST = 100.0, 12.0, 1.0
"""Widths in per cent: of all bars, of one that has no end yet, and the least that can be seen."""


class Standing(NamedTuple):
    """What the master document list says of a document from one day to another; a light value, of which there are many.

    Days are told as of their end (UTC), as they are by `--as-of`.
    """

    since: date
    until: date | None
    """The last day; None where nothing is known that ends it."""
    revision: str
    title: str
    status: Status
    effective_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A stretch of days on which a revision was in force or the document was obsolete, with its place in a picture."""

    revision: str
    status: str
    since: date
    until: date | None
    start: float
    """Where it begins and how wide it is, in per cent."""
    width: float


def standings(document: Document) -> tuple[Standing, ...]:
    """What held for a document from its first issue on, also on days to come as far as they are known.

    Nothing that is accepted later changes what held on a day: a revision takes effect on the day of the entry that
    completes it or later. So the history that is known today tells every day as it was told then.
    """
    return tuple(_joined(list(_stated(document))))


def timeline(periods: Sequence[Standing]) -> tuple[Bar, ...]:
    """The stretches in which something was in force or withdrawn, oldest first.

    The picture hangs on the days of the revisions alone and never on today, so that it is the same every day.
    """
    shown = [each for each in periods if each.status in (Status.EFFECTIVE, Status.OBSOLETE)]
    if not shown:
        return ()
    first, last = shown[0].since, shown[-1].since
    days = (last - first).days
    share = (_WHOLE - _OPEN) / days if days else 0.0
    return tuple(_bar(each, (each.since - first).days * share, share) for each in shown)


def _bar(period: Standing, start: float, share: float) -> Bar:
    width = _WHOLE - start if period.until is None else ((period.until - period.since).days + 1) * share
    return Bar(
        revision=period.revision,
        status=period.status.value,
        since=period.since,
        until=period.until,
        start=round(min(start, _WHOLE - _LEAST), 2),
        width=round(max(width, _LEAST), 2),
    )


def _joined(stated: Sequence[Standing]) -> Iterator[Standing]:
    """What follows on itself becomes one, and each ends on the day before the next."""
    told = [each for place, each in enumerate(stated) if not place or each[2:] != stated[place - 1][2:]]
    for place, each in enumerate(told):
        until = told[place + 1].since - _DAY if place + 1 < len(told) else None
        yield each._replace(until=until)


def _stated(document: Document) -> Iterator[Standing]:
    """What the list says on each day on which anything happened to the document."""
    known = {each.number: texts for each in document.revisions if (texts := _on_line(each))}
    days = {text.entry.day for texts in known.values() for text in texts}
    for each in document.revisions:
        if not each.proposed:
            days.update(day for day in (each.fixed_on, each.effective_on, _withdrawn_on(each)) if day)
    for day in sorted(days):
        current = next((each for each in reversed(document.revisions) if each.in_effect_by(day)), None)
        if current is not None:
            yield _in_force(document, current, day)
        elif waiting := [each for each in document.issue_order if each in known and known[each][0].entry.day <= day]:
            revision = document.revision(waiting[-1])
            if revision is not None:
                yield _waiting(document, revision, known[revision.number], day)


def _on_line(revision: Revision) -> list[LineText]:
    """The texts that stood under the number on the release line, by their entries; the last one may have come again."""
    last = [] if revision.last_text in revision.texts else [revision.last_text]
    return [each for each in (*revision.texts, *last) if not each.entry.proposed]


def _in_force(document: Document, revision: Revision, day: date) -> Standing:
    withdrawn = _withdrawn_on(revision)
    status = Status.OBSOLETE if withdrawn and withdrawn <= day else Status.EFFECTIVE
    title = revision.header.title or document.id
    return Standing(day, None, revision.number, title, status, revision.effective_on)


def _waiting(document: Document, revision: Revision, texts: Sequence[LineText], day: date) -> Standing:
    """The latest issued revision of a document of which nothing is in force."""
    fixed = revision.fixed_on is not None and revision.fixed_on <= day
    text = revision.text if fixed else [each for each in texts if each.entry.day <= day][-1]
    effective_on = revision.effective_on if fixed else None
    status = Status.APPROVED if effective_on else Status.IN_REVIEW
    return Standing(day, None, revision.number, text.header.title or document.id, status, effective_on)


def _withdrawn_on(revision: Revision) -> date | None:
    """The day from which the revision itself, once in effect, makes the document obsolete."""
    obsolete, since = revision.header.obsolete, revision.effective_on
    return max(since, obsolete.day or since) if obsolete and since else None
