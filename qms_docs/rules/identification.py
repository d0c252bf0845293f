"""Rules about what a document is: its control fields, its id, its links, its sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, FaultKind, Severity
from qms_docs.model.outline import LinkKind
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.outline import Outline

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
    for document, claims in sorted(manual.claims.items()):
        number = {2: "two"}.get(len(claims), str(len(claims)))
        for claim in claims if len(claims) > 1 else ():
            others = ", ".join(other.path for other in claims if other is not claim)
            yield Departure(
                path=claim.path,
                line=claim.line,
                document=document,
                fact=f"The id {document} stands in {number} files: {claim.path} and {others}.",
                remedy="Give the newer one an id of its own.",
            )


@rule("DC103", "reused-document-id", Severity.ERROR, Basis.PRACTICE)
def reused_document_id(manual: Manual) -> Iterator[Departure]:
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
    for document in manual.documents:
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


@rule("DC104", "id-outside-numbering", Severity.ERROR, Basis.POLICY)
def id_outside_numbering(manual: Manual) -> Iterator[Departure]:
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
    for document in manual.standing:
        header = document.latest.header
        kind = manual.policy.types.get(header.type or "")
        if kind and kind.pattern and not re.fullmatch(kind.pattern, header.id):
            yield Departure(
                path=document.path,
                line=header.line("id"),
                document=document.id,
                fact=f"The id {header.id} does not fit the numbering of the type {kind.title}, `{kind.pattern}`.",
                remedy="Choose an id of that form, or correct `type`.",
            )


@rule("DC106", "unmarked-uncontrolled-page", Severity.ERROR, Basis.STANDARD, "7.5.3")
def unmarked_uncontrolled_page(manual: Manual) -> Iterator[Departure]:
    """A page among the documents has neither an id nor the mark `controlled: false`.

    ## Avoid

    ```markdown title="procedures/canteen.md"
    # Canteen
    ```

    ## Prefer

    ```markdown title="procedures/canteen.md"
    ---
    controlled: false
    ---
    # Canteen
    ```

    ## Why

    Readers must be able to tell what they have to work by. A page that is not controlled says so at its top; a page
    that says nothing has usually lost its front matter.
    """
    for path in manual.unmarked:
        if path.lower().endswith(".md"):
            yield Departure(
                path=path,
                fact="The page has neither an id nor the mark `controlled: false`.",
                remedy="Add front matter with an `id`, or `controlled: false` where nobody works by it.",
            )
        else:
            yield Departure(
                path=path,
                fact="The page is Markdown, but its name does not end in .md, so that it escapes document control.",
                remedy="Rename it so that it ends in .md, and give it an id or the mark `controlled: false`.",
            )


@rule("DC108", "missing-section", Severity.ERROR, Basis.POLICY)
def missing_section(manual: Manual) -> Iterator[Departure]:
    """A heading that the type requires is absent.

    ## Avoid

    ```yaml title="qms.yml"
    types:
      procedure: {title: Procedure, sections: [Purpose, Procedure], approvals: []}
    ```

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    ## Procedure
    ```

    ## Prefer

    ```yaml title="qms.yml"
    types:
      procedure: {title: Procedure, sections: [Purpose, Procedure], approvals: []}
    ```

    ```markdown title="procedures/purchasing.md"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    ## Purpose

    ## Procedure
    ```

    ## Why

    Documents of one type that are built alike are found through faster, and nothing is forgotten. Which sections there
    are is the choice of the organization (`sections:` in `qms.yml`); the standard asks for none.
    """
    for document in manual.standing:
        header = document.latest.header
        kind = manual.policy.types.get(header.type or "")
        outline = manual.outlines.get(document.latest.text.blob)
        if kind is None or outline is None or header.draft or document.is_obsolete(manual.as_of):
            continue
        present = {_folded(heading.text) for heading in outline.headings}
        for section in kind.sections:
            if _folded(section) not in present:
                yield Departure(
                    path=document.path,
                    document=document.id,
                    fact=f"{document.id}: the section “{section}” is absent, which the type {kind.title} requires.",
                    remedy=f"Add the heading `## {section}`, and “Not applicable” below it where that is so.",
                )


def _folded(words: str) -> str:
    """Words without a leading number, case and needless blanks: `1. Purpose` is `purpose`."""
    return " ".join(re.sub(r"^[\d.]+\s+", "", words).casefold().split())


@rule("DC109", "image-without-text", Severity.WARNING, Basis.PRACTICE)
def image_without_text(manual: Manual) -> Iterator[Departure]:
    """An image has no alternative text, or headings are missing or skip a level.

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

    ### Orders
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

    ## Orders
    ```

    ## Why

    Some people listen to a page instead of looking at it. They need words for what an image shows, and headings in
    order to find their way.
    """
    for document in manual.standing:
        outline = manual.outlines.get(document.latest.text.blob)
        if outline is None or document.latest.header.draft or document.is_obsolete(manual.as_of):
            continue
        for line, fact, remedy in _unreadable_aloud(outline):
            yield Departure(path=document.path, line=line, document=document.id, fact=fact, remedy=remedy)


def _unreadable_aloud(outline: Outline) -> Iterator[tuple[int, str, str]]:
    for link in outline.links:
        if link.kind is LinkKind.IMAGE and not link.text.strip():
            yield (
                link.line,
                f"The image {link.destination} has no alternative text.",
                "Say in words what it shows: `![words](file)`.",
            )
    if not outline.headings or outline.headings[0].level != 1:
        line = outline.headings[0].line if outline.headings else 1
        yield line, "The document does not begin with a top heading.", "Begin the text with `# ` and the title."
    for before, heading in zip(outline.headings, outline.headings[1:], strict=False):
        if heading.level > before.level + 1:
            levels = f"level {heading.level} follows one of level {before.level}"
            yield (
                heading.line,
                f"The heading “{heading.text}” of {levels}.",
                "Use the next level, so that none is skipped.",
            )


RULES = (
    missing_control_field,
    duplicate_document_id,
    reused_document_id,
    id_outside_numbering,
    unmarked_uncontrolled_page,
    missing_section,
    image_without_text,
)
