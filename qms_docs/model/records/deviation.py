"""The deviation: a departure from a rule that somebody has permitted, until a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Code, Day, PersonName, Target, Words
from qms_docs.model.records.kind import RecordKind
from qms_docs.model.records.record import Record
from qms_docs.values import dataclass

__all__ = ["DEVIATION", "Deviation"]


@dataclass(frozen=True, kw_only=True)
class Deviation(Record):
    """A departure that is permitted for a time."""

    rule: Annotated[Code | None, About(says="The code of the rule, such as DC108.", needed=ALWAYS)] = None
    document: Annotated[
        Target | None,
        About(
            says="The document or record that departs; `null` where it is the manual as a whole.",
            needed=ALWAYS,
            may_be_empty=True,
        ),
    ] = None
    path: Annotated[Words | None, About(says="The file, from the top of the repository, where only that is meant.")] = (
        None
    )
    reason: Annotated[Words | None, About(says="Why it is permitted.", needed=ALWAYS)] = None
    permitted_by: Annotated[PersonName | None, About(says="Who permitted it.", needed=ALWAYS)] = None
    until: Annotated[Day | None, About(says="The last day on which it is permitted.", needed=ALWAYS)] = None


def _closes(record: Deviation) -> date | None:
    return None if record.until in (None, date.max) else record.until + timedelta(days=1)


DEVIATION = RecordKind(
    name="deviation",
    title="Deviation",
    prefix="DEV",
    folder="deviations",
    value=Deviation,
    says="A departure from a rule that somebody has permitted, until a day.",
    closes=_closes,
    columns=("rule", "document", "until"),
)
