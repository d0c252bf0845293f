"""A revision on paper: what stands at the head of every page, behind the text, and across it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.model.header import Confidentiality
from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals, approvals_of, unapproved
from qms_docs.views.revision_history import RevisionRow, revision_history
from qms_docs.views.words import day_in_words, listed, status_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual

__all__ = ["PrintedDocument", "is_restricted", "printed_document"]

_LANGUAGE = "en"
_MARKS = {
    Status.DRAFT: "Draft",
    Status.IN_REVIEW: "Not in force",
    Status.APPROVED: "Not yet in force",
    Status.SUPERSEDED: "Superseded",
    Status.OBSOLETE: "Obsolete",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedDocument:
    """One text of a document with everything that is printed around it."""

    id: str
    title: str
    language: str
    """Of the text."""
    type: str | None
    revision: str
    status: str
    """In a sentence."""
    effective: str
    """The day in words, or that there is none."""
    owner: str | None
    approvals: Approvals
    approved: str
    """The approvals in one sentence."""
    restricted: bool
    mark: str | None
    """What is printed across every page; None for what is in force."""
    history: tuple[RevisionRow, ...]
    text: LineText
    digest: str
    as_of: date


def is_restricted(manual: Manual, document: Document) -> bool:
    """Whether a text that holds, comes or is proposed is restricted: the document is printed only when it is named."""
    headers = [each.header for each in document.in_play(manual.as_of)]
    return any(each.confidentiality is Confidentiality.RESTRICTED for each in (*headers, document.latest.header))


def printed_document(manual: Manual, document: Document, revision: Revision | None, text: LineText) -> PrintedDocument:
    """A text of a document on paper; `revision` is None where the text has no usable number yet."""
    day, header = manual.as_of, text.header
    kind = manual.policy.type_of(header)
    controlled = revision is not None and revision.text.text == text.text
    approvals = _approvals(manual, document, revision, controlled=controlled)
    effective = revision.effective_on if revision and controlled and not revision.proposed else None
    return PrintedDocument(
        id=document.id,
        title=header.title or document.id,
        language=header.language or _LANGUAGE,
        type=kind.title if kind else header.type,
        revision=header.revision or "without a number",
        status=_status(manual, document, revision, controlled=controlled),
        effective=day_in_words(effective) or "not in force",
        owner=manual.organization.role_title(header.owner) if header.owner else None,
        approvals=approvals,
        approved=_approved(approvals),
        restricted=is_restricted(manual, document) or header.confidentiality is Confidentiality.RESTRICTED,
        mark=_mark(manual, document, revision, controlled=controlled),
        history=_history(manual, document),
        text=text,
        digest=text.text.digest(document.id),
        as_of=day,
    )


def _approvals(manual: Manual, document: Document, revision: Revision | None, *, controlled: bool) -> Approvals:
    if revision is None:
        return Approvals(complete=False, note="None: the text has no revision number yet.")
    return approvals_of(manual, document, revision) if controlled else unapproved(revision)


def _status(manual: Manual, document: Document, revision: Revision | None, *, controlled: bool) -> str:
    if revision is None:
        return "Draft: it has no revision number yet."
    if not controlled:
        return f"Changed text under revision {revision.number}: not in force."
    return status_in_words(document, revision, manual.as_of, manual.organization)


def _mark(manual: Manual, document: Document, revision: Revision | None, *, controlled: bool) -> str | None:
    if manual.preview:
        return "Preview, not controlled"
    if revision is None or not controlled:
        return "Not in force"
    return _MARKS.get(document.status(revision, manual.as_of))


def _approved(approvals: Approvals) -> str:
    """Who approved, or why nobody has to or has yet."""
    said = []
    if approvals.approved:
        lines = [f"{each.who} ({each.proof})" for each in approvals.approved]
        said.append(f"{approvals.heading} {'; '.join(lines)}.")
    if approvals.waiting:
        said.append(f"Waiting for {listed([each.words for each in approvals.waiting])}.")
    if approvals.note:
        said.append(f"Approval: {approvals.note[:1].lower()}{approvals.note[1:]}")
    return " ".join(said) or "No approval is recorded."


def _history(manual: Manual, document: Document) -> tuple[RevisionRow, ...]:
    """The revisions, newest first; a restricted one among others is only counted."""
    closed = {each.number for each in document.revisions if each.header.confidentiality is Confidentiality.RESTRICTED}
    rows = revision_history(manual, document).revisions
    if is_restricted(manual, document):
        return rows
    return tuple(
        replace(row, summary="Restricted.", reason=None, request=None) if row.revision in closed else row
        for row in rows
    )
