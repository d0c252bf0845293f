"""`qms pack`: everything that an auditor asks for on one day, in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, opened
from qms_docs.cli.output import give, say
from qms_docs.failures import UnknownThingError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.exports.pack.packing import Packed

__all__ = ["command"]


@click.command("pack", epilog="Example: qms pack --as-of 2026-03-14 --records management-review -o audit.zip")
@click.option("-o", "--output", metavar="FILE", required=True, help="The ZIP file to write.")
@as_of_option
@click.option("--record", "records", metavar="ID", multiple=True, help="Take in this record as a whole; repeatable.")
@click.option("--records", "types", metavar="TYPE", multiple=True, help="Take in all of a type, or `all`; repeatable.")
@click.option("--include-restricted", is_flag=True, help="Take in what is restricted, too.")
@click.option("--no-pdf", is_flag=True, help="Leave out the PDF of texts.")
@click.option("--force", is_flag=True, help="Replace FILE also where it is no audit pack.")
@click.pass_obj
def command(
    folder: Path,
    output: str,
    as_of: date | None,
    records: tuple[str, ...],
    types: tuple[str, ...],
    *,
    include_restricted: bool,
    no_pdf: bool,
    force: bool,
) -> None:
    """Pack texts, histories, approvals and lists of a day into one ZIP file, which anybody can check offline.

    It holds pages for a browser, PDF, redlines, signatures with keys, the history in git, and a program that verifies
    all of it with Python alone (`qms verify FILE` does the same). Restricted documents and records stay out unless they
    are asked for, and with them the history in git, which holds everything; the pack says how many there are. Of
    records there is an index, and those that are chosen. The same commit, day and choice give the same bytes; what is
    not on the release line has no part in it. The SHA-256 of the file is printed: keep it, and give it to the auditor
    by another way than the file. Findings of the day stop nothing and stand in the pack.
    """
    from qms_docs.cli.packing import packed_into, replaceable
    from qms_docs.cli.site import site_configuration
    from qms_docs.exports.pack.request import Request
    from qms_docs.writing.output_file import growing_output

    if output == "-":
        raise click.UsageError("A pack is written to a file: name one with `-o`, such as audit.zip.")
    request = Request(records=frozenset(records), record_types=frozenset(types), pdf=not no_pdf)
    configuration = site_configuration(folder)
    if request.pdf:
        from qms_docs.exports.pdf_bytes import require_printer

        require_printer("`qms pack` makes PDF of the texts, for which it", "; or leave them out with `--no-pdf`")
    target = folder / output
    with opened(folder) as source:
        manual = source.manual(as_of)
        if manual.commit is None:
            raise UnknownThingError(f"There was no manual yet on {manual.as_of}: nothing was on the release line.")
        frozen = source.frozen_at(manual.commit, manual.as_of)
        with growing_output(target, replaces=lambda path: force or replaceable(path)) as stream:
            packed = packed_into(stream, configuration, frozen, manual.as_of, request, everything=include_restricted)
        if source.dirty:
            say("What is not on the release line has no part in the pack.")
    _tell(packed)
    give(f"{packed.sha256}  {target}\n")


def _tell(packed: Packed) -> None:
    from qms_docs.reports.findings import outcome

    say(f"Findings of the day stand in the pack. {outcome(packed.report)}")
    for document, why in packed.unprinted.items():
        say(f"{document} has no PDF in it. {why}")
    out = packed.left_out
    if out:
        say(
            f"Left out, because restricted: documents {out.documents}, earlier revisions {out.revisions}, records "
            f"{out.records}, findings about them {out.findings}. `--include-restricted` takes them in."
        )
    if not packed.bundled:
        say("The history in git is left out, because it cannot be separated from restricted texts.")
    say(f"{packed.files:,} files. Check it with `qms verify`, or with the verify.py in it.")
