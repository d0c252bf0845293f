"""`qms acknowledge`: read and understood, by person, revision and digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import asked_document, opened
from qms_docs.cli.named_person import named_person
from qms_docs.cli.output import give, say
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]


@click.command("acknowledge", epilog="Example: qms acknowledge SOP-004")
@click.argument("document_id", metavar="ID", required=False)
@click.option("--person", metavar="PERSON", help="Who has read it, by id; default: the person of git's key or address.")
@click.option("--revision", metavar="N", help="An approved one that is to take effect; default: the one in force.")
@click.option("--import", "table", metavar="FILE|-", help="Take in a CSV file: person,document,revision,on.")
@click.pass_obj
def command(folder: Path, document_id: str | None, person: str | None, revision: str | None, table: str | None) -> int:
    """Record that somebody has read and understood a document: one row in records/acknowledgements/ID.csv.

    The row names the revision and the digest of its text, so that it is known for ever what was read. With --import
    rows come from a list, such as that of a training: columns person (the id or an address), document, revision and
    on (the day); all of them are taken in, or none.

    Exit status: 0 written, or nothing to do; 1 nothing that could be acknowledged, or somebody nobody knows; 2 an
    answer is missing; 3 could not check, or not write.
    """
    if table is not None:
        if document_id or person or revision:
            raise WrongUseError("--import takes everything from the file: leave out ID, --person and --revision.")
        from qms_docs.cli.imported_acknowledgements import take_in

        return take_in(folder, table)
    if document_id is None:
        raise WrongUseError("Name the document, such as `qms acknowledge SOP-004`, or a file with --import.")
    return _one(folder, document_id, person, revision)


def _one(folder: Path, document_id: str, person: str | None, number: str | None) -> int:
    from qms_docs.revising.acknowledge import acknowledged, acknowledgement_row, read_revision
    from qms_docs.revising.appended_rows import append_rows

    with opened(folder) as source:
        document = asked_document(source, source.manual(), document_id)
        today = source.today
        revision = read_revision(document, number, today)
        proposed = source.manual(preview=True, judged=True, merged=True)
        who = named_person(source, proposed, person, "--person", "Who has read it")
        known = acknowledged(proposed, who, revision)
        if known is not None:
            say(f"There is nothing to do: {who} acknowledged revision {revision.number} of {document.id} on {known}.")
            return 0
        path = f"{proposed.policy.records}/acknowledgements/{document.id}.csv"
        append_rows(source.repository.root, path, [acknowledgement_row(who, revision, today, "commit")])
    give(f"{path}\n")
    say(f"Written: {who} acknowledged revision {revision.number} of {document.id} on {today}, in {path}.")
    say("Next: commit it on a branch, and open a pull request.")
    return 0
