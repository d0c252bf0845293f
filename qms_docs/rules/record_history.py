"""Rules about what may only grow: closed records, series, approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("RC101", "altered-closed-record", Severity.ERROR, Basis.STANDARD, "7.5.3")
def altered_closed_record(manual: Manual) -> Iterator[Departure]:
    """A closed record was changed otherwise than by an amendment, or a row of a series or an approval was changed.

    ## Avoid

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-01-05"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    ```

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-02-05"
    period,method,n,score,comment
    2025-H2,survey,41,4.4,
    ```

    ## Prefer

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-01-05"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    ```

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-02-05"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    2026-H1,survey,44,4.4,
    ```

    ## Why

    A record is evidence because it says today what it said then. A record in its final state is closed: a wrong field
    keeps its value, and an amendment below it says what is right, who says so and why (`qms record amend`). Comments
    count as well, because people read them. Files of rows grow at their end; a row that is wrong is followed by another
    one, with a comment. An approval says for ever what it said when it was accepted.

    What is looked at is the history of the release branch: the closed form that was accepted is compared with what
    stands. Once the file is as it was, the finding is gone. A record that has to be worked on again is reopened by an
    amendment of `status`, in a change of its own.

    ## Related

    RC102 finds records that are gone.
    """
    records = manual.records
    for kept in records.standing:
        for each in kept.alterations:
            remedy = f"Restore the file as it was closed, and amend it: `qms record amend {kept.id}`."
            yield Departure(path=each.path, line=each.line, document=each.document, fact=each.fact, remedy=remedy)
    for series in records.series:
        for each in series.alterations:
            remedy = "Restore it, and put another row at the end that says what is right."
            yield Departure(path=each.path, line=each.line, document=each.document, fact=each.fact, remedy=remedy)
    for each in records.altered_approvals:
        remedy = "Restore the file; another approval is another file, of another revision."
        yield Departure(path=each.path, line=each.line, document=each.document, fact=each.fact, remedy=remedy)


@rule("RC102", "deleted-record", Severity.ERROR, Basis.STANDARD, "7.5.3")
def deleted_record(manual: Manual) -> Iterator[Departure]:
    """A record is gone, and no disposition says why.

    ## Avoid

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-01-05"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    ```

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-02-05" deleted
    ```

    ## Prefer

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-01-05"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    ```

    ```csv title="records/satisfaction/SAT-2025-001.csv" on="2026-02-05" deleted
    ```

    ```yaml title="records/dispositions/DSP-2026-001.yml" on="2026-02-05"
    id: DSP-2026-001
    title: Deletion of a survey whose retention has run out
    opened: 2026-02-05
    owner: quality-manager
    record: SAT-2025-001
    on: 2026-02-05
    by: cid.dahl
    authority: quality-manager
    method: delete
    ```

    ## Why

    Nobody can tell whether a record that is gone was deleted because its time had come, or because it was unpleasant. A
    record in `dispositions/` says which one was taken away, when, by whom, and who allowed it. A record with
    `hold: true` may not be disposed of. Approvals are kept as long as the history of the document.

    A record that is renamed or moved among the records is not gone: it is followed by its id.
    """
    records = manual.records
    for kept in records.kept:
        if not kept.stands and not records.disposed_of(kept):
            yield _gone(kept.path, kept.id, f"{kept.id} is gone")
    for series in records.series:
        if series.vanished_by is not None and not records.rows_disposed_of(series):
            yield _gone(series.path, series.id, f"The rows in {series.path} are gone")
    for lost in records.lost_approvals:
        yield Departure(
            path=lost.path,
            document=lost.document,
            fact=f"An approval of {lost.document} is gone that was accepted.",
            remedy="Restore the file; approvals are kept as long as the history of the document.",
        )


def _gone(path: str, document: str, what: str) -> Departure:
    return Departure(
        path=path,
        document=document,
        fact=f"{what}, and no disposition says who took it away and who allowed it.",
        remedy="Restore the file, or record the disposition: `qms record new disposition`.",
    )


RULES = (altered_closed_record, deleted_record)
