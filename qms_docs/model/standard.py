"""Standards as data: clauses by edition, where they went in the next one, and the quality management principles."""

from __future__ import annotations

import re
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Clause",
    "ClauseReference",
    "Crosswalk",
    "InformationKind",
    "Library",
    "Move",
    "Occasion",
    "Principle",
    "Provision",
    "RequiredInformation",
    "Standard",
    "clause_order",
    "parse_clause",
]

_PART = r"[1-9][0-9]{0,2}"
_NUMBER = rf"{_PART}(?:\.{_PART}){{0,5}}"
_EDITION = r"[a-z][a-z0-9-]{0,39}:[0-9]{4}"
_REFERENCE = re.compile(rf"(?:(?P<standard>{_EDITION})#)?(?P<number>{_NUMBER})")


class InformationKind(Enum):
    """How documented information that a clause asks for is kept."""

    MAINTAIN = "maintain"
    """A document that is kept up to date; ISO 9001:2026 calls it available."""
    RETAIN = "retain"
    """A record that is kept as evidence; ISO 9001:2026 calls it available as evidence."""


class Occasion(Enum):
    """When documented information that a clause asks for has to exist."""

    ALWAYS = "always"
    """Wherever the clause applies."""
    AS_NECESSARY = "as necessary"
    """As far as the organization finds it needed."""
    WHERE_APPLICABLE = "where applicable"
    """Only where the case that the clause names arises."""


def clause_order(number: str) -> tuple[int, ...]:
    """The place of a clause number in its standard: 7.10 comes after 7.9, a clause before its sub-clauses.

    Raises ValueError where `number` is not made of numbers with dots between them.
    """
    return tuple(map(int, number.split(".")))


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseReference:
    """A clause as a document or record names it; without a standard the number is bare."""

    standard: str | None
    """Standard with edition, such as `iso9001:2015`."""
    number: str

    def __str__(self) -> str:
        """The tag, such as `iso9001:2015#7.5.3` or `7.5`."""
        return f"{self.standard}#{self.number}" if self.standard else self.number

    def __lt__(self, other: ClauseReference) -> bool:
        """Whether this one is listed first: by standard, then by number; bare numbers lead."""
        return (self.standard or "", clause_order(self.number)) < (other.standard or "", clause_order(other.number))

    def covers(self, other: ClauseReference) -> bool:
        """Whether the other one is this clause or one of its sub-clauses, in the same edition."""
        return self.standard == other.standard and f"{other.number}.".startswith(f"{self.number}.")

    @property
    def upwards(self) -> tuple[ClauseReference, ...]:
        """The clause, the one that it is part of, and so on up to the main clause."""
        parts = self.number.split(".")
        numbers = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return tuple(ClauseReference(standard=self.standard, number=number) for number in numbers)


def parse_clause(text: str) -> ClauseReference | None:
    """The clause that a tag names, `iso9001:2015#7.5.3` or bare `7.5`; None where the tag is malformed.

    Nothing but this form counts: no blanks, no letters of list items, no leading zeros.
    """
    match = _REFERENCE.fullmatch(text)
    return ClauseReference(standard=match["standard"], number=match["number"]) if match else None


@dataclass(frozen=True, kw_only=True, slots=True)
class RequiredInformation:
    """Documented information that a clause asks for."""

    kind: InformationKind
    what: str
    when: Occasion


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A clause of one edition, with title and summary in words of our own."""

    standard: str
    number: str
    title: str
    summary: str
    information: tuple[RequiredInformation, ...] = ()

    @property
    def reference(self) -> ClauseReference:
        """The clause as a tag names it."""
        return ClauseReference(standard=self.standard, number=self.number)

    @property
    def parent(self) -> str | None:
        """The number of the clause that this one is part of; None for a main clause."""
        return self.number.rpartition(".")[0] or None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """One edition of a standard, its clauses in order."""

    id: str
    title: str
    note: str
    """What a reader has to know about the data before relying on it."""
    clauses: tuple[Clause, ...]

    def clause(self, number: str) -> Clause | None:
        """The clause under this number; None where this edition has none."""
        return next((each for each in self.clauses if each.number == number), None)

    @property
    def undivided(self) -> tuple[Clause, ...]:
        """The clauses that have no parts, of which it is said whether they are met."""
        divided = {each.parent for each in self.clauses}
        return tuple(each for each in self.clauses if each.number not in divided)


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A clause whose subject stands elsewhere in a later edition, or changed under its number."""

    earlier: ClauseReference
    later: ClauseReference
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Crosswalk:
    """What differs between editions; a number that both have and no move names has one subject."""

    moves: tuple[Move, ...]
    changes: tuple[Move, ...] = ()
    """What is new under a number whose subject is the same in both editions."""

    def counterparts(self, reference: ClauseReference, standard_id: str) -> tuple[ClauseReference, ...]:
        """Where moves lead from the clause in the other edition, forwards or backwards; empty where none does."""
        forwards = (move.later for move in self.moves if move.earlier == reference)
        backwards = (move.earlier for move in self.moves if move.later == reference)
        return tuple(sorted({each for each in (*forwards, *backwards) if each.standard == standard_id}))

    def between(self, one: str, other: str) -> tuple[Move, ...]:
        """The moves between two editions, whichever is the earlier."""
        return tuple(move for move in self.moves if {move.earlier.standard, move.later.standard} == {one, other})

    def notes(self, reference: ClauseReference) -> tuple[str, ...]:
        """What there is to say about a clause that was moved, split, merged or given another subject."""
        return tuple(move.note for move in self.moves if reference in (move.earlier, move.later))


