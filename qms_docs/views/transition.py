"""What moving from one edition of a standard to a later one still needs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.model.clause_use import documents_by_clause
from qms_docs.values import dataclass
from qms_docs.views.clauses import anchor_of_edition
from qms_docs.views.publication import readable_documents, reference_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.standard import Clause, ClauseReference, Standard
    from qms_docs.views.publication import DocumentReference

__all__ = ["Difference", "Transition", "Unnamed", "anchor_of_way", "transition_to", "transitions", "ways"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What is not the same in the two editions."""

    earlier: str
    later: str
    """Numbers of clauses."""
    note: str
    named: bool
    """Whether a document in force names the later clause, or what it is part of, by the later edition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unnamed:
    """A clause of the later edition that no document in force names by that edition."""

    number: str
    title: str
    earlier: tuple[DocumentReference, ...]
    """Documents that name what it corresponds to in the earlier edition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """The way from an edition in use to a later one."""

    earlier: str
    later: str
    """Titles of the editions."""
    anchor: str
    differences: tuple[Difference, ...]
    unnamed: tuple[Unnamed, ...]
    clauses: int
    """How many clauses without parts the later edition has."""


def transitions(manual: Manual, standards: Sequence[Standard], *, published: bool = False) -> tuple[Transition, ...]:
    """The ways between the editions of one standard among these, each from one to the next.

    With `published`, told by the documents that readers of the site may know.
    """
    return tuple(_way(manual, *each, published=published) for each in ways(standards))


def ways(standards: Sequence[Standard]) -> list[tuple[Standard, Standard]]:
    """The editions between which there is a way, the earlier one first."""
    ordered = sorted(standards, key=lambda each: each.id)
    return [(one, other) for one, other in pairwise(ordered) if _related(one, other)]


def anchor_of_way(later: Standard) -> str:
    """Where a page tells of the way to an edition."""
    return f"{anchor_of_edition(later.id)}-transition"


def transition_to(manual: Manual, later: Standard) -> Transition | None:
    """The way to an edition from the latest one before it that is in use; None where there is none."""
    known = (manual.library.standard(name) for name in manual.policy.standards)
    before = [each for each in known if each is not None and _related(each, later) and each.id < later.id]
    return _way(manual, max(before, key=lambda each: each.id), later, published=False) if before else None


def _related(one: Standard, other: Standard) -> bool:
    return one.id.partition(":")[0] == other.id.partition(":")[0]


def _way(manual: Manual, earlier: Standard, later: Standard, *, published: bool) -> Transition:
    documents = readable_documents(manual) if published else manual.documents
    named = documents_by_clause(manual, documents, manual.as_of)
    crosswalk = manual.library.crosswalk
    moves = sorted(
        (each for each in (*crosswalk.moves, *crosswalk.changes)
         if each.earlier.standard == earlier.id and each.later.standard == later.id),
        key=lambda each: (each.later, each.earlier),
    )  # fmt: skip
    return Transition(
        earlier=earlier.title,
        later=later.title,
        anchor=anchor_of_way(later),
        differences=tuple(
            Difference(
                earlier=each.earlier.number,
                later=each.later.number,
                note=each.note,
                named=_is_named(each.later, named),
            )
            for each in moves
        ),
        unnamed=tuple(
            _unnamed(manual, each, earlier, named) for each in later.undivided if not _is_named(each.reference, named)
        ),
        clauses=len(later.undivided),
    )


def _is_named(reference: ClauseReference, named: Mapping[ClauseReference, list[Document]]) -> bool:
    return any(each in named for each in reference.upwards)


def _unnamed(
    manual: Manual, clause: Clause, earlier: Standard, named: Mapping[ClauseReference, list[Document]]
) -> Unnamed:
    found: dict[str, DocumentReference] = {}
    for one in manual.library.counterparts(clause.reference, earlier.id):
        for tag in one.upwards:
            found.update({each.id: reference_to(manual, each) for each in named.get(tag, ())})
    return Unnamed(number=clause.number, title=clause.title, earlier=tuple(found[each] for each in sorted(found)))
