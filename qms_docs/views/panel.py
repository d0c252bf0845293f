"""Panels: what is worked out from records, in sentences, charts and tables, for whatever page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.record_fields import Piece, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qms_docs.charts.drawing import Chart
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["Figure", "Panel", "Table", "cell", "linked", "numbered", "sentence", "table"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table; `more` says where the rest of it stands."""

    caption: str
    shown: Shown
    more: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A chart with the same in numbers beside it."""

    chart: Chart
    caption: tuple[Piece, ...]
    table: Table | None = None
    below: bool = False
    """Whether the table stands below the chart, because its words need the width."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One thing that there is to know."""

    anchor: str
    title: str
    said: tuple[tuple[Piece, ...], ...] = ()
    """Sentences, each a paragraph."""
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    registers: tuple[tuple[str, str], ...] = ()
    """The name of a type, and the words that lead to its register."""


def sentence(*parts: str | Piece) -> tuple[Piece, ...]:
    """Words and links in a row."""
    return tuple(Piece(text=each) if isinstance(each, str) else each for each in parts if each)


def cell(*parts: str | Piece | None) -> Shown:
    """A cell of a table; nothing where there is nothing to say."""
    return Shown(pieces=sentence(*(each for each in parts if each is not None)))


def linked(published: PublishedRecords, kept: KeptRecord) -> Shown:
    """A cell that leads to a record, by id and title."""
    title = published.title(kept.id) or ""
    return cell(Piece(text=f"{kept.id} {title}".rstrip(), page=kept.id))


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Shown | str]], more: str = "") -> Table:
    """A table of cells or words."""
    told = tuple(tuple(each if isinstance(each, Shown) else cell(each) for each in row) for row in rows)
    return Table(caption=caption, shown=Shown(heads=tuple(heads), rows=told), more=more)


def numbered(number: int, one: str, many: str = "") -> str:
    """A number with what it counts: `1 risk`, `2 risks`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
