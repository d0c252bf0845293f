"""`qms gap`: how far the organization has come with a standard, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qms_docs.cli.common import as_of_option
from qms_docs.cli.results import Result, give_result
from qms_docs.failures import UnknownThingError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.manual import Manual
    from qms_docs.model.standard import Standard

__all__ = ["command"]


@click.command("gap", epilog="Example: qms gap --standard iso9001:2026")
@click.option("--standard", "wanted", metavar="STANDARD", help="One standard with its edition, also one that is not in "
              "use; without it those of qms.yml.")  # fmt: skip
@as_of_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def command(folder: Path, wanted: str | None, as_of: date | None, form: str) -> int:
    """Show clause by clause what there is for a standard, and what is missing.

    For each clause: documents in force that name it, the newest evidence and its age, exclusions with their
    justification, open gaps with their actions, and a state: covered, partly, open, or not applicable. Then what moving
    to a later edition still needs. Titles are our own; check against your copy of the standard.

    Exit status: 0, also where clauses are open (`qms check` judges that); 1 no such standard is known; 3 could not
    check.
    """
    return give_result(folder, lambda source: _analysed(source.manual(as_of, judged=True), wanted, form))


def _analysed(manual: Manual, wanted: str | None, form: str) -> Result:
    from qms_docs.model.clause_use import standards_in_use
    from qms_docs.reports.gap import gap_csv, gap_json, gap_text
    from qms_docs.views.gap import gap_analysis
    from qms_docs.views.transition import transition_to, transitions

    if wanted is None:
        standards = standards_in_use(manual)
        ways = transitions(manual, standards)
    else:
        standards = (_known(manual, wanted),)
        way = transition_to(manual, standards[0])
        ways = (way,) if way else ()
    none = "qms.yml names no standard of which the clauses are known. Add `standards: [iso9001:2026]`."
    found = gap_analysis(manual, standards)
    given = gap_csv(found) if form == "csv" else {"table": gap_text, "json": gap_json}[form](manual.as_of, found, ways)
    return Result(given=given, before=() if standards else (none,))


def _known(manual: Manual, wanted: str) -> Standard:
    """The standard of that name; raises UnknownThingError where there is no data of it."""
    standard = manual.library.standard(wanted)
    if standard is None:
        from qms_docs.rules.likeness import nearest_name

        names = [each.id for each in manual.library.standards]
        like = nearest_name(wanted, names)
        hint = f"Did you mean {like}?" if like else f"Known are {' and '.join(names)}."
        raise UnknownThingError(f"The clauses of {wanted} are not known. {hint}")
    return standard
