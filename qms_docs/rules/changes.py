"""Rules about what a revision says of its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.header import Header
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_documents(
    "DC303", "missing-change-summary", Severity.ERROR, Basis.STANDARD, "7.5.3", reads=(Fact.DAY,), gone=True
)
def missing_change_summary(document: Document, manual: Manual) -> Iterator[Departure]:
    """A second or later revision does not say what changed, how much, or why.

    ## Avoid

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    ---
    # Purchasing

    The buyer keeps the offers.
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    change:
      class: minor
      summary: The buyer keeps the offers.
      reason: Offers were hard to find in audit AUD-2026-01.
    ---
    # Purchasing

    The buyer keeps the offers.
    ```

    ## Why

    People who work by the document want to know in one sentence what is new; auditors ask why. The class says whether
    people have to read it again.
    """
    for revision in document.in_play(manual.as_of):
        if revision.first or revision.before_control:
            continue
        missing = _missing_in_change(revision.header)
        if missing:
            header = document.latest.header
            yield Departure(
                path=document.path,
                line=header.line("change") if header.revision == revision.number else 1,
                document=document.id,
                fact=f"{document.id}: revision {revision.number} does not state {' and '.join(missing)}.",
                remedy=_remedy(document, revision),
                about=revision.number,
            )


def _remedy(document: Document, revision: Revision) -> str:
    fill_in = f"in `{document.latest.header.spelt('change')}` with `class`, `summary` and `reason`"
    # What is on the release line already has its text, which `qms revise` leaves alone.
    if revision.text.entry.commit is None and document.vanished_by is None:
        return f"Run `qms revise {document.id}`, or fill {fill_in}."
    return f"Fill {fill_in}."


def _missing_in_change(header: Header) -> list[str]:
    """What is not stated; what is there in a form that cannot be read is reported as just that."""
    change = header.change
    if change is None:
        return [] if "change" in header.unreadable else ["what changed and why"]
    stated = {
        "its class": ("change.class", change.kind),
        "a summary": ("change.summary", change.summary),
        "a reason": ("change.reason", change.reason),
    }
    return [words for words, (field, value) in stated.items() if value is None and field not in header.unreadable]


@rule_of_documents("CH102", "change-outside-request", Severity.WARNING, Basis.POLICY, reads=(Fact.DAY,), gone=True)
def change_outside_request(document: Document, manual: Manual) -> Iterator[Departure]:
    """The policy asks for a change request, and a revision names none.

    ## Avoid

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [], request: required}
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    change:
      class: minor
      summary: The buyer keeps the offers.
      reason: Idea of the buyer.
    ---
    # Purchasing

    The buyer keeps the offers.
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [], request: optional}
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    change:
      class: minor
      summary: The buyer keeps the offers.
      reason: Idea of the buyer.
    ---
    # Purchasing

    The buyer keeps the offers.
    ```

    ## Why

    Where a type says `request: required`, what follows from a change is thought through before the text is written: in
    a record of the type `change-request`, which `change.request` names. The policy that was in force when the revision
    was issued decides. The first revision of a document needs none.

    ## Related

    DC107 finds a request that does not exist.
    """
    for revision in document.in_play(manual.as_of):
        asked = revision.kind is not None and revision.kind.request_required
        change = revision.header.change
        unclear = {"change", "change.request"} & revision.header.unreadable
        if not asked or revision.first or revision.before_control or unclear or (change and change.request):
            continue
        header = document.latest.header
        yield Departure(
            path=document.path,
            line=header.line("change") if header.revision == revision.number else 1,
            document=document.id,
            fact=f"{document.id}: revision {revision.number} names no change request.",
            remedy=f"Name it: `{header.spelt('change')}: {{request: CR-2026-001}}`; "
            "`qms record new change-request` begins one.",
        )


RULES = (missing_change_summary, change_outside_request)
