"""`qms init`: a manual, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import day_option, today
from qms_docs.cli.init_answers import Asked, beginning_of
from qms_docs.cli.init_demo import with_demo
from qms_docs.cli.output import give, say

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.starting.beginning import Beginning

__all__ = ["command"]

_FORGES = ("github", "gitlab", "gitea", "none")


@click.command("init", epilog='Example: qms init quality-manual --organization "Acme Tools" --forge github')
@click.argument("target", metavar="[DIR]", default=".")
@click.option("--organization", metavar="NAME", help="Its name; default: that of the folder.")
@click.option("--forge", type=click.Choice(_FORGES), help="Where changes are proposed; default: that of the remote.")
@click.option("--standards", metavar="LIST", help="With commas; default: iso9001:2015,iso9001:2026; or none.")
@click.option("--numbering", type=click.Choice(["integer", "letter", "major.minor"]), help="Default: integer.")
@click.option("--audience", type=click.Choice(["internal", "public"]), help="Who may read the site; default: internal.")
@click.option("--approvers", metavar="ROLES", help="Who approves; default: owner,quality-manager; or none.")
@click.option("--authors-may-approve", is_flag=True, help="Nobody else than the authors has to approve.")
@click.option("--evidence", type=click.Choice(["declared", "attested", "signed"]), help="What proves an approval.")
@click.option("--roles", metavar="ROLES", help="The roles that you hold; default: quality-manager.")
@click.option("--account", metavar="NAME", help="Your account on the forge.")
@click.option("--jobs", metavar="ADDRESS@DIGEST", help="The release of qms-docs whose jobs the forge runs.")
@day_option("--complete-by", "Until then clauses may be without a document in force; default: six months.")
@click.option("--minimal", is_flag=True, help="Without starter documents, for those who bring their own.")
@click.option("--keep", is_flag=True, help="Leave files that exist as they are, and write the others.")
@click.pass_obj
@with_demo
def command(
    folder: Path,
    /,
    target: str,
    complete_by: date | None,
    *,
    authors_may_approve: bool,
    minimal: bool,
    keep: bool,
    **given: str | None,
) -> int:
    """Begin a manual in DIR, or here: policy, people, starter documents as drafts, records, jobs, and a README.

    What no option says is asked on a terminal, and taken for granted elsewhere; afterwards it is said which. A folder
    that is no repository becomes one, with a first commit. In a repository files are only added. Nothing that exists
    is ever replaced: where something is in the way, nothing is written. With --demo it is a repository to look at: the
    sample organization after years of work, with records and signed approvals, in a folder that is new or empty.

    Exit status: 0 written, or nothing to do; 1 files are in the way; 2 wrong usage; 3 could not look, or not write.
    """
    from qms_docs.starting.files import manual_files
    from qms_docs.starting.ground import survey
    from qms_docs.starting.placing import place, refuse_obstacles, resolved

    ground = survey(resolved(folder, target))
    asked = Asked(given=given, independent=not authors_may_approve, complete_by=complete_by, minimal=minimal)
    beginning = beginning_of(ground, asked, today())
    files = manual_files(beginning)
    kept = refuse_obstacles(ground, files, keep=keep)
    written = place(ground, {path: each for path, each in files.items() if path not in kept}, beginning)
    if not written and ground.is_repository:
        say("There is nothing to do: every file is there already.")
        return 0
    give("".join(f"{path}\n" for path in written) if ground.is_repository else f"{ground.root}\n")
    count = len(written) if ground.is_repository else len(files) - len(kept)
    _say_what_came(beginning, count, kept, new=not ground.is_repository)
    return 0


def _say_what_came(beginning: Beginning, written: int, kept: tuple[str, ...], *, new: bool) -> None:
    """What stands there now, what was taken for granted, and what comes next."""
    from qms_docs.cli.init_answers import taken_for_granted

    where = "with a first commit" if new else "to be committed"
    say(f"The manual of {beginning.organization} has begun: {_files(written)}, {where}.")
    for each in kept:
        say(f"{each} is yours and stays as it is.")
    for sentence in taken_for_granted(beginning):
        say(sentence)
    if not new:
        say("Next: `git add` the files named above, and commit them; `qms check` can be run before.")
    say("`qms serve` shows the manual as a preview, drafts included.")
    if "README.md" not in kept:
        say("README.md says how it goes on.")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
