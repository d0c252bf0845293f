"""`qms status`: what is due, overdue or waiting, and for whom."""

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
    from qms_docs.sources.loading import ManualSource
    from qms_docs.views.status import Duties

__all__ = ["command"]

_DAYS = 90


@click.command("status", epilog="Example: qms status --for kai.moen")
@as_of_option
@click.option("--for", "owner", metavar="ROLE|PERSON", help="Of one role, or of a person with all that they hold.")
@click.option("--within", metavar="DAYS", type=click.IntRange(0, 36_500), default=_DAYS, show_default=True,
              help="What is due later is left out.")  # fmt: skip
@click.option(
    "--path", "path", is_flag=True, help="Where the organization stands on the path to certification instead."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.pass_obj
def command(folder: Path, as_of: date | None, owner: str | None, within: int, form: str, *, path: bool) -> int:
    """Show what is due, overdue or waiting, by the role or person that has to do it.

    Reviews of documents, approvals that are waited for, documents to be read, revisions that take effect, everything
    with a day in records, documents from outside, permissions that end, and records whose time is over.

    With `--path`: the six steps to certification and four challenges, each with its figures and what is next.

    Exit status: 0, also where something is overdue (`qms check` judges that); 1 nobody has that id; 3 could not check.
    """

    def work_out(source: ManualSource) -> Result:
        manual = source.manual(as_of, judged=True)
        return _path(manual, owner, form) if path else _duties(manual, owner, within, form)

    return give_result(folder, work_out)


def _duties(manual: Manual, owner: str | None, within: int, form: str) -> Result:
    from qms_docs.model.days import Period
    from qms_docs.reports.status import status_csv, status_json, status_text
    from qms_docs.views.status import duties_by_owner, duties_of

    latest = Period(days=within).after(manual.as_of)
    every = duties_of(manual)
    if owner is not None:
        _require_known(manual, owner, {each.owner for each in every})
    duties = [each for each in every if each.on is None or each.on <= latest]
    groups = _chosen(manual, duties_by_owner(manual, duties), owner)
    nothing = f"Nothing is due within {within} days of {manual.as_of}, overdue or waiting."
    given = {"table": status_text, "csv": status_csv, "json": status_json}[form](groups)
    return Result(given=given, before=() if groups else (nothing,))


def _path(manual: Manual, owner: str | None, form: str) -> Result:
    from qms_docs.check import check
    from qms_docs.failures import WrongUseError
    from qms_docs.reports.certification import path_csv, path_json, path_text
    from qms_docs.views.certification.path import certification_path

    if owner is not None:
        raise WrongUseError("--path is about the whole organization. Leave out --for.")
    found = certification_path(manual, check(manual).findings)
    return Result(given={"table": path_text, "csv": path_csv, "json": path_json}[form](found))


def _require_known(manual: Manual, owner: str, owners: set[str]) -> None:
    """Raises UnknownThingError for somebody whom organization.yml does not list, and who has nothing to do."""
    from qms_docs.model.organization import ALL_STAFF

    who = manual.organization
    if not owner or owner not in (*who.people, *(who.roles or ()), ALL_STAFF, *owners):
        from qms_docs.rules.likeness import nearest_name

        like = nearest_name(owner, [*who.people, *(who.roles or {}), *sorted(owners)])
        hint = f" Did you mean {like}?" if like else ""
        raise UnknownThingError(
            f"There is no role or person {owner} in {manual.policy.records}/organization.yml.{hint}"
        )


def _chosen(manual: Manual, groups: tuple[Duties, ...], owner: str | None) -> tuple[Duties, ...]:
    """Those of a role, or of a person and the roles that the person holds."""
    people = manual.organization.people
    if owner is None:
        return groups
    return tuple(each for each in groups if owner == each.owner or (owner in people and owner in each.people))
