"""The rule about states that records reach without what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.record_lacks import LACKING, lacks_of
from qms_docs.rules.registry import Departure, rule_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_facts("RC104", "skipped-gate", Severity.ERROR, Basis.STANDARD, "10.2", reads=LACKING)
def skipped_gate(manual: Manual) -> Iterator[Departure]:
    """A record is in a state for which it lacks something.

    ## Avoid

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: dispositioned
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    containment: The batch is locked.
    disposition: concession
    authority: quality-manager
    ```

    ## Prefer

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: dispositioned
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    containment: The batch is locked.
    disposition: concession
    authority: quality-manager
    concession_by: Customer K-017, letter of 2026-01-05
    ```

    ## Why

    A state says that something was done. Each type of record has gates: what a state needs, and every state before it.
    Only what is needed is asked for: a nonconformity that was just noticed needs no disposition. States may be skipped
    where everything is there. A field that an amendment corrects counts with its new value.

    `qms record close` says what is missing before anything is written. Gates for the whole file: a finding of an audit
    needs its evidence in every state, a deviation needs its last day, and every process needs an owner.

    ## Related

    IM101 to IM105 are the gates of corrective actions, audits, management reviews and objectives that have a rule of
    their own.
    """
    yield from lacks_of(manual, "RC104")
    yield from _processes_without_owner(manual)
    yield from _registers(manual)


def _processes_without_owner(manual: Manual) -> Iterator[Departure]:
    for number, process in enumerate((manual.organization.processes or {}).values()):
        if process.owner is None:
            yield Departure(
                path=f"{manual.policy.records}/processes.yml",
                line=manual.organization.process_lines.get(f"processes.{number}.id", 1),
                fact=f"The process {process.id} has no owner.",
                remedy="Name the role that owns it: `owner:`.",
            )


def _registers(manual: Manual) -> Iterator[Departure]:
    """What entries of the files beside the records lack."""
    for register, lack in manual.register_lacks:
        line = register.line(lack.field)
        yield Departure(path=register.path, line=line, fact=f"In this entry {lack.what}", remedy="Add it.")


RULES = (skipped_gate,)
