"""Series of the demo, such as calibrations: each grows on the days of its rows."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from qms_docs.starting.demo.entering import CLERK, RecordEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["rows_of"]

_ENTERED = {"reviews": "Review", "equipment": "Enter a calibration of", "objectives": "Enter a value of"}


def rows_of(path: str, text: str) -> Iterator[RecordEntry]:
    """A series grows row by row; what is entered on one day comes together."""
    header, *lines = text.splitlines()
    names = next(csv.reader([header]))
    by_day: dict[date, list[tuple[str, str]]] = {}
    for line, cells in zip(lines, csv.reader(io.StringIO("\n".join(lines))), strict=True):
        row = dict(zip(names, cells, strict=False))
        by_day.setdefault(_day_of(row), []).append((line, row.get("by", "")))
    written = [header]
    for day in sorted(by_day):
        written += [line for line, _ in by_day[day]]
        content = "".join(f"{line}\n" for line in written).encode()
        name = path.rpartition("/")[2].removesuffix(".csv")
        by = by_day[day][0][1] or CLERK
        yield RecordEntry(day=day, title=f"{_entered(path)} {name}", by=by, files={path: content})


def _day_of(row: Mapping[str, str]) -> date:
    for name in ("on", "date"):
        if row.get(name):
            return date.fromisoformat(row[name])
    year, _, part = row["period"].partition("-")
    return date(int(year), 7, 9) if part == "H1" else date(int(year) + 1, 1, 12)


def _entered(path: str) -> str:
    return _ENTERED.get(path.split("/")[1], "Enter a row of")
