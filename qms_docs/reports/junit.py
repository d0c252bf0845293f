"""Findings as JUnit XML, which most servers for continuous integration show as tests."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from qms_docs.model.finding import Severity
from qms_docs.reports.places import message, well_formed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.finding import Finding, Report
    from qms_docs.rules.registry import Rule

__all__ = ["findings_junit"]


def findings_junit(report: Report, rules: Sequence[Rule], *, strict: bool = False) -> str:
    """A suite for each rule, with a test for each finding, or one that passed.

    An error is a failure, and with `strict` a warning too; otherwise a warning is printed by a test that passed. What
    is permitted is a test that was skipped. There is no attribute beyond those of the schema that Jenkins validates
    against (junit-10.xsd of its xUnit plugin), so that the place of a finding stands in the name of its test.
    """
    found = {rule.code: [each for each in report.findings if each.code == rule.code] for rule in rules}
    suites = "".join(_suite(rule, found[rule.code], strict=strict) for rule in rules)
    tests = sum(max(1, len(findings)) for findings in found.values())
    counts = _counts(report.findings, tests, strict=strict)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="qms check" {counts}>\n{suites}</testsuites>\n'


def _suite(rule: Rule, findings: Sequence[Finding], *, strict: bool) -> str:
    name = _attribute(f"{rule.code} {rule.name}")
    tests = [_test(name, each, strict=strict) for each in findings] or [
        f'    <testcase classname="{name}" name="in order"/>\n'
    ]
    skipped = sum(each.permitted_until is not None for each in findings)
    counts = f'{_counts(findings, len(tests), strict=strict)} skipped="{skipped}"'
    return f'  <testsuite name="{name}" {counts}>\n{"".join(tests)}  </testsuite>\n'


def _counts(findings: Sequence[Finding], tests: int, *, strict: bool) -> str:
    failures = sum(_fails(each, strict=strict) for each in findings)
    return f'tests="{tests}" failures="{failures}" errors="0"'


def _test(suite: str, finding: Finding, *, strict: bool) -> str:
    said = _attribute(message(finding))
    whole = _attribute(f"{finding.place}: {finding.code} ") + said
    if finding.permitted_until:
        result = f'<skipped message="{said}"/>'
    elif _fails(finding, strict=strict):
        result = f'<failure message="{said}" type="{finding.severity.value}">{whole}</failure>'
    else:
        result = f"<system-out>{whole} (warning)</system-out>"
    name = _attribute(f"{finding.place} {finding.fact}")
    return f'    <testcase classname="{suite}" name="{name}">{result}</testcase>\n'


def _fails(finding: Finding, *, strict: bool) -> bool:
    return finding.permitted_until is None and (strict or finding.severity is Severity.ERROR)


def _attribute(text: str) -> str:
    return escape(well_formed(text))
