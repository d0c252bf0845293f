"""What files of records say once they have been read: values alone, which are kept between runs.

They have no slots, for the reason that `model/records/parts.py` gives.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.finding import Fault
    from qms_docs.model.records.record import Record
    from qms_docs.model.records.registers import RegisterFile
    from qms_docs.model.records.rows import Row

__all__ = ["RecordForm", "RecordReading", "RegisterReading", "SeriesReading", "at"]


@dataclass(frozen=True, kw_only=True)
class RecordForm:
    """What the history asks of a record as it once stood."""

    id: str | None = None
    """None where nothing can be read, or no id of a record is there."""
    status: str | None = None
    """With its amendments."""
    closes: date | None = None
    """The day from which on it is closed, in a type without states."""
    body: bytes = b""
    """A hash of every line that belongs to no amendment."""
    amendments: tuple[bytes, ...] = ()
    """A hash of each amendment."""
    readable: bool = True


@dataclass(frozen=True, kw_only=True)
class RecordReading:
    """A record, or why there is none; faults do not know their path yet."""

    form: RecordForm
    record: Record | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SeriesReading:
    """The rows of a file, and what is wrong with them."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegisterReading:
    """A file that is kept up to date, and what is wrong with it."""

    file: RegisterFile | None = None
    faults: tuple[Fault, ...] = ()


def at(faults: tuple[Fault, ...], path: str, document: str | None = None) -> list[Fault]:
    """The faults of a file where it stands."""
    return [replace(fault, path=path, document=document) for fault in faults]
