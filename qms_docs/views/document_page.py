"""The page of a document: which text it shows, under which header and with which notices (document-control.md 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals, published, unapproved
from qms_docs.views.control_header import ControlHeader, control_header
from qms_docs.views.notice import (
    Notice,
    Tone,
    announcement,
    nothing_in_force,
    obsolete_notice,
    vanished_notice,
    withdrawal_to_come,
    withheld_notice,
)
from qms_docs.views.outlook import outlook
from qms_docs.views.publication import Access, access_to, published_request, reference_to, withheld
from qms_docs.views.revision_history import RevisionRow, revision_history

if TYPE_CHECKING:
    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual

__all__ = ["DocumentPage", "document_page"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentPage:
    """Everything that the page of one document says."""

    id: str
    title: str
    path: str
    """The file at which the document stands, or stood last; the page's address follows it."""
    header: ControlHeader | None
    """None where the document is withheld."""
    notices: tuple[Notice, ...]
    text: LineText | None
    """The text that the page shows; None where it shows none."""
    history: tuple[RevisionRow, ...]
    editable: bool
    """Whether there is a file that can be edited."""
    in_navigation: bool
    searchable: bool


def document_page(manual: Manual, document: Document) -> DocumentPage | None:
    """The page of a document; None where the site does not name it."""
    access = access_to(manual, document)
    if access is Access.NONE:
        return None
    if access is Access.TITLE:
        return _withheld(manual, document)
    return _preview(manual, document) if manual.preview else _controlled(manual, document)


def _controlled(manual: Manual, document: Document) -> DocumentPage:
    day = manual.as_of
    effective = document.effective(day)
    shown = document.shown(day) or document.draft
    obsolete, gone = document.is_obsolete(day), document.vanished_by is not None
    readable = effective if not gone else None
    if obsolete:
        notices = [obsolete_notice(manual, document), announcement(manual, document)]
    elif gone:
        notices = [vanished_notice(document)]
    elif effective is None:
        notices = [nothing_in_force(manual, document)]
    else:
        notices = [withdrawal_to_come(manual, document), announcement(manual, document)]
    header = shown.header if shown else document.latest.header
    return DocumentPage(
        id=document.id,
        title=reference_to(manual, document).title,
        path=document.path,
        header=control_header(manual, document, shown, header),
        notices=tuple(each for each in notices if each),
        text=readable.text if readable else None,
        history=_history(manual, document),
        editable=not gone,
        in_navigation=not obsolete,
        searchable=not obsolete,
    )


def _preview(manual: Manual, document: Document) -> DocumentPage:
    latest = document.latest
    gone = document.vanished_by is not None
    number = latest.header.revision
    revision = document.draft or (document.revision(number) if number else None)
    notices = [Notice(tone=Tone.PREVIEW, title="What this change does", sentences=outlook(manual, document))]
    if document.is_obsolete(manual.as_of):
        notices.append(obsolete_notice(manual, document))
    return DocumentPage(
        id=document.id,
        title=reference_to(manual, document).title,
        path=document.path,
        header=_previewed_header(manual, document, revision),
        notices=tuple(notices),
        text=None if gone else latest,
        history=_history(manual, document),
        editable=not gone,
        in_navigation=True,
        searchable=True,
    )


def _previewed_header(manual: Manual, document: Document, revision: Revision | None) -> ControlHeader:
    """The header of the text that a preview shows; a text that changed under its number is not what is in force."""
    latest = document.latest
    header = control_header(manual, document, revision, latest.header)
    if revision is None or revision.text.text == latest.text or revision.proposed:
        return header
    words = f"Changed text under revision {revision.number}: not in force."
    return replace(
        header,
        status="draft",
        status_in_words=words,
        effective_on=None,
        commit=latest.entry.commit,
        approvals=unapproved(revision),
    )


def _withheld(manual: Manual, document: Document) -> DocumentPage:
    return DocumentPage(
        id=document.id,
        title=reference_to(manual, document).title,
        path=document.path,
        header=None,
        notices=(withheld_notice(),),
        text=None,
        history=(),
        editable=False,
        in_navigation=not document.is_obsolete(manual.as_of),
        searchable=False,
    )


def _history(manual: Manual, document: Document) -> tuple[RevisionRow, ...]:
    """The revisions, newest first; what a text said that was withheld in its time, and who approved it, is left out."""
    closed = {each.number for each in document.revisions if withheld(each.header, manual.policy)}
    rows = revision_history(manual, document).revisions
    return tuple(_withheld_row(row) if row.revision in closed else _published_row(manual, row) for row in rows)


def _withheld_row(row: RevisionRow) -> RevisionRow:
    return replace(row, summary=None, reason="Not for this site.", request=None, approvals=Approvals())


def _published_row(manual: Manual, row: RevisionRow) -> RevisionRow:
    """The row without the names of people where anybody can read it."""
    public = manual.policy.site.audience is Audience.PUBLIC
    request = published_request(manual, row.request)
    approvals = published(manual, row.approvals)
    if not public and approvals is row.approvals and request == row.request:
        return row
    return replace(row, approvals=approvals, authors=() if public else row.authors, request=request)
