"""What internal audits cover, as the published site shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.audit_coverage import Coverage, audit_coverage
from qms_docs.views.publication import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.audit_coverage import AuditCoverage, ClauseLine, Cycle, ProcessLine, StandardCoverage
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["CoveragePage", "GridPart", "StandardGrid", "coverage_page", "has_coverage_page"]

_COLUMNS = 8
"""Processes beside each other, so that a grid fits on a sheet of paper."""
_KINDS = ("audit-programme", "internal-audit")


@dataclass(frozen=True, kw_only=True, slots=True)
class GridPart:
    """The clauses by some of the processes; parts behind the first leave out what none of theirs looks at."""

    heads: tuple[str, ...]
    lines: tuple[ClauseLine, ...]
    first: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardGrid:
    """One edition as the page shows it."""

    title: str
    anchor: str
    note: str
    summary: str
    parts: tuple[GridPart, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CoveragePage:
    """Everything that the page shows."""

    cycle: Cycle
    summary: str
    processes: tuple[ProcessLine, ...]
    standards: tuple[StandardGrid, ...]
    several: bool
    """Whether several editions are in use."""


def has_coverage_page(published: PublishedRecords) -> bool:
    """Whether the site has the page: there is an audit or a programme, and its readers belong to the organization.

    What was not audited is nobody else's business.
    """
    return not published.public and any(_told(published, *_KINDS))


def coverage_page(published: PublishedRecords) -> CoveragePage | None:
    """The page; None where the site has none."""
    if not has_coverage_page(published):
        return None
    coverage = audit_coverage(published.manual, tuple(_told(published, *_KINDS, "gap-assessment")))
    return CoveragePage(
        cycle=coverage.cycle,
        summary=_summary(coverage.processes, "process", "processes"),
        processes=coverage.processes,
        standards=tuple(_grid(coverage, each) for each in coverage.standards),
        several=coverage.editions > 1,
    )


def _told(published: PublishedRecords, *kinds: str) -> Iterator[KeptRecord]:
    for kind in kinds:
        yield from (each for each in published.manual.records.of_kind(kind) if published.access(each) is Access.TEXT)


def _grid(coverage: AuditCoverage, standard: StandardCoverage) -> StandardGrid:
    whole = [each for each in standard.lines if each.state not in (None, Coverage.NOT_APPLICABLE)]
    return StandardGrid(
        title=standard.title,
        anchor=standard.anchor,
        note=standard.note,
        summary=_summary(whole, "applicable clause", "applicable clauses"),
        parts=tuple(_parts(coverage.processes, standard.lines)),
    )


def _parts(processes: Sequence[ProcessLine], lines: Sequence[ClauseLine]) -> Iterator[GridPart]:
    for start in range(0, max(len(processes), 1), _COLUMNS):
        here = slice(start, start + _COLUMNS)
        cut = [replace(each, cells=each.cells[here]) for each in lines]
        yield GridPart(
            heads=tuple(each.title for each in processes[here]),
            lines=tuple(each for each in cut if start == 0 or any(each.cells)),
            first=start == 0,
        )


def _summary(lines: Sequence[ProcessLine | ClauseLine], one: str, many: str) -> str:
    """How many of them stand how, in a sentence."""
    counts = [(state.value, sum(each.state is state for each in lines)) for state in Coverage]
    told = [f"{count} {word}" for word, count in counts if count]
    return f"{len(lines)} {one if len(lines) == 1 else many}: {', '.join(told)}." if lines else f"No {one} is known."
