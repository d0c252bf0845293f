"""Findings as workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.finding import Severity
from qms_docs.reports.places import line_of, message, well_formed

if TYPE_CHECKING:
    from qms_docs.model.finding import Finding, Report

__all__ = ["findings_github"]


def findings_github(report: Report) -> str:
    """A command for each finding: `error`, `warning`, and `notice` where it is permitted."""
    return "".join(f"{_command(each)}\n" for each in report.findings)


def _command(finding: Finding) -> str:
    place = f"file={_property(finding.path)},line={line_of(finding)}," if finding.path else ""
    title = _property(f"{finding.code} {finding.rule}")
    return f"::{_name(finding)} {place}title={title}::{_data(message(finding))}"


def _name(finding: Finding) -> str:
    if finding.permitted_until:
        return "notice"
    return "error" if finding.severity is Severity.ERROR else "warning"


def _data(text: str) -> str:
    """The text as the runner reads it back; a line break would begin the next command."""
    return well_formed(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    """As above; a colon would end the properties, and a comma this one."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
