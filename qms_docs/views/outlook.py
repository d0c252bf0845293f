"""What merging a proposed change would do to a document, for the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["OnMerge", "on_merge", "outlook", "proposed_revision"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OnMerge:
    """What would hold for a revision on the day of the manual, were the proposed change merged today."""

    revision: str
    status: str
    effective_on: date | None


def proposed_revision(manual: Manual, document: Document) -> Revision | None:
    """What a branch or the work tree would bring or complete, or the draft that stands on the release line."""
    proposed = next((each for each in reversed(document.revisions) if each.proposed), None)
    return document.draft or proposed or _completed(manual, document)


def on_merge(manual: Manual, document: Document, revision: Revision) -> OnMerge | None:
    """What merging today would make of a revision; None for one on the release line that the change leaves alone."""
    if not revision.proposed and revision.fixed_on is not None:
        return None
    merged, accepted = _accepted(manual, document, revision)
    if not revision.proposed and accepted.fixed_on is None:
        return None
    if revision is document.draft:
        return OnMerge(revision=revision.number, status=Status.DRAFT.value, effective_on=None)
    status = merged.status(accepted, manual.as_of)
    effective_on = accepted.effective_on if status is not Status.SUPERSEDED else None
    return OnMerge(revision=revision.number, status=status.value, effective_on=effective_on)


def _accepted(manual: Manual, document: Document, revision: Revision) -> tuple[Document, Revision]:
    """Document and revision as they would be after the merge, with the approvals that come along."""
    merged = manual.if_merged.get(document.id, document)
    return merged, merged.revision(revision.number) or revision


def _completed(manual: Manual, document: Document) -> Revision | None:
    """The revision on the release line that lacks nothing but the approvals which the change brings."""
    waiting = (each for each in reversed(document.issued) if each.fixed_on is None)
    return next((each for each in waiting if _accepted(manual, document, each)[1].fixed_on is not None), None)


def outlook(manual: Manual, document: Document) -> tuple[str, ...]:
    """Sentences about what happens to the document when the proposed change is merged."""
    if document.vanished_by is not None:
        return _when_gone(manual, document)
    text = document.latest
    completed = _completed(manual, document)
    completion = (_on_merge(manual, document, completed),) if completed else ()
    if not text.entry.proposed:
        untouched = "This change does not touch the document; the page shows the text that was accepted last."
        return completion or (untouched,)
    if text.header.draft:
        return ("This text is a draft: merging it publishes nothing, and what is in force stays in force.",)
    revision = document.revision(text.header.revision) if text.header.revision else None
    if revision is None:
        return ("This text has no revision number yet, so nothing can take effect.",)
    if not revision.proposed:
        return completion or _without_number(revision)
    return (*completion, _on_merge(manual, document, revision), *_on_withdrawal(revision))


def _when_gone(manual: Manual, document: Document) -> tuple[str, ...]:
    entry = document.vanished_by
    if entry is not None and entry.proposed:
        if document.path in manual.paths:
            return (f"{document.path} no longer says in readable front matter that it is {document.id}.",)
        return (
            "This change removes the document's file. A document is withdrawn by a revision with an `obsolete` block.",
        )
    return ("The document's file is gone from the release line.",)


def _without_number(revision: Revision) -> tuple[str, ...]:
    if revision.altered:
        return (
            f"The text changed but the revision is still {revision.number}: merging it changes nothing on the site.",
            f"Give the changed text the number that follows {revision.number}.",
        )
    return (f"The text is that of revision {revision.number}: merging it changes nothing for readers.",)


def _on_merge(manual: Manual, document: Document, revision: Revision) -> str:
    number, day = revision.number, manual.as_of
    merged, accepted = _accepted(manual, document, revision)
    becomes = "is issued" if revision.proposed else "has its approvals"
    current = document.in_force(day)
    if current and merged.status(accepted, day) is Status.SUPERSEDED:
        return f"Merged today, revision {number} {becomes} but never takes effect: revision {current.number} is higher."
    if accepted.waiting_for:
        roles = listed([manual.organization.role_title(role) for role in accepted.waiting_for])
        return f"Merged today, revision {number} {becomes} and takes effect once it is approved by: {roles}."
    if accepted.effective_on is None or accepted.fixed_on is None:
        return f"Merged today, revision {number} {becomes} but cannot take effect as it stands."
    if accepted.effective_on <= accepted.fixed_on:
        return f"Merged today, revision {number} {becomes} and takes effect at once."
    return f"Merged today, revision {number} {becomes} and takes effect on {day_in_words(accepted.effective_on)}."


def _on_withdrawal(revision: Revision) -> tuple[str, ...]:
    obsolete = revision.header.obsolete
    if obsolete is None:
        return ()
    since = f" from {day_in_words(obsolete.day)} on" if obsolete.day else ""
    return (f"It makes the document obsolete{since}.",)
