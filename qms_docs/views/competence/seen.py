"""What shows that somebody knows something, of what the readers may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.knowing import Acknowledged, assignments, roles_of
from qms_docs.views.publication import Access

if TYPE_CHECKING:
    from qms_docs.model.knowing import Assignment
    from qms_docs.model.manual import Manual
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["acknowledged_seen", "asks_anything", "assignments_seen", "withheld_trainings"]


def withheld_trainings(manual: Manual, published: PublishedRecords | None) -> frozenset[str]:
    """The records of training that the site does not show."""
    if published is None:
        return frozenset()
    found = manual.records.of_kind("training")
    return frozenset(each.id for each in found if published.access(each) is not Access.TEXT)


def acknowledged_seen(manual: Manual, published: PublishedRecords | None) -> Acknowledged:
    """What people have acknowledged or learned, without what the site does not show."""
    return Acknowledged(manual, withheld_trainings(manual, published))


def assignments_seen(manual: Manual, published: PublishedRecords | None) -> tuple[Assignment, ...]:
    """Everything that people have to know, judged by what the site shows."""
    return assignments(manual, acknowledged_seen(manual, published))


def asks_anything(manual: Manual) -> bool:
    """Whether a role has to know a document in force, or anything else."""
    required = manual.records.requirements
    if required is not None and required.requirements:
        return True
    in_force = (each.effective(manual.as_of) for each in manual.standing)
    return any(each is not None and roles_of(manual, each) for each in in_force)
