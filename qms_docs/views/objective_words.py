"""What an objective is to reach, and its values, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.charts.scale import spelled

if TYPE_CHECKING:
    from decimal import Decimal

    from qms_docs.model.records.objective import Objective

__all__ = ["target_in_words", "value_in_words"]

_BEFORE = {"up": "at least ", "down": "at most "}


def target_in_words(record: Objective) -> str:
    """The target with its unit, such as `at least 99 %` and `20 to 25 °C`; empty where there is none."""
    if not record.target:
        return ""
    *first, last = record.target
    words = " to ".join([*map(spelled, first), value_in_words(record, last)])
    return f"{_BEFORE.get(record.direction or '', '')}{words}"


def value_in_words(record: Objective, value: Decimal | None) -> str:
    """A value of the objective with its unit; empty where there is none."""
    return "" if value is None else f"{spelled(value)} {record.unit or ''}".rstrip()
