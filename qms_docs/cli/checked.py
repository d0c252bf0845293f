"""What `qms check` finds, and how it says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.check import Found, about_a_commit, check, check_since
from qms_docs.cli.findings_given import in_form
from qms_docs.cli.found_before import FoundBefore
from qms_docs.cli.results import Result
from qms_docs.reports.findings import outcome
from qms_docs.sources.change import begun_at

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.finding import Report
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.sources.loading import ManualSource

__all__ = ["report_of", "report_since", "result_of"]


def report_of(
    source: ManualSource, base: str | None, as_of: date | None, kept: KeptManifest | None, *, before_commit: bool
) -> Report:
    """What the rules find, in all or besides what they found before a change."""
    if kept:
        source.refuse_behind(kept)
    if before_commit:
        return about_a_commit(report_since(source, "HEAD"))
    if base is not None:
        return report_since(source, base, as_of, kept)
    manual = replace(source.manual(as_of, preview=True, judged=True, merged=True), earlier=kept)
    return check(manual, Found(source.store))


def report_since(
    source: ManualSource, since: str, as_of: date | None = None, kept: KeptManifest | None = None
) -> Report:
    """What the rules find in what is checked out and did not find where it began: the merge base with `since`.

    Both sides are judged on one day, as if merged then. Raises as `begun_at` does.
    """
    before = FoundBefore(source, begun_at(source.repository, since), as_of)
    if not before.shares_the_line:
        # Its line is the beginning of the other one, and followed first.
        before.take()
    after = replace(source.manual(as_of, preview=True, judged=True, merged=True), earlier=kept)
    with before.meanwhile():
        report = check(after, Found(source.store))
    return check_since(since, before.take(), report, after, source.read)


def result_of(report: Report, form: str, *, strict: bool) -> Result:
    """The findings in a form, with the outcome for people where that form is for them."""
    return Result(
        given=in_form(report, form, strict=strict),
        after=(outcome(report),) if form in {"text", "github"} else (),
        status=1 if report.errors or (strict and report.warnings) else 0,
    )
