"""The summary of a pull request: what it does to controlled documents, and to what decides about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.document_change import (
    AffectedDocument,
    ChangedDocument,
    DocumentFate,
    SideOf,
    changed_document,
    fate_of,
)
from qms_docs.views.other_changes import OtherChange, other_changes
from qms_docs.views.references import references_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from qms_docs.model.change import Change
    from qms_docs.model.finding import Report
    from qms_docs.views.comparison import Comparison
    from qms_docs.views.redline import Redline

__all__ = ["Summary", "summary"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Everything that a pull request says of itself."""

    since: str
    """What the change is compared with, as the user calls it."""
    documents: tuple[ChangedDocument, ...]
    """Sorted by id."""
    others: tuple[OtherChange, ...]
    """Changes that touch no controlled document."""
    report: Report
    """What the change brings or breaks."""


def summary(
    change: Change,
    report: Report,
    side_of: SideOf,
    redline_of: Callable[[Comparison], Redline | None],
    records_naming: Callable[[Collection[str]], Mapping[str, Sequence[str]]],
) -> Summary:
    """The summary of a change and of what the rules find in it.

    `redline_of` gives none for texts that are too large; `records_naming` finds records that name documents.
    """
    found = list(_affected(change))
    ids = [each.after.id for each in found]
    references = references_to(change.after, ids, records_naming(ids))
    return Summary(
        since=change.since,
        documents=tuple(
            changed_document(change.after, each, side_of, redline_of, references[each.after.id]) for each in found
        ),
        others=tuple(other_changes(change)),
        report=report,
    )


def _affected(change: Change) -> Iterator[AffectedDocument]:
    approved = _newly_approved(change)
    known = change.before.organization
    trusted = known if known.people else change.after.organization
    for document in change.after.documents:
        before = change.before.document(document.id)
        stood = before if before is not None and before.vanished_by is None else None
        if stood is None and document.vanished_by is not None:
            continue
        fate = fate_of(stood, document)
        revision = document.draft or document.revision(document.latest.header.revision or "")
        if fate is None and document.id in approved:
            fate, revision = DocumentFate.APPROVED, document.revision(approved[document.id])
        if fate is not None:
            yield AffectedDocument(before=stood, after=document, fate=fate, revision=revision, trusted=trusted)


def _newly_approved(change: Change) -> dict[str, str]:
    """The documents for which approvals came, with the number that was approved last."""
    known = {(each.document, each.revision, each.person, each.role, each.digest) for each in change.before.approvals}
    return {
        each.document: each.revision
        for each in change.after.approvals
        if (each.document, each.revision, each.person, each.role, each.digest) not in known
    }
