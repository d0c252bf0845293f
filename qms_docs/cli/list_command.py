"""`qms list`: the master document list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, asked_manual, preview_option
from qms_docs.cli.results import Result, give_result

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]


@click.command("list", epilog="Example: qms list --as-of 2026-03-14")
@as_of_option
@preview_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def command(folder: Path, as_of: date | None, form: str, *, preview: bool) -> int:
    """Show the master document list: what is in force and what comes next.

    With --preview also what merging the branch or the work tree today would bring (`on_merge` in JSON and CSV).
    """
    return give_result(folder, lambda source: _listed(source, as_of, form, preview=preview))


def _listed(source: ManualSource, as_of: date | None, form: str, *, preview: bool) -> Result:
    from qms_docs.reports.listing import listing_csv, listing_json, listing_table
    from qms_docs.views.master_list import master_list

    manual = asked_manual(source, as_of, preview=preview)
    rows = master_list(manual)
    written = {"table": listing_table, "csv": listing_csv, "json": listing_json}[form](rows, preview=preview)
    return Result(given=written, before=() if rows else (f"No document was issued by {manual.as_of}.",))
