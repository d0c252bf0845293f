"""What merging a proposed change would do to a document, for the preview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qms_docs.model.document import Status
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.manual import Manual

__all__ = ["OnMerge", "on_merge", "outlook", "proposed_revision"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OnMerge:
    """What would hold for a proposed revision on the day of the manual, were it merged today."""

    revision: str
    status: str
    effective_on: date | None


def proposed_revision(document: Document) -> Revision | None:
    """What a branch or the work tree would bring, or the draft that stands on the release line."""
    return document.draft or next((each for each in reversed(document.revisions) if each.proposed), None)


def on_merge(document: Document, revision: Revision, day: date) -> OnMerge | None:
    """What merging today would make of a revision; None for one that is on the release line already."""
    if not revision.proposed:
        return None
    if revision is document.draft:
        return OnMerge(revision=revision.number, status=Status.DRAFT.value, effective_on=None)
    status = _status_on_merge(document, revision, day)
    effective_on = revision.effective_on if status is not Status.SUPERSEDED else None
    return OnMerge(revision=revision.number, status=status.value, effective_on=effective_on)


def _status_on_merge(document: Document, revision: Revision, day: date) -> Status:
    merged = replace(document, revisions=tuple(map(_accepted, document.revisions)))
    accepted = next(each for each in merged.revisions if each.number == revision.number)
    return merged.status(accepted, day)


def _accepted(revision: Revision) -> Revision:
    """The revision as if its text were on the release line."""
    if not revision.proposed:
        return revision
    text: LineText = replace(revision.text, entry=replace(revision.text.entry, assumed=True))
    return replace(revision, text=text)


def outlook(manual: Manual, document: Document) -> tuple[str, ...]:
    """Sentences about what happens to the document when the proposed change is merged."""
    if document.vanished_by is not None:
        return _when_gone(manual, document)
    text = document.latest
    if not text.entry.proposed:
        return ("This change does not touch the document; the page shows the text that was accepted last.",)
    if text.header.draft:
        return ("This text is a draft: merging it publishes nothing, and what is in force stays in force.",)
    revision = document.revision(text.header.revision) if text.header.revision else None
    if revision is None:
        return ("This text has no revision number yet, so nothing can take effect.",)
    if not revision.proposed:
        return _without_number(revision)
    return (_on_merge(manual, document, revision), *_on_withdrawal(revision))


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
    number = revision.number
    current = document.in_force(manual.as_of)
    if current and _status_on_merge(document, revision, manual.as_of) is Status.SUPERSEDED:
        return f"Merged today, revision {number} is issued but never takes effect: revision {current.number} is higher."
    if revision.waiting_for:
        roles = listed([manual.organization.role_title(role) for role in revision.waiting_for])
        return f"Merged today, revision {number} is issued and takes effect once it is approved by: {roles}."
    if revision.effective_on is None:
        return f"Merged today, revision {number} is issued but cannot take effect as it stands."
    if revision.effective_on <= revision.text.entry.day:
        return f"Merged today, revision {number} is issued and takes effect at once."
    return f"Merged today, revision {number} is issued and takes effect on {day_in_words(revision.effective_on)}."


def _on_withdrawal(revision: Revision) -> tuple[str, ...]:
    obsolete = revision.header.obsolete
    if obsolete is None:
        return ()
    since = f" from {day_in_words(obsolete.day)} on" if obsolete.day else ""
    return (f"It makes the document obsolete{since}.",)
