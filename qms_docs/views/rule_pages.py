"""The rules of document control as the site explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.rules.registry import Rule

__all__ = ["RuleEntry", "rule_entries"]

_FAMILIES = {
    "IN": "Reading files",
    "DC1": "Identification and content",
    "DC2": "Approval",
    "DC3": "Revisions",
    "DC4": "Use and review",
    "DC5": "Integrity and publication",
    "DC6": "Retention",
    "DC7": "External documents",
    "RC": "Records",
    "IM": "Improvement",
    "CL": "Clauses of the standard",
    "TR": "Training",
    "CH": "Changes",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleEntry:
    """One rule as a line of the list and as the head of its page."""

    code: str
    name: str
    slug: str
    family: str
    severity: str
    basis: str
    summary: str


def rule_entries(rules: Iterable[Rule]) -> tuple[RuleEntry, ...]:
    """The rules in the order given."""
    return tuple(
        RuleEntry(
            code=rule.code,
            name=rule.name,
            slug=rule.code.lower(),
            family=_family(rule.code),
            severity=rule.severity.value,
            basis=rule.basis.words + (f" (ISO 9001, {rule.clause})" if rule.clause else ""),
            summary=rule.page.summary,
        )
        for rule in rules
    )


def _family(code: str) -> str:
    return next((title for start, title in _FAMILIES.items() if code.startswith(start)), "Other rules")
