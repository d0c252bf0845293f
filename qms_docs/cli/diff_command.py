"""`qms diff`: the redline of two revisions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import asked_document, side_of
from qms_docs.cli.results import Result, give_result
from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.comparison import Comparison

__all__ = ["command"]

_RANGE = re.compile(r"(?P<before>[^.]+(?:\.\d+)?)\.\.(?P<after>[^.]+(?:\.\d+)?)?")


@click.command("diff", epilog="Example: qms diff SOP-004 2..3")
@click.argument("document_id", metavar="ID")
@click.argument("revisions", metavar="[N..M]", required=False)
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@click.pass_obj
def command(folder: Path, document_id: str, revisions: str | None, form: str) -> int:
    """Show what changed between two revisions: control fields, files, and the text word by word.

    Without revisions the last two are compared; `N..` compares with the work tree. `--format html` gives one page that
    stands alone, with the text as it is read: `qms diff SOP-004 2..3 --format html > redline.html`.
    """
    asked = _RANGE.fullmatch(revisions) if revisions is not None else None
    if revisions is not None and asked is None:
        raise WrongUseError(
            f"`{revisions}` does not name two revisions: write for instance 2..3, or 3.. for the work tree."
        )
    return give_result(folder, lambda source: _compared(source, document_id, asked, form))


def _compared(source: ManualSource, document_id: str, asked: re.Match[str] | None, form: str) -> Result:
    from qms_docs.reports.redline import redline_json, redline_text
    from qms_docs.views.comparison import compare

    manual = source.manual(preview=bool(asked and not asked["after"]))
    document = asked_document(source, manual, document_id)
    before, after, number = _pair(manual, document, asked)
    sides = side_of(source, before.text, before.number), side_of(source, after, number)
    comparison = compare(document.id, *sides)
    if form == "html":
        return Result(given=_page(source, manual, document, comparison, (before.text, after)))
    return Result(given=(redline_json if form == "json" else redline_text)(comparison))


def _page(
    source: ManualSource, manual: Manual, document: Document, comparison: Comparison, texts: tuple[LineText, LineText]
) -> str:
    from qms_docs.cli.redline_given import redline_of
    from qms_docs.exports.redline_page import Heading, redline_page
    from qms_docs.figures.page_figures import PageFigures
    from qms_docs.views.compared_side import compared_side

    numbers = comparison.before.number, comparison.after.number
    before, after = (compared_side(manual, document, *each) for each in zip(texts, numbers, strict=True))
    heading = Heading(
        organization=manual.policy.organization,
        title=texts[1].header.title or document.id,
        language=texts[1].header.language or "en",
        as_of=manual.as_of,
        before=before,
        after=after,
    )
    blobs = {shown.sha256: shown.blob for text in texts for shown in text.text.files}
    redline = redline_of(source, comparison)
    figures = PageFigures(source.store.drawer("figures").find)
    return redline_page(heading, comparison, redline, lambda digest: source.read(blobs[digest]), figures)


def _pair(manual: Manual, document: Document, asked: re.Match[str] | None) -> tuple[Revision, LineText, str | None]:
    """The earlier revision, the later text and its number, None where it is that of the work tree."""
    if asked is None:
        before, after = _last_two(document)
        return before, after.text, after.number
    before = _revision(document, asked["before"])
    if not asked["after"]:
        if document.vanished_by is not None:
            from qms_docs.views.outlook import outlook

            reason = " ".join(outlook(manual, document))
            raise UnknownThingError(f"{document.id} does not stand in the work tree. {reason}")
        return before, document.latest, None
    after = _revision(document, asked["after"])
    return before, after.text, after.number


def _last_two(document: Document) -> tuple[Revision, Revision]:
    if not document.issued:
        raise UnknownThingError(f"{document.id} has no issued revision: there is nothing to compare.")
    *earlier, last = document.issued
    if not earlier:
        hint = f"`qms diff {document.id} {last.number}..` compares it with the work tree."
        raise UnknownThingError(f"{document.id} has one revision only. {hint}")
    return earlier[-1], last


def _revision(document: Document, number: str) -> Revision:
    revision = document.revision(number)
    if revision is None or revision.proposed:
        known = ", ".join(each.number for each in document.issued) or "none"
        last = document.issued[-1].number if document.issued else None
        hint = f" `qms diff {document.id} {last}..` compares with the work tree." if last else ""
        raise UnknownThingError(f"{document.id} has no revision {number}. Issued revisions: {known}.{hint}")
    return revision
