"""`qms pdf`: documents, or the whole manual, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, asked_document, asked_manual, opened, preview_option
from qms_docs.cli.output import give, say
from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from qms_docs.cli.wanted_texts import AskedText
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]

_WHOLE = "manual.pdf"
_MANY = 50
"""Documents from which on nobody should wonder whether anything is happening."""


@click.command("pdf", epilog="Example: qms pdf SOP-004 -o prints")
@click.argument("ids", metavar="[ID ...]", nargs=-1)
@click.option("-o", "--output", metavar="DIR", default="pdf", show_default=True, help="The folder for the files.")
@click.option("--revision", metavar="N", help="This revision of the one document, whatever its status.")
@click.option("--each", is_flag=True, help="A file for every document instead of one for the whole manual.")
@as_of_option
@preview_option
@click.pass_obj
def command(
    folder: Path,
    ids: tuple[str, ...],
    output: str,
    revision: str | None,
    as_of: date | None,
    *,
    each: bool,
    preview: bool,
) -> None:
    """Print documents as PDF, or, without ids, the whole manual with contents in one file.

    Every page says which revision it is, since when it is in force and who approved it; with `site_url` in mkdocs.yml
    it carries a code that leads to the page that says whether this still holds. What is not in force is marked across
    every page. Restricted documents are printed only when they are named. The same commit and day give the same bytes.

    With the id of an audit that is planned or in progress, its working papers: what to ask and to look at, with room.
    """
    from qms_docs.cli.papers import is_audit, papers_pdf
    from qms_docs.cli.site import site_configuration
    from qms_docs.exports.pdf_bytes import require_printer

    if revision is not None and (len(ids) != 1 or as_of is not None):
        raise WrongUseError("`--revision` goes with exactly one id, and without `--as-of`.")
    if ids and each:
        raise WrongUseError("`--each` prints every document, so it goes with no id.")
    audits = [each for each in dict.fromkeys(ids) if is_audit(each)]
    if audits and revision is not None:
        raise WrongUseError(f"An audit has no revisions: leave out `--revision` for {audits[0]}.")
    configuration = None if audits and len(audits) == len(set(ids)) else site_configuration(folder)
    require_printer()
    with opened(folder) as source:
        for audit in audits:
            give(f"{_written(folder, output, f'{audit}.pdf', papers_pdf(source, audit, as_of, preview=preview))}\n")
        if configuration is None:
            return
        ids = tuple(each for each in ids if each not in audits)
        manual = asked_manual(source, as_of, preview=preview)
        asked = _named(source, manual, ids, revision) if ids else _all(manual)
        if ids or each:
            files = [(f"{one.document.id}{f'-revision-{revision}' if revision else ''}.pdf", [one]) for one in asked]
        else:
            files = [(_WHOLE, asked)]
            if len(asked) >= _MANY:
                say(f"Printing {len(asked)} documents in one file takes minutes; `--each` shows one after the other.")
        for name, texts in files:
            printed = _printed(configuration, source, manual, texts, whole=not (ids or each))
            give(f"{_written(folder, output, name, printed)}\n")


def _named(source: ManualSource, manual: Manual, ids: Sequence[str], revision: str | None) -> list[AskedText]:
    from qms_docs.cli.wanted_texts import asked_text

    return [asked_text(manual, asked_document(source, manual, each), revision) for each in dict.fromkeys(ids)]


def _all(manual: Manual) -> list[AskedText]:
    """What is in force and not restricted.

    Raises UnknownThingError where that is nothing.
    """
    from qms_docs.cli.wanted_texts import texts_in_force
    from qms_docs.views.printed_document import is_restricted

    everything = texts_in_force(manual)
    found = [each for each in everything if not is_restricted(manual, each.document)]
    left_out = len(everything) - len(found)
    if left_out:
        say(f"Left out, because they are restricted: {left_out}. Name them to print them.")
    if not found:
        raise UnknownThingError(f"No document is in force on {manual.as_of} that could be printed without being named.")
    return found


def _printed(
    configuration: Path, source: ManualSource, manual: Manual, asked: Sequence[AskedText], *, whole: bool
) -> bytes:
    from qms_docs.cli.site import site_generator
    from qms_docs.exports.pdf_bytes import pdf_bytes
    from qms_docs.exports.pdf_page import pdf_page
    from qms_docs.exports.site_text import WantedText
    from qms_docs.views.printed_document import printed_document

    wanted = [WantedText(document=each.document.id, text=each.text) for each in asked]
    together = frozenset(each.document.id for each in asked)
    texts = site_generator().texts(configuration, source, manual, wanted, together)
    documents = [printed_document(manual, each.document, each.revision, each.text) for each in asked]
    name = "The manual" if whole else documents[0].id
    return pdf_bytes(pdf_page(manual, documents, texts, whole=whole), texts.files, name)


def _written(folder: Path, output: str, name: str, content: bytes) -> Path:
    from qms_docs.writing.output_file import write_output

    return write_output(folder / output, name, content)
