"""`qms build`: the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, today
from qms_docs.cli.given import given_manifest, previous_option
from qms_docs.cli.site import site_configuration, site_generator

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["command"]


@click.command("build", epilog="Example: qms build --as-of 2026-03-14")
@as_of_option
@click.option(
    "--mode",
    type=click.Choice(["auto", "controlled", "preview"]),
    default="auto",
    show_default=True,
    help="Controlled shows what is in force; preview shows the work tree under a banner, and has no past; auto "
    "chooses.",
)
@click.option("--strict", is_flag=True, help="Warnings stop the build too.")
@previous_option
@click.pass_obj
def command(folder: Path, as_of: date | None, mode: str, previous: str | None, *, strict: bool) -> None:
    """Build the site of the manual.

    Errors stop it, and the old site is left as it was; a preview, or a day in the past, is stopped by --strict alone.
    Exit status: 0 built, 1 not in order, 2 wrong usage or mkdocs.yml, 3 could not check. The site's manifest.json names
    every revision that was issued: keep it somewhere else, and give it to the next build with `--previous`.
    """
    configuration = site_configuration(folder)
    kept = given_manifest(folder, previous) if previous else None
    site_generator().build(configuration, mode=mode, as_of=as_of, strict=strict, today=today(), previous=kept)
