"""Rules about how far approvals can be verified, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.approval import Shortfall
from qms_docs.model.finding import Basis, Severity
from qms_docs.rules.facts import Fact
from qms_docs.rules.judged import departures
from qms_docs.rules.registry import Departure, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_documents("DC207", "approval-below-evidence-level", Severity.ERROR, Basis.POLICY, reads=(Fact.DAY,), gone=True)
def approval_below_evidence_level(document: Document, manual: Manual) -> Iterator[Departure]:
    """An approval can be verified less far than the policy asks for.

    ## Avoid

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}], evidence: signed}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
        keys:
          - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIE24U66EpE9GKKUgZNkMcusiWAP2mN+xQo0RE2iy7n/, from: 2025-01-01}
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
      procedure: {title: Procedure, approvals: [{role: quality-manager}], evidence: signed}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
        keys:
          - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIE24U66EpE9GKKUgZNkMcusiWAP2mN+xQo0RE2iy7n/, from: 2025-01-01}
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
    signature: |
      -----BEGIN SSH SIGNATURE-----
      U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAggTbhTroSkT0YopSBk2Qxy6yJYA
      /aY37FCjRETaLLuf8AAAAMcW1zLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAAC3Nz
      aC1lZDI1NTE5AAAAQCv2Uj/0eApfFkofo/3mVt/42jv+Sckof66J5edPbjoYCvZILn5tDt
      IW6PKR7bL73368Xgs/IXK4O3LHsKPcTQU=
      -----END SSH SIGNATURE-----
    ```

    ## Why

    Anybody who can write a file can write that somebody else approved (*declared*). A review that a forge has recorded
    is better (*attested*), a signature is best (*signed*): anybody can verify it with OpenSSH alone. Which of them a
    type of document asks for stands under `evidence:` in `qms.yml`. An attested approval needs a `source:` with forge,
    address, account, commit and time, and either the commit in the repository or the signature of the job that
    recorded it.
    """
    remedy = (
        "Approve again with what the policy asks for: `qms approve` signs, `qms approvals import` records a review."
    )
    yield from departures(document, manual.as_of, Shortfall.BELOW_LEVEL, remedy, "source", "signature")


@rule_of_documents("DC208", "invalid-signature", Severity.ERROR, Basis.PRACTICE, reads=(Fact.DAY,), gone=True)
def invalid_signature(document: Document, manual: Manual) -> Iterator[Departure]:
    """A signature does not verify, or is by a key that the person did not hold at that time.

    ## Avoid

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}], evidence: signed}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
        keys:
          - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIE24U66EpE9GKKUgZNkMcusiWAP2mN+xQo0RE2iy7n/, from: 2025-01-01}
      eva.lund:
        name: Eva Lund
        emails: [eva@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
        keys:
          - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB+IXUBD6h8U0OETYmSrr6RE9FVxDpLOzPGFk8ZVZqAM, from: 2025-01-01}
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
    signature: |
      -----BEGIN SSH SIGNATURE-----
      U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgH4hdQEPqHxTQ4RNiZKuvpET0VX
      EOks7M8YWTxlVmoAwAAAAMcW1zLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAAC3Nz
      aC1lZDI1NTE5AAAAQM4EEMHiYL/YKaX5/PCHIwu5Jr12e+rLxvX3t1qMlzEb/Gwo/MRm8o
      FQFvfvRfuFsC7Exg9DESgAJ2K8pX7CXQ8=
      -----END SSH SIGNATURE-----
    ```

    ## Prefer

    ```yaml title="qms.yml" on="2026-01-02"
    organization: Fjordlys Instruments
    release_branch: main
    types:
      procedure: {title: Procedure, approvals: [{role: quality-manager}], evidence: signed}
    ```

    ```yaml title="records/organization.yml" on="2026-01-02"
    roles:
      quality-manager: {title: Quality manager}
    people:
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
        keys:
          - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIE24U66EpE9GKKUgZNkMcusiWAP2mN+xQo0RE2iy7n/, from: 2025-01-01}
      eva.lund:
        name: Eva Lund
        emails: [eva@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
        keys:
          - {key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB+IXUBD6h8U0OETYmSrr6RE9FVxDpLOzPGFk8ZVZqAM, from: 2025-01-01}
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
    signature: |
      -----BEGIN SSH SIGNATURE-----
      U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAggTbhTroSkT0YopSBk2Qxy6yJYA
      /aY37FCjRETaLLuf8AAAAMcW1zLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAAC3Nz
      aC1lZDI1NTE5AAAAQCv2Uj/0eApfFkofo/3mVt/42jv+Sckof66J5edPbjoYCvZILn5tDt
      IW6PKR7bL73368Xgs/IXK4O3LHsKPcTQU=
      -----END SSH SIGNATURE-----
    ```

    ## Why

    A signature says who approved which text of which revision, in which role and when; it holds for nothing else. The
    key must be the person's in `records/organization.yml` as it stood before the approval came, on the day of `at` and
    on the day on which the approval was accepted, so that a lost key is worth nothing once its `until:` has passed. An
    approval whose signature does not hold never counts, also where the policy asks for none.
    """
    remedy = "Approve again with a key that the person holds; if nobody knows where the signature comes from, find out."
    yield from departures(document, manual.as_of, Shortfall.INVALID_SIGNATURE, remedy, "signature", "source.signature")


@rule_of_documents("CH101", "self-granted-authority", Severity.ERROR, Basis.PRACTICE, reads=(Fact.DAY,), gone=True)
def self_granted_authority(document: Document, manual: Manual) -> Iterator[Departure]:
    """A change brings the role, person or key on which its own approvals rest.

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
      ann.berg:
        name: Ann Berg
        emails: [ann@example.com]
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

    ```yaml title="records/organization.yml" on="2026-01-06"
    roles:
      quality-manager: {title: Quality manager}
    people:
      ann.berg:
        name: Ann Berg
        emails: [ann@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
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
      ann.berg:
        name: Ann Berg
        emails: [ann@example.com]
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

    ```yaml title="records/organization.yml" on="2026-01-06"
    roles:
      quality-manager: {title: Quality manager}
    people:
      ann.berg:
        name: Ann Berg
        emails: [ann@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
      cid.dahl:
        name: Cid Dahl
        emails: [cid@example.com]
        roles: [{role: quality-manager, from: 2025-01-01}]
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-07"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-07T09:30:00+01:00
    ```

    ## Why

    Otherwise everybody who can propose a change could make themselves an approver in it. Somebody else has to accept
    the new role, person or key first; what they approve from then on counts. The one exception is the change in which
    `records/organization.yml` stands for the first time.

    ## Related

    DC204 and DC208 report what no later state of the organization explains.
    """
    remedy = "Have the role, person or key accepted first, in a change of its own, and approve after that."
    yield from departures(document, manual.as_of, Shortfall.SELF_GRANTED, remedy, "role")


RULES = (approval_below_evidence_level, invalid_signature, self_granted_authority)
