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

__all__ = ["RULES", "Rule", "RulePage", "check", "check_change", "check_commit", "find_rule"]

_ABOUT_APPROVALS = ("DC2", "CH101")
"""How the codes begin of what is found about approvals."""


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


def check_commit(change: Change, read: Callable[[str], bytes]) -> Report:
    """What the rules find in what is about to be committed and do not find before it, as `check_change`.

    Nothing about approvals is asked: they are given to a text that is committed, one after the other.
    """
    report = check_change(change, read)
    kept = tuple(each for each in report.findings if not each.code.startswith(_ABOUT_APPROVALS))
    return replace(report, findings=kept, since="the last commit", known=0)
