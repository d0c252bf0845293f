"""`qms review`: the record that somebody has looked whether a document still holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from qms_docs.cli.answers import answered
from qms_docs.cli.common import asked_document, opened
from qms_docs.cli.named_person import named_person
from qms_docs.cli.output import give, say

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_OUTCOMES = ("keep", "revise", "withdraw")


@click.command("review", epilog="Example: qms review SOP-004 --outcome keep --comment 'Read with the buyers.'")
@click.argument("document_id", metavar="ID")
@click.option("--outcome", type=click.Choice(_OUTCOMES), help="What is to happen with the document.")
@click.option("--comment", metavar="TEXT", help="What was looked at or found; may be empty.")
@click.option("--by", metavar="PERSON", help="Who has looked, by id; default: the person of git's key or address.")
@click.pass_obj
def command(folder: Path, document_id: str, outcome: str | None, comment: str | None, by: str | None) -> int:
    """Record a review of the revision in force: one row at the end of records/reviews/ID.csv.

    The next review is due one interval after the last review or issue. A review changes no document: after the
    outcome `revise` or `withdraw` begin that with `qms revise` or `qms obsolete`. What no option says is asked on a
    terminal.

    Exit status: 0 written, or nothing to do; 1 nothing is in force that could be reviewed, or nobody has that id; 2 an
    answer is missing; 3 could not check, or not write.
    """
    from qms_docs.revising.appended_rows import append_rows
    from qms_docs.revising.review import reviewed_revision

    with opened(folder) as source:
        manual = source.manual()
        document = asked_document(source, manual, document_id)
        today = source.today
        revision = reviewed_revision(document, today)
        proposed = source.manual(preview=True)
        row = {
            "date": today.isoformat(),
            "by": named_person(source, proposed, by, "--by", "Who has looked"),
            "revision": revision.number,
            "outcome": answered(outcome, "--outcome", "What is to happen with the document?", _OUTCOMES),
            "comment": answered(comment, "--comment", "What was looked at or found (may be empty)?", may_be_empty=True),
        }
        path = f"{proposed.policy.records}/reviews/{document_id}.csv"
        if not append_rows(source.repository.root, path, [row]):
            say(f"There is nothing to do: {path} has this review already.")
            return 0
        due = replace(document, reviewed_on=today).next_review(proposed.policy, today)
    give(f"{path}\n")
    say(f"Written: {row['by']} reviewed revision {revision.number} of {document_id} on {today}, in {path}.")
    following = {"revise": f"begin it with `qms revise {document_id}`, ", "withdraw": f"`qms obsolete {document_id}`, "}
    say(f"Next: {following.get(row['outcome'], '')}commit the record on a branch, and open a pull request.")
    if due is not None:
        say(f"Once that is merged, the next review is due by {due}.")
    return 0
