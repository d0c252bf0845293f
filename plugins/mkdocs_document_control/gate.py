"""The gate before a build: findings are logged, and stop it before the old site is touched."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from qms_docs.failures import NotInOrderError
from qms_docs.model.finding import Severity
from qms_docs.reports.findings import finding_lines

if TYPE_CHECKING:
    from qms_docs.model.finding import Report

__all__ = ["log_findings", "stop_if_needed"]

# Below `mkdocs`, so that MkDocs prints it; without a prefix, so that a line begins with the place of the finding.
_log = logging.getLogger("mkdocs.plugins.document_control")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}


def log_findings(report: Report, *, past: bool) -> None:
    """Every finding in the words of `qms check`; what is permitted or of a day in the past is no complaint."""
    for finding, line in finding_lines(report.findings):
        quiet = past or finding.permitted_until is not None
        _log.log(logging.INFO if quiet else _LEVELS[finding.severity], "%s", line)


def stop_if_needed(report: Report, fail_on: str, *, controlled: bool, strict: bool, past: bool) -> None:
    """Lets the build go on, or raises PluginError.

    `fail_on` never stops a preview, strictness does (settled.md 24). What was not in order on a day in the past can
    no longer be mended, and stops nothing unless strictness asks for it.
    """
    errors, warnings = len(report.errors), len(report.warnings)
    stops = bool(errors or warnings) if strict else False
    if controlled and not past:
        stops |= bool(errors) and fail_on != "never"
        stops |= bool(warnings) and fail_on == "warning"
    if stops:
        fact = f"The manual is not in order: {_count(errors, 'error')} and {_count(warnings, 'warning')}."
        stopped = f"{fact} Nothing was built, and the site is as it was."
        raise PluginError(stopped) from NotInOrderError(stopped)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
