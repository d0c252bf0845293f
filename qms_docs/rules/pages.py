"""Rules about how a page is marked and built: its sections, its headings, words for its images."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.outline import LinkKind
from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure, OfManual, rule, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.outline import Outline

__all__ = ["RULES"]


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


@rule_of_documents(
    "DC108", "missing-section", Severity.ERROR, Basis.POLICY, reads=(Fact.DAY, Fact.POLICY, Fact.OUTLINES)
)
def missing_section(document: Document, manual: Manual) -> Iterator[Departure]:
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
    header = document.latest.header
    kind = manual.policy.types.get(header.type or "")
    outline = manual.outlines.get(document.latest.text.blob)
    if kind is None or outline is None or header.draft or document.is_obsolete(manual.as_of):
        return
    present = {_folded(heading.text) for heading in outline.headings}
    for section in kind.sections:
        if _folded(section) not in present:
            yield Departure(
                path=document.path,
                document=document.id,
                fact=f"{document.id}: the section “{section}” is absent, which the type {kind.title} requires.",
                remedy=f"Add the heading `## {section}`, and “Not applicable” below it where that is so.",
            )


@lru_cache(10_000)
def _folded(words: str) -> str:
    """Words without a leading number, case and needless blanks: `1. Purpose` is `purpose`."""
    return " ".join(re.sub(r"^[\d.]+\s+", "", words).casefold().split())


@rule_of_documents("DC109", "image-without-text", Severity.WARNING, Basis.PRACTICE, reads=(Fact.DAY, Fact.OUTLINES))
def image_without_text(document: Document, manual: Manual) -> Iterator[Departure]:
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
    outline = manual.outlines.get(document.latest.text.blob)
    if outline is None or document.latest.header.draft or document.is_obsolete(manual.as_of):
        return
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


def _undrawn_on_pages(manual: Manual) -> Iterator[Departure]:
    for page in manual.pages:
        outline = manual.outlines.get(page.blob)
        for figure in outline.undrawn if outline else ():
            yield Departure(path=page.path, line=figure.line, fact=figure.fact, remedy=figure.remedy)


@rule_of_documents(
    "DC110",
    "undrawn-figure",
    Severity.WARNING,
    Basis.PRACTICE,
    reads=(Fact.DAY, Fact.OUTLINES, Fact.DRAWINGS),
    besides=(OfManual(_undrawn_on_pages),),
)
def undrawn_figure(document: Document, manual: Manual) -> Iterator[Departure]:
    """A diagram, formula or drawing cannot be shown, so that readers see how it is written, or nothing.

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

    ~~~mermaid
    gantt
      title Orders of the year
    ~~~
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

    ~~~mermaid
    flowchart LR
      A[Buyer orders] --> B{Confirmed?}
      B -- yes --> C[Goods receipt]
    ~~~
    ```

    ## Why

    A picture has to be the same on every screen and on paper, and it belongs to what was approved. Flow charts,
    state diagrams, sequence diagrams and formulas are therefore drawn when the manual is built, and no program of the
    reader's has a part in it. Of other diagrams show a picture: `![words](file.svg)`. Of a drawing in a file all is
    shown that stands still: programs and links in it are taken out, and one that moves or fetches something is not
    shown.
    """
    if document.is_obsolete(manual.as_of):
        return
    outline = manual.outlines.get(document.latest.text.blob)
    for figure in outline.undrawn if outline else ():
        yield Departure(
            path=document.path, line=figure.line, document=document.id, fact=figure.fact, remedy=figure.remedy
        )
    for shown in document.latest.text.files:
        if found := manual.undrawn_files.get(shown.blob):
            yield Departure(
                path=shown.path, line=found.line, document=document.id, fact=found.fact, remedy=found.remedy
            )


RULES = (unmarked_uncontrolled_page, missing_section, image_without_text, undrawn_figure)
