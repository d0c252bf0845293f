"""Rules about revisions and the approvals that they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.policy import Evidence
from qms_docs.rules.facts import Fact
from qms_docs.rules.judged import line_in_latest, revisions_under_control
from qms_docs.rules.registry import Departure, rule_of_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule_of_documents(
    "DC201",
    "effective-without-approval",
    Severity.ERROR,
    Basis.STANDARD,
    "7.5.2",
    reads=(Fact.DAY, Fact.POLICY, Fact.ORGANIZATION),
    gone=True,
)
def effective_without_approval(document: Document, manual: Manual) -> Iterator[Departure]:
    """A revision is issued, and the approvals that it needs are missing.

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
    ---
    # Purchasing

    The buyer asks for two offers.
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
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:fc86d92cd359393a8783f9bc98b1efbd6242cf9d4ece5cc2ef5a2f9b7de211ec
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-06T09:30:00+01:00
    ```

    ## Why

    A text that nobody has approved is not in force: until then people go on working by the revision before it, and
    everybody who reads the new one on the release branch is misled. A text whose `effective:` day is still to come may
    wait for its approvals until then. Which roles approve which type of document stands in `qms.yml`; a document
    that is there already cannot take a type that comes with the same change.

    ## Related

    DC202 to DC208 say why an approval that is there does not count, DC203 that nobody but the authors has approved.
    """
    for revision in revisions_under_control(document, manual.as_of):
        header = revision.header
        waits = header.effective_unreadable or (header.effective is not None and header.effective > manual.as_of)
        if document.vanished_by is None and revision.kind is None and manual.policy.type_of(header) is not None:
            yield Departure(
                path=document.path,
                line=line_in_latest(document, revision, "effective"),
                document=document.id,
                fact=f"{document.id}: revision {revision.number} cannot take effect, because the policy before it did "
                f"not know the type {header.type}: nothing said who approves it.",
                remedy="Have the type in qms.yml accepted first, and issue the next revision then.",
                about=f"{revision.number} {header.type}",
            )
        if waits or not revision.waiting_for or document.vanished_by or _recorded_after_merge(revision):
            continue
        roles = _listed([manual.organization.role_title(role) for role in revision.waiting_for])
        yield Departure(
            path=document.path,
            line=line_in_latest(document, revision, "effective"),
            document=document.id,
            fact=f"{document.id}: revision {revision.number} is not approved; the approval by {roles} is missing.",
            remedy=f"Have it approved with `qms approve {document.id}`; until then the text is not in force.",
            about=revision.number,
        )


def _recorded_after_merge(revision: Revision) -> bool:
    """Whether the revision is proposed, and its approvals are reviews that can be recorded once it is accepted."""
    return (
        revision.text.entry.commit is None and revision.kind is not None and revision.kind.evidence is Evidence.ATTESTED
    )


@rule_of_documents(
    "DC203",
    "author-as-only-approver",
    Severity.ERROR,
    Basis.POLICY,
    reads=(Fact.DAY, Fact.ORGANIZATION),
    gone=True,
)
def author_as_only_approver(document: Document, manual: Manual) -> Iterator[Departure]:
    """Nobody has approved the revision other than those who wrote it.

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

    ```yaml title="records/approvals/SOP-004/1/ann.berg.yml" on="2026-01-06"
    document: SOP-004
    revision: 1
    digest: qms1:69212a0855788efff1178ced9d66a84730d39f74da297ebe6993162a08614ee6
    person: ann.berg
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

    An author sees what was meant, and a second person what is written. Authors are known by the addresses of their
    commits, people by those in `records/organization.yml`. An organization in which one person does it all writes
    `independent: false` for the type in `qms.yml`.
    """
    for revision in revisions_under_control(document, manual.as_of):
        if not revision.only_authors:
            continue
        known = [person for person in manual.organization.people.values() if person.emails]
        names = _listed(list(dict.fromkeys(each.name for each in revision.approvals if each.holds)))
        authors = (author.email for author in revision.text.authors)
        unknown = [email for email in authors if not any(person.commits_as(email) for person in known)]
        further = f" Of its authors {_listed(unknown)} is nobody's address in the organization." if unknown else ""
        yield Departure(
            path=document.path,
            document=document.id,
            fact=f"{document.id}: revision {revision.number} is approved by {names} alone, who wrote it.{further}",
            remedy="Have somebody approve it who did not write it, in any of the roles that approve it.",
            about=revision.number,
        )


@rule_of_documents(
    "DC205",
    "effective-before-approval",
    Severity.WARNING,
    Basis.STANDARD,
    "7.5.2",
    reads=(Fact.DAY,),
    gone=True,
)
def effective_before_approval(document: Document, manual: Manual) -> Iterator[Departure]:
    """A revision declares an effective date that lies before its approval.

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
    effective: 2026-01-05
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-12"
    document: SOP-004
    revision: 1
    digest: qms1:57c0223de87b17c926de74efb2fda5ae17655683dea3b686e389295d98045dd9
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-12T09:30:00+01:00
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
    effective: 2026-01-15
    ---
    # Purchasing

    The buyer asks for two offers.
    ```

    ```yaml title="records/approvals/SOP-004/1/cid.dahl.yml" on="2026-01-12"
    document: SOP-004
    revision: 1
    digest: qms1:5ce9c683be636ed5688a3e87f4caad421936a90ea26fd4d4fb6558cbc339a473
    person: cid.dahl
    role: quality-manager
    meaning: approved
    at: 2026-01-12T09:30:00+01:00
    ```

    ## Why

    Nobody could work by the text before it was approved. The later day holds: the revision is in force from its
    approval on, and the pages say so. The date in the text stays wrong until the next revision.
    """
    for revision in revisions_under_control(document, manual.as_of):
        declared, approved = revision.header.effective, revision.approved_on
        if declared and approved and declared < approved:
            yield Departure(
                path=document.path,
                line=line_in_latest(document, revision, "effective"),
                document=document.id,
                fact=f"{document.id}: revision {revision.number} declares {declared} as its effective date, but was "
                f"approved on {approved}; it is in force from {revision.effective_on}.",
                remedy="Declare a later day, or none, in the next revision.",
                about=revision.number,
            )


def _listed(names: list[str]) -> str:
    """The names as one enumeration: `a, b and c`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


RULES = (effective_without_approval, author_as_only_approver, effective_before_approval)
