"""Rules about documents in use: links to what is obsolete, reviews, translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.links import resolve
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("DC401", "link-to-obsolete-document", Severity.ERROR, Basis.STANDARD, "7.5.3")
def link_to_obsolete_document(manual: Manual) -> Iterator[Departure]:
    """A document in force refers to one that is obsolete.

    ## Avoid

    ```markdown title="procedures/telex.md"
    ---
    id: SOP-014
    title: Orders by telex
    type: procedure
    revision: 1
    owner: sales-manager
    obsolete: {date: 2026-01-05, superseded_by: null, reason: The telex is gone.}
    ---
    # Orders by telex
    ```

    ```markdown title="procedures/sales.md"
    ---
    id: SOP-009
    title: Sales
    type: procedure
    revision: 1
    owner: sales-manager
    ---
    # Sales

    Orders by telex: see [[SOP-014]].
    ```

    ## Prefer

    ```markdown title="procedures/telex.md"
    ---
    id: SOP-014
    title: Orders by telex
    type: procedure
    revision: 1
    owner: sales-manager
    obsolete: {date: 2026-01-05, superseded_by: null, reason: The telex is gone.}
    ---
    # Orders by telex
    ```

    ```markdown title="procedures/sales.md"
    ---
    id: SOP-009
    title: Sales
    type: procedure
    revision: 1
    owner: sales-manager
    ---
    # Sales

    Orders come by letter or mail.
    ```

    ## Why

    Whoever follows the link is sent to something that nobody may work by any more. The finding appears on the day on
    which the other document becomes obsolete.
    """
    for document in manual.standing:
        if document.is_obsolete(manual.as_of):
            continue
        text = _judged_text(document, manual)
        outline = manual.outlines.get(text) if text else None
        for link in outline.links if outline else ():
            target = resolve(manual, document.path, link)
            other = target.document
            if other is None or other.id == document.id or target.revision or not other.is_obsolete(manual.as_of):
                continue
            current = other.in_force(manual.as_of)
            successor = current.header.obsolete.successor if current and current.header.obsolete else None
            yield Departure(
                path=document.path,
                line=link.line,
                document=document.id,
                fact=f"{document.id} refers to {other.id}, obsolete since {other.obsolete_from(manual.as_of)}.",
                remedy=f"Refer to its successor {successor}." if successor else "Take the reference out.",
            )


def _judged_text(document: Document, manual: Manual) -> str | None:
    """The text that stands; where it is a draft, the one in force."""
    if document.draft is None:
        return document.latest.text.blob if document.revisions else None
    current = document.in_force(manual.as_of)
    return current.text.text.blob if current else None


@rule("DC402", "obsolete-without-successor", Severity.WARNING, Basis.PRACTICE)
def obsolete_without_successor(manual: Manual) -> Iterator[Departure]:
    """A document is made obsolete and says neither what replaces it nor that nothing does.

    ## Avoid

    ```markdown title="procedures/telex.md"
    ---
    id: SOP-014
    title: Orders by telex
    type: procedure
    revision: 1
    owner: sales-manager
    obsolete: {date: 2026-01-05, reason: The telex is gone.}
    ---
    # Orders by telex
    ```

    ## Prefer

    ```markdown title="procedures/telex.md"
    ---
    id: SOP-014
    title: Orders by telex
    type: procedure
    revision: 1
    owner: sales-manager
    obsolete: {date: 2026-01-05, superseded_by: null, reason: The telex is gone.}
    ---
    # Orders by telex
    ```

    ## Why

    People who come to the old address want to know by what they are to work now. `superseded_by: null` says that there
    is nothing to put in its place, and that this was decided.
    """
    for document in manual.standing:
        header = document.latest.header
        if header.obsolete is not None and not header.obsolete.successor_stated:
            yield Departure(
                path=document.path,
                line=header.line("obsolete"),
                document=document.id,
                fact=f"{document.id} is made obsolete without saying what replaces it.",
                remedy="Add `superseded_by:` with an id, or `superseded_by: null` where nothing does.",
            )


@rule("DC403", "review-overdue", Severity.WARNING, Basis.POLICY)
def review_overdue(manual: Manual) -> Iterator[Departure]:
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
    for document in manual.standing:
        due = document.next_review(manual.policy, manual.as_of)
        if due is not None and due < manual.as_of:
            yield Departure(
                path=document.path,
                document=document.id,
                fact=f"{document.id} was to be reviewed by {due}.",
                remedy=f"Review it and record the outcome in {manual.policy.records}/reviews/{document.id}.csv, "
                "or issue a new revision.",
            )


@rule("DC404", "stale-translation", Severity.WARNING, Basis.PRACTICE)
def stale_translation(manual: Manual) -> Iterator[Departure]:
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
    for document in manual.standing:
        source = document.latest.header.translation_of
        original = manual.document(source.document) if source else None
        if source is None or original is None or document.is_obsolete(manual.as_of):
            continue
        newest = next((each for each in reversed(original.issued) if each.fixed_on is not None), None)
        if newest is None or newest.number == source.revision:
            continue
        translated = original.revision(source.revision)
        if translated is None or original.revisions.index(translated) < original.revisions.index(newest):
            yield Departure(
                path=document.path,
                line=document.latest.header.line("translation_of"),
                document=document.id,
                fact=f"{document.id} translates revision {source.revision} of {original.id}, now at {newest.number}.",
                remedy="Bring the translation up to date and name the revision that it translates.",
            )


RULES = (link_to_obsolete_document, obsolete_without_successor, review_overdue, stale_translation)
