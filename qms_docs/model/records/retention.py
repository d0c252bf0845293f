"""How long records are kept, and when that time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.kinds import KINDS
from qms_docs.model.records.series import SERIES
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.policy import RetentionRule
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.series import Series

__all__ = ["RECORD_TYPES", "Expired", "expired", "kept_since", "types_in_use"]

RECORD_TYPES = tuple(dict.fromkeys((*(kind.name for kind in KINDS), *(kind.type_name for kind in SERIES))))
"""Every type of record for which a policy may say how long it is kept; approvals are kept for ever (settled.md 40)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Expired:
    """A record whose time is over."""

    id: str
    path: str
    line: int
    rule: RetentionRule
    since: date
    """The day from which on it was kept."""
    until: date


def types_in_use(manual: Manual) -> tuple[str, ...]:
    """The types of which there is at least one record."""
    found = {each.kind.name for each in manual.records.standing}
    found |= {each.kind.type_name for each in manual.records.series if each.vanished_by is None}
    return tuple(name for name in RECORD_TYPES if name in found)


def expired(manual: Manual) -> Iterator[Expired]:
    """The records whose retention has run out, and that no hold keeps."""
    for kept in manual.records.standing:
        rule = manual.policy.retention.get(kept.kind.name)
        start = kept_since(kept, rule) if rule and not kept.record.hold and kept.readable else None
        if rule and start:
            field = {"closed": "closed_on", "opened": "opened"}.get(rule.since, "id")
            line = kept.record.line(field)
            yield from _if_over(
                manual,
                Expired(id=kept.id, path=kept.path, line=line, rule=rule, since=start, until=rule.keep.after(start)),
            )
    for series in manual.records.series:
        rule = manual.policy.retention.get(series.kind.type_name)
        start = _series_start(series, manual) if rule and series.vanished_by is None else None
        if rule and start:
            yield from _if_over(
                manual,
                Expired(id=series.id, path=series.path, line=1, rule=rule, since=start, until=rule.keep.after(start)),
            )


def _if_over(manual: Manual, one: Expired) -> Iterator[Expired]:
    if one.until < manual.as_of:
        yield one


def kept_since(kept: KeptRecord, rule: RetentionRule) -> date | None:
    """The day from which on a record is kept; None as long as it is not closed, where that decides."""
    if rule.since == "closed":
        return kept.closed_on
    return kept.record.opened if rule.since == "opened" else kept.entries[-1].entry.day


def _series_start(series: Series, manual: Manual) -> date | None:
    """Rows that belong to a record are kept as long as that; others from the last of them on."""
    if series.kind.prefix and manual.records.find(series.id) is not None:
        return None
    return series.last_day
