"""Rules about documents that are withdrawn from use: who still refers to them, what takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.readers import texts_to_judge
from qms_docs.rules.facts import Fact
from qms_docs.rules.links import FOLLOWING, Source, of_reading, resolve
from qms_docs.rules.registry import Departure, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.outline import Link
    from qms_docs.model.readers import Reading

__all__ = ["RULES"]


@rule_of_documents(
    "DC401",
    "link-to-obsolete-document",
    Severity.ERROR,
    Basis.STANDARD,
    "7.5.3",
    reads=(Fact.DAY, Fact.OUTLINES, *FOLLOWING),
)
def link_to_obsolete_document(document: Document, manual: Manual) -> Iterator[Departure]:
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

    Both the text that stands in the file and the text in force are looked at. A fault of the text in force is mended by
    a revision without the reference: once that is proposed or issued and is to take effect, later or after its
    approvals, nothing is reported any more. A draft, or a text that was changed under its old number, mends nothing,
    because it takes nobody's place. A draft itself may refer to what it likes.

    A past revision may be named (`[[SOP-014@1]]`), and pages that are not controlled may tell of old times.

    ## Related

    DC105 finds links to what does not exist at all.
    """
    stated: set[str] = set()
    for reading in texts_to_judge(document, manual.as_of):
        # A draft is not in force and need not be; by then it is looked at as any other text.
        if reading.draft:
            continue
        for link, other in _obsolete_targets(manual, of_reading(document, reading)):
            if reading.stands or link.destination not in stated:
                stated.add(link.destination)
                yield _departure(manual, document, reading, link, other)


def _obsolete_targets(manual: Manual, source: Source) -> Iterator[tuple[Link, Document]]:
    outline = manual.outlines.get(source.blob)
    for link in outline.links if outline else ():
        target = resolve(manual, source, link)
        other = target.document
        if other is None or other.id == source.document or target.revision or not other.is_obsolete(manual.as_of):
            continue
        yield link, other


def _departure(manual: Manual, document: Document, reading: Reading, link: Link, other: Document) -> Departure:
    current = other.in_force(manual.as_of)
    successor = current.header.obsolete.successor if current and current.header.obsolete else None
    which = document.id if reading.stands else f"Revision {reading.number} of {document.id}, which is in force,"
    remedy = f"Refer to its successor {successor}" if successor else "Take the reference out"
    return Departure(
        path=document.path,
        line=link.line,
        document=document.id,
        fact=f"{which} refers to {other.id}, obsolete since {other.obsolete_from(manual.as_of)}.",
        remedy=f"{remedy}." if reading.stands else f"{remedy} in a revision that takes its place.",
        about=link.destination,
    )


@rule_of_documents("DC402", "obsolete-without-successor", Severity.WARNING, Basis.PRACTICE, reads=())
def obsolete_without_successor(document: Document, _manual: Manual) -> Iterator[Departure]:
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
    header = document.latest.header
    if header.obsolete is not None and not header.obsolete.successor_stated:
        yield Departure(
            path=document.path,
            line=header.line("obsolete"),
            document=document.id,
            fact=f"{document.id} is made obsolete without saying what replaces it.",
            remedy="Add `superseded_by:` with an id, or `superseded_by: null` where nothing does.",
        )


RULES = (link_to_obsolete_document, obsolete_without_successor)
