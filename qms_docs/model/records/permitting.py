"""Which findings a recorded deviation permits, and until when (settled.md 31)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.records.deviation import Deviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.model.finding import Finding
    from qms_docs.model.manual import Manual

__all__ = ["permitted"]


def permitted(findings: Iterable[Finding], manual: Manual) -> Iterator[Finding]:
    """The findings, those that a deviation permits today with the last day of that."""
    deviations = list(_in_force(manual))
    for finding in findings:
        days = [each.until for each in deviations if each.until and _concerns(each, finding)]
        yield replace(finding, permitted_until=max(days)) if days else finding


def _in_force(manual: Manual) -> Iterator[Deviation]:
    """The deviations that say everything that they have to, by somebody whom the organization knows."""
    organization = manual.organization
    for kept in manual.records.deviations:
        record = kept.record
        if not isinstance(record, Deviation) or not kept.readable or record.until is None:
            continue
        known = organization.roles is None or record.permitted_by in organization.people
        begun = record.opened is not None and record.opened <= manual.as_of <= record.until
        if begun and known and record.permitted_by and record.reason and not kept.alterations:
            yield record


def _concerns(deviation: Deviation, finding: Finding) -> bool:
    if (deviation.rule, deviation.document) != (finding.code, finding.document):
        return False
    return deviation.path is None or deviation.path == finding.path
