"""`qms history`: the revisions of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, asked_document, asked_manual, preview_option
from qms_docs.cli.results import Result, give_result

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]


@click.command("history", epilog="Example: qms history SOP-004")
@click.argument("document_id", metavar="ID")
@as_of_option
@preview_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def command(folder: Path, document_id: str, as_of: date | None, form: str, *, preview: bool) -> int:
    """Show the revision history of a document, newest first, as it is worked out from git.

    With --preview drafts and proposed revisions are listed, with what merging them today would bring.
    """
    return give_result(folder, lambda source: _history(source, document_id, as_of, form, preview=preview))


def _history(source: ManualSource, document_id: str, as_of: date | None, form: str, *, preview: bool) -> Result:
    from qms_docs.reports.revisions import history_json, history_table
    from qms_docs.views.revision_history import revision_history

    manual = asked_manual(source, as_of, preview=preview)
    history = revision_history(manual, asked_document(source, manual, document_id))
    never = f"{history.id} was never issued. `qms history {history.id} --preview` shows its draft."
    written = (history_json if form == "json" else history_table)(history, preview=preview)
    return Result(given=written, before=() if history.revisions else (never,))
