"""All rules against a manual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Report
from qms_docs.rules.catalogue import RULES, find_rule
from qms_docs.rules.registry import Rule, RulePage

if TYPE_CHECKING:
    from qms_docs.model.manual import Manual

__all__ = ["RULES", "Rule", "RulePage", "check", "find_rule"]


def check(manual: Manual) -> Report:
    """What the rules find in a manual that was loaded with everything that they judge."""
    findings = {finding for rule in RULES for finding in rule.findings(manual)}
    ordered = sorted(findings, key=lambda each: (each.path or "", each.line, each.code, each.fact))
    return Report(
        commit=manual.commit,
        as_of=manual.as_of,
        dirty=manual.dirty,
        documents=len(manual.standing),
        records=manual.records,
        entries=len(manual.entries),
        findings=tuple(ordered),
    )
