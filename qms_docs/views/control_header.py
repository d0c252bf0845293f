"""The control header of a document: what identifies it and what holds for it (ISO 9001, 7.5.2 and 7.5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals, approvals_of, published
from qms_docs.views.words import status_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual
    from qms_docs.views.revision_history import RevisionRow

__all__ = ["ControlHeader", "control_header", "header_of_the_past"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ControlHeader:
    """The fields of the header, in the words that people read."""

    id: str
    title: str
    type: str | None
    revision: str | None
    status: str
    """The status in one word or two, such as `in review`."""
    status_in_words: str
    effective_on: date | None
    owner: str | None
    process: str | None
    department: str | None
    applies_to: tuple[str, ...]
    next_review: date | None
    translation_of: str | None
    commit: str | None
    """The entry of the release line that issued the text; None for what is only proposed."""
    approvals: Approvals
    """What the site may say of them; the header names those that count."""


def control_header(manual: Manual, document: Document, revision: Revision | None, header: Header) -> ControlHeader:
    """The header of a text; `revision` is None where the text has no usable number yet."""
    day, who = manual.as_of, manual.organization
    kind = manual.policy.type_of(header)
    status = document.status(revision, day).value if revision else "draft"
    words = status_in_words(document, revision, day, who) if revision else "Draft: it has no revision number yet."
    proposed = revision is None or revision.proposed
    return ControlHeader(
        id=document.id,
        title=header.title or document.id,
        type=kind.title if kind else header.type,
        revision=header.revision,
        status=status,
        status_in_words=words,
        effective_on=None if proposed or revision is None else revision.effective_on,
        owner=who.role_title(header.owner) if header.owner else None,
        process=who.process_title(header.process) if header.process else None,
        department=header.department,
        applies_to=tuple(who.role_title(role) for role in header.applies_to),
        next_review=document.next_review(manual.policy, day),
        translation_of=_source(header),
        commit=revision.text.entry.commit if revision else None,
        approvals=published(manual, approvals_of(manual, document, revision)) if revision else Approvals(),
    )


def header_of_the_past(manual: Manual, document: Document, revision: Revision, row: RevisionRow) -> ControlHeader:
    """The header of a revision that people may no longer work by, with what its line of the history says of it."""
    header, who = revision.header, manual.organization
    kind = manual.policy.type_of(header)
    return ControlHeader(
        id=document.id,
        title=header.title or document.id,
        type=kind.title if kind else header.type,
        revision=revision.number,
        status=row.status,
        status_in_words=row.status_in_words,
        effective_on=row.effective_on,
        owner=who.role_title(header.owner) if header.owner else None,
        process=who.process_title(header.process) if header.process else None,
        department=header.department,
        applies_to=tuple(who.role_title(role) for role in header.applies_to),
        next_review=None,
        translation_of=_source(header),
        commit=row.commit,
        approvals=row.approvals,
    )


def _source(header: Header) -> str | None:
    source = header.translation_of
    return f"{source.document}, revision {source.revision}" if source else None
