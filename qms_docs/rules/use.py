"""Rules about documents in use: reviews, translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_documents("DC403", "review-overdue", Severity.WARNING, Basis.POLICY, reads=(Fact.DAY, Fact.POLICY))
def review_overdue(document: Document, manual: Manual) -> Iterator[Departure]:
    """The interval of review has passed since the last issue or review.

    ## Avoid

    ```markdown title="procedures/purchasing.md" on="2025-01-06"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    review: 12 months
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md" on="2025-01-06"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    review: 12 months
    ---
    # Purchasing
    ```

    ```csv title="records/reviews/SOP-004.csv" on="2026-01-05"
    date,by,revision,outcome,comment
    2026-01-05,ann.berg,1,keep,
    ```

    ## Why

    ISO 9001 sets no interval; where an organization sets one (`review:` in `qms.yml` or in the document), auditors hold
    it to that. A review that finds nothing to change is a line in `records/reviews/`, not a new revision.
    """
    due = document.next_review(manual.policy, manual.as_of)
    if due is not None and due < manual.as_of:
        yield Departure(
            path=document.path,
            document=document.id,
            fact=f"{document.id} was to be reviewed by {due}.",
            remedy=f"Review it and record the outcome in {manual.policy.records}/reviews/{document.id}.csv, "
            "or issue a new revision.",
            about="review",
        )


@rule_of_documents("DC404", "stale-translation", Severity.WARNING, Basis.PRACTICE, reads=(Fact.DAY, Fact.OTHERS))
def stale_translation(document: Document, manual: Manual) -> Iterator[Departure]:
    """The source of a translation has a later revision than the one that was translated.

    ## Avoid

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/innkjop.md" on="2026-01-05"
    ---
    id: SOP-104
    title: Innkjøp
    type: procedure
    revision: 1
    owner: purchasing-manager
    language: nb
    translation_of: SOP-004@1
    ---
    # Innkjøp
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/innkjop.md" on="2026-01-05"
    ---
    id: SOP-104
    title: Innkjøp
    type: procedure
    revision: 1
    owner: purchasing-manager
    language: nb
    translation_of: SOP-004@2
    ---
    # Innkjøp
    ```

    ## Why

    People who read the translation would work by the old text.
    """
    source = document.latest.header.translation_of
    original = manual.document(source.document) if source else None
    if source is None or original is None or document.is_obsolete(manual.as_of):
        return
    newest = next((each for each in reversed(original.issued) if each.fixed_on is not None), None)
    if newest is None or newest.number == source.revision:
        return
    translated = original.revision(source.revision)
    if translated is None or original.is_above(newest, translated):
        yield Departure(
            path=document.path,
            line=document.latest.header.line("translation_of"),
            document=document.id,
            fact=f"{document.id} translates revision {source.revision} of {original.id}, now at {newest.number}.",
            remedy="Bring the translation up to date and name the revision that it translates.",
            about=f"{original.id}@{source.revision}",
        )


RULES = (review_overdue, stale_translation)
