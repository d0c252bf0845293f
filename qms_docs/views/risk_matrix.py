"""Risks, and opportunities apart from them, by likelihood and impact: before treatment and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from qms_docs.charts.matrix import Matrix
from qms_docs.model.records.outlook import Outlook
from qms_docs.views.panel import Figure, Panel, cell, numbered, sentence, table
from qms_docs.views.publication import Access
from qms_docs.views.record_fields import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

OUTLOOK_HEADS = ("After treatment",)
__all__ = ["OUTLOOK_HEADS", "matrix_now", "outlook_cells", "outlook_panel", "outlooks_panel"]

_MOST_IN_CELL = 6
_TIMES = "\N{MULTIPLICATION SIGN}"
_Place = tuple[int, int]
_Placing = Callable[[Outlook], _Place | None]


def _before(record: Outlook) -> _Place | None:
    return None if record.likelihood is None or record.impact is None else (record.likelihood, record.impact)


def _after(record: Outlook) -> _Place | None:
    left = record.residual
    return None if left is None or left.likelihood is None or left.impact is None else (left.likelihood, left.impact)


def _now(record: Outlook) -> _Place | None:
    """As it stands: after treatment where that was assessed."""
    return _after(record) or _before(record)


def _in_words(place: _Place | None) -> str:
    return "" if place is None else f"{place[0]} {_TIMES} {place[1]} = {place[0] * place[1]}"


def outlook_cells(_: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """What the register shows beside the fields: the score after treatment."""
    after = _after(kept.record) if isinstance(kept.record, Outlook) else None
    return (cell(str(after[0] * after[1]) if after else ""),)


def outlook_panel(_: PublishedRecords, kept: KeptRecord) -> Panel | None:
    """The panel on the page of a risk or opportunity; None where nothing was assessed."""
    record = kept.record
    if not isinstance(record, Outlook) or (before := _before(record)) is None:
        return None
    after = _after(record)
    told = f"Likelihood {before[0]} times impact {before[1]} is a score of {before[0] * before[1]} before treatment"
    if after is None:
        said = f"{told}; what is left after it is not assessed yet."
        return Panel(anchor="record-score", title="Score", said=(sentence(said),))
    said = f"{told}, and {after[0]} times {after[1]} is {after[0] * after[1]} after it."
    return Panel(anchor="record-score", title="Score", said=(sentence(said),))


def _open(published: PublishedRecords, kind: RecordKind) -> list[KeptRecord]:
    day = published.manual.as_of
    found = [
        each
        for each in published.manual.records.of_kind(kind.name)
        if not each.is_closed(day) and published.access(each) is Access.TEXT and isinstance(each.record, Outlook)
    ]
    return sorted(found, key=lambda each: (-_score(each), each.id))


def _score(kept: KeptRecord) -> int:
    place = _now(kept.record) if isinstance(kept.record, Outlook) else None
    return place[0] * place[1] if place else 0


def matrix_now(published: PublishedRecords, kind: RecordKind) -> Matrix | None:
    """The open ones as they stand, after treatment where that was assessed; None where none was assessed."""
    places = [_now(each.record) for each in _open(published, kind) if isinstance(each.record, Outlook)]
    matrix = _matrix(kind, "as they stand", places)
    return matrix if matrix.cells else None


def _matrix(kind: RecordKind, when: str, places: Iterable[_Place | None]) -> Matrix:
    counted = Counter(each for each in places if each is not None)
    cells = tuple((likelihood, impact, count) for (likelihood, impact), count in sorted(counted.items()))
    one, many = kind.title.lower(), kind.plural.lower()
    return Matrix(title=f"{kind.plural} {when}, by likelihood and impact", cells=cells, one=one, many=many)


def outlooks_panel(published: PublishedRecords, kind: RecordKind) -> Panel:
    """The matrices of all open ones of a type, with what stands in their cells."""
    found = _open(published, kind)
    records = [each.record for each in found if isinstance(each.record, Outlook)]
    title, many = "Matrix", kind.plural.lower()
    if not found:
        return Panel(anchor="matrix", title=title, said=(sentence(f"There are no open {many}."),))
    assessed = [each for each in records if _before(each)]
    treated = sum(_after(each) is not None for each in assessed)
    said = f"{numbered(len(found), f'open {kind.title.lower()}', f'open {many}')}, {len(assessed)} of them assessed."
    left = f"What is left after treatment is assessed for {treated}; the others stand as before it."
    return Panel(
        anchor="matrix",
        title=title,
        said=(sentence(said), sentence(left)),
        figures=(
            _figure(kind, "before treatment", records, _before),
            _figure(kind, "after treatment", records, _now),
        )
        if assessed
        else (),
    )


def _figure(kind: RecordKind, when: str, records: Sequence[Outlook], place: _Placing) -> Figure:
    by_cell: dict[_Place, list[str]] = {}
    for each in records:
        at = place(each)
        if at is not None:
            by_cell.setdefault(at, []).append(each.id)
    rows = [
        (str(at[0] * at[1]), f"{at[0]} {_TIMES} {at[1]}", str(len(ids)), _linked(sorted(ids)))
        for at, ids in sorted(by_cell.items(), key=lambda each: (-each[0][0] * each[0][1], each[0]))
    ]
    return Figure(
        chart=_matrix(kind, when, (at for at, ids in by_cell.items() for _ in ids)),
        caption=sentence(f"{kind.plural} {when}; the small number in a cell is its score."),
        table=table(f"{kind.plural} {when}", ("Score", f"Likelihood {_TIMES} impact", "Number", kind.plural), rows),
    )


def _linked(ids: Sequence[str]) -> Shown:
    parts: list[str | Piece] = []
    for each in ids[:_MOST_IN_CELL]:
        parts += [", ", Piece(text=each, page=each)] if parts else [Piece(text=each, page=each)]
    more = len(ids) - _MOST_IN_CELL
    return cell(*parts, f" and {more} more" if more > 0 else None)
