"""Which documents serve which clause, and which clauses of several editions have one subject."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.standard import Clause, ClauseReference, Library, Standard

__all__ = ["documents_by_clause", "standards_in_use", "subjects"]


def standards_in_use(manual: Manual) -> tuple[Standard, ...]:
    """The standards of the policy of which the clauses are known, in its order."""
    known = (manual.library.standard(name) for name in dict.fromkeys(manual.policy.standards))
    return tuple(each for each in known if each is not None)


def documents_by_clause(
    manual: Manual, documents: Iterable[Document], day: date
) -> Mapping[ClauseReference, list[Document]]:
    """The documents in force on the day, by each clause that their revision in force names."""
    resolved: dict[str, tuple[ClauseReference, ...]] = {}
    found: dict[ClauseReference, list[Document]] = defaultdict(list)
    for document in documents:
        current = document.effective(day) if document.vanished_by is None else None
        named: dict[ClauseReference, None] = {}
        for tag in current.header.clauses if current else ():
            if tag not in resolved:
                resolved[tag] = manual.library.resolve(tag, manual.policy.standards)
            named.update(dict.fromkeys(resolved[tag]))
        for reference in named:
            found[reference].append(document)
    return found


def subjects(library: Library, standards: Iterable[Standard]) -> tuple[tuple[Clause, ...], ...]:
    """The undivided clauses of the editions, those together that correspond to each other, in their order."""
    known = {clause.reference: clause for each in standards for clause in each.undivided}
    seen: set[ClauseReference] = set()
    found: list[tuple[Clause, ...]] = []
    for reference in known:
        if reference not in seen:
            group = [each for each in _alike(library, reference) if each in known]
            seen.update(group)
            found.append(tuple(known[each] for each in sorted(group)))
    return tuple(found)


def _alike(library: Library, reference: ClauseReference) -> Iterator[ClauseReference]:
    """The clause and all to which the crosswalk leads from it, by one step or several."""
    waiting, met = [reference], {reference}
    while waiting:
        one = waiting.pop()
        yield one
        for standard in library.standards:
            further = library.counterparts(one, standard.id) if standard.id != one.standard else ()
            for each in further:
                if each not in met:
                    met.add(each)
                    waiting.append(each)
