"""`qms approve`: the approval of a revision, signed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import asked_document, now, opened, side_of
from qms_docs.cli.output import ask, give, say, tell
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from qms_docs.approving.approve import Prepared
    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]


@click.command("approve", epilog="Example: qms approve SOP-004 --role quality-manager --key ~/.ssh/id_ed25519")
@click.argument("document_id", metavar="ID")
@click.option("--role", metavar="ROLE", help="Approve in this role; needed where you hold several that are asked for.")
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE", help="Your SSH key; default: git's signing key."
)
@click.option("--meaning", type=click.Choice(["approved", "reviewed"]), default="approved", show_default=True)
@click.option("--declared", is_flag=True, help="Sign nothing; counts only where the policy asks for no evidence.")
@click.option("--yes", is_flag=True, help="Do not ask at the end, also on a terminal.")
@click.pass_obj
def command(
    folder: Path, document_id: str, role: str | None, key: Path | None, meaning: str, *, declared: bool, yes: bool
) -> int:
    """Approve the committed text of a document, and write the approval as one new file.

    Shows who you are, what you approve and what has changed since the revision in force, and asks before it signs.
    Without a terminal nothing is asked: the call itself is the answer. Commit the file afterwards.

    The key may be a private key, or a public one whose private half is in an SSH agent or a hardware key; it has to
    stand in organization.yml, on the release branch.

    Exit status: 0 written, or given before; 1 the approval would not count, or was not wanted; 2 something that has to
    be named is missing; 3 no signature could be made, or nothing could be checked.
    """
    from qms_docs.approving.approve import Wish, prepare, write

    if declared and key is not None:
        raise WrongUseError("`--declared` and `--key` do not go together: with a key the approval is signed.")
    wish = Wish(at=now(), meaning=meaning, role=role, declared=declared, key=key and folder / key.expanduser())
    with opened(folder) as source:
        manual = source.manual(preview=True, merged=True)
        prepared = prepare(source, manual, asked_document(source, manual, document_id), wish, _ask_for_role)
        if prepared.given is not None:
            when, path = prepared.given.record.at_written, prepared.path
            say(f"There is nothing to do: you gave this approval on {when} ({path}).")
            return 0
        _show(source, prepared)
        if not yes and sys.stdin.isatty() and not _is_wanted(prepared.request.question):
            say("Nothing was written.")
            return 1
        signing = prepared.approver.key
        if signing is not None and signing.public.type.needs_touch:
            say("Touch your hardware key when it blinks.")
        path = write(source, prepared)
    give(f"{path}\n")
    say("This file is the approval: commit it and push it, with nothing else changed.")
    return 0


def _ask_for_role(roles: list[str]) -> str:
    if not sys.stdin.isatty():
        raise WrongUseError(f"You hold several roles that are asked for: name one with --role ({', '.join(roles)}).")
    answer = ""
    while answer not in roles:
        answer = ask(f"In which role: {', '.join(roles)}?")
    return answer


def _is_wanted(question: str) -> bool:
    return ask(f"{question} [y/N]").lower() in {"y", "yes"}


def _show(source: ManualSource, prepared: Prepared) -> None:
    from qms_docs.reports.approval_request import request_text
    from qms_docs.views.comparison import compare

    document, revision, current = prepared.subject.document, prepared.subject.revision, prepared.subject.in_force
    after = side_of(source, revision.text, revision.number)
    comparison = compare(document.id, side_of(source, current.text, current.number), after) if current else None
    tell(request_text(prepared.request, comparison, after))
