"""A list of people who have read documents, such as that of a training."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.failures import RefusedError
from qms_docs.model.days import parse_day
from qms_docs.model.records.rows import Acknowledgement
from qms_docs.revising.acknowledge import acknowledgement_row
from qms_docs.rules.likeness import nearest_name
from qms_docs.sources.fields import got
from qms_docs.sources.records.series import TableError, read_table
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qms_docs.model.document import Revision
    from qms_docs.model.manual import Manual
    from qms_docs.sources.records.series import TableRow

__all__ = ["Listed", "listed_acknowledgements"]

_COLUMNS = ("person", "document", "revision", "on")
_MOST_LIKELY = 20
"""How many faults say which name was probably meant."""


@dataclass(kw_only=True)
class Listed:
    """What a list says."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """The rows that are new, by document, in the order of the list."""
    known: int = 0
    """How many were there already."""
    faults: list[str] = field(default_factory=list)
    """What cannot be taken in, each with its line."""


@dataclass(frozen=True, kw_only=True)
class _FaultyError(Exception):
    """A row that cannot be taken in; the message is a sentence."""

    says: str


def listed_acknowledgements(content: bytes, manual: Manual, proposed: Manual, today: date) -> Listed:
    """The rows of a list that are new, judged by the release line; people are those of the proposed manual too.

    Raises RefusedError for what is no such list at all.
    """
    found = Listed()
    rows = _table(content)
    heads = [each.strip().lower() for each in rows[0].cells] if rows else []
    missing = [each for each in _COLUMNS if heads.count(each) != 1]
    if missing:
        raise RefusedError(
            f"Line 1 of the list has to name the column {missing[0]} once, as in {','.join(_COLUMNS)}. Nothing was "
            "written."
        )
    people = _people(proposed)
    likely = list(people)
    taken: set[tuple[str, str, str]] = set()
    known = _known(proposed)
    for row in rows[1:]:
        if not any(map(str.strip, row.cells)):
            continue  # spreadsheets end a table with rows of nothing but commas
        cells = {head: cell.strip() for head, cell in zip(heads, row.cells, strict=False)}
        try:
            person, revision, on = _read(cells, manual, people, likely, today)
        except _FaultyError as error:
            found.faults.append(f"line {row.line}: {error.says}")
            # Whoever gave another list by mistake waits for some hints, and not for thousands.
            likely = likely if len(found.faults) < _MOST_LIKELY else []
            continue
        key = (person, revision.document, revision.number)
        if key in taken or (*key, revision.digest) in known:
            found.known += 1
        else:
            taken.add(key)
            found.rows[revision.document].append(acknowledgement_row(person, revision, on, "import"))
    return found


def _table(content: bytes) -> tuple[TableRow, ...]:
    """The rows; spreadsheets of many countries separate cells by semicolons."""
    try:
        rows = read_table(content)
        heads = rows[0].cells if rows else ()
        return read_table(content, ";") if len(heads) == 1 and ";" in heads[0] else rows
    except TableError as error:
        fact = error.fault.fact.replace("The record", "The list", 1)
        raise RefusedError(f"Line {error.fault.line}: {fact} {error.fault.remedy} Nothing was written.") from error


def _people(manual: Manual) -> Mapping[str, Sequence[str]]:
    """By ids and addresses the ids of the people; an address may be that of several."""
    found: dict[str, list[str]] = defaultdict(list)
    for person in manual.organization.people.values():
        for address in dict.fromkeys(each.lower() for each in person.emails):
            found[address].append(person.id)
    return {**found, **{each: [each] for each in manual.organization.people}}


def _known(manual: Manual) -> set[tuple[str, str, str, str]]:
    """Who has acknowledged what: person, document, revision and digest."""
    return {
        (row.person or "", series.id, row.revision or "", row.digest or "")
        for series in manual.records.series
        if series.vanished_by is None
        for row in series.rows
        if isinstance(row, Acknowledgement) and row.on
    }


def _read(
    cells: Mapping[str, str], manual: Manual, people: Mapping[str, Sequence[str]], likely: Sequence[str], today: date
) -> tuple[str, Revision, date]:
    name, document_id, number = (cells.get(each, "") for each in _COLUMNS[:3])
    called = people.get(name) or people.get(name.lower()) or ()
    if len(called) > 1:
        raise _FaultyError(says=f"{got(name)} is the address of {' and '.join(called)}: name the person by id.")
    if not called:
        like = nearest_name(name, likely)
        raise _FaultyError(
            says=f"nobody is called {got(name)} in organization.yml." + (f" Did you mean {like}?" if like else "")
        )
    document = manual.document(document_id)
    revision = document.revision(number) if document else None
    if revision is None or revision.proposed:
        raise _FaultyError(says=f"there is no revision {got(number)} of a document {got(document_id)}.")
    if revision.fixed_on is None:
        raise _FaultyError(
            says=f"revision {number} of {document_id} is not approved, so that its text may still change."
        )
    on = parse_day(cells.get("on", ""))
    if on is None or not revision.issued_on <= on <= today:
        raise _FaultyError(
            says=f"got {got(cells.get('on', ''))} in `on`, expected a day such as 2026-12-01 from the issue of "
            f"revision {number} ({revision.issued_on}) to today."
        )
    stated = cells.get("digest", "")
    if stated and stated != revision.digest:
        raise _FaultyError(says=f"the digest is not that of revision {number} of {document_id}.")
    return called[0], revision, on
