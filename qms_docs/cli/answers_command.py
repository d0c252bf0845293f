"""`qms answers`: what auditors ask, answered for a sample of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, asked_document, asked_manual
from qms_docs.cli.results import Result, give_result

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]


@click.command("answers", epilog="Example: qms answers SOP-004 SOP-009 --format html > answers.html")
@click.argument("document_ids", metavar="ID...", nargs=-1, required=True)
@as_of_option
@click.option("--format", "form", type=click.Choice(["text", "html", "csv", "json"]), default="text", show_default=True)
@click.pass_obj
def command(folder: Path, document_ids: tuple[str, ...], as_of: date | None, form: str) -> int:
    """Answer what auditors ask, for a sample of documents.

    Which revision holds, who approved it, what changed and why, what held before, what is due: for each document in
    the order given, as text, as a page to print, or as CSV with a line for each document.
    """
    return give_result(folder, lambda source: _answered(source, document_ids, as_of, form))


def _answered(source: ManualSource, document_ids: tuple[str, ...], as_of: date | None, form: str) -> Result:
    from qms_docs.exports.answers import answers_html
    from qms_docs.reports.answers import answers_csv, answers_json, answers_text
    from qms_docs.views.answers import answers_of

    manual = asked_manual(source, as_of, preview=False)
    documents = [asked_document(source, manual, each) for each in dict.fromkeys(document_ids)]
    sample = answers_of(manual, documents)
    if form == "html":
        return Result(given=answers_html(manual, sample))
    return Result(given={"text": answers_text, "csv": answers_csv, "json": answers_json}[form](sample))
