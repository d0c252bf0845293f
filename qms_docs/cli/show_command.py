"""`qms show`: the text of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, asked_document, opened, preview_option
from qms_docs.cli.output import give, say
from qms_docs.failures import CannotCheckError, UnknownThingError, WrongUseError
from qms_docs.views.words import status_in_words

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["command"]


@click.command("show", epilog="Example: qms show SOP-004 --revision 2")
@click.argument("document_id", metavar="ID")
@click.option("--revision", metavar="N", help="This revision, whatever its status.")
@as_of_option
@preview_option
@click.option("--format", "form", type=click.Choice(["md", "html"]), default="md", show_default=True)
@click.pass_obj
def command(
    folder: Path, document_id: str, revision: str | None, as_of: date | None, form: str, *, preview: bool
) -> None:
    """Print the text of a document that is in force; `md` gives its exact bytes."""
    if revision is not None and as_of is not None:
        raise WrongUseError("`--revision` and `--as-of` do not go together: give one of them.")
    with opened(folder) as source:
        manual = source.manual(as_of, preview=preview)
        document = asked_document(manual, document_id)
        wanted = _numbered(document, revision, manual) if revision is not None else _in_force(document, manual)
        content = source.read(wanted.text.text.blob)
    if wanted is document.in_force(manual.as_of) and document.is_obsolete(manual.as_of):
        say(f"{document.id}: {status_in_words(document, wanted, manual.as_of, manual.organization)}")
    if form == "md":
        give(content)
        return
    from qms_docs.exports.page import page_html
    from qms_docs.sources.excess import excess
    from qms_docs.sources.front_matter import split_page

    body, _ = split_page(content)
    if more_than := excess(body):
        fact = f"Revision {wanted.number} of {document.id} has more than {more_than}, too many to be drawn."
        raise CannotCheckError(fact, "Leave out `--format html`, and divide the text in its next revision.")
    give(page_html(manual, document, wanted, body))


def _numbered(document: Document, number: str, manual: Manual) -> Revision:
    proposed = document.draft if document.draft and document.draft.number == number else None
    revision = document.revision(number) or (proposed if manual.preview else None)
    if revision is None or (revision.proposed and not manual.preview):
        known = ", ".join(each.number for each in document.issued) or "none"
        raise UnknownThingError(f"{document.id} has no revision {number}. Issued revisions: {known}.")
    return revision


def _in_force(document: Document, manual: Manual) -> Revision:
    day = manual.as_of
    if manual.preview and document.vanished_by is None:
        latest = document.draft or document.revision(document.latest.header.revision or "")
        if latest is not None:
            return latest
    revision = document.in_force(day)
    if revision is None:
        waiting = document.shown(day)
        words = status_in_words(document, waiting, day, manual.organization) if waiting else "It was never issued."
        number = f" Revision {waiting.number}: {words}" if waiting else f" {words}"
        raise UnknownThingError(f"No revision of {document.id} is in force on {day}.{number}")
    return revision
