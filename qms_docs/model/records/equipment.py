"""Measuring equipment: what it is, and whether one may rely on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import LongPeriod, Words
from qms_docs.model.records.kind import Day, Lack, RecordKind, State, final
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.manual import Manual

__all__ = ["EQUIPMENT", "Equipment"]

_MEASURES = ("in use", "quarantine", "out of use")
_OUT_OF_TOLERANCE = "out of tolerance"


@dataclass(frozen=True, kw_only=True)
class Equipment(Record):
    """A piece of measuring equipment; its calibrations are rows of a file of their own."""

    description: Annotated[Words | None, About(says="What kind of equipment it is.", needed=ALWAYS)] = None
    serial: Annotated[Words | None, About(says="The number that stands on it.", needed=ALWAYS)] = None
    range: Annotated[Words | None, About(says="From where to where it measures.", needed=_MEASURES)] = None
    interval: Annotated[LongPeriod | None, About(says="The time between calibrations.", needed=_MEASURES)] = None
    acceptance: Annotated[Words | None, About(says="How far it may be off.", needed=_MEASURES)] = None


def _calibrated(record: Equipment, manual: Manual) -> Iterator[Lack]:
    if record.status != "in use":
        return
    last = manual.records.last_calibration(record.id)
    if last is None:
        yield Lack(what="it is in use, and has no calibration.")
    elif last.next_due is None:
        yield Lack(what=f"it is in use, and its last calibration ({last.date}) names no next one.")
    elif last.next_due < manual.as_of:
        yield Lack(what=f"it is in use, and its calibration was due on {last.next_due}.")


def _assessed(record: Equipment, manual: Manual) -> Iterator[Lack]:
    for each in manual.records.calibrations(record.id):
        if each.as_found == _OUT_OF_TOLERANCE and each.impact_assessment is None:
            what = (
                f"it was found out of tolerance on {each.date}, which needs an assessment of what was measured with it."
            )
            yield Lack(what=what, field="impact_assessment", path=each.path, line=each.line)


def _days(record: Equipment, manual: Manual) -> Iterator[Day]:
    last = manual.records.last_calibration(record.id)
    if record.status == "in use" and last is not None and last.next_due is not None:
        yield Day(on=last.next_due, field="next_due", what="calibrated", path=last.path, line=last.line)


EQUIPMENT = RecordKind(
    name="equipment",
    title="Equipment",
    prefix="EQ",
    folder="equipment",
    value=Equipment,
    says="Measuring equipment, and whether one may rely on it.",
    states=(
        State("in use", "Its last calibration holds."),
        State("quarantine", "Nobody measures with it until it is looked at."),
        final("out of use", "It is given up."),
        State("reference only", "It shows, and nothing is decided by it."),
    ),
    links=("supersedes",),
    gates=(_calibrated, _assessed),
    days=_days,
    ends=("out of use",),
    many="Equipment",
    columns=("serial", "interval"),
)
