"""What a file below the folder of records is, by its path alone."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.records.kinds import kind_of_id, kinds_in
from qms_docs.model.records.registers import REGISTERS
from qms_docs.model.records.series import series_in
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from qms_docs.model.records.series import SeriesKind

__all__ = ["FilePlace", "Sort", "place_of"]

_RECORDS = (".yml", ".yaml", ".md")
_NOTES = ("readme.md", "index.md")
_APART = ("approvals/", "decisions/")
"""Approvals are read on their own, decisions are notes about the program."""
_OWN = ("organization.yml", "processes.yml")
_ATTACHED = "files"
"""The folder beside records in which what they attach lies; it may be of any form."""


class Sort(Enum):
    """What a file is."""

    RECORD = "record"
    """A record, or what may be one."""
    SERIES = "series"
    """Rows that only grow."""
    REGISTER = "register"
    """A single file that is kept up to date."""
    OTHER = "other"
    """A table that is no series, which is looked at for whether it can be read."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file below the folder of records."""

    sort: Sort
    key: str
    """Its path below the folder of records."""
    page: bool = False
    """Whether its fields are the front matter of a text."""
    fallback: str | None = None
    """The type of record by name and folder; what its id says goes before."""
    series: SeriesKind | None = None


def place_of(key: str) -> FilePlace | None:
    """What the file at a path below the folder of records is; None for what is no record."""
    folder, _, name = key.rpartition("/")
    lower = name.lower()
    top = folder.partition("/")[0]
    if key.startswith(_APART) or key in _OWN or lower in _NOTES or _ATTACHED in folder.split("/"):
        return None
    if key in REGISTERS:
        return FilePlace(Sort.REGISTER, key)
    if lower.endswith(".csv"):
        series = series_in(folder)
        return FilePlace(Sort.SERIES, key, series=series) if series else FilePlace(Sort.OTHER, key)
    if not lower.endswith(_RECORDS):
        return None
    kinds = kinds_in(top)
    by_name = kind_of_id(name, whole=False)
    only = by_name or (kinds[0] if len(kinds) == 1 else None)
    page = lower.endswith(".md")
    return FilePlace(Sort.RECORD, key, page=page, fallback=only.name if only else None)
