"""One of two texts that are compared: which revision it is, what holds for it, and what it says of its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.words import status_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document, LineText
    from qms_docs.model.manual import Manual

__all__ = ["ComparedSide", "compared_side"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedSide:
    """What is to be known of a text beside its words."""

    number: str | None
    """The number of its revision, as far as it has one."""
    name: str
    """What it is called in a sentence, such as `revision 3` or `the proposed text`."""
    status_in_words: str
    issued_on: date | None
    effective_on: date | None
    change_class: str | None
    summary: str | None
    reason: str | None
    request: str | None


def compared_side(manual: Manual, document: Document, text: LineText, number: str | None) -> ComparedSide:
    """A text of a document; `number` is that of its revision, None for a text as it stands in the work tree."""
    stated = number or text.header.revision
    revision = document.revision(stated) if stated else None
    if document.draft is not None and document.draft.text.text == text.text:
        revision = document.draft
    change = text.header.change
    controlled = revision is not None and revision.text.text == text.text
    issued = revision is not None and controlled and not revision.proposed and revision is not document.draft
    if revision is not None and controlled:
        status = status_in_words(document, revision, manual.as_of, manual.organization)
    else:
        status = f"Changed text under revision {stated}: not in force." if stated else "Not issued."
    return ComparedSide(
        number=stated,
        name=f"revision {number}" if number else "the proposed text",
        status_in_words=status,
        issued_on=revision.issued_on if revision and issued else None,
        effective_on=revision.effective_on if revision and issued else None,
        change_class=change.kind.value if change and change.kind else None,
        summary=change.summary if change else None,
        reason=change.reason if change else None,
        request=change.request if change else None,
    )
