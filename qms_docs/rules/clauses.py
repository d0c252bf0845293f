"""Rules about clauses of the standards in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.clause_use import standards_in_use, subjects
from qms_docs.model.finding import Basis, Severity
from qms_docs.model.records.applicability import Assessed
from qms_docs.model.records.evidence import provided_clauses
from qms_docs.model.records.gap_assessment import GapAssessment
from qms_docs.model.standard import Occasion
from qms_docs.rules.facts import Fact
from qms_docs.rules.record_names import NAMED, bare_number, names_in_records, unclear
from qms_docs.rules.registry import Departure, OfFacts, rule_of_documents, rule_of_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.standard import Clause, ClauseReference

__all__ = ["RULES"]


@rule_of_facts(
    "CL101",
    "uncovered-clause",
    Severity.WARNING,
    Basis.STANDARD,
    reads=(Fact.DAY, Fact.POLICY, Fact.RECORDS, Fact.SERVED),
)
def uncovered_clause(manual: Manual) -> Iterator[Departure]:
    """A clause applies, and no document in force serves it.

    ## Avoid

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    standards: [iso9001:2026]
    release_branch: main
    types:
      manual: {title: Manual, approvals: []}
    ```

    ```markdown title="procedures/manual.md"
    ---
    id: MAN-001
    title: Quality manual
    type: manual
    revision: 1
    owner: quality-manager
    clauses: ["4", "5", "6", "7.1", "7.2", "7.3", "7.5", "8", "9", "10"]
    ---
    # Quality manual
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    standards: [iso9001:2026]
    release_branch: main
    types:
      manual: {title: Manual, approvals: []}
    ```

    ```markdown title="procedures/manual.md"
    ---
    id: MAN-001
    title: Quality manual
    type: manual
    revision: 1
    owner: quality-manager
    clauses: ["4", "5", "6", "7.1", "7.2", "7.3", "7.4", "7.5", "8", "9", "10"]
    ---
    # Quality manual
    ```

    ## Why

    An auditor asks of each clause how the organization meets it. ISO 9001 does not ask for a document on each, so this
    is a warning: where nothing is written down on purpose, name the clause in the document that comes closest, such as
    the quality manual. A clause that does not apply is declared so in a gap assessment, with a justification.

    A document serves the clauses that it names, all their parts, and what corresponds to them in another edition. So
    only clauses without parts are found, and those of several editions that have one subject together.

    ## Related

    CL103 finds what the standard requires and for which there is nothing at all. `qms gap` shows every clause with its
    documents, evidence and gaps.
    """
    served, excluded = manual.served, Assessed(manual, manual.records.standing)
    for clauses in subjects(manual.library, standards_in_use(manual)):
        lacking = [each for each in clauses if not _any(manual, each, served) and not excluded.excludes(each.reference)]
        if lacking:
            yield _of_manual(
                manual,
                clauses,
                fact=f"No document in force names {_in_words(manual, lacking)}, and no gap assessment says why it does "
                "not apply.",
                remedy="Name it in `clauses` of the document that serves it, or declare it not applicable, with a "
                "justification, in a gap assessment.",
            )


@rule_of_facts(
    "CL103",
    "missing-required-information",
    Severity.ERROR,
    Basis.STANDARD,
    reads=(Fact.DAY, Fact.POLICY, Fact.RECORDS, Fact.SERVED),
)
def missing_required_information(manual: Manual) -> Iterator[Departure]:
    """The standard requires documented information, and there is nothing that could be it.

    ## Avoid

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    standards: [iso9001:2026]
    release_branch: main
    types:
      manual: {title: Manual, approvals: []}
    retention:
      gap-assessment: {keep: 6 years, from: closed, then: delete}
    ```

    ```markdown title="procedures/manual.md"
    ---
    id: MAN-001
    title: Quality manual
    type: manual
    revision: 1
    owner: quality-manager
    clauses: ["4", "5", "6", "7", "8.1", "8.2", "8.4", "8.5", "8.6", "8.7", "9", "10"]
    ---
    # Quality manual
    ```

    ## Prefer

    ```yaml title="qms.yml"
    organization: Fjordlys Instruments
    standards: [iso9001:2026]
    release_branch: main
    types:
      manual: {title: Manual, approvals: []}
    retention:
      gap-assessment: {keep: 6 years, from: closed, then: delete}
    ```

    ```markdown title="procedures/manual.md"
    ---
    id: MAN-001
    title: Quality manual
    type: manual
    revision: 1
    owner: quality-manager
    clauses: ["4", "5", "6", "7", "8.1", "8.2", "8.4", "8.5", "8.6", "8.7", "9", "10"]
    ---
    # Quality manual
    ```

    ```yaml title="records/organization.yml"
    roles:
      quality-manager: {title: Quality manager}
    people:
      ann.berg:
        name: Ann Berg
        emails: [ann@example.com]
        roles:
          - {role: quality-manager, from: 2025-01-01}
    ```

    ```yaml title="records/gap/GAP-2026-001.yml"
    id: GAP-2026-001
    title: ISO 9001:2026
    opened: 2026-01-05
    owner: quality-manager
    status: closed
    closed_on: 2026-01-05
    standard: iso9001:2026
    date: 2026-01-05
    assessor: ann.berg
    items:
      - clause: iso9001:2026#8.3
        applicable: false
        justification: Every product is built to drawings of the customer.
    ```

    ## Why

    Only what ISO 9001 asks for always is found, wherever the clause applies; what it asks for as far as necessary, or
    where a case arises, is for the organization to judge. Nothing means: no document in force names the clause, no
    record names it in `clauses`, no gap assessment justifies that it does not apply, and there is no record of a type
    that provides it, such as suppliers for 8.4.1 or management reviews for 9.3.3. Whether what there is suffices, no
    program can tell.

    ## Related

    CL101 finds all clauses that no document serves. `qms gap` shows what there is for each.
    """
    served, excluded = manual.served | provided_clauses(manual), Assessed(manual, manual.records.standing)
    for clauses in subjects(manual.library, standards_in_use(manual)):
        lacking = [
            each
            for each in clauses
            if _required(each) and not _any(manual, each, served) and not excluded.excludes(each.reference)
        ]
        if lacking:
            yield _of_manual(
                manual,
                clauses,
                fact=f"There is nothing for what {_in_words(manual, lacking)} always asks for: "
                f"{'; '.join(dict.fromkeys(what for each in lacking for what in _required(each)))}.",
                remedy="Name the clause in `clauses` of the document or record that has it, begin such a record, or "
                "declare the clause not applicable, with a justification, in a gap assessment.",
            )


def _without_edition_in_records(manual: Manual) -> Iterator[Departure]:
    for named, problem in names_in_records(manual, unclear):
        kept = manual.records.find(named.document or "")
        assessed = isinstance(kept.record, GapAssessment) and kept.record.standard if kept else None
        if not (assessed and named.naming.field.startswith("items.")):
            yield Departure(
                path=named.path, line=named.line, document=named.document, fact=problem.fact, remedy=problem.remedy
            )


@rule_of_documents(
    "CL102",
    "clause-without-edition",
    Severity.ERROR,
    Basis.PRACTICE,
    reads=(Fact.POLICY,),
    besides=(OfFacts(_without_edition_in_records, reads=NAMED),),
)
def clause_without_edition(document: Document, manual: Manual) -> Iterator[Departure]:
    """A bare clause number means different things in the editions in use.

    ## Avoid

    ```markdown title="procedures/improvement.md"
    ---
    id: SOP-012
    title: Improvement
    type: procedure
    revision: 1
    owner: quality-manager
    clauses: ["10.1"]
    ---
    # Improvement
    ```

    ## Prefer

    ```markdown title="procedures/improvement.md"
    ---
    id: SOP-012
    title: Improvement
    type: procedure
    revision: 1
    owner: quality-manager
    clauses: ["iso9001:2015#10.3", "iso9001:2026#10.1"]
    ---
    # Improvement
    ```

    ## Why

    In ISO 9001:2015 clause 10.1 is the general one about improvement, in the edition of 2026 it is continual
    improvement. A clause matrix built on the bare number would show evidence where there is none. A bare number is
    accepted where every edition in use gives it the same subject, such as 7.5. The same goes for records; only an item
    of a gap assessment means the edition that the assessment names.

    ## Related

    DC107 finds clauses that no edition in use has.
    """
    header = document.latest.header
    for number, text in enumerate(header.clauses):
        problem = bare_number(manual, text)
        if problem is not None:
            yield Departure(
                path=document.path,
                line=header.line(f"clauses.{number}", "clauses"),
                document=document.id,
                fact=f"{problem.fact[:1].upper()}{problem.fact[1:]}",
                remedy=problem.remedy,
            )


def _any(manual: Manual, clause: Clause, named: frozenset[ClauseReference]) -> bool:
    return not named.isdisjoint(manual.library.covering(clause.reference))


def _required(clause: Clause) -> tuple[str, ...]:
    """The documented information that the clause always asks for."""
    return tuple(each.what for each in clause.information if each.when is Occasion.ALWAYS)


def _in_words(manual: Manual, clauses: Sequence[Clause]) -> str:
    """The clauses as people name them: clause 7.4 (Communication) of ISO 9001:2015 and ISO 9001:2026."""
    titles = {each.id: each.title for each in manual.library.standards}
    editions: dict[str, list[str]] = {}
    for each in clauses:
        editions.setdefault(each.number, []).append(titles[each.standard])
    parts = [f"{number} of {' and '.join(names)}" for number, names in editions.items()]
    return f"clause {' and '.join(parts)} ({clauses[-1].title})"


def _of_manual(manual: Manual, subject: Sequence[Clause], *, fact: str, remedy: str) -> Departure:
    """A finding about the manual as a whole; it stands where the policy says which standards are in use."""
    line = manual.policy.lines.get("standards", 1)
    return Departure(path="qms.yml", line=line, about=str(subject[0].reference), fact=fact, remedy=remedy)


RULES = (uncovered_clause, clause_without_edition, missing_required_information)
