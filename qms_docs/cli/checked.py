"""What `qms check` finds, and how it says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.check import check, check_change, check_commit
from qms_docs.cli.findings_given import in_form
from qms_docs.cli.results import Result
from qms_docs.reports.findings import outcome
from qms_docs.sources.change import read_change

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.finding import Report
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.sources.loading import ManualSource

__all__ = ["report_of", "result_of"]


def report_of(
    source: ManualSource, base: str | None, as_of: date | None, kept: KeptManifest | None, *, before_commit: bool
) -> Report:
    """What the rules find, in all or besides what they found before a change."""
    if kept:
        source.refuse_behind(kept)
    if before_commit:
        return check_commit(read_change(source, "HEAD"), source.read)
    if base is None:
        return check(replace(source.manual(as_of, preview=True, judged=True, merged=True), earlier=kept))
    change = read_change(source, base, as_of)
    return check_change(replace(change, after=replace(change.after, earlier=kept)), source.read)


def result_of(report: Report, form: str, *, strict: bool) -> Result:
    """The findings in a form, with the outcome for people where that form is for them."""
    return Result(
        given=in_form(report, form, strict=strict),
        after=(outcome(report),) if form in {"text", "github"} else (),
        status=1 if report.errors or (strict and report.warnings) else 0,
    )
