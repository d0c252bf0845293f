"""What a change does to one document, as reviewers of a pull request have to know it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from qms_docs.model.header import Confidentiality
from qms_docs.model.policy import Evidence
from qms_docs.values import dataclass
from qms_docs.views.approvals import Approvals, approvals_of
from qms_docs.views.comparison import compare
from qms_docs.views.effect import effect
from qms_docs.views.retraining import Retraining, retraining
from qms_docs.views.words import title_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.document import Document, LineText, Revision
    from qms_docs.model.header import Obsolescence
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization
    from qms_docs.views.comparison import Comparison, Side
    from qms_docs.views.redline import Redline
    from qms_docs.views.references import References

__all__ = [
    "AffectedDocument",
    "ChangedDocument",
    "DocumentFate",
    "Outcome",
    "SideOf",
    "Statement",
    "changed_document",
    "fate_of",
]


class DocumentFate(Enum):
    """What becomes of a document; the value is said of it."""

    NEW = "new"
    """It did not stand before."""
    REVISED = "revised"
    """It has another revision number."""
    REWORDED = "changed under its number"
    """Its text is another one and its number is not, as it may be as long as the review goes on."""
    WITHDRAWN = "withdrawn"
    """Its text makes it obsolete."""
    REMOVED = "removed"
    """Its file is gone."""
    MOVED = "moved"
    """The same text stands at another path."""
    APPROVED = "approved"
    """Only approvals came."""


_WITHOUT_OUTCOME = (DocumentFate.REMOVED, DocumentFate.MOVED)


class SideOf(Protocol):
    """Gives a text with everything that a comparison asks of it."""

    def __call__(self, text: LineText, number: str | None, /) -> Side:
        """The text, as that of a revision, or of the work tree where there is no number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What a revision says of its change."""

    revision: str
    change_class: str | None
    summary: str | None
    reason: str | None
    request: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What comes of the revision that stands after the change."""

    effect: str
    """From when on people work by it, as a sentence."""
    approvals: Approvals
    command: str | None
    """What somebody runs who approves; None where nobody is waited for, or the review on the forge is the approval."""
    after_merge: bool
    """Whether approvals are reviews on the forge, which are recorded after the merge."""
    retraining: Retraining


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedDocument:
    """A document that a change brings, changes or takes away."""

    id: str
    title: str
    type: str | None
    """The title of its type."""
    fate: DocumentFate
    before: str | None
    """The revision that stood before; None where there was none."""
    after: str | None
    """The revision that stands after; None where none does."""
    path: str
    moved_from: str | None
    withheld: bool
    """Whether the document is restricted, before or after, so that nothing of its text is shown."""
    statements: tuple[Statement, ...]
    """Of every revision that the change brings, the latest first."""
    obsolete: Obsolescence | None
    outcome: Outcome | None
    """None where no revision stands, and where only its place is another."""
    comparison: Comparison | None
    """With the text before; None where there is none, where it is the same, and where it is not shown."""
    redline: Redline | None
    """What became of the text; None where there is nothing to compare, or it is too large for that."""
    references: References


@dataclass(frozen=True, kw_only=True, slots=True)
class AffectedDocument:
    """A document that a change does something to."""

    before: Document | None
    """None where it did not stand."""
    after: Document
    fate: DocumentFate
    revision: Revision | None
    """The one that the change is about; None where no number stands."""
    trusted: Organization
    """Who may approve it: nobody may by a role that comes in the same change (CH101)."""


def fate_of(before: Document | None, after: Document) -> DocumentFate | None:
    """What became of a document; None where its text and its place are as they were."""
    stands = after.vanished_by is None
    if before is None:
        return DocumentFate.NEW if stands else None
    if not stands:
        return DocumentFate.REMOVED
    old, new = before.latest, after.latest
    if (old.text, old.header.revision) == (new.text, new.header.revision):
        return None if old.path == new.path else DocumentFate.MOVED
    if new.header.obsolete is not None and old.header.obsolete is None:
        return DocumentFate.WITHDRAWN
    return DocumentFate.REWORDED if new.header.revision == old.header.revision else DocumentFate.REVISED


def changed_document(
    manual: Manual,
    affected: AffectedDocument,
    side_of: SideOf,
    redline_of: Callable[[Comparison], Redline | None],
    references: References,
) -> ChangedDocument:
    """Everything about one document, by the manual after the change."""
    before, document, revision = affected.before, affected.after, affected.revision
    header = document.latest.header
    stands = document.vanished_by is None
    withheld = any(each is not None and _is_restricted(each) for each in (before, document))
    changed = before is not None and stands and before.latest.text != document.latest.text
    comparison = _comparison(before, document, side_of) if before and changed and not withheld else None
    kind = manual.policy.types.get(header.type or "")
    return ChangedDocument(
        id=document.id,
        title=title_of(document, None),
        type=kind.title if kind else header.type,
        fate=affected.fate,
        before=before.latest.header.revision if before else None,
        after=header.revision if stands else None,
        path=document.path,
        moved_from=before.path if before and stands and before.path != document.path else None,
        withheld=withheld,
        statements=tuple(_statements(before, document)) if stands else (),
        obsolete=header.obsolete if stands else None,
        outcome=_outcome(manual, document, revision, affected.trusted)
        if revision and affected.fate not in _WITHOUT_OUTCOME
        else None,
        comparison=comparison,
        redline=redline_of(comparison) if comparison else None,
        references=references,
    )


def _is_restricted(document: Document) -> bool:
    return document.latest.header.confidentiality is Confidentiality.RESTRICTED


def _statements(before: Document | None, document: Document) -> list[Statement]:
    """What the revisions say that were not there before, or that say something else now."""
    known = {each.number: each.header.change for each in before.revisions} if before else {}
    fresh = [
        each for each in document.revisions if each.number not in known or known[each.number] != each.header.change
    ]
    return [_statement(each) for each in reversed([*fresh, *([document.draft] if document.draft else [])])]


def _statement(revision: Revision) -> Statement:
    change = revision.header.change
    return Statement(
        revision=revision.number,
        change_class=change.kind.value if change and change.kind else None,
        summary=change.summary if change else None,
        reason=change.reason if change else None,
        request=change.request if change else None,
    )


def _outcome(manual: Manual, document: Document, revision: Revision, trusted: Organization) -> Outcome:
    kind = revision.kind
    attested = kind is not None and kind.evidence is Evidence.ATTESTED
    approvals = approvals_of(manual, document, revision, trusted=trusted)
    waits = bool(approvals.waiting) or revision.only_authors
    return Outcome(
        effect=effect(manual, document, revision),
        approvals=approvals,
        command=f"qms approve {document.id}" if waits and not attested else None,
        after_merge=waits and attested and revision.text.entry.commit is None,
        retraining=retraining(manual, document, revision),
    )


def _comparison(before: Document, after: Document, side_of: SideOf) -> Comparison:
    old, new = before.latest, after.latest
    return compare(after.id, side_of(old, old.header.revision), side_of(new, new.header.revision))
