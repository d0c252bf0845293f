"""All rules against a manual."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.brought import brought
from qms_docs.model.finding import Report
from qms_docs.model.records.permitting import permitted
from qms_docs.rules.catalogue import RULES, find_rule
from qms_docs.rules.registry import Rule, RulePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.change import Change
    from qms_docs.model.manual import Manual

__all__ = ["RULES", "Rule", "RulePage", "check", "check_change", "find_rule"]


def check(manual: Manual) -> Report:
    """What the rules find in a manual that was loaded with everything that they judge."""
    findings = set(permitted((finding for rule in RULES for finding in rule.findings(manual)), manual))
    ordered = sorted(findings, key=lambda each: (each.path or "", each.line, each.code, each.fact))
    return Report(
        commit=manual.commit,
        as_of=manual.as_of,
        dirty=manual.dirty,
        documents=len(manual.standing),
        records=manual.record_files,
        entries=len(manual.entries),
        findings=tuple(ordered),
    )


def check_change(change: Change, read: Callable[[str], bytes]) -> Report:
    """What the rules find after a change that they do not find before it; `read` gives a file by its object id.

    What contradicts an earlier manifest is told in any case: nothing that a change is compared with excuses it.
    """
    report = check(change.after)
    before = check(replace(change.before, earlier=None))
    fresh = brought(change, before.findings, report.findings, read)
    return replace(report, findings=tuple(fresh), since=change.since, known=len(report.findings) - len(fresh))
