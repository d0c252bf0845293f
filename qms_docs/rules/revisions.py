"""Rules about revisions: one number, one text; numbers without gap."""

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


def _stated(header: Header, numbers: tuple[str, ...]) -> str:
    """The field with each of the numbers that it may have, as the file spells it."""
    return " or ".join(f"`{header.spelt('revision')}: {number}`" for number in numbers) or "the next number"


@rule_of_documents(
    "DC301",
    "changed-text-under-same-revision",
    Severity.ERROR,
    Basis.STANDARD,
    "7.5.3",
    reads=(Fact.DAY,),
    gone=True,
)
def changed_text_under_same_revision(document: Document, manual: Manual) -> Iterator[Departure]:
    """The text, or a file that it shows, changed and the revision number did not.

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

    Two offers are asked for from 10,000 NOK.
    ```

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing

    Two offers are asked for from 25,000 NOK.
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

    Two offers are asked for from 10,000 NOK.
    ```

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 2
    owner: purchasing-manager
    change:
      class: major
      summary: Offers are asked for from 25,000 NOK on.
      reason: Prices have risen, and small orders took too long.
    ---
    # Purchasing

    Two offers are asked for from 25,000 NOK.
    ```

    ## Why

    A revision is a number with exactly one text, so that two people who speak of revision 3 have read the same words.
    Until the change gets a number of its own, the text that was issued stays the controlled one and stays published.
    A corrected typing error is a revision too, of class `editorial`, with a lighter approval where the policy says so.

    ## Related

    DC302 looks after the numbers, DC303 after the reasons.
    """
    for revision in document.in_play(manual.as_of):
        # Once the change has got a number of its own there is nothing left to mend.
        if revision.altered and not document.completed_after(revision):
            fact = f"{_what_changed(revision)} changed but the revision is still {revision.number}."
            yield _altered(document, revision, fact, draft=False)
    draft = document.draft
    fixed = document.revision(draft.number) if draft else None
    if fixed is not None and fixed.fixed_on is not None:
        fact = f"revision {fixed.number} is issued, and its text is now marked as a draft."
        yield _altered(document, fixed, fact, draft=True)


def _what_changed(revision: Revision) -> str:
    """The text, or the files that it shows, by name."""
    fixed, last = revision.text.text, revision.last_text.text
    if fixed.blob != last.blob:
        return "the text"
    before, after = ({shown.name: shown.blob for shown in text.files} for text in (fixed, last))
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return f"{', '.join(names)}, which the text shows,"


def _altered(document: Document, revision: Revision, fact: str, *, draft: bool) -> Departure:
    header = document.latest.header
    # `qms revise` begins no revision of a draft, and none where there is no file.
    by_hand = draft or document.vanished_by is not None
    number = _stated(header, revision.scheme.successors(revision.number))
    begin = f"Set {number}" if by_hand else f"Run `qms revise {document.id}`, or set {number}"
    return Departure(
        path=document.path,
        line=header.line("revision"),
        document=document.id,
        fact=f"{document.id}: {fact}",
        remedy=f"{begin} and fill in `{header.spelt('change')}`. To take the change back, restore what was issued on "
        f"{revision.issued_on}.",
        # Each text that comes under a fixed number is a departure of its own.
        about=f"{revision.number} {document.latest.text.digest(document.id)}",
    )


@rule_of_documents("DC302", "gap-in-revisions", Severity.ERROR, Basis.PRACTICE, reads=(Fact.DAY,), gone=True)
def gap_in_revisions(document: Document, manual: Manual) -> Iterator[Departure]:
    """A revision number is skipped, repeated or goes back.

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
    revision: 3
    owner: purchasing-manager
    change: {class: minor, summary: The buyer keeps the offers., reason: They were hard to find.}
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
    change: {class: minor, summary: The buyer keeps the offers., reason: They were hard to find.}
    ---
    # Purchasing

    The buyer keeps the offers.
    ```

    ## Why

    Somebody who meets revision 1 and revision 3 asks where revision 2 is, and what it allowed. The first number of a
    document may be any of the scheme in `qms.yml`: 1, the 0 with which some firms begin, or the 7 that a document had
    reached elsewhere. From then on each is the next one.
    """
    in_play = document.in_play(manual.as_of)
    for revision in in_play:
        before = revision.predecessor
        expected = revision.scheme.successors(before) if before else ()
        if expected and revision.scheme.accepts(revision.number) and revision.number not in expected:
            yield _gap(document, f"revision {revision.number} follows revision {before}", expected)
    yield from _going_back(document)


def _going_back(document: Document) -> Iterator[Departure]:
    number = document.latest.header.revision
    newest = document.latest_issued
    if document.vanished_by or newest is None or number is None or document.revision(number) is None:
        return
    if number != newest.number and not document.latest.header.draft:
        after = newest.scheme.successors(newest.number)
        yield _gap(document, f"the number went back to {number}, though revision {newest.number} was issued", after)


def _gap(document: Document, fact: str, expected: tuple[str, ...]) -> Departure:
    return Departure(
        path=document.path,
        line=document.latest.header.line("revision"),
        document=document.id,
        fact=f"{document.id}: {fact}.",
        remedy=f"Set {_stated(document.latest.header, expected)}.",
    )


RULES = (changed_text_under_same_revision, gap_in_revisions)
