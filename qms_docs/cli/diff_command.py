"""`qms diff`: the redline of two revisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import asked_document, opened
from qms_docs.cli.output import give
from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.document import Document, Revision

__all__ = ["command"]

_RANGE = re.compile(r"(?P<before>[^.]+(?:\.\d+)?)\.\.(?P<after>[^.]+(?:\.\d+)?)?")


@click.command("diff", epilog="Example: qms diff SOP-004 2..3")
@click.argument("document_id", metavar="ID")
@click.argument("revisions", metavar="[N..M]", required=False)
@click.option("--format", type=click.Choice(["text"]), default="text", show_default=True, expose_value=False)
@click.pass_obj
def command(folder: Path, document_id: str, revisions: str | None) -> None:
    """Show what changed between two revisions, word by word.

    Without revisions the last two are compared; `N..` compares with the work tree.
    """
    from qms_docs.reports.redline import redline_text
    from qms_docs.sources.front_matter import decode

    asked = _RANGE.fullmatch(revisions) if revisions else None
    if revisions and asked is None:
        raise WrongUseError(
            f"`{revisions}` does not name two revisions: write for instance 2..3, or 3.. for the work tree."
        )
    with opened(folder) as source:
        manual = source.manual(preview=bool(asked and not asked["after"]))
        document = asked_document(manual, document_id)
        before, after, name = _pair(document, asked)
        texts = [decode(source.read(blob)) for blob in (before.text.text.blob, after)]
    give(redline_text(texts[0], texts[1], (f"revision {before.number}", name)))


def _pair(document: Document, asked: re.Match[str] | None) -> tuple[Revision, str, str]:
    """The earlier revision, the object id of the later text and what that is called."""
    if asked is None:
        if len(document.issued) < 2:  # noqa: PLR2004 - it takes two
            raise UnknownThingError(f"{document.id} has one revision only: there is nothing to compare it with.")
        before, after = document.issued[-2:]
        return before, after.text.text.blob, f"revision {after.number}"
    before = _revision(document, asked["before"])
    if not asked["after"]:
        if document.vanished_by is not None:
            raise UnknownThingError(f"{document.id} does not stand in the work tree.")
        return before, document.latest.text.blob, "the work tree"
    after = _revision(document, asked["after"])
    return before, after.text.text.blob, f"revision {after.number}"


def _revision(document: Document, number: str) -> Revision:
    revision = document.revision(number)
    if revision is None or revision.proposed:
        known = ", ".join(each.number for each in document.issued) or "none"
        raise UnknownThingError(f"{document.id} has no revision {number}. Issued revisions: {known}.")
    return revision
