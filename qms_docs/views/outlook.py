"""What merging a proposed change would do to a document, for the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["outlook"]


def outlook(manual: Manual, document: Document) -> tuple[str, ...]:
    """Sentences about what happens to the document when the proposed change is merged."""
    if document.vanished_by is not None:
        return _when_gone(document)
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
    return (_on_merge(manual, revision), *_on_withdrawal(revision))


def _when_gone(document: Document) -> tuple[str, ...]:
    entry = document.vanished_by
    if entry is not None and entry.proposed:
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


def _on_merge(manual: Manual, revision: Revision) -> str:
    number = revision.number
    if revision.waiting_for:
        roles = listed([manual.organization.role_title(role) for role in revision.waiting_for])
        return f"Merged today, revision {number} is issued and takes effect once it is approved by: {roles}."
    if revision.effective_on is None:
        return f"Merged today, revision {number} is issued but cannot take effect as it stands."
    if revision.effective_on <= manual.as_of:
        return f"Merged today, revision {number} is issued and takes effect at once."
    return f"Merged today, revision {number} is issued and takes effect on {day_in_words(revision.effective_on)}."


def _on_withdrawal(revision: Revision) -> tuple[str, ...]:
    obsolete = revision.header.obsolete
    if obsolete is None:
        return ()
    since = f" from {day_in_words(obsolete.day)} on" if obsolete.day else ""
    return (f"It makes the document obsolete{since}.",)
