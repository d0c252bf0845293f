"""`qms approvals`: whose approval is missing, and reviews of a forge that are approvals."""

from __future__ import annotations

from pathlib import Path

import click

from qms_docs.cli.common import now, opened, preview_option
from qms_docs.cli.output import give, say

__all__ = ["command"]


@click.group("approvals", epilog="Example: qms approvals pending")
def command() -> None:
    """Say whose approval is missing; take in reviews of a forge."""


@command.command("pending", epilog="Example: qms approvals pending --preview")
@preview_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def pending_command(folder: Path, form: str, *, preview: bool) -> None:
    """Show which revisions wait for approval, since when, for whom, and what these people do.

    People are those who hold the role today and whose approval would count.
    """
    from qms_docs.reports.pending import pending_json, pending_table
    from qms_docs.views.pending import pending

    with opened(folder) as source:
        manual = source.manual(preview=preview, merged=preview)
        rows = pending(manual, source.next_entry(preview=preview).trust.organization, now())
        proposed = (
            ()
            if rows or preview
            else pending(source.manual(preview=True, merged=True), source.next_entry().trust.organization, now())
        )
    give(pending_json(rows) if form == "json" else pending_table(rows))
    if not rows and form == "table":
        say("No revision is waiting for an approval.")
    if proposed and form == "table":
        say("What is proposed here needs approvals: `qms approvals pending --preview` says whose.")


@command.command("import", epilog="Example: qms approvals import reviews.json --document SOP-004 --commit 4f449c73")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE|-")
@click.option("--commit", required=True, metavar="SHA", help="The head of the pull request that was reviewed.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this document; may be repeated.")
@click.option(
    "--forge", type=click.Choice(["github", "gitlab", "gitea"]), help="Where it is from, if it does not show."
)
@click.option("--role", metavar="ROLE", help="Only approvals in this role.")
@click.option("--url", metavar="URL", help="Address of the merge request, where GitLab's answers do not have it.")
@click.option("--submitted-at", metavar="TIME", help="Time of the approvals, where an old GitLab does not say it.")
@click.option("--sign-as", "importer", metavar="NAME", help="Sign as this importer of organization.yml.")
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="The importer's SSH key.")
@click.option("--write/--print", default=True, help="Write the files (default), or print what would be written.")
@click.pass_obj
def import_command(
    folder: Path,
    file: Path,
    commit: str,
    documents: tuple[str, ...],
    forge: str | None,
    role: str | None,
    url: str | None,
    submitted_at: str | None,
    importer: str | None,
    key: Path | None,
    *,
    write: bool,
) -> None:
    """Make approvals of the reviews of a pull request, as the forge returns them.

    From GitHub: GET /repos/{owner}/{repo}/pulls/{number}/reviews

    From Gitea: GET /api/v1/repos/{owner}/{repo}/pulls/{index}/reviews

    From GitLab: GET /projects/{id}/merge_requests/{iid}/approvals and, in the same file one after the other,
    .../merge_requests/{iid} and .../merge_requests/{iid}/versions

    Only the last word of each person counts, only for a commit with the text of the revision, and only for people of
    organization.yml with a role that is asked for; for every other review it is said why. Without --document these are
    the documents that the change touches which ends with the commit.

    After a squash or rebase the reviewed commit is no part of the branch: fetch it first, and let an importer sign.
    """
    from qms_docs.cli.given import given_content
    from qms_docs.cli.imported_reviews import Asked, take_in

    asked = Asked(
        commit=commit,
        documents=documents,
        forge=forge,
        role=role,
        url=url,
        submitted_at=submitted_at,
        importer=importer,
        key=key and folder / key.expanduser(),
    )
    content = given_content(folder, str(file))
    with opened(folder) as source:
        take_in(source, asked, content, write=write)
