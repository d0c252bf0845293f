"""Rules about what is accepted in the course of time: documents that vanish, dates that run backwards."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]

_LARGEST_STEP_BACK = timedelta(days=1)


@rule("DC304", "vanished-document", Severity.ERROR, Basis.STANDARD, "7.5.3")
def vanished_document(manual: Manual) -> Iterator[Departure]:
    """A document was deleted without having been made obsolete.

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

    ```text title="procedures/purchasing.md" on="2026-02-10" deleted
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
      class: major
      summary: The procedure is withdrawn.
      reason: Purchasing is done by the parent company.
    obsolete:
      date: 2026-03-01
      superseded_by: null
      reason: Purchasing is done by the parent company.
    ---
    # Purchasing
    ```

    ## Why

    People have worked by the document and may have printed it. Making it obsolete is a decision that is approved and
    announced, and its address goes on to say so. Once it is obsolete, the file may be deleted.
    """
    faulty = {fault.path for fault in manual.faults} | set(manual.unmarked)
    for document in manual.documents:
        by = document.vanished_by
        if by is None or not document.revisions or document.is_obsolete(manual.as_of):
            continue
        # A file that stands in its old place but cannot be read, or lost its id, is reported as just that.
        if document.path in faulty and document.path not in manual.by_path:
            continue
        if document.vanished_before_control:
            continue
        yield Departure(
            path=document.path,
            document=document.id,
            fact=f"{document.id} “{document.latest.header.title or ''}” is gone, and it was never made obsolete.",
            remedy="Restore the file; then withdraw the document with an `obsolete` block in its next revision.",
        )


@rule("DC305", "dates-running-backwards", Severity.WARNING, Basis.PRACTICE)
def dates_running_backwards(manual: Manual) -> Iterator[Departure]:
    """An entry of the release line is dated more than a day before the one before it.

    ## Avoid

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/sales.md" on="2026-01-05"
    ---
    id: SOP-009
    title: Sales
    type: procedure
    revision: 1
    owner: sales-manager
    ---
    # Sales
    ```

    ## Prefer

    ```markdown title="procedures/purchasing.md" on="2026-02-10"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: purchasing-manager
    ---
    # Purchasing
    ```

    ```markdown title="procedures/sales.md" on="2026-02-11"
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

    The day of an entry is what its author's clock said. The order of the entries is what counts, and the day of an
    entry is never taken to be earlier than that of the entry before; but a date that runs backwards is either a wrong
    clock or an attempt to make something look older than it is, and somebody should know which.
    """
    backwards = [
        (before, entry)
        for before, entry in pairwise(manual.entries)
        if entry.committed_at and before.committed_at and before.committed_at - entry.committed_at > _LARGEST_STEP_BACK
    ]
    in_play = [each for document in manual.documents if backwards for each in document.in_play(manual.as_of)]
    # The entries that brought a text or an approval of it decide on which day it takes effect.
    deciding = {revision.text.entry.number for revision in in_play}
    deciding |= {each.record.entry.number for revision in in_play for each in revision.approvals}
    for before, entry in backwards:
        if entry.number in deciding:
            yield Departure(
                path=None,
                fact=f"The entry {(entry.commit or '')[:12]} is dated {entry.committed_at:%Y-%m-%d}, but the entry "
                f"before it {before.committed_at:%Y-%m-%d}; it counts as of {entry.day}.",
                remedy="Find out which clock was wrong; later revisions make this warning go away.",
            )


RULES = (vanished_document, dates_running_backwards)
