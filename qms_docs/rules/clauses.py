"""Rules about clauses of the standards in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Basis, Severity
from qms_docs.model.standard import parse_clause
from qms_docs.rules.registry import Departure, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["RULES"]


@rule("CL102", "clause-without-edition", Severity.ERROR, Basis.PRACTICE)
def clause_without_edition(manual: Manual) -> Iterator[Departure]:
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
    accepted where every edition in use gives it the same subject, such as 7.5.

    ## Related

    DC107 finds clauses that no edition in use has.
    """
    standards = [each for each in manual.policy.standards if manual.library.known(each)]
    for document in manual.standing:
        header = document.latest.header
        for number, text in enumerate(header.clauses):
            reference = parse_clause(text)
            if reference is None or reference.standard is not None or not standards:
                continue
            known = [
                each for each in standards if (std := manual.library.standard(each)) and std.clause(reference.number)
            ]
            if known and not manual.library.same_subject(reference.number, standards):
                choices = " or ".join(f"`{each}#{reference.number}`" for each in known)
                yield Departure(
                    path=document.path,
                    line=header.line(f"clauses.{number}", "clauses"),
                    document=document.id,
                    fact=f"Clause {reference.number} is not the same in {' and '.join(standards)}.",
                    remedy=f"Say which one is meant: {choices}.",
                )


RULES = (clause_without_edition,)
