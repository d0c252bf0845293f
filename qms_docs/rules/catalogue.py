"""Every rule there is, by its code; a new rule is added to its family and listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.rules import (
    acknowledgements,
    approval_evidence,
    approval_records,
    approvals,
    changes,
    clauses,
    document_links,
    external_documents,
    identification,
    improvement,
    obsolescence,
    pages,
    publication,
    reading,
    record_days,
    record_gates,
    record_history,
    record_links,
    references,
    release_line,
    retention,
    revisions,
    use,
)

if TYPE_CHECKING:
    from qms_docs.rules.registry import Rule

__all__ = ["RULES", "find_rule"]

_FAMILIES = (
    *(reading, identification, pages, document_links, references),
    *(approvals, approval_records, approval_evidence),
    *(revisions, changes, release_line, obsolescence),
    *(use, publication, clauses),
    *(record_links, record_history, record_gates, record_days, improvement),
    *(retention, external_documents, acknowledgements),
)

RULES: tuple[Rule, ...] = tuple(
    sorted((each for family in _FAMILIES for each in family.RULES), key=lambda each: each.code)
)


def find_rule(code_or_name: str) -> Rule | None:
    """The rule with this code or name, in whatever case it is written."""
    wanted = code_or_name.strip().lower()
    return next((each for each in RULES if wanted in (each.code.lower(), each.name)), None)
