"""One row more of a series, such as the measurements of an objective."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.failures import WrongUseError
from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.records.plan import FieldPlan, ScalarPlan, group_plan
from qms_docs.sources.records.series import read_series
from qms_docs.writing.rows import with_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.model.records.series import SeriesKind

__all__ = ["choices", "given_cells", "missing_cells", "require_cells", "require_id", "row_fields"]


def row_fields(kind: SeriesKind) -> Mapping[str, FieldPlan]:
    """The columns of a series."""
    return group_plan(kind.row).fields


def given_cells(kind: SeriesKind, given: Sequence[str]) -> dict[str, str]:
    """The cells of `COLUMN=VALUE`, and under `id` whose rows they are.

    Raises WrongUseError for what is none, stands there twice, or is no column.
    """
    found: dict[str, str] = {}
    known = ("id", *row_fields(kind))
    for each in given:
        name, sign, value = each.partition("=")
        name = name.strip()
        if not sign or name in found:
            raise WrongUseError(f"--set {each} is not KEY=VALUE, or stands there twice. Nothing was written.")
        if name not in known:
            like = nearest_name(name, known)
            hint = f"Did you mean {like}?" if like else f"The columns are {', '.join(known[1:])}."
            raise WrongUseError(f"There is no column {name}. {hint} Nothing was written.")
        found[name] = value.strip()
    return found


def missing_cells(kind: SeriesKind, cells: Mapping[str, str]) -> list[str]:
    """The columns that a row needs and that are not given."""
    return [name for name, field in row_fields(kind).items() if field.about.needed and not cells.get(name)]


def require_id(kind: SeriesKind, id_: str) -> None:
    """Raises WrongUseError for an id by which no file of these rows is named."""
    if not re.fullmatch(rf"{kind.prefix}-[0-9]{{4}}-[0-9]{{1,9}}", id_):
        raise WrongUseError(
            f"--set id= is an id such as {kind.prefix}-2026-001, whose rows these are; got {id_}. Nothing was written."
        )


def require_cells(kind: SeriesKind, cells: Mapping[str, str]) -> None:
    """Raises WrongUseError for a cell of the wrong form."""
    row = {name: cells.get(name, "") for name in row_fields(kind)}
    content = with_row(None, row)
    faults = read_series(content or b"", kind).faults
    if faults:
        raise WrongUseError(f"{faults[0].fact} Nothing was written.")


def choices(field: FieldPlan) -> tuple[str, ...]:
    """The values among which somebody chooses."""
    return tuple(field.plan.form.schema.get("enum", ())) if isinstance(field.plan, ScalarPlan) else ()  # type: ignore[arg-type]
