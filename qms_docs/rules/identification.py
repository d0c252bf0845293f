"""Rules about what a document is: its control fields and its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, FaultKind, Severity
from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure, rule, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("DC101", "missing-control-field", Severity.ERROR, Basis.STANDARD, "7.5.2")
def missing_control_field(manual: Manual) -> Iterator[Departure]:
    """A required control field is absent or empty.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Why

    Whoever holds a document in the hand must see what it is, which revision it is, and who answers for it. Required are
    `id`, `title`, `type`, `revision` and `owner`.
    """
    for fault in manual.faults:
        if fault.kind is FaultKind.MISSING:
            yield Departure(
                path=fault.path, line=fault.line, document=fault.document, fact=fault.fact, remedy=fault.remedy
            )


@rule("DC102", "duplicate-document-id", Severity.ERROR, Basis.STANDARD, "7.5.2")
def duplicate_document_id(manual: Manual) -> Iterator[Departure]:
    """Two files have the same id.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/sales.md"
    ---
    id: SOP-004
    title: Sales
    type: procedure
    revision: 1
    owner: sales-manager
    ---
    # Sales
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
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
    ```

    ## Why

    An id names one document. With two, nobody can say which one an approval, a link or a training record means. It
    happens when a file is copied as the start of a new one.
    """
    for document, claims in sorted(each for each in manual.claims.items() if len(each[1]) > 1):
        number = {2: "two"}.get(len(claims), str(len(claims)))
        for claim in claims:
            others = ", ".join(other.path for other in claims if other is not claim)
            yield Departure(
                path=claim.path,
                line=claim.line,
                document=document,
                fact=f"The id {document} stands in {number} files: {claim.path} and {others}.",
                remedy="Give the newer one an id of its own.",
                about=document,
            )


@rule_of_documents("DC103", "reused-document-id", Severity.ERROR, Basis.PRACTICE, reads=(Fact.DAY,), gone=True)
def reused_document_id(document: Document, manual: Manual) -> Iterator[Departure]:
    """An id that belonged to an obsolete document is given to a new text.

    ## Avoid

    ```markdown title="procedures/telex.md" on="2026-01-05"
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

    ```markdown title="procedures/web-shop.md" on="2026-03-02"
    ---
    id: SOP-014
    title: Orders in the web shop
    type: procedure
    revision: 2
    owner: sales-manager
    change: {class: major, summary: The web shop., reason: The shop has opened.}
    ---
    # Orders in the web shop
    ```

    ```text title="procedures/telex.md" on="2026-03-02" deleted
    ```

    ## Prefer

    ```markdown title="procedures/telex.md" on="2026-01-05"
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

    ```markdown title="procedures/web-shop.md" on="2026-03-02"
    ---
    id: SOP-015
    title: Orders in the web shop
    type: procedure
    revision: 1
    owner: sales-manager
    ---
    # Orders in the web shop
    ```

    ## Why

    Old records, training and printouts name the id. Were it given away again, they would seem to speak of a text that
    nobody had seen at the time. A document that is needed again gets a new id.
    """
    in_effect = [each for each in document.issued if each.header.obsolete and each.in_effect_by(manual.as_of)]
    # What an earlier withdrawal was followed by is history once the id is withdrawn again (settled.md 14).
    withdrawal = max(in_effect, key=lambda each: each.text.entry.number, default=None)
    number = _given_away(document, withdrawal) if withdrawal else None
    if withdrawal and number:
        yield Departure(
            path=document.path,
            line=document.latest.header.line("id"),
            document=document.id,
            fact=f"{document.id} was withdrawn from use by revision {withdrawal.number}, and revision "
            f"{number} gives its id to a new text.",
            remedy="Give the new text an id that was never used.",
        )


def _given_away(document: Document, withdrawal: Revision) -> str | None:
    """The first number under which an id that was withdrawn from use carries a text again."""
    since = withdrawal.effective_on or withdrawal.issued_on
    for revision in document.issued_after(withdrawal):
        if revision.header.obsolete is None and revision.issued_on >= since:
            return revision.number
    # A number that was used before the withdrawal is not issued again, and yet a new text stands under it.
    latest = document.latest
    stands = document.vanished_by is None and not latest.header.draft and latest.header.obsolete is None
    later = latest.entry.number > withdrawal.text.entry.number and latest.entry.day >= since
    return latest.header.revision if stands and later and "obsolete" not in latest.header.unreadable else None


@rule_of_documents("DC104", "id-outside-numbering", Severity.ERROR, Basis.POLICY, reads=(Fact.POLICY,))
def id_outside_numbering(document: Document, manual: Manual) -> Iterator[Departure]:
    """An id does not fit the numbering of its type.

    ## Avoid

    ```markdown title="procedures/purchasing.md"
    ---
    id: PURCHASING
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ## Why

    The policy gives each type a form of id (`id:` in `qms.yml`), so that people see at once what a document is and the
    next free number can be found.
    """
    header = document.latest.header
    kind = manual.policy.types.get(header.type or "")
    if kind and kind.pattern and not re.fullmatch(kind.pattern, header.id):
        yield Departure(
            path=document.path,
            line=header.line("id"),
            document=document.id,
            fact=f"The id {header.id} does not fit the numbering of the type {kind.title}, `{kind.pattern}`.",
            remedy="Choose an id of that form, or correct `type`.",
            about=header.id,
        )


RULES = (missing_control_field, duplicate_document_id, reused_document_id, id_outside_numbering)
