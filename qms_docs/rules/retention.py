"""Rules about how long records are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.retention import expired, types_in_use
from qms_docs.rules.facts import Fact
from qms_docs.rules.registry import Departure, rule, rule_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("DC601", "no-retention-rule", Severity.WARNING, Basis.STANDARD, "7.5.3")
def no_retention_rule(manual: Manual) -> Iterator[Departure]:
    """There are records of a type, and the policy does not say how long they are kept.

    ## Avoid

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: []}
    ```

    ```csv title="records/satisfaction/SAT-2025-001.csv"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: []}
    retention:
      satisfaction: {keep: 6 years, from: last entry, then: delete, basis: Two certification cycles}
    ```

    ```csv title="records/satisfaction/SAT-2025-001.csv"
    period,method,n,score,comment
    2025-H2,survey,41,4.2,
    ```

    ## Why

    How long a record is kept follows from law, contracts and the organization's own needs, and has to be decided before
    the first one is in the way. Approvals need no rule: they are kept as long as the history of the document.

    ## Related

    DC602 finds records whose time is over.
    """
    if not manual.policy.stated:
        return
    line = manual.policy.lines.get("retention", 1)
    for name in types_in_use(manual):
        if name not in manual.policy.retention:
            yield Departure(
                path="qms.yml",
                line=line,
                fact=f"There are records of the type {name}, and `retention` does not say how long they are kept.",
                remedy=f"Add it, such as `{name}: {{keep: 6 years, from: {_usual_start(name)}, then: delete}}`.",
            )


def _usual_start(name: str) -> str:
    """From when a type is usually kept: what grows row by row is never closed."""
    return "closed" if any(kind.name == name for kind in KINDS) else "last entry"


@rule_of_facts(
    "DC602",
    "disposition-due",
    Severity.WARNING,
    Basis.POLICY,
    reads=(Fact.DAY, Fact.POLICY, Fact.RECORDS),
)
def disposition_due(manual: Manual) -> Iterator[Departure]:
    """The time is over for which a record is kept.

    ## Avoid

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: []}
    retention:
      satisfaction: {keep: 3 years, from: last entry, then: delete}
    ```

    ```csv title="records/satisfaction/SAT-2021-001.csv"
    period,method,n,score,comment
    2021-H2,survey,41,4.2,
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: []}
    retention:
      satisfaction: {keep: 6 years, from: last entry, then: delete}
    ```

    ```csv title="records/satisfaction/SAT-2021-001.csv"
    period,method,n,score,comment
    2021-H2,survey,41,4.2,
    ```

    ## Why

    What is kept for ever by accident is a burden, and where it is about people, against the law. Take the record away,
    and say so in a record of the type `disposition`: git still has its text, which is for whoever answers for the
    repository to decide about. A record with `hold: true` is never due, whatever the policy says. Rows that belong to a
    record, such as calibrations, are kept as long as that.

    ## Related

    RC102 finds records that were taken away without a disposition.
    """
    for each in expired(manual):
        what = "deleted" if each.rule.then == "delete" else "archived elsewhere"
        yield Departure(
            path=each.path,
            line=each.line,
            document=each.id,
            fact=f"{each.id} was to be kept for {each.rule.keep} from {each.since} on, which ended on {each.until}.",
            remedy=f"It is to be {what}: take it away and record that (`qms record new disposition`), or hold it.",
        )


RULES = (no_retention_rule, disposition_due)
