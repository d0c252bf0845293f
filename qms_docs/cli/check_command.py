"""`qms check`: all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option, base_option
from qms_docs.cli.findings_given import FORMS
from qms_docs.cli.given import given_manifest, previous_option
from qms_docs.cli.output import say
from qms_docs.cli.results import Result, give_result
from qms_docs.failures import NoCommitError, WrongUseError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

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
    if before_commit and (base or as_of or previous):
        raise WrongUseError(
            "`--before-commit` looks at the last commit alone: leave out `--base`, `--as-of`, `--previous`."
        )
    kept = given_manifest(folder, previous) if previous else None

    def work_out(source: ManualSource) -> Result:
        from qms_docs.cli.checked import report_of, result_of

        return result_of(report_of(source, base, as_of, kept, before_commit=before_commit), form, strict=strict)

    try:
        # What stands in a file that is named here is no part of the repository, and not asked again.
        return give_result(folder, work_out, keep=kept is None)
    except NoCommitError:
        if not before_commit:
            raise
        say("Nothing was committed yet, so that nothing is checked; `qms check` checks what is committed now.")
        return 0
