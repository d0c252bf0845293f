"""The master document list of every day, year by year: each line says from when to when it held."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qms_docs.values import dataclass
from qms_docs.views.publication import Access, access_to, reference_to, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from qms_docs.model.document import Document, Status
    from qms_docs.model.manual import Manual
    from qms_docs.views.publication import DocumentReference
    from qms_docs.views.timeline import Standing

__all__ = ["AsOfYear", "Line", "as_of_years", "restricted"]


class Line(NamedTuple):
    """A line of the list and the days on which it stood there; a light value, of which there are many."""

    id: str
    title: str
    revision: str
    status: Status
    effective_on: date | None
    since: date
    until: date | None
    """The last day; None where nothing is known that ends it."""

    def holds_on(self, day: date) -> bool:
        """Whether the line stood in the list of that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class AsOfYear:
    """The lines that stood in the list on any day of a year, by id and day."""

    year: int
    lines: tuple[Line, ...]

    @property
    def changes(self) -> dict[date, list[Line]]:
        """The lines that came in the year, by their days."""
        found: dict[date, list[Line]] = {}
        for line in sorted(self.lines, key=lambda each: each.since):
            if line.since.year == self.year:
                found.setdefault(line.since, []).append(line)
        return found


def as_of_years(manual: Manual, known: Mapping[str, Sequence[Standing]]) -> tuple[AsOfYear, ...]:
    """Every year from the first issue on, the earliest first; after today only those in which something is to change.

    `known` is what held for each document, by id. What readers may not know stands in none of them.
    """
    lines = [line for each in manual.documents for line in _lines(manual, each, known.get(each.id, ()))]
    if not lines:
        return ()
    changes = {line.since.year for line in lines}
    years = sorted(changes | set(range(min(changes), manual.as_of.year + 1)))
    found: dict[int, list[Line]] = {year: [] for year in years}
    for line in lines:
        last = line.until.year if line.until else years[-1]
        for year in years:
            if line.since.year <= year <= last:
                found[year].append(line)
    return tuple(AsOfYear(year=year, lines=tuple(found[year])) for year in years)


def restricted(manual: Manual) -> tuple[DocumentReference, ...]:
    """The documents of which the site tells id and title alone, on no day more."""
    return tuple(reference_to(manual, each) for each in manual.documents if access_to(manual, each) is Access.TITLE)


def _lines(manual: Manual, document: Document, known: Sequence[Standing]) -> Iterator[Line]:
    if access_to(manual, document) is not Access.TEXT:
        return
    for each in known:
        revision = document.revision(each.revision)
        # What a text said of itself that was withheld in its time is not told later.
        closed = revision is not None and withheld(revision.header, manual.policy)
        title = reference_to(manual, document).title if closed else each.title
        yield Line(document.id, title, each.revision, each.status, each.effective_on, each.since, each.until)
