"""Notices above a text: what readers have to know before they work by it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.values import dataclass
from qms_docs.views.approvals import approvals_of, published
from qms_docs.views.publication import DocumentReference, reference_to
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = [
    "Notice",
    "Tone",
    "announcement",
    "nothing_in_force",
    "obsolete_notice",
    "uncontrolled_notice",
    "vanished_notice",
    "withdrawal_to_come",
    "withheld_notice",
]


class Tone(Enum):
    """How much a notice matters."""

    NOTE = "note"
    """Good to know."""
    STOP = "stop"
    """The reader must not work by this page."""
    PREVIEW = "preview"
    """The page is a preview."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A title and sentences, perhaps with another document to go to."""

    tone: Tone
    title: str
    sentences: tuple[str, ...] = ()
    successor: DocumentReference | None = None


def withheld_notice() -> Notice:
    """The document is restricted."""
    sentence = "Its text and history are not on this site. Ask the document's owner or the quality manager for it."
    return Notice(tone=Tone.STOP, title="This document is restricted", sentences=(sentence,))


def uncontrolled_notice() -> Notice:
    """The page is under no document control."""
    sentence = "It has no revision and no approval. Where it and a controlled document differ, the document holds."
    return Notice(tone=Tone.NOTE, title="This page is not a controlled document", sentences=(sentence,))


def vanished_notice(document: Document) -> Notice:
    """The document's file is gone though it was never withdrawn."""
    entry = document.vanished_by
    day = f" on {day_in_words(entry.day)}" if entry else ""
    fact = f"Its file was removed{day} without a revision that makes the document obsolete, so no text is shown."
    return Notice(
        tone=Tone.STOP,
        title="The text of this document is missing",
        sentences=(fact, "The revision history is kept. Ask the document's owner what holds."),
    )


def obsolete_notice(manual: Manual, document: Document) -> Notice:
    """The document is withdrawn from use."""
    since = day_in_words(document.obsolete_from(manual.as_of))
    current = document.in_force(manual.as_of)
    obsolete = current.header.obsolete if current else None
    sentences = [f"It is obsolete since {since} and must no longer be used. Its text is not shown."]
    if obsolete and obsolete.reason:
        sentences.append(f"Reason: {obsolete.reason}")
    successor = _named(manual, obsolete.successor) if obsolete and obsolete.successor else None
    if obsolete and successor is None and obsolete.successor_stated:
        stated = obsolete.successor
        sentences.append(f"In its place: {stated}." if stated else "No other document takes its place.")
    return Notice(tone=Tone.STOP, title="This document is obsolete", sentences=tuple(sentences), successor=successor)


def withdrawal_to_come(manual: Manual, document: Document) -> Notice | None:
    """The revision in force says from which day on the document is obsolete."""
    since = document.obsolete_from(manual.as_of)
    current = document.in_force(manual.as_of)
    if since is None or since <= manual.as_of or current is None or current.header.obsolete is None:
        return None
    successor = current.header.obsolete.successor
    return Notice(
        tone=Tone.NOTE,
        title=f"This document becomes obsolete on {day_in_words(since)}",
        sentences=("Until then it is in force.",),
        successor=_named(manual, successor) if successor else None,
    )


def nothing_in_force(manual: Manual, document: Document) -> Notice:
    """No revision has taken effect."""
    shown = document.shown(manual.as_of)
    sentences = ["There is no text to work by yet."]
    if shown is not None:
        sentences.append(_what_comes(manual, document, shown))
    elif document.draft is not None:
        sentences.append("A draft is being written.")
    return Notice(tone=Tone.STOP, title="Nothing of this document is in force", sentences=tuple(sentences))


def announcement(manual: Manual, document: Document) -> Notice | None:
    """The next revision, beside the one in force."""
    coming = document.coming(manual.as_of)
    if coming is None or document.in_force(manual.as_of) is None:
        return None
    if document.status(coming, manual.as_of) is Status.APPROVED:
        title = f"Revision {coming.number} takes effect on {day_in_words(coming.effective_on)}"
    else:
        title = f"Revision {coming.number} is in preparation"
    change = coming.header.change
    sentences = [_what_comes(manual, document, coming)] if coming.effective_on is None else []
    if change and change.summary:
        sentences.append(f"What changes: {change.summary}")
    sentences.append("Until it takes effect, the text below holds.")
    return Notice(tone=Tone.NOTE, title=title, sentences=tuple(sentences))


def _what_comes(manual: Manual, document: Document, revision: Revision) -> str:
    if document.status(revision, manual.as_of) is Status.APPROVED:
        return f"Revision {revision.number} takes effect on {day_in_words(revision.effective_on)}."
    approvals = published(manual, approvals_of(manual, document, revision))
    given = listed([f"{each.who} ({each.proof})" for each in approvals.approved])
    waiting = listed([each.words for each in approvals.waiting])
    return " ".join(
        filter(
            None,
            (
                f"Revision {revision.number} is in review"
                + (f": it waits for the approval of {waiting}." if waiting else "."),
                f"Approved so far by {given}." if given else "",
                approvals.note,
            ),
        )
    )


def _named(manual: Manual, document_id: str) -> DocumentReference | None:
    document = manual.document(document_id)
    return reference_to(manual, document) if document else None
