"""Facts of the model in the words that people read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.document import Status

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.organization import Organization

__all__ = [
    "age_in_words",
    "counted",
    "day_in_words",
    "gone_in_words",
    "listed",
    "month_in_words",
    "status_in_words",
    "straight",
    "title_of",
    "withdrawal_in_words",
]

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_in_words(day: date | None) -> str:
    """A day as people read it, such as 2 March 2026, whatever the language of the machine."""
    return "" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_in_words(day: date | None) -> str:
    """The month of a day, such as March 2026."""
    return "" if day is None else f"{_MONTHS[day.month - 1]} {day.year}"


def age_in_words(on: date, day: date) -> str:
    """How long ago a day is, in the largest unit of which there are two."""
    days = (day - on).days
    months = (day.year - on.year) * 12 + day.month - on.month - (day.day < on.day)
    if days == 0:
        return "today"
    for count, unit in ((months // 12, "year"), (months, "month"), (days, "day")):
        if count > 1:
            return f"{count} {unit}s"
    return "1 day"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its word, such as `no audits`, `1 audit` and `2 audits`."""
    return f"{number or 'no'} {one if number == 1 else many or f'{one}s'}"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Words in a row: `a`, `a and b`, `a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def straight(name: str) -> str:
    """A name without the characters that turn the direction of the words after it."""
    return _TURNING.sub("\N{REPLACEMENT CHARACTER}", name)


def title_of(document: Document, revision: Revision | None) -> str:
    """The title that a revision gives the document, or the id where it has none."""
    header = revision.header if revision else document.latest.header
    return header.title or document.id


def gone_in_words(document: Document, day: date) -> str | None:
    """That the document's file is gone though it was never withdrawn; None where that is not so."""
    if document.vanished_by is None or document.is_obsolete(day):
        return None
    since = day_in_words(document.vanished_by.day)
    return f"Its file was removed on {since} without a revision that makes the document obsolete."


def withdrawal_in_words(document: Document, revision: Revision, day: date) -> str | None:
    """From which day a revision withdraws its document, why, and what takes its place; None where it does not."""
    obsolete = revision.header.obsolete
    if obsolete is None:
        return None
    since = document.obsolete_from(day) if document.in_force(day) is revision else obsolete.day
    said = [f"Withdrawn from use from {day_in_words(since)} on." if since else "It withdraws the document from use."]
    said += [f"Reason: {obsolete.reason.rstrip('.')}."] if obsolete.reason else ["No reason is stated."]
    if obsolete.successor:
        said.append(f"In its place: {obsolete.successor}.")
    elif obsolete.successor_stated:
        said.append("No other document takes its place.")
    return " ".join(said)


def status_in_words(document: Document, revision: Revision, day: date, organization: Organization) -> str:
    """What holds for a revision on the day, in a sentence."""
    status = document.status(revision, day)
    if status is Status.DRAFT:
        return "Draft: not issued, nobody works by it."
    if status is Status.IN_REVIEW:
        roles = listed([organization.role_title(role) for role in revision.waiting_for])
        return f"In review: waiting for the approval of {roles}." if roles else "In review: it cannot take effect yet."
    if status is Status.APPROVED:
        word = "Approved" if revision.needs_approval else "Issued"
        return f"{word}: takes effect on {day_in_words(revision.effective_on)}."
    if status is Status.EFFECTIVE:
        before = " (from before document control began)" if revision.before_control else ""
        return f"In force since {day_in_words(revision.effective_on)}{before}."
    if status is Status.SUPERSEDED:
        return f"Superseded on {day_in_words(document.superseded_on(revision, day))}."
    return f"Obsolete since {day_in_words(document.obsolete_from(day))}: no longer to be used."
