"""The disposition: a record was taken away, as the retention says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, Owner, PersonName, Words
from qms_docs.model.records.kind import Lack, RecordKind
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.manual import Manual

__all__ = ["DISPOSITION", "Disposition"]

Way = Literal["delete", "archive"]


@dataclass(frozen=True, kw_only=True)
class Disposition(Record):
    """A record that was taken away."""

    record: Annotated[
        Words | None,
        About(says="The record; of a table, its path below the folder of records.", needed=ALWAYS),
    ] = None
    on: Annotated[Day | None, About(says="The day on which it was taken away.", needed=ALWAYS)] = None
    by: Annotated[PersonName | None, About(says="Who took it away.", needed=ALWAYS)] = None
    authority: Annotated[Owner | None, About(says="Who allowed it: a role or person.", needed=ALWAYS)] = None
    method: Annotated[Way | None, About(says="What became of it.", needed=ALWAYS)] = None


def _not_held(record: Disposition, manual: Manual) -> Iterator[Lack]:
    target = manual.records.find(record.record or "")
    if target is not None and target.record.hold:
        yield Lack(what=f"{target.id} is on hold, and may not be disposed of.", field="record")


def _closes(record: Disposition) -> date | None:
    return record.on


DISPOSITION = RecordKind(
    name="disposition",
    title="Disposition",
    prefix="DSP",
    folder="dispositions",
    value=Disposition,
    says="A record was taken away, as the retention says.",
    gates=(_not_held,),
    closes=_closes,
    columns=("record", "on", "method"),
)
