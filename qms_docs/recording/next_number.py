"""The id of the next record of a type: prefix, year, and the number after the highest that was ever used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.model.manual import Manual

__all__ = ["next_record_id", "used_record_ids"]

_WIDTH = 3


def used_record_ids(manual: Manual, further: Iterable[str] = ()) -> frozenset[str]:
    """Every id of a record or series that ever stood, and the names of files here and at `further` paths."""
    found = {each.id for each in manual.records.kept} | {each.id for each in manual.records.series}
    found |= set(manual.records.dispositions)
    folder = f"{manual.policy.records}/"
    paths = [path for path in (*manual.paths, *further) if path.startswith(folder)]
    return frozenset(found | {path.rpartition("/")[2] for path in paths})


def next_record_id(prefix: str, year: int, used: Iterable[str]) -> str:
    """The next id of that year, as wide as those before it."""
    form = re.compile(rf"{prefix}-{year:04}-(?P<number>[0-9]{{1,9}})(?![0-9])")
    numbers = [found["number"] for each in used if (found := form.match(each))]
    width = max(map(len, numbers), default=_WIDTH)
    return f"{prefix}-{year:04}-{max(map(int, numbers), default=0) + 1:0{width}}"
