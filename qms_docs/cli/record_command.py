"""`qms record`: records, begun, listed, taken in, shown, closed and amended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, day_option, preview_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["command"]


@click.group("record", epilog="Example: qms record new nonconformity --title 'Wrong label on batch 4411'")
def command() -> None:
    """Begin, list, take in, show, close and amend records."""


@command.command(
    "new", epilog="Example: qms record new risk --title 'Parts run out' --owner buyer --set process=purchasing"
)
@click.argument("kind", metavar="TYPE")
@click.option("--title", metavar="TEXT", help="What it is about, in a few words.")
@click.option("--owner", metavar="ROLE|PERSON", help="Who brings it to its end.")
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="A field; lists as [one, two]; repeated.")
@click.option("--period", metavar="PERIOD", help="Of a management review: 2026, 2026-H1, 2026-Q1, 2026-01..2026-06.")
@click.option("--edition", metavar="STANDARD", help="By whose letters it is compiled; default: the newest in use.")
@day_option("--as-of", "The day as of which it is compiled; default: the last of the period.")
@click.pass_obj
def new_command(
    folder: Path,
    kind: str,
    title: str | None,
    owner: str | None,
    given: tuple[str, ...],
    period: str | None,
    edition: str | None,
    as_of: date | None,
) -> int:
    """Begin a record with the next id of its type, in the folder of the type.

    On a terminal it asks for what the first state needs, and no more; fields that come later stand in the file as
    comments. A series such as satisfaction gets one row more: `--set id=SAT-2025-001` names which.

    With `--period` a management review has an input for every letter of the edition, compiled from the records:
    summary, trend against the period before, and sources. People complete it.
    `qms record new management-review --period 2026-H1`

    Exit status: 0 written; 1 no such type, or something stands against it; 2 an answer is missing; 3 could not check,
    or not write.
    """
    from qms_docs.cli.record_new import new_record, new_row
    from qms_docs.cli.record_review import asked_review

    asked = asked_review(kind, period, edition, as_of)
    status = new_row(folder, kind, given)
    return new_record(folder, kind, title, owner, given, asked) if status is None else status


@command.command("list", epilog="Example: qms record list corrective-action --format csv")
@click.argument("kind", metavar="[TYPE]", required=False)
@as_of_option
@preview_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def list_command(folder: Path, kind: str | None, as_of: date | None, form: str, *, preview: bool) -> None:
    """List the records of a type, or all of them, as they stand on the release branch.

    With a type, CSV and JSON have everything that the records say, amendments applied.
    """
    from qms_docs.cli.record_lists import list_records

    list_records(folder, kind, as_of, form, preview=preview)


@command.command("import", epilog="Example: qms record import nonconformity old-list.csv")
@click.argument("kind", metavar="TYPE")
@click.argument("file", metavar="FILE.csv", type=click.Path())
@click.option("--check", "check_only", is_flag=True, help="Say whether it could be taken in, and write nothing.")
@click.pass_obj
def import_command(folder: Path, kind: str, file: str, *, check_only: bool) -> int:
    """Take in records of a type from a table, all of them or none.

    The first line names fields of the type, as `qms record list TYPE --format csv` writes them and `qms schema TYPE`
    explains them; lists and groups are JSON. Without an id a record gets the next free one. Each record has to have
    what its state needs; nothing that exists is changed. Rows of a series, such as satisfaction, are added to the files
    that the column `file` names; those that stand there already are left out.

    Exit status: 0 written; 1 something in it cannot be taken in, or no such type; 2 wrong use; 3 could not
    check, read or write.
    """
    from qms_docs.cli.record_import import import_records

    return import_records(folder, kind, file, check_only=check_only)


@command.command("show", epilog="Example: qms record show CA-2026-001")
@click.argument("record_id", metavar="ID")
@as_of_option
@preview_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show_command(folder: Path, record_id: str, as_of: date | None, form: str, *, preview: bool) -> None:
    """Show a record: what it says, what is missing, what names it, and who changed it when."""
    from qms_docs.cli.record_lists import show_record

    show_record(folder, record_id, as_of, form, preview=preview)


@command.command("papers", epilog="Example: qms record papers AUD-2026-004 > papers.html")
@click.argument("record_id", metavar="ID")
@as_of_option
@preview_option
@click.pass_obj
def papers_command(folder: Path, record_id: str, as_of: date | None, *, preview: bool) -> None:
    """Print the working papers of an audit that is planned or in progress, as a page to take along.

    By process and by clause: documents in force on the day of the audit and what they ask for, what is to be followed
    up, and what to ask, with room for evidence. `qms pdf AUD-2026-004` makes a PDF of them.
    """
    from qms_docs.cli.common import opened
    from qms_docs.cli.output import give
    from qms_docs.cli.papers import papers_html

    with opened(folder) as source:
        give(papers_html(source, record_id, as_of, preview=preview))


@command.command("close", epilog="Example: qms record close NC-2026-007")
@click.argument("record_id", metavar="ID")
@click.option("--status", metavar="STATE", help="The final state, where the type has several.")
@click.option("--by", metavar="PERSON", help="Who closes it; asked for only where it was reopened by an amendment.")
@click.pass_obj
def close_command(folder: Path, record_id: str, status: str | None, by: str | None) -> int:
    """Set the final state and the day, or say what is missing.

    Exit status: 0 written, or closed already; 1 something is missing, or no such record; 2 an answer is missing;
    3 could not check, or not write.
    """
    from qms_docs.cli.record_edits import close_record

    return close_record(folder, record_id, status, by)


@command.command(
    "amend", epilog="Example: qms record amend NC-2026-007 --field product --new 'Batch 4412' --reason 'Wrong number.'"
)
@click.argument("record_id", metavar="ID")
@click.option("--field", "field", metavar="PATH", help="The field, as a path with dots: effectiveness.criterion.")
@click.option("--new", metavar="VALUE", help="What it is to say; lists as [one, two], an empty text for nothing.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--by", metavar="PERSON", help="Who amends; default: the person of git's key or address.")
@click.pass_obj
def amend_command(
    folder: Path, record_id: str, field: str | None, new: str | None, reason: str | None, by: str | None
) -> int:
    """Append an amendment: the field keeps its value, and what it is to say stands below it.

    `--field status` reopens a closed record.

    Exit status: 0 written; 1 no such record or field; 2 an answer is missing; 3 could not check, or not write.
    """
    from qms_docs.cli.record_edits import amend_record

    return amend_record(folder, record_id, field, new, reason, by)
