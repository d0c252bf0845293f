"""Approvals that a change needs, and the revisions that they bring into force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.starting.demo.approvals import Approver
    from qms_docs.starting.demo.manuscripts import Issue
    from qms_docs.starting.demo.people import Colleague

__all__ = ["InForce", "Published", "Wanted", "approving", "by_approver", "in_force"]


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """A revision whose approvals are complete, and the day from which on it is effective."""

    issue: Issue
    digest: str
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """An approval that is to be given."""

    issue: Issue
    digest: str
    approver: Approver


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What a change has brought."""

    in_force: tuple[InForce, ...]
    waiting: tuple[Wanted, ...]
    """Approvals that follow later."""


def in_force(wanted: Iterable[Wanted], day: date) -> tuple[InForce, ...]:
    """The revisions that these approvals complete on a day."""
    found = {each.issue.document: each for each in wanted}
    return tuple(
        InForce(issue=each.issue, digest=each.digest, day=max(day, each.issue.revised.effective or date.min))
        for each in found.values()
    )


def by_approver(wanted: Iterable[Wanted]) -> list[tuple[Colleague, list[Wanted]]]:
    """What each of the approvers is asked for, in the order in which they are first asked."""
    found: dict[str, list[Wanted]] = {}
    for each in wanted:
        found.setdefault(each.approver.person.id, []).append(each)
    return [(given[0].approver.person, given) for given in found.values()]


def approving(given: Sequence[Wanted]) -> str:
    """The title of a commit with these approvals."""
    names = [f"{each.issue.document} revision {each.issue.number}" for each in given]
    return f"Approve {names[0]}" if len(names) == 1 else f"Approve {len(names)} documents"
