"""Which documents in force name which clause of the standards in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.clause_use import documents_by_clause, standards_in_use
from qms_docs.values import dataclass
from qms_docs.views.publication import DocumentReference, readable_documents, reference_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.standard import Clause, ClauseReference, Standard

__all__ = ["ClauseRow", "Counterpart", "StandardClauses", "anchor_of_edition", "clause_headings", "clauses_in_use"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterpart:
    """A document that names the same subject in another edition."""

    document: DocumentReference
    clause: str
    """The clause that the document names, such as `ISO 9001:2015, 7.5.3`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseRow:
    """One clause with the documents in force that name it."""

    number: str
    anchor: str
    title: str
    summary: str
    main: bool
    """Whether it is a clause of the first level."""
    documents: tuple[DocumentReference, ...]
    counterparts: tuple[Counterpart, ...]
    covered_by: tuple[DocumentReference, ...]
    """Documents that name a clause of which this one is a part."""
    in_parts: bool
    """Whether documents name clauses that are part of this one."""
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardClauses:
    """One edition in use, its clauses in order."""

    anchor: str
    title: str
    note: str
    rows: tuple[ClauseRow, ...]


def clauses_in_use(manual: Manual, documents: Iterable[Document] | None = None) -> tuple[StandardClauses, ...]:
    """The standards in use of which the clauses are known, in the order of the policy.

    They are named by these documents; without them by those that the site may show.
    """
    named = _named(manual, readable_documents(manual) if documents is None else documents)
    return tuple(_standard(manual, standard, named) for standard in standards_in_use(manual))


def clause_headings(manual: Manual) -> tuple[tuple[str, str], ...]:
    """Anchor and title of each of these standards."""
    return tuple((anchor_of_edition(each.id), each.title) for each in standards_in_use(manual))


def anchor_of_edition(standard: str) -> str:
    """Where a page tells of an edition, by its id."""
    return standard.replace(":", "-")


def _named(manual: Manual, documents: Iterable[Document]) -> Mapping[ClauseReference, Sequence[DocumentReference]]:
    found = documents_by_clause(manual, documents, manual.as_of)
    return {reference: [reference_to(manual, each) for each in naming] for reference, naming in found.items()}


def _standard(
    manual: Manual, standard: Standard, named: Mapping[ClauseReference, Sequence[DocumentReference]]
) -> StandardClauses:
    anchor = anchor_of_edition(standard.id)
    others = [name for name in manual.policy.standards if name != standard.id]
    rows: list[ClauseRow] = []
    for clause in standard.clauses:
        documents = tuple(named.get(clause.reference, ()))
        rows.append(
            ClauseRow(
                number=clause.number,
                anchor=f"{anchor}-{clause.number}",
                title=clause.title,
                summary=clause.summary,
                main=clause.parent is None,
                documents=documents,
                counterparts=_counterparts(manual, clause, others, named, documents),
                covered_by=_of_parents(standard, clause, named, documents),
                in_parts=any(clause.reference.covers(each) for each in named),
                notes=manual.library.crosswalk.notes(clause.reference) if others else (),
            )
        )
    return StandardClauses(anchor=anchor, title=standard.title, note=standard.note, rows=tuple(rows))


def _counterparts(
    manual: Manual,
    clause: Clause,
    others: Sequence[str],
    named: Mapping[ClauseReference, Sequence[DocumentReference]],
    direct: Sequence[DocumentReference],
) -> tuple[Counterpart, ...]:
    known = [standard for other in others if (standard := manual.library.standard(other))]
    directly = set(direct)
    return tuple(
        Counterpart(document=document, clause=f"{standard.title}, {reference.number}")
        for standard in known
        for reference in manual.library.counterparts(clause.reference, standard.id)
        for document in named.get(reference, ())
        if document not in directly
    )


def _of_parents(
    standard: Standard,
    clause: Clause,
    named: Mapping[ClauseReference, Sequence[DocumentReference]],
    direct: Sequence[DocumentReference],
) -> tuple[DocumentReference, ...]:
    found: list[DocumentReference] = []
    known = set(direct)
    parent = standard.clause(clause.parent) if clause.parent else None
    while parent is not None:
        fresh = [each for each in dict.fromkeys(named.get(parent.reference, ())) if each not in known]
        found += fresh
        known.update(fresh)
        parent = standard.clause(parent.parent) if parent.parent else None
    return tuple(sorted(found, key=lambda each: each.id))
