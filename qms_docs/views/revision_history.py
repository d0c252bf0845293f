"""The revision history of a document, worked out and never typed (interfaces.md 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals, approvals_of
from qms_docs.views.outlook import OnMerge, on_merge
from qms_docs.views.words import gone_in_words, status_in_words, title_of

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Author, Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["RevisionHistory", "RevisionRow", "revision_history"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionRow:
    """One revision with its days, its change and the people behind it."""

    revision: str
    status: str
    status_in_words: str
    change_class: str | None
    summary: str | None
    reason: str | None
    request: str | None
    issued_on: date | None
    """None for what is only proposed or a draft."""
    approved_on: date | None
    effective_on: date | None
    superseded_on: date | None
    commit: str | None
    """The entry of the release line that issued it; None for what is only proposed or a draft."""
    path: str
    digest: str
    authors: tuple[Author, ...]
    approvals: Approvals
    before_control: bool
    altered: bool
    """Whether other bytes stood under the number after its text was fixed."""
    on_merge: OnMerge | None
    """What merging the proposed change today would make of it; None for what it leaves alone on the release line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionHistory:
    """The revisions of a document, newest first."""

    id: str
    title: str
    revisions: tuple[RevisionRow, ...]
    gone: str | None
    """That the document's file is gone though it was never withdrawn."""


def revision_history(manual: Manual, document: Document) -> RevisionHistory:
    """The revisions of a document as they are known on the day of the manual; in a preview what is proposed as well."""
    shown = [each for each in document.revisions if manual.preview or not each.proposed]
    if manual.preview and document.draft is not None:
        shown.append(document.draft)
    return RevisionHistory(
        id=document.id,
        title=title_of(document, document.shown(manual.as_of)),
        gone=gone_in_words(document, manual.as_of),
        revisions=tuple(_row(manual, document, revision) for revision in reversed(shown)),
    )


def _row(manual: Manual, document: Document, revision: Revision) -> RevisionRow:
    day, change = manual.as_of, revision.header.change
    issued = not revision.proposed and revision is not document.draft
    return RevisionRow(
        revision=revision.number,
        status=document.status(revision, day).value,
        status_in_words=status_in_words(document, revision, day, manual.organization),
        change_class=change.kind.value if change and change.kind else None,
        summary=change.summary if change else None,
        reason=change.reason if change else None,
        request=change.request if change else None,
        issued_on=revision.issued_on if issued else None,
        approved_on=revision.approved_on if issued else None,
        effective_on=revision.effective_on if issued else None,
        superseded_on=document.superseded_on(revision, day),
        commit=revision.text.entry.commit if issued else None,
        path=revision.text.path,
        digest=revision.digest,
        authors=revision.text.authors,
        approvals=approvals_of(manual, document, revision),
        before_control=revision.before_control,
        altered=revision.altered,
        on_merge=on_merge(manual, document, revision),
    )
