"""Rules about what records lead to, and about their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.records.disposition import Disposition
from qms_docs.model.records.forms import Refers
from qms_docs.model.records.record import Naming
from qms_docs.rules.record_names import NAMED, Named, beside, broken_link, names_in_records
from qms_docs.rules.registry import Departure, rule, rule_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord

__all__ = ["RULES"]


@rule_of_facts("RC103", "broken-record-link", Severity.ERROR, Basis.PRACTICE, reads=NAMED)
def broken_record_link(manual: Manual) -> Iterator[Departure]:
    """A record names a record, a document, a revision or a file that does not exist.

    ## Avoid

    ```yaml title="records/nonconformities/NC-2026-007.yml"
    id: NC-2026-007
    title: Wrong label on batch 4411
    opened: 2026-01-05
    owner: production-manager
    status: open
    links:
      - {caused_by: AUD-2026-099}
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
    links:
      - {evidence: files/label.txt}
    source: process
    detected_on: 2026-01-05
    detected_by: per.haug
    product: Batch 4411
    description: The label shows another serial number.
    severity: minor
    ```

    ```text title="records/nonconformities/files/label.txt"
    Serial number 4410
    ```

    ## Why

    A record proves something because one can follow it: from the complaint to the nonconformity, from there to the
    corrective action and to the revision of the document that changed. A file is looked for beside the record. An
    attachment carries its SHA-256, so that a file that was exchanged is found too. Words with a blank in them are
    evidence that lies elsewhere, and are not looked for.

    A record that was taken away is told once (RC102), and not at every link to it.

    ## Related

    DC107 finds roles, people, processes and clauses that are not defined.
    """
    for named, problem in names_in_records(manual, broken_link):
        yield Departure(
            path=named.path, line=named.line, document=named.document, fact=problem.fact, remedy=problem.remedy
        )
    for each in manual.records.standing:
        yield from _attachments(manual, each)
        if isinstance(each.record, Disposition):
            yield from _disposed(manual, each, each.record)
    yield from _of_processes(manual)


def _attachments(manual: Manual, kept: KeptRecord) -> Iterator[Departure]:
    for number, attachment in enumerate(kept.record.attachments):
        place = f"attachments.{number}"
        path = beside(kept.path, attachment.path or "")
        if attachment.path is None:
            continue
        found = manual.records.hashes.get(path)
        if found is None:
            yield Departure(
                path=kept.path,
                line=kept.record.line(f"{place}.path"),
                document=kept.id,
                fact=f"Field `{place}.path`: there is no file {attachment.path} beside the record.",
                remedy="Add the file, or correct the path.",
            )
        elif attachment.sha256 is not None and found != attachment.sha256:
            yield Departure(
                path=kept.path,
                line=kept.record.line(f"{place}.sha256"),
                document=kept.id,
                fact=f"The attachment {attachment.path} is not the file that was attached: its SHA-256 is {found}.",
                remedy="Restore the file.",
            )


def _disposed(manual: Manual, kept: KeptRecord, record: Disposition) -> Iterator[Departure]:
    """What a disposition names may be gone, and must have been there."""
    name = record.record
    if name is None or manual.records.disposed(name):
        return
    yield Departure(
        path=kept.path,
        line=record.line("record"),
        document=kept.id,
        fact=f"Field `record`: there never was a record {name}.",
        remedy="Correct the id.",
    )


def _of_processes(manual: Manual) -> Iterator[Departure]:
    """Documents, objectives, risks and opportunities that `processes.yml` names."""
    path, lines = f"{manual.policy.records}/processes.yml", manual.organization.process_lines
    for number, process in enumerate((manual.organization.processes or {}).values()):
        fields = (
            ("documents", process.documents, Refers.DOCUMENT),
            ("measures", process.measures, Refers.BASIS),
            ("risks", process.risks, Refers.RECORD),
        )
        for field, names, refers in fields:
            for place, name in enumerate(names):
                where = f"processes.{number}.{field}.{place}"
                line = lines.get(where, lines.get(f"processes.{number}.{field}", 1))
                named = Named(
                    path=path, line=line, document=None, naming=Naming(refers=refers, name=name, field=where, key=where)
                )
                problem = broken_link(manual, named)
                if problem is not None:
                    yield Departure(path=path, line=line, fact=problem.fact, remedy=problem.remedy)


@rule("RC106", "duplicate-record-id", Severity.ERROR, Basis.PRACTICE)
def duplicate_record_id(manual: Manual) -> Iterator[Departure]:
    """Two records have the same id.

    ## Avoid

    ```yaml title="records/deviations/DEV-2026-001.yml"
    id: DEV-2026-001
    title: Purchasing without the section Records
    opened: 2026-01-05
    owner: quality-manager
    rule: DC108
    document: DEV-2026-001
    reason: The section is written in spring.
    permitted_by: ann.berg
    until: 2026-12-31
    ```

    ```yaml title="records/deviations/DEV-2026-001-sales.yml"
    id: DEV-2026-001
    title: Sales without the section Records
    opened: 2026-01-05
    owner: quality-manager
    rule: DC108
    document: DEV-2026-001
    reason: The section is written in spring.
    permitted_by: ann.berg
    until: 2026-12-31
    ```

    ## Prefer

    ```yaml title="records/deviations/DEV-2026-001.yml"
    id: DEV-2026-001
    title: Purchasing without the section Records
    opened: 2026-01-05
    owner: quality-manager
    rule: DC108
    document: DEV-2026-001
    reason: The section is written in spring.
    permitted_by: ann.berg
    until: 2026-12-31
    ```

    ```yaml title="records/deviations/DEV-2026-002.yml"
    id: DEV-2026-002
    title: Sales without the section Records
    opened: 2026-01-05
    owner: quality-manager
    rule: DC108
    document: DEV-2026-001
    reason: The section is written in spring.
    permitted_by: ann.berg
    until: 2026-12-31
    ```

    ## Why

    An id names one record. Two people who open a record on the same day take the same next number; the later one gets
    another when both meet. `qms record new` takes the number after the highest that was ever used.
    """
    for record, claims in sorted(manual.records.claims.items()):
        for claim in claims if len(claims) > 1 else ():
            others = ", ".join(other.path for other in claims if other is not claim)
            yield Departure(
                path=claim.path,
                line=claim.line,
                document=record,
                fact=f"The id {record} stands in several files: {claim.path} and {others}.",
                remedy="Give the newer one an id of its own.",
            )


RULES = (broken_record_link, duplicate_record_id)
