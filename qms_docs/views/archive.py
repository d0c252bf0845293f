"""The page of one revision, in force or of the past, with what held for it (settled.md 8, 22, 23 and 42)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals
from qms_docs.views.control_header import ControlHeader, header_of_the_past
from qms_docs.views.notice import Notice, Tone
from qms_docs.views.publication import Access, DocumentReference, access_to, reference_to, withheld
from qms_docs.views.words import day_in_words, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.views.revision_history import RevisionRow

__all__ = ["ArchivedRevision", "archived_revision", "archived_revisions"]

_READ = (Status.EFFECTIVE, Status.SUPERSEDED, Status.OBSOLETE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivedRevision:
    """Everything that the page of one revision says beside its text."""

    document: DocumentReference
    """The document by the title that it has today."""
    id: str
    title: str
    """As this revision gives it."""
    number: str
    header: ControlHeader
    """The control fields of this revision."""
    row: RevisionRow
    """Its line of the revision history; the approvals stand in the header."""
    notice: Notice
    watermark: str | None
    """What stands across the page; None where people work by the text."""
    last_day: date | None
    """The last day on which it was in force, if it ever was and is no longer."""
    before: str | None
    """The revision before it that has a page."""
    after: str | None


def archived_revisions(manual: Manual, document: Document, most: int | None) -> tuple[Revision, ...]:
    """The revisions of a document that have a page, the lowest first.

    A page shows a controlled text whose day has come, or that was overtaken before. Of those that are past there are
    `most` at the most, the newest; None stands for all, and with 0 there are no pages at all. What the site
    withholds has none.
    """
    if most == 0 or access_to(manual, document) is not Access.TEXT:
        return ()
    shown = [each for each in document.issued if _has_page(manual, document, each)]
    past = [each for each in shown if _is_past(manual, document, each)]
    dropped = past[: max(0, len(past) - most)] if most is not None else []
    return tuple(each for each in shown if each not in dropped)


def archived_revision(
    manual: Manual, document: Document, revision: Revision, row: RevisionRow, beside: Sequence[str]
) -> ArchivedRevision:
    """The page of a revision; `beside` are the numbers of all revisions of the document that have one."""
    place = beside.index(revision.number)
    status = document.status(revision, manual.as_of)
    return ArchivedRevision(
        document=reference_to(manual, document),
        id=document.id,
        title=title_of(document, revision),
        number=revision.number,
        header=header_of_the_past(manual, document, revision, row),
        row=replace(row, approvals=Approvals()),
        notice=_notice(manual, document, revision, status),
        watermark=_watermark(document, status),
        last_day=_last_day(manual, document, revision, status),
        before=beside[place - 1] if place else None,
        after=beside[place + 1] if place + 1 < len(beside) else None,
    )


def _has_page(manual: Manual, document: Document, revision: Revision) -> bool:
    fixed = revision.fixed_on is not None and revision is not document.draft
    return fixed and document.status(revision, manual.as_of) in _READ and not withheld(revision.header, manual.policy)


def _is_past(manual: Manual, document: Document, revision: Revision) -> bool:
    return document.status(revision, manual.as_of) is not Status.EFFECTIVE


def _watermark(document: Document, status: Status) -> str | None:
    if status is Status.EFFECTIVE:
        return "Not in use" if document.vanished_by is not None else None
    return "Superseded" if status is Status.SUPERSEDED else "Obsolete"


def _last_day(manual: Manual, document: Document, revision: Revision, status: Status) -> date | None:
    """The day before something took its place; None for what is in force, and for what never was."""
    ends = {
        Status.SUPERSEDED: document.superseded_on(revision, manual.as_of),
        Status.OBSOLETE: document.obsolete_from(manual.as_of),
    }.get(status)
    since = revision.effective_on
    withdrawn = _withdrawn_on(revision)
    if status is Status.SUPERSEDED and withdrawn is not None and ends is not None:
        ends = min(ends, withdrawn)
    return ends - timedelta(days=1) if ends and since and since < ends else None


def _withdrawn_on(revision: Revision) -> date | None:
    """The day from which the revision itself made the document obsolete."""
    obsolete, since = revision.header.obsolete, revision.effective_on
    return max(since, obsolete.day or since) if obsolete and since else None


def _notice(manual: Manual, document: Document, revision: Revision, status: Status) -> Notice:
    number, since = revision.number, day_in_words(revision.effective_on)
    if status is Status.EFFECTIVE:
        return _in_force(document, number, since)
    if status is Status.OBSOLETE:
        title = f"Obsolete since {day_in_words(document.obsolete_from(manual.as_of))}: not to be used"
    else:
        title = f"Superseded on {day_in_words(document.superseded_on(revision, manual.as_of))}: not in force"
    last = _last_day(manual, document, revision, status)
    was = f"was in force from {since} to {day_in_words(last)}" if last else "was never in force at the end of a day"
    sentences = [f"This is revision {number} of {document.id} as it was issued. It {was}."]
    if title_of(document, revision) != (today := title_of(document, document.shown(manual.as_of))):
        sentences.append(f"The document has another title now: {today}.")
    return Notice(tone=Tone.STOP, title=title, sentences=tuple(sentences))


def _in_force(document: Document, number: str, since: str) -> Notice:
    if document.vanished_by is not None:
        gone = f"Its file was removed on {day_in_words(document.vanished_by.day)} without a revision that withdraws it."
        ask = "Ask the document's owner what holds."
        return Notice(tone=Tone.STOP, title="The file of this document is missing", sentences=(gone, ask))
    return Notice(
        tone=Tone.NOTE,
        title=f"Revision {number} is in force since {since}",
        sentences=("This is its permanent address, which will say so once it is superseded.",),
    )
