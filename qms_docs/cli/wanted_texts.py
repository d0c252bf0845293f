"""Which text of a document a command is asked for, where it is not asked for the one in force alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import UnknownThingError
from qms_docs.values import dataclass
from qms_docs.views.words import status_in_words

if TYPE_CHECKING:
    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual

__all__ = ["AskedText", "asked_text", "texts_in_force"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedText:
    """A text of a document with the revision that it is or stands under, where it has a usable number."""

    document: Document
    revision: Revision | None
    text: LineText


def asked_text(manual: Manual, document: Document, number: str | None) -> AskedText:
    """The revision with that number; without one the text in force, and in a preview the one of the work tree.

    Raises UnknownThingError where there is none.
    """
    if number is not None:
        return _numbered(manual, document, number)
    if manual.preview and document.vanished_by is None:
        return _proposed(document)
    revision = document.in_force(manual.as_of)
    if revision is None:
        raise UnknownThingError(_nothing_in_force(manual, document))
    return AskedText(document=document, revision=revision, text=revision.text)


def texts_in_force(manual: Manual) -> list[AskedText]:
    """Of every document the text that people work by on the day; in a preview the one of the work tree."""
    if manual.preview:
        standing = (each for each in manual.documents if each.vanished_by is None)
        return [_proposed(each) for each in standing]
    found = (
        (document, document.effective(manual.as_of)) for document in manual.documents if document.vanished_by is None
    )
    return [AskedText(document=document, revision=each, text=each.text) for document, each in found if each]


def _numbered(manual: Manual, document: Document, number: str) -> AskedText:
    draft = document.draft if document.draft and document.draft.number == number and manual.preview else None
    revision = document.revision(number) or draft
    if revision is None or (revision.proposed and not manual.preview):
        known = ", ".join(each.number for each in document.issued) or "none"
        raise UnknownThingError(f"{document.id} has no revision {number}. Issued revisions: {known}.")
    return AskedText(document=document, revision=revision, text=revision.text)


def _proposed(document: Document) -> AskedText:
    latest = document.latest
    number = latest.header.revision
    revision = document.draft or (document.revision(number) if number else None)
    return AskedText(document=document, revision=revision, text=latest)


def _nothing_in_force(manual: Manual, document: Document) -> str:
    waiting = document.shown(manual.as_of)
    words = status_in_words(document, waiting, manual.as_of, manual.organization) if waiting else "It was never issued."
    number = f"Revision {waiting.number}: {words} `--revision {waiting.number}` prints it." if waiting else words
    return f"No revision of {document.id} is in force on {manual.as_of}. {number}"