@dataclass(frozen=True, kw_only=True, slots=True)
class Principle:
    """One of the seven quality management principles, in words of our own."""

    id: str
    title: str
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Provision:
    """A type of record, or of rows that only grow, with the clauses for which it is the evidence."""

    name: str
    clauses: tuple[ClauseReference, ...]
    nothing_yet: tuple[str, ...] = ()
    """States in which a record shows nothing so far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """Every edition that is known, what differs between them, the principles, and what records are evidence for."""

    standards: tuple[Standard, ...]
    crosswalk: Crosswalk
    principles: tuple[Principle, ...]
    provisions: tuple[Provision, ...] = ()

    def standard(self, standard_id: str) -> Standard | None:
        """The edition with this id, such as `iso9001:2015`; None where it is not known."""
        return next((each for each in self.standards if each.id == standard_id), None)

    def known(self, standard_id: str) -> bool:
        """Whether there is data of this edition."""
        return self.standard(standard_id) is not None

    def principle(self, principle_id: str) -> Principle | None:
        """The principle with this id, such as `customer-focus`; None where there is none."""
        return next((each for each in self.principles if each.id == principle_id), None)

    def clause(self, reference: ClauseReference) -> Clause | None:
        """The clause that an edition-qualified reference names; None where it is bare or there is no such clause."""
        standard = self.standard(reference.standard) if reference.standard else None
        return standard.clause(reference.number) if standard else None

    def same_subject(self, number: str, standards_in_use: Iterable[str]) -> bool:
        """Whether a bare number is clear: every edition in use has it, and all mean the same by it.

        An edition of which there is no data has no clauses. Different standards never mean the same by a number.
        """
        in_use = tuple(dict.fromkeys(standards_in_use))
        if any(self.clause(ClauseReference(standard=each, number=number)) is None for each in in_use):
            return False
        return all(self._agree(number, one, other) for one, other in combinations(in_use, 2))

    def resolve(self, text: str, standards_in_use: Iterable[str]) -> tuple[ClauseReference, ...]:
        """The clauses, with their edition, that a tag stands for.

        A bare number stands for that clause in each edition in use. Empty where the tag is malformed, names a clause
        that does not exist, or is a bare number that is not clear (`same_subject`).
        """
        in_use = tuple(dict.fromkeys(standards_in_use))
        reference = parse_clause(text)
        if reference is None:
            return ()
        if reference.standard is not None:
            return (reference,) if self.clause(reference) else ()
        if not self.same_subject(reference.number, in_use):
            return ()
        return tuple(ClauseReference(standard=each, number=reference.number) for each in in_use)

    def counterparts(self, reference: ClauseReference, standard_id: str) -> tuple[ClauseReference, ...]:
        """The clauses of an edition that have the subject of this one, in order; several where it was split or merged.

        Where the crosswalk does not mention the clause it is the same number, in another edition of the same standard.
        Empty where nothing corresponds, or the reference is bare or unknown.
        """
        if self.clause(reference) is None or reference.standard is None:
            return ()
        if moved := self.crosswalk.counterparts(reference, standard_id):
            return moved
        same = ClauseReference(standard=standard_id, number=reference.number)
        if self.clause(same) is None or not _same_family(reference.standard, standard_id):
            return ()
        return (same,)

    def covering(self, reference: ClauseReference) -> tuple[ClauseReference, ...]:
        """The clauses of any edition whose tag serves this one, itself first.

        These are the clause, those that it is part of, and the same for what it corresponds to in other editions.
        """
        others = (each.id for each in self.standards if each.id != reference.standard)
        alike = [reference, *(each for other in others for each in self.counterparts(reference, other))]
        return tuple(dict.fromkeys(each for one in alike for each in one.upwards))

    def _agree(self, number: str, one: str, other: str) -> bool:
        named = {each.number for move in self.crosswalk.between(one, other) for each in (move.earlier, move.later)}
        return _same_family(one, other) and number not in named


def _same_family(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]
