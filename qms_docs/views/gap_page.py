"""The gap analysis as the published site shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.clause_use import standards_in_use
from qms_docs.model.policy import Audience
from qms_docs.model.records.evidence import period_of
from qms_docs.values import dataclass
from qms_docs.views.clauses import anchor_of_edition
from qms_docs.views.gap import ClauseState, published_gap
from qms_docs.views.transition import anchor_of_way, transitions, ways

if TYPE_CHECKING:
    from qms_docs.model.manual import Manual
    from qms_docs.views.gap import ClauseGap, Readiness, StandardGap
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.transition import Transition

__all__ = ["BarPart", "GapPage", "StandardSection", "gap_headings", "gap_page", "has_gap_page"]

_WIDTH = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class BarPart:
    """One state in the bar that shows how ready the organization is."""

    state: str
    number: int
    x: int
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardSection:
    """One edition as the page shows it."""

    title: str
    anchor: str
    note: str
    readiness: Readiness
    bar: tuple[BarPart, ...]
    rows: tuple[ClauseGap, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GapPage:
    """Everything that the page shows."""

    standards: tuple[StandardSection, ...]
    ways: tuple[Transition, ...]
    counts_for: str
    """For how long evidence counts that names no day of its own."""


def has_gap_page(manual: Manual) -> bool:
    """Whether the site has the page: there is a standard, and its readers belong to the organization.

    What is missing, and what records prove, is nobody else's business.
    """
    return manual.policy.site.audience is not Audience.PUBLIC and bool(standards_in_use(manual))


def gap_headings(manual: Manual) -> tuple[tuple[str, str], ...]:
    """Anchor and title of each section of the page."""
    standards = standards_in_use(manual)
    return (
        *((anchor_of_edition(each.id), each.title) for each in standards),
        *((anchor_of_way(later), f"From {one.title} to {later.title}") for one, later in ways(standards)),
    )


def gap_page(published: PublishedRecords) -> GapPage:
    """The page, where the site has it."""
    manual = published.manual
    return GapPage(
        standards=tuple(_section(each) for each in published.once(published_gap)),
        ways=transitions(manual, standards_in_use(manual), published=True),
        counts_for=str(period_of(manual)),
    )


def _section(standard: StandardGap) -> StandardSection:
    return StandardSection(
        title=standard.title,
        anchor=standard.anchor,
        note=standard.note,
        readiness=standard.readiness,
        bar=_bar(standard.readiness),
        rows=standard.rows,
    )


def _bar(ready: Readiness) -> tuple[BarPart, ...]:
    """The four states side by side, as wide as they are many."""
    numbers = {
        ClauseState.COVERED: ready.covered,
        ClauseState.PARTLY: ready.partly,
        ClauseState.OPEN: ready.open,
        ClauseState.NOT_APPLICABLE: ready.not_applicable,
    }
    whole = sum(numbers.values())
    parts: list[BarPart] = []
    before = 0
    for state, number in numbers.items():
        start, before = before * _WIDTH // whole, before + number
        parts.append(BarPart(state=state.value, number=number, x=start, width=before * _WIDTH // whole - start))
    return tuple(parts)
