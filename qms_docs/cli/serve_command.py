"""`qms serve`: the site while it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, today
from qms_docs.cli.site import site_configuration, site_generator

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["command"]


@click.command("serve", epilog="Example: qms serve --address localhost:8001")
@as_of_option
@click.option("--strict", is_flag=True, help="Findings stop the preview too.")
@click.option("--address", metavar="HOST:PORT", help="Where to listen (default: localhost:8000).")
@click.pass_obj
def command(folder: Path, as_of: date | None, address: str | None, *, strict: bool) -> None:
    """Show the manual as a preview that follows every edit, until Ctrl+C.

    With a day in the past it is the manual as it stood then.
    """
    configuration = site_configuration(folder)
    site_generator().serve(configuration, as_of=as_of, strict=strict, today=today(), address=address)
