"""Which texts of a document people read, today and later, as far as it is known today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, LineText, Revision

__all__ = ["Reading", "texts_read", "texts_to_judge"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A text that people read from a day on, until the next one takes its place."""

    text: LineText
    number: str | None
    since: date | None
    """None where nobody can say from when: it waits for approvals, is a draft, or never takes effect as it stands."""
    stands: bool = True
    """Whether it is the text of the file, and not one in force that the file does not hold any more."""

    @property
    def draft(self) -> bool:
        """Whether it is marked as a draft."""
        return self.text.header.draft


def texts_read(document: Document, day: date) -> tuple[Reading, ...]:
    """The text in force on a day and those that are to take its place, in their order; none once it is obsolete.

    Left out is what a later text overtakes before anybody works by it, and a withdrawal that takes effect at once.
    """
    if document.is_obsolete(day):
        return ()
    current = document.in_force(day)
    place = next((rank for rank, each in enumerate(document.revisions) if each is current), -1)
    above = document.revisions[place + 1 :]
    coming = [each for rank, each in enumerate(above) if _is_to_come(each, above[rank + 1 :], day)]
    shown = [each for each in ([current] if current else []) + coming if each is current or not _withdraws(each, day)]
    return tuple(Reading(text=each.text, number=each.number, since=each.effective_on) for each in shown)


def texts_to_judge(document: Document, day: date) -> tuple[Reading, ...]:
    """The text that stands, and the one in force where that is another and nothing that stands will take its place.

    What a text says that is in force is mended by a later one that is to take effect; until then no more can be done
    (settled.md 14). A draft and a text that was changed under its number take nobody's place.
    """
    if document.vanished_by is not None or document.is_obsolete(day):
        return ()
    latest = document.latest
    number = latest.header.revision
    revision = document.revision(number) if number and not latest.header.draft else None
    if revision is not None and revision.text.text.blob == latest.text.blob:
        if _is_above(document, revision, day) and _withdraws(revision, day):
            return ()
        for each in texts_read(document, day):
            if each.number == number:
                return (replace(each, text=latest),)
    standing = Reading(text=latest, number=number, since=None)
    current = document.in_force(day)
    if current is None or current.text.text.blob == latest.text.blob:
        return (standing,)
    in_force = Reading(text=current.text, number=current.number, since=current.effective_on, stands=False)
    return (standing, in_force)


def _is_to_come(revision: Revision, higher: tuple[Revision, ...], day: date) -> bool:
    if revision.header.effective_unreadable:
        return False
    if revision.effective_on is None:
        return not higher
    begins = max(revision.effective_on, day)
    return not any(each.effective_on is not None and each.effective_on <= begins for each in higher)


def _is_above(document: Document, revision: Revision, day: date) -> bool:
    """Whether a revision is higher than the one in force."""
    current = document.in_force(day)
    return current is None or document.is_above(revision, current)


def _withdraws(revision: Revision, day: date) -> bool:
    """Whether a revision, once in effect, leaves no day on which its own text is read."""
    obsolete = revision.header.obsolete
    if obsolete is None:
        return False
    return obsolete.day is None or obsolete.day <= (revision.effective_on or day)
