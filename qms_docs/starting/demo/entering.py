"""What is entered about a record of the demo on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["CLERK", "RecordEntry"]

CLERK = "ann.berg"
"""Who enters what nobody else does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordEntry:
    """What is entered about a record on a day."""

    day: date
    title: str
    by: str
    files: Mapping[str, bytes | None]
    """By path; a series grows by what is added to it."""
