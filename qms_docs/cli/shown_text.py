"""The text of a document that `qms show` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.failures import CannotCheckError, UnknownThingError
from qms_docs.views.outlook import outlook
from qms_docs.views.words import gone_in_words, status_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["page_of", "remarks_on", "wanted_text"]


def wanted_text(document: Document, revision: str | None, manual: Manual) -> LineText:
    """The text of a revision, or the one that is in force, or in a preview the one that is proposed.

    Raises UnknownThingError where there is none.
    """
    if revision is not None:
        return _numbered(document, revision, manual).text
    return _proposed(document, manual) or _in_force(document, manual).text


def _numbered(document: Document, number: str, manual: Manual) -> Revision:
    proposed = document.draft if document.draft and document.draft.number == number else None
    revision = document.revision(number) or (proposed if manual.preview else None)
    if revision is None or (revision.proposed and not manual.preview):
        known = ", ".join(each.number for each in document.issued) or "none"
        raise UnknownThingError(f"{document.id} has no revision {number}. Issued revisions: {known}.")
    return revision


def _proposed(document: Document, manual: Manual) -> LineText | None:
    """The text as it stands in the work tree, where a preview asks for it; one that is gone from the line has none.

    Raises UnknownThingError where the proposed change takes the document away.
    """
    if not manual.preview:
        return None
    gone = document.vanished_by
    if gone is not None and gone.proposed:
        raise UnknownThingError(f"{document.id} does not stand in the work tree. {' '.join(outlook(manual, document))}")
    return document.latest if gone is None else None


def _in_force(document: Document, manual: Manual) -> Revision:
    day = manual.as_of
    revision = document.in_force(day)
    if revision is None:
        waiting = document.shown(day)
        words = status_in_words(document, waiting, day, manual.organization) if waiting else "It was never issued."
        number = f" Revision {waiting.number}: {words}" if waiting else f" {words}"
        raise UnknownThingError(f"No revision of {document.id} is in force on {day}.{number}")
    return revision


def remarks_on(document: Document, text: LineText, manual: Manual) -> Sequence[str]:
    """What a reader of the text has to know besides: what a proposal does, or that the document is withdrawn."""
    if manual.preview and text.entry.proposed:
        return outlook(manual, document)
    if gone := gone_in_words(document, manual.as_of):
        return (gone,)
    revision = _revision_of(document, text)
    if revision is None or revision is document.draft:
        return ("Draft: not issued, nobody works by it.",)
    if revision is document.in_force(manual.as_of) and document.is_obsolete(manual.as_of):
        return (status_in_words(document, revision, manual.as_of, manual.organization),)
    return ()


def _revision_of(document: Document, text: LineText) -> Revision | None:
    """The revision under whose number a text stands; None where the text has no usable number yet."""
    if document.draft is not None and document.draft.text is text:
        return document.draft
    return document.revision(text.header.revision or "")


def page_of(source: ManualSource, manual: Manual, document: Document, text: LineText, content: bytes) -> str:
    """The text as a page that stands alone.

    Raises CannotCheckError for a text too long to be drawn, and UnknownThingError for one without a number.
    """
    from qms_docs.exports.page import page_html
    from qms_docs.figures.page_figures import PageFigures
    from qms_docs.sources.excess import excess
    from qms_docs.sources.pages import split_page
    from qms_docs.sources.tables import fenced_tables

    revision = _revision_of(document, text)
    if revision is None:
        raise UnknownThingError(f"The text of {document.id} has no revision number yet: leave out `--format html`.")
    body, _ = split_page(content)
    if more_than := excess(body):
        fact = f"Revision {revision.number} of {document.id} has more than {more_than}, too many to be drawn."
        raise CannotCheckError(fact, "Leave out `--format html`, and divide the text in its next revision.")
    files = {each.name: each.blob for each in text.text.files}
    tables = fenced_tables(lambda name: source.read(files[name]) if name in files else None)
    figures = PageFigures(source.store.drawer("figures").find)
    formulas = source.site_settings.formulas
    return page_html(manual, document, revision, text, body, tables, figures, formulas=formulas)
