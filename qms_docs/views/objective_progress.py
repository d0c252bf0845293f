"""How an objective stands on a day: its measurements against its target."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qms_docs.model.records.objective import Objective, measured_periods, next_measurement
from qms_docs.values import dataclass
from qms_docs.views.objective_words import target_in_words, value_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.rows import Measurement

__all__ = ["Progress", "progress_of"]

_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """An objective on a day."""

    record: Objective
    values: tuple[Measurement, ...]
    """One for each period, the earliest first; all of them have a value."""
    due: date | None
    """The last day on which the next measurement is in time; None where none is expected."""
    as_of: date

    @property
    def last(self) -> Measurement | None:
        """The measurement of the last period."""
        return self.values[-1] if self.values else None

    @property
    def reached(self) -> bool | None:
        """Whether the last value is on the good side of the target; None where that cannot be said."""
        return self.record.is_reached(self.values[-1].value or _ZERO) if self.values else None

    @property
    def overdue(self) -> bool:
        """Whether a measurement is missing."""
        return self.due is not None and self.due < self.as_of

    @property
    def target(self) -> str:
        """The target in words, such as `at least 99 %`; empty where there is none."""
        return target_in_words(self.record)

    def in_unit(self, value: Decimal | None) -> str:
        """A value with its unit."""
        return value_in_words(self.record, value)

    @property
    def trend(self) -> str:
        """How the last value differs from the one before it, in a few words; empty where there are not two."""
        if len(self.values) < 2:  # noqa: PLR2004 - two are compared
            return ""
        before, now = (each.value or _ZERO for each in self.values[-2:])
        if before == now:
            return "unchanged"
        was, here = self._distance(before), self._distance(now)
        if was is None or here is None:
            return "risen" if now > before else "fallen"
        if here == was:
            return "on the good side of the target, as before"
        if here < was:
            return "towards the target" if was > 0 else "further to the good side of the target"
        return "away from the target" if here > 0 else "back, and still on the good side of the target"

    def _distance(self, value: Decimal) -> Decimal | None:
        """How far a value is from the good side; negative on it, for a range nothing inside of it."""
        if self.record.is_reached(value) is None:
            return None
        if self.record.direction == "range":
            least, most = self.record.target
            return max(least - value, value - most, _ZERO)
        return self.record.target[0] - value if self.record.direction == "up" else value - self.record.target[0]


def progress_of(record: Objective, manual: Manual) -> Progress:
    """How an objective stands on the day of the manual."""
    values = tuple(each for each in measured_periods(record, manual) if each.value is not None)
    due = next_measurement(record, manual) if record.status == "active" else None
    return Progress(record=record, values=values, due=due, as_of=manual.as_of)
