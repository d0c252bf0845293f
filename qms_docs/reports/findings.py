"""What checking brought to light, as text and as JSON (interfaces.md 2)."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from qms_docs.model.finding import Severity
from qms_docs.reports.plain import logged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.finding import Finding, Report

__all__ = ["finding_line", "finding_lines", "findings_json", "findings_text", "outcome"]

_MANY = 4
"""Permitted findings of one kind at one place, from which on they are told in one line."""


def findings_text(report: Report) -> str:
    """A line for each finding; many that are permitted in one go are told in one."""
    return "".join(f"{line}\n" for _, line in finding_lines(report.findings))


def finding_lines(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its line, and of many that one deviation permits the first with a line for all of them."""
    for _, alike in groupby(findings, _permission):
        group = list(alike)
        first = group[0]
        if first.permitted_until is None or len(group) < _MANY:
            yield from ((each, finding_line(each)) for each in group)
        else:
            told = f"{first.place}: {first.code} {len(group)} findings of the rule {first.rule}, each for itself in "
            yield first, f"{logged(told)}`qms check --format json`.{_mark(first)}"


def _permission(finding: Finding) -> tuple[object, ...]:
    """By what findings are known that are permitted in one go; without a permission each stands for itself."""
    if finding.permitted_until is None:
        return (id(finding),)
    return finding.path, finding.line, finding.code, finding.permitted_until


def finding_line(finding: Finding) -> str:
    """`path:line: CODE fact remedy`, warnings and permitted findings marked at the end; a build says the same words."""
    return f"{logged(finding.sentence)}{_mark(finding)}"


def outcome(report: Report) -> str:
    """The outcome in one sentence."""
    errors, warnings = len(report.errors), len(report.warnings)
    counted = _counted(report.documents, "document")
    if not errors and not warnings:
        brings = f"the change since {report.since} brings no finding; " if report.since else ""
        return f"In order: {brings}{counted} checked as of {report.as_of}.{_known(report)}"
    found = " and ".join(
        _counted(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number
    )
    brought = f" brought by the change since {report.since}," if report.since else ""
    return f"{found}{brought} in {counted} as of {report.as_of}.{_known(report)}"


def _known(report: Report) -> str:
    """How many findings are left out because they are older than the change."""
    if not report.known:
        return ""
    were = "1 finding was" if report.known == 1 else f"{report.known:,} findings were"
    return f" {were} there before; `qms check` without `--base` shows all."


def findings_json(report: Report) -> str:
    """The report in the shape of `qms check --format json`."""
    shape = {
        "commit": report.commit,
        "as_of": report.as_of.isoformat(),
        "dirty": report.dirty,
        "checked": {"documents": report.documents, "records": report.records, "entries": report.entries},
        "findings": [_finding(each) for each in report.findings],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "document": finding.document,
        "fact": finding.fact,
        "remedy": finding.remedy,
        "permitted_until": finding.permitted_until.isoformat() if finding.permitted_until else None,
    }


def _mark(finding: Finding) -> str:
    if finding.permitted_until:
        return f" (permitted until {finding.permitted_until})"
    return " (warning)" if finding.severity is Severity.WARNING else ""


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
