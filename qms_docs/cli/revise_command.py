"""`qms revise`: the next revision of a document, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.answers import answered, one_line
from qms_docs.cli.begun import say_effective, say_next
from qms_docs.cli.common import asked_document, day_option, opened
from qms_docs.cli.output import give, say

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.header import Change
    from qms_docs.revising.standing import StandingText

__all__ = ["command"]

_CLASSES = ("major", "minor", "editorial")
_REQUEST = "Which change request does it carry out (the type asks for one)?"


@click.command("revise", epilog="Example: qms revise SOP-004 --class minor --request CR-2026-014")
@click.argument("document_id", metavar="ID")
@click.option("--class", "kind", type=click.Choice(_CLASSES), help="How much changes for those who work by it.")
@click.option("--summary", metavar="TEXT", help="What changes, in one plain sentence.")
@click.option("--reason", metavar="TEXT", help="Why it changes.")
@click.option("--request", metavar="ID", help="The change request, if there is one.")
@day_option("--effective", "Not in force before this day; otherwise as soon as it is approved.")
@click.pass_obj
def command(
    folder: Path,
    document_id: str,
    kind: str | None,
    summary: str | None,
    reason: str | None,
    request: str | None,
    effective: date | None,
) -> int:
    """Begin the next revision: the next number and what changes, in the front matter of the file.

    Nothing else in the file is touched: edit the text before or afterwards. What no option says is asked on a
    terminal. An `effective` day of the revision before that has passed is taken out; one that is still to come stays.

    Exit status: 0 written, or nothing to do; 1 the document cannot be revised; 2 an answer is missing; 3 could not
    check, or not write.
    """
    from qms_docs.model.header import Change, ChangeClass
    from qms_docs.revising.revise import nothing_to_revise, revise
    from qms_docs.revising.standing import read_standing_text, refuse_outdated

    asked = Change(
        kind=ChangeClass(kind) if kind else None,
        summary=None if summary is None else one_line(summary, "--summary"),
        reason=None if reason is None else one_line(reason, "--reason"),
        request=None if request is None else one_line(request, "--request"),
    )
    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True)
        standing = read_standing_text(source, manual, asked_document(source, manual, document_id))
        nothing = nothing_to_revise(standing, asked, effective)
        if nothing is not None:
            say(f"There is nothing to do: {nothing}")
            return 0
        refuse_outdated(source, standing)
        begun = revise(standing, _answered(asked, standing), effective)
    give(f"{begun.path}\n")
    say(f"Written: revision {begun.header.revision} of {document_id}, and what changes, in {begun.path}.")
    say_effective(manual, begun.header, begun.dropped)
    say_next(manual, begun.header, "edit the text, ")
    return 0


def _answered(asked: Change, standing: StandingText) -> Change:
    """What is asked for; what nobody said now is taken from what the file says of this revision already."""
    from qms_docs.model.header import Change, ChangeClass

    begun, type_ = standing.change, standing.policy.type_of(standing.header)
    known, request = asked.kind or begun.kind, asked.request or begun.request
    kind = answered(known.value if known else None, "--class", "How much changes for those who work by it?", _CLASSES)
    return Change(
        kind=ChangeClass(kind),
        summary=answered(asked.summary or begun.summary, "--summary", "What changes, in one plain sentence?"),
        reason=answered(asked.reason or begun.reason, "--reason", "Why does it change?"),
        request=answered(request, "--request", _REQUEST, usual="", may_be_empty=True) or None
        if type_ and type_.request_required
        else request,
    )
