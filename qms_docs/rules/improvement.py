"""Rules about corrective actions, audits, management reviews and objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.record_lacks import LACKING, lacks_of
from qms_docs.rules.registry import Departure, rule_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_facts("IM101", "corrective-action-without-cause", Severity.ERROR, Basis.STANDARD, "10.2", reads=LACKING)
def corrective_action_without_cause(manual: Manual) -> Iterator[Departure]:
    """A corrective action is planned, and no cause is named.

    ## Avoid

    ```yaml title="records/corrective-actions/CA-2026-001.yml"
    id: CA-2026-001
    title: Labels are checked against the order
    opened: 2026-01-05
    owner: production-manager
    status: planned
    origin: CA-2026-001
    problem: Labels with a wrong serial number left the house.
    correction: The batch was labelled again.
    method: five whys
    ```

    ## Prefer

    ```yaml title="records/corrective-actions/CA-2026-001.yml"
    id: CA-2026-001
    title: Labels are checked against the order
    opened: 2026-01-05
    owner: production-manager
    status: planned
    origin: CA-2026-001
    problem: Labels with a wrong serial number left the house.
    correction: The batch was labelled again.
    method: five whys
    causes: [The serial number is typed twice.]
    ```

    ## Why

    A corrective action takes away the cause of a problem, so that it does not come again. Without a cause it is a
    correction, and the problem comes back. Causes are asked for from the state “planned” on.

    ## Related

    RC104 finds everything else that a state lacks.
    """
    yield from lacks_of(manual, "IM101")


@rule_of_facts("IM102", "closed-without-effectiveness-review", Severity.ERROR, Basis.STANDARD, "10.2", reads=LACKING)
def closed_without_effectiveness_review(manual: Manual) -> Iterator[Departure]:
    """A corrective action is closed, and nobody else than those who acted has found that it works.

    ## Avoid

    ```yaml title="records/corrective-actions/CA-2026-001.yml"
    id: CA-2026-001
    title: Labels are checked against the order
    opened: 2026-01-05
    owner: production-manager
    status: closed
    origin: CA-2026-001
    problem: Labels with a wrong serial number left the house.
    correction: The batch was labelled again.
    method: five whys
    causes: [The serial number is typed twice.]
    actions:
      - what: Print the label from the order.
        owner: per.haug
        due: 2026-02-27
        done_on: 2026-02-20
        evidence: [Label printer set up on 2026-02-20]
    effectiveness:
      criterion: No wrong label in three months.
      due: 2026-05-20
      result: effective
      by: per.haug
      on: 2026-05-20
    ```

    ## Prefer

    ```yaml title="records/corrective-actions/CA-2026-001.yml"
    id: CA-2026-001
    title: Labels are checked against the order
    opened: 2026-01-05
    owner: production-manager
    status: closed
    origin: CA-2026-001
    problem: Labels with a wrong serial number left the house.
    correction: The batch was labelled again.
    method: five whys
    causes: [The serial number is typed twice.]
    actions:
      - what: Print the label from the order.
        owner: per.haug
        due: 2026-02-27
        done_on: 2026-02-20
        evidence: [Label printer set up on 2026-02-20]
    effectiveness:
      criterion: No wrong label in three months.
      due: 2026-05-20
      result: effective
      by: cid.dahl
      on: 2026-05-20
    ```

    ## Why

    Whether an action has worked shows after a while, and to somebody who does not judge their own work. Who owns an
    action, by name or as holder of the role that owns it, does not say whether it has worked. An action that has not
    worked is reopened, and not closed.
    """
    yield from lacks_of(manual, "IM102")


@rule_of_facts("IM103", "audit-by-own-process-owner", Severity.ERROR, Basis.STANDARD, "9.2", reads=LACKING)
def audit_by_own_process_owner(manual: Manual) -> Iterator[Departure]:
    """An auditor owns the process that is audited.

    ## Avoid

    ```yaml title="records/organization.yml"
    roles:
      purchasing-manager: {title: Purchasing manager}
      quality-manager: {title: Quality manager}
    people:
      eva.lund: {name: Eva Lund, roles: [{role: purchasing-manager, from: 2025-01-01}]}
      siv.aas: {name: Siv Aas, roles: [{role: quality-manager, from: 2025-01-01}]}
    ```

    ```yaml title="records/processes.yml"
    processes:
      - {id: purchasing, title: Purchasing, owner: purchasing-manager}
    ```

    ```yaml title="records/audits/AUD-2026-001.yml"
    id: AUD-2026-001
    title: Internal audit of purchasing
    opened: 2026-01-05
    owner: quality-manager
    status: planned
    criteria: ["iso9001:2015#8.4"]
    scope: Selection and evaluation of suppliers.
    processes: [purchasing]
    dates: [2026-03-02]
    team:
      - {person: eva.lund, as: lead auditor}
    ```

    ## Prefer

    ```yaml title="records/organization.yml"
    roles:
      purchasing-manager: {title: Purchasing manager}
      quality-manager: {title: Quality manager}
    people:
      eva.lund: {name: Eva Lund, roles: [{role: purchasing-manager, from: 2025-01-01}]}
      siv.aas: {name: Siv Aas, roles: [{role: quality-manager, from: 2025-01-01}]}
    ```

    ```yaml title="records/processes.yml"
    processes:
      - {id: purchasing, title: Purchasing, owner: purchasing-manager}
    ```

    ```yaml title="records/audits/AUD-2026-001.yml"
    id: AUD-2026-001
    title: Internal audit of purchasing
    opened: 2026-01-05
    owner: quality-manager
    status: planned
    criteria: ["iso9001:2015#8.4"]
    scope: Selection and evaluation of suppliers.
    processes: [purchasing]
    dates: [2026-03-02]
    team:
      - {person: siv.aas, as: lead auditor}
      - {person: eva.lund, as: observer}
    ```

    ## Why

    Nobody audits their own work. The owner of a process may be there as observer or technical expert; auditors are
    others. The roles that people held on the days of the audit count.
    """
    yield from lacks_of(manual, "IM103")


@rule_of_facts("IM104", "incomplete-management-review", Severity.ERROR, Basis.STANDARD, "9.3", reads=LACKING)
def incomplete_management_review(manual: Manual) -> Iterator[Departure]:
    """A management review was held without an input of its edition, or an output has no owner or due date.

    ## Avoid

    ```yaml title="records/management-reviews/MR-2026-001.yml"
    id: MR-2026-001
    title: Management review 2026
    opened: 2026-01-05
    owner: managing-director
    status: held
    date: 2026-03-02
    chair: liv.strand
    attendees: [liv.strand, ann.berg]
    period: 2025-03-01/2026-02-28
    edition: iso9001:2015
    inputs:
      a: {summary: Every action is done., sources: [Minutes of 2025-03-03]}
      b: {summary: Energy is dearer., sources: [Report of the board]}
      c: {summary: Performance is steady., sources: [Monthly report]}
      d: {summary: Resources are enough., sources: [Budget of 2026]}
      e: {summary: Actions on risks work., sources: [Register of risks]}
    outputs: {improvement: [], changes: [], resources: []}
    actions: []
    ```

    ## Prefer

    ```yaml title="records/management-reviews/MR-2026-001.yml"
    id: MR-2026-001
    title: Management review 2026
    opened: 2026-01-05
    owner: managing-director
    status: held
    date: 2026-03-02
    chair: liv.strand
    attendees: [liv.strand, ann.berg]
    period: 2025-03-01/2026-02-28
    edition: iso9001:2015
    inputs:
      a: {summary: Every action is done., sources: [Minutes of 2025-03-03]}
      b: {summary: Energy is dearer., sources: [Report of the board]}
      c: {summary: Performance is steady., sources: [Monthly report]}
      d: {summary: Resources are enough., sources: [Budget of 2026]}
      e: {summary: Actions on risks work., sources: [Register of risks]}
      f: {summary: Two ideas of customers., sources: [Survey of 2025]}
    outputs: {improvement: [], changes: [], resources: []}
    actions: []
    ```

    ## Why

    Each edition lists what a management review looks at: a to f in 2015, a to h in 2026. Each input has a summary and
    what it rests on; each output has somebody who brings it about, and a day.
    """
    yield from lacks_of(manual, "IM104")


@rule_of_facts("IM105", "objective-not-measurable", Severity.WARNING, Basis.STANDARD, "6.2", reads=LACKING)
def objective_not_measurable(manual: Manual) -> Iterator[Departure]:
    """An objective is worked for without measure, target, unit, owner or due date, or is not measured in time.

    ## Avoid

    ```yaml title="records/objectives/OBJ-2026-001.yml"
    id: OBJ-2026-001
    title: Orders only with evaluated suppliers
    opened: 2026-01-05
    owner: purchasing-manager
    status: active
    due: 2026-12-31
    statement: Every order goes to a supplier whose evaluation is valid.
    measure: Share of the orders of a month
    target: 99
    direction: up
    start: 2026-02-01
    evaluation_method: The value of the last month is compared with the target.
    ```

    ## Prefer

    ```yaml title="records/objectives/OBJ-2026-001.yml"
    id: OBJ-2026-001
    title: Orders only with evaluated suppliers
    opened: 2026-01-05
    owner: purchasing-manager
    status: active
    due: 2026-12-31
    statement: Every order goes to a supplier whose evaluation is valid.
    measure: Share of the orders of a month
    unit: "%"
    target: 99
    direction: up
    start: 2026-02-01
    evaluation_method: The value of the last month is compared with the target.
    ```

    ## Why

    An objective that nobody can measure is a wish. With an `interval` each period has its measurement, which is there
    on the first day after the period: that of November on 1 December. From the second day on this rule finds that it
    is missing. Where numbers come later, a longer `interval` leaves the time. Without an `interval` one measurement is
    there by the due date. Measurements are rows of `objectives/<ID>.csv`.

    ## Related

    RC104 finds an objective that is called achieved or missed against its own measurements.
    """
    yield from lacks_of(manual, "IM105")


RULES = (
    corrective_action_without_cause,
    closed_without_effectiveness_review,
    audit_by_own_process_owner,
    incomplete_management_review,
    objective_not_measurable,
)
