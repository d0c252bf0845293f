"""Findings as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from qms_docs.reports.places import file_of, fingerprints, line_of, message
from qms_docs.reports.rule_page import rule_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.finding import Finding, Report
    from qms_docs.rules.registry import Rule

__all__ = ["findings_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def findings_sarif(report: Report, rules: Sequence[Rule]) -> str:
    """One run with every rule and its page as help, and a result for each finding; what is permitted is suppressed.

    Places are relative to the top of the repository; a finding of the release line is shown at the policy, because code
    scanning refuses results without a place.
    """
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    known = fingerprints(report.findings)
    results = [
        _result(finding, numbers[finding.code], mark) for finding, mark in zip(report.findings, known, strict=True)
    ]
    driver = {"name": "qms-docs", "rules": [_rule(each) for each in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    summary = rule.page.summary
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary.split("\n\n")[0]},
        "fullDescription": {"text": summary},
        "help": {"text": rule_text(rule), "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [f"basis: {rule.basis.words}", *([f"clause {rule.clause}"] if rule.clause else [])]},
    }


def _markdown(rule: Rule) -> str:
    page = rule.page
    sections = (("Avoid", page.avoid), ("Prefer", page.prefer), ("Why", page.why), ("Related", page.related))
    return "\n\n".join([page.summary, *(f"## {title}\n\n{text}" for title, text in sections if text)])


def _result(finding: Finding, number: int, fingerprint: str) -> dict[str, object]:
    # A message may hold links, so that a title could lead readers elsewhere.
    text = message(finding).replace("](", "] (")
    location = {
        "artifactLocation": {"uri": _address(file_of(finding)), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line_of(finding)},
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": finding.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"qmsFinding/v1": fingerprint},
        "suppressions": _suppressions(finding),
    }


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    if finding.permitted_until is None:
        return []
    reason = f"Permitted until {finding.permitted_until}."
    return [{"kind": "external", "status": "accepted", "justification": reason}]


def _address(path: str) -> str:
    """The path as a relative reference (RFC 3986), byte by byte, so that no name is taken for a scheme or a query."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
