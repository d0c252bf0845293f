"""`qms check`: all rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, base_option, opened
from qms_docs.cli.findings_given import FORMS, in_form
from qms_docs.cli.given import given_manifest, previous_option
from qms_docs.cli.output import give, say
from qms_docs.failures import WrongUseError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.finding import Report
    from qms_docs.model.manifest import KeptManifest
    from qms_docs.sources.loading import ManualSource

__all__ = ["command"]


@click.command("check", epilog="Example: qms check --base origin/main --format github")
@base_option()
@click.option("--before-commit", is_flag=True, help="What the changes since the last commit bring, but for approvals.")
@as_of_option
@click.option("--strict", is_flag=True, help="Warnings fail the check too.")
@previous_option
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.pass_obj
def command(
    folder: Path,
    base: str | None,
    as_of: date | None,
    previous: str | None,
    form: str,
    *,
    before_commit: bool,
    strict: bool,
) -> int:
    """Check the manual against all rules.

    The work tree is judged as if it were merged today; with a day in the past, the release line alone.

    In a pull request `--base` leaves out what was found before: the result is what the change since REF brings or
    breaks, also in documents that it does not touch.

    The forms for programs: `json` for your own, `sarif` for code scanning and editors, `github` for annotations
    on GitHub, `gitlab` for its code quality reports, `junit` for other servers.

    Exit status: 0 in order, 1 findings, 2 wrong usage, 3 could not check.
    """
    from qms_docs.reports.findings import outcome
    from qms_docs.sources.git import NoCommitError

    if before_commit and (base or as_of or previous):
        raise WrongUseError(
            "`--before-commit` looks at the last commit alone: leave out `--base`, `--as-of`, `--previous`."
        )
    kept = given_manifest(folder, previous) if previous else None
    try:
        with opened(folder) as source:
            if kept:
                source.refuse_behind(kept)
            report = _committed(source) if before_commit else _report(source, base, as_of, kept)
    except NoCommitError:
        if not before_commit:
            raise
        say("Nothing was committed yet, so that nothing is checked; `qms check` checks what is committed now.")
        return 0
    give(in_form(report, form, strict=strict))
    if form in {"text", "github"}:
        say(outcome(report))
    return 1 if report.errors or (strict and report.warnings) else 0


def _report(source: ManualSource, base: str | None, as_of: date | None, kept: KeptManifest | None) -> Report:
    from qms_docs.check import check, check_change
    from qms_docs.sources.change import read_change

    if base is None:
        return check(replace(source.manual(as_of, preview=True, judged=True, merged=True), earlier=kept))
    change = read_change(source, base, as_of)
    return check_change(replace(change, after=replace(change.after, earlier=kept)), source.read)


def _committed(source: ManualSource) -> Report:
    from qms_docs.check import check_commit
    from qms_docs.sources.change import read_change

    return check_commit(read_change(source, "HEAD"), source.read)
