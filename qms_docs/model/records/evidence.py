"""What records prove for clauses of a standard: which, of which day, and for how long that counts.

**Within its period** evidence is until the day that the record itself names for the next look: the next calibration
of equipment, the next evaluation of a supplier, the next review of a risk, an opportunity or an issue of the context,
the next check of a document from outside. What names no such day counts for the audit cycle of the policy
(`audit_cycle`), because what is older was not seen in this round of audits; where the policy names none, for 12 months.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from qms_docs.model.days import Period
from qms_docs.model.records.parts import Part
from qms_docs.model.records.rows import Calibration
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.record import Record
    from qms_docs.model.records.rows import Row
    from qms_docs.model.records.series import Series
    from qms_docs.model.standard import ClauseReference

__all__ = ["Evidence", "evidence_by_clause", "evidence_of", "period_of", "provided_clauses"]

_USUAL = Period(months=12)
_HAPPENED = frozenset(
    (
        *("opened", "closed_on", "date", "dates", "on", "done_on", "completed"),
        *("detected_on", "received_on", "reply_on", "report_date", "last_checked"),
    )
)
"""Fields with a day on which something was done; all other days say when something is to be done, or ends."""
_ABOUT_THE_FILE = frozenset(("amendments", "attachments", "links"))
"""A correction of a record is no news of what it tells."""
_NEXT_LOOKS = ("next_evaluation", "review_due", "check_due")


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A record, or rows, that prove something for a clause."""

    id: str
    kind: str
    """The title of the type."""
    path: str
    on: date
    """The latest day on which something was done, of those that it tells."""
    until: date
    """The last day on which that counts."""


def evidence_by_clause(
    manual: Manual, records: Iterable[KeptRecord], series: Iterable[Series]
) -> Mapping[ClauseReference, list[Evidence]]:
    """By the clauses that they name or that their type provides, what the records and rows prove on the day."""
    found: dict[ClauseReference, list[Evidence]] = defaultdict(list)
    provisions = {each.name: each for each in manual.library.provisions}
    rows = [each for each in series if each.vanished_by is None]
    last = {each.id: row for each in rows if each.kind.prefix and (row := _last_row(each, manual.as_of))}
    for kept in records:
        provision = provisions.get(kept.kind.name)
        if not kept.readable or (provision and kept.record.status in provision.nothing_yet):
            continue
        one = _of_record(manual, kept, last.get(kept.id))
        if one is not None:
            for reference in {*_named(manual, kept.record), *(provision.clauses if provision else ())}:
                found[reference].append(one)
    for each in rows:
        provision, row = provisions.get(each.kind.name), _last_row(each, manual.as_of)
        if provision is not None and row is not None:
            for reference in provision.clauses:
                found[reference].append(_of_rows(manual, each, row))
    return found


def evidence_of(manual: Manual, kept: KeptRecord) -> Evidence | None:
    """What one record proves on the day, whatever it is about; None where nothing has happened in it yet."""
    provision = next((each for each in manual.library.provisions if each.name == kept.kind.name), None)
    if not kept.readable or (provision and kept.record.status in provision.nothing_yet):
        return None
    rows = manual.records.rows_of(kept)
    return _of_record(manual, kept, _last_row(rows, manual.as_of) if rows else None)


def provided_clauses(manual: Manual) -> set[ClauseReference]:
    """The clauses that records which stand name, and those that a type of which there is one provides."""
    records = manual.records
    used = {each.kind.name for each in records.standing}
    used |= {each.kind.name for each in records.series if each.vanished_by is None}
    found = {clause for each in manual.library.provisions if each.name in used for clause in each.clauses}
    for kept in records.standing:
        found.update(_named(manual, kept.record))
    return found


def _named(manual: Manual, record: Record) -> Iterator[ClauseReference]:
    for tag in record.clauses:
        yield from manual.library.resolve(tag, manual.policy.standards)


def _of_record(manual: Manual, kept: KeptRecord, row: Row | None) -> Evidence | None:
    """What a record proves; None where none of its days has come."""
    days = [each for each in _days(kept.record) if each <= manual.as_of]
    if row is not None and row.day is not None:
        days.append(row.day)
    if not days:
        return None
    looks = () if kept.is_closed(manual.as_of) else (*(getattr(kept.record, each, None) for each in _NEXT_LOOKS),)
    own = _next_of(row) or next((each for each in looks if each is not None), None)
    on = max(days)
    return Evidence(id=kept.id, kind=kept.kind.title, path=kept.path, on=on, until=own or period_of(manual).after(on))


def _of_rows(manual: Manual, series: Series, row: Row) -> Evidence:
    on = row.day or manual.as_of
    until = _next_of(row) or period_of(manual).after(on)
    return Evidence(id=series.id, kind=series.kind.title, path=series.path, on=on, until=until)


def period_of(manual: Manual) -> Period:
    """For how long evidence counts that names no day of its own."""
    return manual.policy.audit_cycle or _USUAL


def _next_of(row: Row | None) -> date | None:
    return row.next_due if isinstance(row, Calibration) else None


def _last_row(series: Series, day: date) -> Row | None:
    """The row of the latest day that has come."""
    dated = [(on, each) for each in series.rows if (on := each.day) is not None and on <= day]
    return max(reversed(dated), key=lambda pair: pair[0])[1] if dated else None


def _days(part: Part) -> Iterator[date]:
    """The days on which something was done that a record or a part of it tells."""
    for name in _telling(type(part)):
        value = getattr(part, name)
        for each in value if isinstance(value, tuple) else () if value is None else (value,):
            if isinstance(each, date):
                if name in _HAPPENED:
                    yield each
            elif isinstance(each, Part):
                yield from _days(each)


_TELLING: dict[type[Part], tuple[str, ...]] = {}


def _telling(kind: type[Part]) -> tuple[str, ...]:
    """The fields of a record or part that may tell of days."""
    if kind not in _TELLING:
        stated = (each.name for each in fields(kind) if "derived" not in each.metadata)
        _TELLING[kind] = tuple(each for each in stated if each not in _ABOUT_THE_FILE)
    return _TELLING[kind]
