"""Rules about documents from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.records.external_document import ExternalDocument
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("DC701", "overdue-currency-check", Severity.WARNING, Basis.STANDARD, "7.5.3")
def overdue_currency_check(manual: Manual) -> Iterator[Departure]:
    """Nobody has looked within the interval whether a document from outside is still the current edition.

    ## Avoid

    ```yaml title="records/external/EXT-2025-002.yml"
    id: EXT-2025-002
    title: Guideline NL-12, marking of light meters
    opened: 2025-01-20
    owner: production-manager
    status: current
    issuer: Nordic Light Association
    edition: "2"
    published: 2025-01-02
    where_held: Shelf 3 in production
    used_by: []
    last_checked: 2025-04-20
    interval: 12 months
    ```

    ## Prefer

    ```yaml title="records/external/EXT-2025-002.yml"
    id: EXT-2025-002
    title: Guideline NL-12, marking of light meters
    opened: 2025-01-20
    owner: production-manager
    status: current
    issuer: Nordic Light Association
    edition: "2"
    published: 2025-01-02
    where_held: Shelf 3 in production
    used_by: []
    last_checked: 2026-04-20
    interval: 12 months
    ```

    ## Why

    Documents from outside change without telling those who work by them. The record says where the text is held and
    when somebody last asked the issuer; it never holds the text itself.
    """
    for kept in manual.records.of_kind("external-document"):
        record = kept.record
        due = record.check_due if isinstance(record, ExternalDocument) else None
        if due is not None and due < manual.as_of:
            yield Departure(
                path=kept.path,
                line=record.line("last_checked"),
                document=kept.id,
                fact=f"{kept.id} was to be checked by {due}.",
                remedy="Ask the issuer for the current edition, and set `last_checked` to the day.",
            )


@rule("DC702", "superseded-edition-in-use", Severity.WARNING, Basis.PRACTICE)
def superseded_edition_in_use(manual: Manual) -> Iterator[Departure]:
    """A document in force cites an edition from outside that another one has superseded.

    ## Avoid

    ```yaml title="records/external/EXT-2025-002.yml"
    id: EXT-2025-002
    title: Guideline NL-12, marking of light meters
    opened: 2025-01-20
    owner: production-manager
    status: superseded
    issuer: Nordic Light Association
    edition: "2"
    published: 2025-01-02
    where_held: Shelf 3 in production
    used_by: []
    last_checked: 2026-04-20
    interval: 12 months
    superseded_by: EXT-2025-002
    ```

    ```markdown title="procedures/marking.md"
    ---
    id: SOP-012
    title: Marking
    type: procedure
    revision: 1
    owner: production-manager
    ---
    # Marking

    Labels follow EXT-2025-002, part 4.
    ```

    ## Prefer

    ```yaml title="records/external/EXT-2025-002.yml"
    id: EXT-2025-002
    title: Guideline NL-12, marking of light meters
    opened: 2025-01-20
    owner: production-manager
    status: superseded
    issuer: Nordic Light Association
    edition: "2"
    published: 2025-01-02
    where_held: Shelf 3 in production
    used_by: []
    last_checked: 2026-04-20
    interval: 12 months
    superseded_by: EXT-2025-002
    ```

    ```markdown title="procedures/marking.md"
    ---
    id: SOP-012
    title: Marking
    type: procedure
    revision: 1
    owner: production-manager
    ---
    # Marking

    Labels follow the guideline NL-12 in its third edition.
    ```

    ## Why

    Whoever works by the document works by an edition that holds no longer. A document cites an external document by its
    id: as a word in the text, in a link, or in the path of its record. The text in force is looked at, unless what
    stands in the file is to take its place.
    """
    superseded = {each.id: each for each in manual.records.of_kind("external-document") if _is_superseded(each.record)}
    if not superseded:
        return
    for document in manual.standing:
        if document.is_obsolete(manual.as_of):
            continue
        for reading in manual.texts_to_judge[document.id]:
            cited = manual.mentions.get(reading.text.text.blob, {}) if not reading.draft else {}
            for name in sorted(superseded.keys() & cited.keys()):
                successor = getattr(superseded[name].record, "superseded_by", None)
                yield Departure(
                    path=document.path,
                    line=cited[name] if reading.stands else 1,
                    document=document.id,
                    fact=f"{document.id} cites {name} ({superseded[name].record.title}), which is superseded.",
                    remedy=f"Look whether {successor or 'the new edition'} changes anything, and cite that.",
                )


def _is_superseded(record: object) -> bool:
    return isinstance(record, ExternalDocument) and record.status == "superseded"


RULES = (overdue_currency_check, superseded_edition_in_use)
