"""Rules about approvals: of which text they are, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.approval import APPROVED, Shortfall
from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.facts import Fact
from qms_docs.rules.judged import departures
from qms_docs.rules.registry import Departure, OfManual, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


def _of_nothing(manual: Manual) -> Iterator[Departure]:
    """Approvals of a number that no document has."""
    for record in manual.approvals:
        document = manual.document(record.document)
        draft = document.draft.number if document and document.draft else None
        if record.meaning != APPROVED or (
            document and (document.revision(record.revision) or draft == record.revision)
        ):
            continue
        known = f"{record.document} has no revision {record.revision}"
        yield Departure(
            path=record.path,
            line=record.line("digest"),
            document=record.document,
            fact=f"The approval by {record.person} is of no text: "
            f"{known if document else f'there is no document {record.document}'}.",
            remedy="Correct the folder and what the approval says, or take it out before it is accepted.",
            about=f"{record.revision} {record.person} {record.role}",
        )


@rule_of_documents(
    "DC202",
    "approval-of-another-text",
    Severity.ERROR,
    Basis.STANDARD,
    "7.5.2",
    reads=(Fact.DAY,),
    gone=True,
    besides=(OfManual(_of_nothing),),
)
def approval_of_another_text(document: Document, manual: Manual) -> Iterator[Departure]:
    """An approval is of another text than the one that stands under the number.

    ## Avoid

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}]}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: quality-manager
    effective: 2027-01-01
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:d7b2b96d78c839e7c634d686f1bc6ed1fe1c63c0562b888a76fb2180e4307cc5
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-06T09:30:00+01:00
    ```

    ## Prefer

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}]}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: quality-manager
    effective: 2027-01-01
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-06T09:30:00+01:00
    ```

    ## Why

    An approval is bound to the digest of what was read, down to the last byte of every picture that the text shows. A
    text that changed after it was approved is approved by nobody. An approval that records a review of a commit in
    which another text stands is reported here too, and so is one of a revision that does not exist.

    ## Related

    DC301 reports a change of a text that was completely approved.
    """
    remedy = "Have the text approved that stands under the number now: `qms approve` binds the approval to it."
    yield from departures(document, manual.as_of, Shortfall.OTHER_TEXT, remedy, "digest")


@rule_of_documents(
    "DC204",
    "approver-without-authority",
    Severity.ERROR,
    Basis.STANDARD,
    "5.3",
    reads=(Fact.DAY, Fact.POLICY),
    gone=True,
)
def approver_without_authority(document: Document, manual: Manual) -> Iterator[Departure]:
    """Somebody approved without holding the role on that day, or is unknown to the organization.

    ## Avoid

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}]}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2026-02-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: quality-manager
    effective: 2027-01-01
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-06T09:30:00+01:00
    ```

    ## Prefer

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}]}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: quality-manager
    effective: 2027-01-01
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-06T09:30:00+01:00
    ```

    ## Why

    Who may approve is decided before the approval, not with it: what counts is `records/organization.yml` as it stood
    on the release branch before the change that brought the approval, and the role on the day of `at`. Somebody who
    leaves takes nothing away from what they approved while they were there.

    ## Related

    CH101 reports a role that came in the same change as the approval.
    """
    remedy = f"Have it approved by somebody who held the role before, by {manual.policy.records}/organization.yml."
    yield from departures(document, manual.as_of, Shortfall.NO_AUTHORITY, remedy, "role")


@rule_of_documents("DC206", "backdated-approval", Severity.ERROR, Basis.PRACTICE, reads=(Fact.DAY,), gone=True)
def backdated_approval(document: Document, manual: Manual) -> Iterator[Departure]:
    """An approval says a time before the text existed, or after it was accepted itself.

    ## Avoid

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}]}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: quality-manager
    effective: 2027-01-01
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-02T09:30:00+01:00
    ```

    ## Prefer

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}]}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
    ```

    ```markdown title="procedures/purchasing.md" on="2026-01-05"
    ---
    id: SOP-004
    title: Purchasing
    type: procedure
    revision: 1
    owner: quality-manager
    effective: 2027-01-01
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-06T09:30:00+01:00
    ```

    ## Why

    Nobody can approve a text that is not written yet, and nobody today with the time of tomorrow. The order of the
    release branch and the author dates of its commits say between which moments the approval must have been given; an
    hour is allowed for clocks that differ.
    """
    remedy = "Approve again: `qms approve` writes the time of the moment."
    yield from departures(document, manual.as_of, Shortfall.BACKDATED, remedy, "at")


RULES = (approval_of_another_text, approver_without_authority, backdated_approval)
