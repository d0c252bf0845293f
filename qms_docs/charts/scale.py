"""The axis of values: from where to where it goes, at which round numbers it is marked, and how these are written."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Scale", "scale_over", "spelled"]

_PARTS = 4
_SHORT = 8
"""Characters up to which a number on the axis is written out."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTHING, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """From the least value to the greatest, with marks at equal steps."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The marked values, the least first."""
        number = int(((self.high - self.low) / self.step).to_integral_value())
        return tuple(self.low + self.step * place for place in range(number + 1))

    def share(self, value: Decimal) -> float:
        """Where a value lies between the ends: from 0 to 1."""
        return min(1.0, max(0.0, float((value - self.low) / (self.high - self.low))))

    def label(self, value: Decimal) -> str:
        """A marked value, as exactly as the marks differ."""
        if not value:
            return "0"
        digits = self.step.adjusted()
        plain = f"{value:.{max(0, -digits)}f}"
        if len(plain) <= _SHORT:
            return plain
        exponent = value.adjusted()
        mantissa = f"{value.scaleb(-exponent):.{max(0, exponent - digits)}f}"
        powered = f"{mantissa}·10{str(exponent).translate(_RAISED)}"
        return min(plain, powered, key=len)


def scale_over(values: Iterable[Decimal], *, from_zero: bool, whole: bool = False) -> Scale:
    """The scale on which all values lie; `from_zero` when lengths are compared, `whole` when things are counted."""
    found = [each for each in values if each.is_finite()]
    if from_zero or not found:
        found.append(_NOTHING)
    low, high = min(found), max(found)
    if low == high:
        room = _ONE if not low or from_zero else abs(low) / 10
        low, high = (low if from_zero else low - room), high + room
    step = _round_step((high - low) / _PARTS)
    if whole:
        step = max(step, _ONE)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return Scale(low=first, high=max(last, first + step), step=step)


def _round_step(least: Decimal) -> Decimal:
    unit = _ONE.scaleb(least.adjusted())
    return next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= least)


def spelled(value: Decimal) -> str:
    """A number as people write it, without an exponent or zeros that say nothing."""
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"
