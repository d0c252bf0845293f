"""`qms obsolete`: the revision that withdraws a document from use, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.answers import answered, answered_day, one_line
from qms_docs.cli.begun import say_effective, say_next
from qms_docs.cli.common import asked_document, day_option, opened
from qms_docs.cli.output import give, say

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["command"]

_NONE = "none"


@click.command("obsolete", epilog="Example: qms obsolete SOP-014 --date 2027-01-31 --successor SOP-020")
@click.argument("document_id", metavar="ID")
@day_option("--date", "The day from which nobody works by it any more.")
@click.option("--successor", metavar="ID|none", help="The document that takes its place.")
@click.option("--summary", metavar="TEXT", help="What changes for those who worked by it, in one plain sentence.")
@click.option("--reason", metavar="TEXT", help="Why it is withdrawn.")
@click.pass_obj
def command(
    folder: Path, document_id: str, date: date | None, successor: str | None, summary: str | None, reason: str | None
) -> int:
    """Begin to withdraw a document from use: a revision of its own, which is approved like any other.

    The next number, `change` and `obsolete` are put into the front matter of the file; nothing else is touched. The
    file can be deleted once the document is obsolete; its page stays, with a notice and the successor. What no option
    says is asked on a terminal.

    Exit status: 0 written, or nothing to do; 1 the document cannot be withdrawn, or there is no such successor; 2 an
    answer is missing; 3 could not check, or not write.
    """
    from qms_docs.model.header import Obsolescence
    from qms_docs.revising.standing import read_standing_text, refuse_outdated
    from qms_docs.revising.withdraw import nothing_to_withdraw, withdraw

    name = None if successor is None else one_line(successor, "--successor")
    asked = Obsolescence(
        day=date,
        successor=None if name == _NONE else name,
        successor_stated=name is not None,
        reason=None if reason is None else one_line(reason, "--reason"),
    )
    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True)
        document = asked_document(source, manual, document_id)
        standing = read_standing_text(source, manual, document)
        nothing = nothing_to_withdraw(standing, asked)
        if nothing is not None:
            say(f"There is nothing to do: {nothing}")
            return 0
        refuse_outdated(source, standing)
        day = answered_day(date, "--date", "From which day does nobody work by it any more?")
        after = _successor(manual, document, name)
        said = answered(summary, "--summary", "What changes for those who worked by it, in one plain sentence?")
        why = answered(asked.reason, "--reason", "Why is it withdrawn?")
        obsolete = Obsolescence(day=day, successor=after.id if after else None, successor_stated=True, reason=why)
        begun = withdraw(standing, obsolete, said)
    give(f"{begun.path}\n")
    say(f"Written: revision {begun.header.revision} of {document_id}, which withdraws it from use, in {begun.path}.")
    say_effective(manual, begun.header, begun.dropped)
    _say_around(manual, document, day, after)
    say_next(manual, begun.header, "")
    return 0


def _successor(manual: Manual, document: Document, name: str | None) -> Document | None:
    """The document that takes its place, or none; raises as `find_successor` does."""
    from qms_docs.revising.withdraw import find_successor

    name = answered(name, "--successor", f"Which document takes its place ({_NONE} where none does)?")
    return None if name == _NONE else find_successor(manual, document, name)


def _say_around(manual: Manual, document: Document, day: date, after: Document | None) -> None:
    """What the withdrawal means for others."""
    from qms_docs.views.referring import referring

    if day <= manual.as_of:
        say(f"{day} has come already: it is obsolete as soon as this revision is approved.")
    if after is not None and after.effective(manual.as_of) is None:
        say(f"{after.id} is not in force yet: see that it is by {day}.")
    others = referring(manual, document)
    if others:
        say(
            f"Documents that refer to it: {', '.join(others)}. Take the references out in a revision of each, or `qms "
            "check` reports them from the day on which it is obsolete (DC401)."
        )
