"""All rules against a manual."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.brought import brought
from qms_docs.model.change import Before
from qms_docs.model.finding import Report
from qms_docs.model.records.permitting import permitted
from qms_docs.rules.catalogue import RULES, find_rule
from qms_docs.rules.found import Found
from qms_docs.rules.registry import Rule, RulePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.change import Change
    from qms_docs.model.manual import Manual

__all__ = [
    "RULES",
    "Found",
    "Rule",
    "RulePage",
    "about_a_commit",
    "check",
    "check_change",
    "check_since",
    "find_rule",
    "found_before",
]

_ABOUT_APPROVALS = ("DC2", "CH101")
"""How the codes begin of what is found about approvals."""


def check(manual: Manual, found: Found | None = None) -> Report:
    """What the rules find in a manual that was loaded with everything that they judge.

    What was `found` before is found again, as far as everything that was read for it is the same.
    """
    findings = set(permitted((found or Found()).findings(RULES, manual), manual))
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


def found_before(manual: Manual) -> Before:
    """What the rules find in a manual before a change, with all that a comparison asks of it.

    What contradicts an earlier manifest is told in any case: nothing that a change is compared with excuses it.
    """
    return Before(
        findings=check(replace(manual, earlier=None)).findings,
        blobs=manual.blobs,
        places={document.id: document.path for document in manual.standing},
    )


def check_change(change: Change, read: Callable[[str], bytes]) -> Report:
    """What the rules find after a change that they do not find before it; `read` gives a file by its object id."""
    return check_since(change.since, found_before(change.before), check(change.after), change.after, read)


def check_since(since: str, before: Before, report: Report, after: Manual, read: Callable[[str], bytes]) -> Report:
    """The same, from the report about the manual after the change."""
    fresh = brought(before, after, report.findings, read)
    return replace(report, findings=tuple(fresh), since=since, known=len(report.findings) - len(fresh))


def about_a_commit(report: Report) -> Report:
    """What is said of what is about to be committed, from the report about the change since the last commit.

    Nothing about approvals is asked: they are given to a text that is committed, one after the other.
    """
    kept = tuple(each for each in report.findings if not each.code.startswith(_ABOUT_APPROVALS))
    return replace(report, findings=kept, since="the last commit", known=0)
