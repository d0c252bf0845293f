"""What internal audits cover: process by clause over the audit cycle, for each edition in use."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from qms_docs.model.clause_use import standards_in_use
from qms_docs.model.records.applicability import Assessed
from qms_docs.model.records.audit_looks import Progress, audit_looks, clause_tags
from qms_docs.model.records.audit_programme import AuditProgramme
from qms_docs.model.records.evidence import period_of
from qms_docs.values import dataclass
from qms_docs.views.clauses import anchor_of_edition
from qms_docs.views.words import day_in_words, month_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from qms_docs.model.days import Period
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.audit_looks import AuditLook
    from qms_docs.model.records.audit_programme import NotCovered
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.standard import Clause, ClauseReference, Standard

__all__ = [
    "AuditCoverage",
    "ClauseLine",
    "Coverage",
    "Cycle",
    "ProcessLine",
    "Reason",
    "Sighting",
    "StandardCoverage",
    "audit_coverage",
]

T = TypeVar("T")
_FIRST_CLAUSE = 4
"""The clauses before tell how a standard is to be read, and ask for nothing."""


class Coverage(Enum):
    """How a process or clause stands in the audit cycle."""

    AUDITED = "audited"
    """An audit of the cycle was held that looked at it."""
    PLANNED = "planned"
    """No audit of the cycle was held yet, and one is planned or under way."""
    MISSING = "missing"
    """No audit of the cycle was held, and none is planned that is still to come."""
    LEFT_OUT = "left out"
    """The programme gives a reason why the cycle leaves it out."""
    NOT_APPLICABLE = "not applicable"
    """The newest assessment of the clause says so, with a justification."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cycle:
    """The time in which everything is audited once."""

    length: str
    """In words, such as `3 years`."""
    last: date
    stated: bool
    """Whether the policy names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """An audit that was held, or that is to be held, seen from what it looks at."""

    record: str
    """The audit, or the programme where the audit has no record yet."""
    progress: str
    when: str
    """The day or month in words."""
    short: str
    """The month as `2026-01`; empty where none is named."""
    by: str = ""
    """The tag that leads here where it is of another edition, such as `10.3 of ISO 9001:2015`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why something is not audited, and where that is recorded."""

    record: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessLine:
    """A process in the cycle."""

    id: str
    title: str
    owner: str | None
    state: Coverage
    sightings: tuple[Sighting, ...]
    reason: Reason | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseLine:
    """A clause in the cycle; one that is divided is a heading for its parts."""

    number: str
    anchor: str
    title: str
    main: bool
    state: Coverage | None
    """None where it is divided."""
    sightings: tuple[Sighting, ...] = ()
    reason: Reason | None = None
    cells: tuple[tuple[Sighting, ...], ...] = ()
    """What audits of each process have looked at in it, and will, in the order of the processes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardCoverage:
    """One edition, its clauses in order."""

    anchor: str
    title: str
    note: str
    lines: tuple[ClauseLine, ...]

    def count(self, state: str) -> int:
        """How many of the clauses without parts stand so."""
        return sum(each.state is Coverage(state) for each in self.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditCoverage:
    """Everything that audits cover and leave open on a day."""

    as_of: date
    cycle: Cycle
    processes: tuple[ProcessLine, ...]
    standards: tuple[StandardCoverage, ...]
    editions: int
    """How many editions are in use."""


def audit_coverage(manual: Manual, records: Sequence[KeptRecord]) -> AuditCoverage:
    """What these records say of audits, held against the processes and the applicable clauses of the day."""
    view = _Coverage(manual, records)
    standards = standards_in_use(manual)
    return AuditCoverage(
        as_of=manual.as_of,
        cycle=view.cycle,
        processes=tuple(map(view.process, view.process_ids)),
        standards=tuple(map(view.standard, standards)),
        editions=len(standards),
    )


class _Coverage:
    """What is looked up for every process and clause."""

    def __init__(self, manual: Manual, records: Sequence[KeptRecord]) -> None:
        self.manual = manual
        self.programmes = _programmes(records)
        self.period = period_of(manual)
        self.cycle = _cycle(manual, self.programmes, self.period)
        self.looks = [each for each in audit_looks(manual, records) if self.counts(each)]
        self.assessed = Assessed(manual, records)
        self.by_process: Mapping[str, list[AuditLook]] = _by(self.looks, lambda look: look.processes)
        self.by_clause: Mapping[ClauseReference, list[AuditLook]] = _by(self.looks, lambda look: look.clauses)
        self.excused = [
            (each, left, frozenset(clause_tags(manual, (left.clause or "",))))
            for each in self.programmes
            if self.in_cycle(each)
            for left in each.not_covered
            if left.reason
        ]
        self.titles = {each.id: each.title for each in manual.library.standards}
        known = manual.organization.processes or {}
        self.process_ids = (*known, *(each for each in self.by_process if each not in known))

    def counts(self, look: AuditLook) -> bool:
        """Whether an audit belongs to the cycle: it was not held too long before its end, or is to come."""
        day = look.on or (look.month.last if look.month else None)
        return day is None or self.period.after(day) >= self.cycle.last

    def in_cycle(self, programme: AuditProgramme) -> bool:
        return programme.period is not None and self.period.after(programme.period.last) >= self.cycle.last

    def process(self, name: str) -> ProcessLine:
        known = (self.manual.organization.processes or {}).get(name)
        sightings = tuple(_told([(each, "") for each in self.by_process.get(name, ())]))
        reason = self.left_out(lambda left, _: left.process == name)
        owner = known.owner if known else None
        return ProcessLine(
            id=name,
            title=known.title if known else name,
            owner=self.manual.organization.role_title(owner) if owner else None,
            state=_state(sightings, reason),
            sightings=sightings,
            reason=reason,
        )

    def standard(self, standard: Standard) -> StandardCoverage:
        undivided = {each.number for each in standard.undivided}
        return StandardCoverage(
            anchor=anchor_of_edition(standard.id),
            title=standard.title,
            note=standard.note,
            lines=tuple(
                self.clause(each) if each.number in undivided else _heading(each)
                for each in standard.clauses
                if int(each.number.partition(".")[0]) >= _FIRST_CLAUSE
            ),
        )

    def clause(self, clause: Clause) -> ClauseLine:
        covering = self.manual.library.covering(clause.reference)
        looks = list(self.looking_at(clause.reference, covering))
        sightings = tuple(_told(looks))
        verdict = self.assessed.verdict(clause.reference)
        state, reason = Coverage.NOT_APPLICABLE, None
        if verdict is not None and verdict.excludes:
            reason = Reason(record=verdict.kept.id, words=(verdict.item.justification or "").strip())
        else:
            names = set(covering)
            reason = self.left_out(lambda _, clauses: not names.isdisjoint(clauses))
            state = _state(sightings, reason)
        return ClauseLine(
            number=clause.number,
            anchor=_anchor(clause),
            title=clause.title,
            main=clause.parent is None,
            state=state,
            sightings=sightings,
            reason=reason if state in (Coverage.NOT_APPLICABLE, Coverage.LEFT_OUT) else None,
            cells=tuple(
                tuple(_told([(look, by) for look, by in looks if name in look.processes])) for name in self.process_ids
            ),
        )

    def looking_at(
        self, reference: ClauseReference, covering: Sequence[ClauseReference]
    ) -> Iterator[tuple[AuditLook, str]]:
        """The audits that name the clause, what it is part of, or either in another edition."""
        seen: set[int] = set()
        for tag in covering:
            for look in self.by_clause.get(tag, ()):
                if id(look) not in seen:
                    seen.add(id(look))
                    other = tag.standard != reference.standard
                    yield look, f"{tag.number} of {self.titles.get(tag.standard or '', '')}" if other else ""

    def left_out(self, fits: Callable[[NotCovered, frozenset[ClauseReference]], bool]) -> Reason | None:
        """The newest reason of the programmes of the cycle."""
        found = [(programme, left) for programme, left, clauses in self.excused if fits(left, clauses)]
        if not found:
            return None
        programme, left = found[-1]
        return Reason(record=programme.id, words=(left.reason or "").strip())


def _programmes(records: Iterable[KeptRecord]) -> list[AuditProgramme]:
    found = [each.record for each in records if each.readable and isinstance(each.record, AuditProgramme)]
    return sorted(found, key=lambda each: (str(each.period.last if each.period else ""), each.id))


def _cycle(manual: Manual, programmes: Sequence[AuditProgramme], length: Period) -> Cycle:
    """The cycle that ends with the last programme that has begun, and never before the day."""
    begun = [each.period for each in programmes if each.period and each.period.first <= manual.as_of]
    to_come = [each.period for each in programmes if each.period]
    ends = [each.last for each in begun] or [each.last for each in to_come[:1]]
    return Cycle(length=str(length), last=max((*ends, manual.as_of)), stated=manual.policy.audit_cycle is not None)


def _by(looks: Iterable[AuditLook], names: Callable[[AuditLook], Iterable[T]]) -> Mapping[T, list[AuditLook]]:
    found: dict[T, list[AuditLook]] = defaultdict(list)
    for look in looks:
        for each in dict.fromkeys(names(look)):
            found[each].append(look)
    return found


def _told(looks: Sequence[tuple[AuditLook, str]]) -> Iterator[Sighting]:
    """The newest audit that was held, and what comes next or was to come since.

    What an audit left out of its plan is missing where it looked at nothing of it, and not where it did.
    """
    in_order = sorted(looks, key=lambda one: _day(one[0]))
    held = [each for each in in_order if each[0].progress is Progress.HELD]
    if held:
        yield _sighting(*held[-1])
    since = _day(held[-1][0]) if held else ""
    later = [each for each in in_order if each[0].progress is not Progress.HELD]
    coming = [each for each in later if each[0].progress in (Progress.PLANNED, Progress.UNDER_WAY)]
    was_there = {look.record for look, _ in held}
    missed = [
        (look, by)
        for look, by in later
        if look.progress is Progress.NOT_HELD and _day(look) > since and look.record not in was_there
    ]
    if coming:
        yield _sighting(*coming[0])
    elif missed:
        yield _sighting(*missed[-1])


def _day(look: AuditLook) -> str:
    return str(look.on or (look.month.last if look.month else "9999"))


def _sighting(look: AuditLook, by: str) -> Sighting:
    day = look.on or (look.month.first if look.month else None)
    when = day_in_words(look.on) if look.on else month_in_words(day)
    return Sighting(
        record=look.record, progress=look.progress.value, when=when, short=day.isoformat()[:7] if day else "", by=by
    )


def _state(sightings: Sequence[Sighting], reason: Reason | None) -> Coverage:
    told = {each.progress for each in sightings}
    if Progress.HELD.value in told:
        return Coverage.AUDITED
    if told & {Progress.PLANNED.value, Progress.UNDER_WAY.value}:
        return Coverage.PLANNED
    return Coverage.LEFT_OUT if reason else Coverage.MISSING


def _heading(clause: Clause) -> ClauseLine:
    return ClauseLine(
        number=clause.number,
        anchor=_anchor(clause),
        title=clause.title,
        main=clause.parent is None,
        state=None,
    )


def _anchor(clause: Clause) -> str:
    return f"{anchor_of_edition(clause.standard)}-{clause.number}"
