"""Rules about what was published: it stays in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.manifest import contradictions
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("DC501", "rewritten-history", Severity.ERROR, Basis.STANDARD, "7.5.3")
def rewritten_history(manual: Manual) -> Iterator[Departure]:
    """A revision that an earlier manifest names is missing, or has another text, entry or effective day.

    ## Avoid

    Revision 1 was published, and the manifest of that publication was kept:

    ```markdown title="procedures/purchasing.md" on="2026-01-05" published
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

    Later the history was rewritten (a force push), so that revision 1 seems to have said something else from the
    beginning:

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
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

    Revision 1 was published:

    ```markdown title="procedures/purchasing.md" on="2026-01-05" published
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

    The change came as revision 2, and revision 1 still stands as it was:

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

    Git lets whoever may write to the repository replace its history, and what replaces it looks as if it had always
    been so. That shows only beside something that was kept elsewhere: the `manifest.json` of an earlier publication,
    which names every revision that was issued with the digest of its text, the entry that brought it and its effective
    day. What a manifest says of a revision whose approvals were complete never changes afterwards; new revisions,
    renamed files and new documents only add to it.

    This rule therefore needs an earlier manifest, and finds nothing without one: `qms verify manifest.json`,
    `qms check --previous manifest.json`, `qms build --previous manifest.json`.

    ## Related

    DC301 finds a text that was changed under its number in the open, by a further entry.
    """
    kept = manual.earlier
    # The manual of a day before the publication knows less than it does.
    if kept is None or manual.as_of < kept.manifest.as_of:
        return
    documents = {each.id: each for each in manual.documents}
    for each in contradictions(kept.manifest, documents, manual.entries):
        yield Departure(
            path=each.path,
            document=each.document,
            fact=f"{each.what} {kept.name} says {each.expected}, the history {each.got or 'nothing'}.",
            remedy="Find out who rewrote the history, and restore it from a clone that still has it.",
        )


RULES = (rewritten_history,)
