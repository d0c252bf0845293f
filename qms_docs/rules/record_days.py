"""The rule about days by which something was to happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.records.due import days_of
from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure, rule_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_facts(
    "RC105",
    "overdue-record",
    Severity.WARNING,
    Basis.POLICY,
    reads=(Fact.DAY, Fact.POLICY, Fact.ORGANIZATION, Fact.RECORDS),
)
def overdue_record(manual: Manual) -> Iterator[Departure]:
    """A day has passed by which something was to happen.

    ## Avoid

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: open
    due: 2026-02-05
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ## Prefer

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: open
    due: 2026-12-05
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ## Why

    Watched are the day of the record itself (`due`), those of answers, reviews, evaluations and conditions, of actions
    that are not done, of effectiveness that nobody has judged, and of calibrations; each as long as it matters in the
    state of the record. What is due on a day is not overdue on that day. A risk or opportunity that was accepted is
    looked at again on `review_due`.
    """
    for kept in manual.records.standing:
        for day in days_of(kept, manual) if kept.readable else ():
            if day.on < manual.as_of:
                yield Departure(
                    path=day.path or kept.path,
                    line=day.line if day.path else kept.record.line(day.field),
                    document=kept.id,
                    fact=f"{kept.id} was to be {day.what}, by {day.on}.",
                    remedy="Do it and record that, or set another day.",
                )


RULES = (overdue_record,)
