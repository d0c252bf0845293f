"""`qms show`: the text of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, asked_document, asked_manual, preview_option
from qms_docs.cli.results import Result, give_result
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.sources.loading import ManualSource

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
) -> int:
    """Print the text of a document that is in force; `md` gives its exact bytes.

    With --preview it is the text of the work tree, and what merging it today would do is said on standard error.
    """
    if revision is not None and as_of is not None:
        raise WrongUseError("`--revision` and `--as-of` do not go together: give one of them.")
    return give_result(folder, lambda source: _shown(source, document_id, revision, as_of, form, preview=preview))


def _shown(
    source: ManualSource, document_id: str, revision: str | None, as_of: date | None, form: str, *, preview: bool
) -> Result:
    from qms_docs.cli.shown_text import page_of, remarks_on, wanted_text

    manual = asked_manual(source, as_of, preview=preview)
    document = asked_document(source, manual, document_id)
    wanted = wanted_text(document, revision, manual)
    content = source.read(wanted.text.blob)
    shown = content if form == "md" else page_of(source, manual, document, wanted, content)
    remarks = remarks_on(document, wanted, manual)
    return Result(given=shown, before=tuple(f"{document.id}: {remark}" for remark in remarks))
