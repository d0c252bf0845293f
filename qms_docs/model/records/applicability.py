"""What gap assessments say of clauses: which do not apply, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qms_docs.model.records.gap_assessment import GapAssessment
from qms_docs.model.standard import ClauseReference, parse_clause
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.gap_assessment import GapItem
    from qms_docs.model.records.history import KeptRecord

__all__ = ["Assessed", "Verdict"]

_UNMET = ("none", "partly")


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What an assessment says of a clause."""

    kept: KeptRecord
    item: GapItem
    on: date
    reference: ClauseReference
    """The clause that it names."""

    @property
    def excludes(self) -> bool:
        """Whether the clause is declared not applicable, with a justification."""
        return self.item.applicable is False and self.item.justification is not None

    @property
    def is_open(self) -> bool:
        """Whether something is still missing: a gap without an action, or with one that is not done."""
        if self.item.applicable is not True:
            return False
        if self.item.action is not None:
            return self.item.action.is_open
        return self.item.gap is not None or self.item.rating in _UNMET


class Assessed:
    """The clauses of which assessments say something, each by the newest that does."""

    def __init__(self, manual: Manual, records: Iterable[KeptRecord]) -> None:
        """Of the records the gap assessments count that are of the day of the manual, or earlier."""
        self._library = manual.library
        self._by_clause: dict[ClauseReference, Verdict] = {}
        found: dict[ClauseReference, list[Verdict]] = defaultdict(list)
        for each in _verdicts(manual, records):
            found[each.reference].append(each)
        for reference, verdicts in found.items():
            self._by_clause[reference] = max(reversed(verdicts), key=lambda each: each.on)

    def verdict(self, reference: ClauseReference) -> Verdict | None:
        """The newest about a clause, also by what it is part of, or by another edition.

        Of several of one day the one of the same edition counts, and of these the one that says most precisely which.
        """
        covering = self._library.covering(reference)
        found = [each for tag in covering if (each := self._by_clause.get(tag))]
        return max(found, key=lambda each: (each.on, -covering.index(each.reference)), default=None)

    def excludes(self, reference: ClauseReference) -> bool:
        """Whether a clause does not apply, for a reason that is told."""
        found = self.verdict(reference)
        return found is not None and found.excludes

    def gaps(self, reference: ClauseReference) -> tuple[Verdict, ...]:
        """What is missing of exactly this clause, be it told by its number in another edition."""
        others = (each.id for each in self._library.standards if each.id != reference.standard)
        alike = [reference, *(each for other in others for each in self._library.counterparts(reference, other))]
        found = (self._by_clause.get(each) for each in alike)
        return tuple(each for each in found if each is not None and each.is_open)


def _verdicts(manual: Manual, records: Iterable[KeptRecord]) -> Iterator[Verdict]:
    """In the order of the assessments, so that of two of one day the later one is the last."""
    for kept in records:
        record = kept.record
        if not isinstance(record, GapAssessment) or not kept.readable:
            continue
        if record.date is None or record.date > manual.as_of:
            continue
        for item in record.items:
            for reference in _named(manual, record, item) if item.applicable is not None else ():
                yield Verdict(kept=kept, item=item, on=record.date, reference=reference)


def _named(manual: Manual, record: GapAssessment, item: GapItem) -> tuple[ClauseReference, ...]:
    """The clauses that an item names; where a bare number is not clear, the standard of the assessment makes it so."""
    tag = parse_clause(item.clause or "")
    if tag is None:
        return ()
    if tag.standard is not None:
        return (tag,)
    found = manual.library.resolve(item.clause or "", manual.policy.standards)
    if found or record.standard is None:
        return found
    return (ClauseReference(standard=record.standard, number=tag.number),)
