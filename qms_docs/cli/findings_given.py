"""A report in the form that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qms_docs.model.finding import Report

__all__ = ["FORMS", "in_form"]

FORMS = ("text", "json", "sarif", "github", "gitlab", "junit")


def in_form(report: Report, form: str, *, strict: bool) -> str:
    """The findings as text of one of the forms."""
    from qms_docs.check import RULES
    from qms_docs.reports import findings, github, gitlab, junit, sarif

    match form:
        case "json":
            return findings.findings_json(report)
        case "sarif":
            return sarif.findings_sarif(report, RULES)
        case "github":
            return github.findings_github(report)
        case "gitlab":
            return gitlab.findings_gitlab(report)
        case "junit":
            return junit.findings_junit(report, RULES, strict=strict)
        case _:
            return findings.findings_text(report)
