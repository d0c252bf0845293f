"""`qms revise`: the next revision of a document, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.answers import answered
from qms_docs.cli.common import asked_document, opened
from qms_docs.cli.output import give, say

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_CLASSES = ("major", "minor", "editorial")


@click.command(
    "revise",
    epilog="Example: qms revise SOP-004 --class minor --request CR-2026-014",
)
@click.argument("document_id", metavar="ID")
@click.option("--class", "kind", type=click.Choice(_CLASSES), help="How much changes for those who work by it.")
@click.option("--summary", metavar="TEXT", help="What changes, in one plain sentence.")
@click.option("--reason", metavar="TEXT", help="Why it changes.")
@click.option("--request", metavar="ID", help="The change request, if there is one.")
@click.pass_obj
def command(
    folder: Path, document_id: str, kind: str | None, summary: str | None, reason: str | None, request: str | None
) -> int:
    """Begin the next revision: the next number and what changes, in the front matter of the file.

    Nothing else in the file is touched: edit the text afterwards. What no option says is asked on a terminal.

    Exit status: 0 written, or nothing to do; 1 the document cannot be revised; 2 an answer is missing; 3 could not
    check, or not write.
    """
    from qms_docs.model.header import Change, ChangeClass
    from qms_docs.revising.revise import nothing_to_revise, revise
    from qms_docs.revising.standing import read_standing_text

    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True)
        standing = read_standing_text(source, manual, asked_document(source, manual, document_id))
        nothing = nothing_to_revise(standing)
        if nothing is not None:
            say(f"There is nothing to do: {nothing}")
            return 0
        change = Change(
            kind=ChangeClass(answered(kind, "--class", "How much changes for those who work by it?", _CLASSES)),
            summary=answered(summary, "--summary", "What changes, in one plain sentence?"),
            reason=answered(reason, "--reason", "Why does it change?"),
            request=None if request is None else answered(request, "--request", "Which change request?"),
        )
        path, number = revise(standing, change)
    give(f"{path}\n")
    say(f"{document_id} is revision {number} now: edit its text, then `qms check`.")
    if standing.header.effective is not None:
        say(f"It still states the effective day {standing.header.effective}: change it or take it out.")
    return 0
