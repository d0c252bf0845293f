"""`qms new`: a document, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.answers import answered, one_line
from qms_docs.cli.begun import say_next
from qms_docs.cli.common import opened
from qms_docs.cli.output import give, say

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.manual import Manual
    from qms_docs.model.policy import DocumentType
    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]


@click.command("new", epilog='Example: qms new procedure "Internal audit" --owner quality-manager')
@click.argument("kind_name", metavar="TYPE")
@click.argument("title", metavar="TITLE")
@click.option("--owner", metavar="ROLE", help="The role that keeps it true; default: your own, where you hold one.")
@click.option("--path", "wish", metavar="PATH", help="The file, or the folder for one named by the title.")
@click.option("--id", "id_given", metavar="ID", help="The id; default: the next free one of the type.")
@click.pass_obj
def command(folder: Path, kind_name: str, title: str, owner: str | None, wish: str | None, id_given: str | None) -> int:
    """Begin a document: a file with the next free id, its control fields, and the sections of its type.

    No id is given away that ever belonged to a document, here or on the release branch as it was fetched last.

    Exit status: 0 written, or nothing to do; 1 there is no such type, or the id or the place is taken; 2 an answer is
    missing; 3 could not check, or not write.
    """
    from qms_docs.revising.new_document import Beginning, begin, chosen_path, find_type, same_title

    title = one_line(title, "TITLE")
    with opened(folder) as source:
        manual = source.manual(preview=True)
        kind = find_type(manual, kind_name)
        standing = same_title(manual, kind, title)
        if standing is not None and id_given in (None, standing.id):
            say(
                f"There is nothing to do: {standing.id} has this title already, in {standing.path}. Where a second "
                "document of this title is meant, give it an id with --id."
            )
            return 0
        role = _owner(source, manual, owner)
        beginning = Beginning(kind=kind, id=_id(source, manual, kind, id_given), title=title, owner=role)
        path = chosen_path(source.repository.root, folder, manual, beginning, wish)
        header = begin(source.repository, manual, beginning, path)
    give(f"{path}\n")
    say(f"Written: {header.id} {title}, revision {header.revision}, owned by {role}, in {path}.")
    say("Another branch may take the same id; `qms check` says so after the merge (DC102).")
    say_next(manual, header, "write the text, ")
    return 0


def _owner(source: ManualSource, manual: Manual, given: str | None) -> str:
    """The role that was named, or the only one that whoever runs this holds today."""
    from qms_docs.revising.person import acting_person

    organization, day = manual.organization, source.today
    person = acting_person(source.repository, organization, day)
    held = list(dict.fromkeys(each.role for each in person.roles if each.held_on(day))) if person else []
    question = "Which role keeps the document true?"
    roles = sorted(organization.roles or ())
    usual = held[0] if len(held) == 1 and held[0] in roles else None
    return answered(given, "--owner", question, roles, usual=usual)


def _id(source: ManualSource, manual: Manual, kind: DocumentType, given: str | None) -> str:
    """The id that was named, or the next one; where that is not sure, it is asked for."""
    from qms_docs.revising.new_document import require_free_id
    from qms_docs.revising.next_id import NoSureIdError, next_id
    from qms_docs.revising.used_ids import used_ids
    from qms_docs.sources.newer import newer_texts

    newer = [each.header for each in newer_texts(source.repository, source.position, manual.policy)]
    used = used_ids(manual, newer)
    if given is None:
        of_type = {each.id for each in manual.documents if each.latest.header.type == kind.id}
        of_type |= {each.id for each in newer if each.type == kind.id}
        try:
            return next_id(kind.pattern, used, frozenset(of_type))
        except NoSureIdError as error:
            given = answered(None, "--id", f"{error} Which id is it to have?")
    if given is not None:
        given = one_line(given, "--id")
        require_free_id(manual, kind, used, given)
    return given
