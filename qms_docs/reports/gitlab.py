"""Findings as a code quality report of GitLab, which its merge requests show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qms_docs.model.finding import Severity
from qms_docs.reports.places import file_of, fingerprints, line_of, message, well_formed

if TYPE_CHECKING:
    from qms_docs.model.finding import Finding, Report

__all__ = ["findings_gitlab"]


def findings_gitlab(report: Report) -> str:
    """A list of issues: errors are `major`, warnings `minor`, what is permitted `info`."""
    known = fingerprints(report.findings)
    issues = [_issue(finding, mark) for finding, mark in zip(report.findings, known, strict=True)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": f"{finding.code}: {message(finding)}",
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _severity(finding),
        "location": {"path": well_formed(file_of(finding)), "lines": {"begin": line_of(finding)}},
    }


def _severity(finding: Finding) -> str:
    if finding.permitted_until:
        return "info"
    return "major" if finding.severity is Severity.ERROR else "minor"
