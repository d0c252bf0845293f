"""The series of rows that there are, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.rows import Acknowledgement, Calibration, DocumentReview, Measurement, Row, Satisfaction
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from qms_docs.model.document import Entry
    from qms_docs.model.records.history import Alteration, RecordEntry

__all__ = ["SERIES", "Series", "SeriesKind", "series_in"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesKind:
    """A kind of rows: CSV files with a header, to which rows are added at the end."""

    name: str
    """As its schema is called."""
    title: str
    """Of all rows together."""
    type_name: str
    """The type of record to which it belongs, by whose name its retention stands."""
    folder: str
    row: type[Row]
    says: str
    of_document: bool = False
    """Whether the file is named after a document, and not after a record."""
    prefix: str | None = None
    """Of the ids by which files are named, where these are no documents."""

    def __reduce__(self) -> tuple[Callable[[str], SeriesKind], tuple[str]]:
        """Where rows are kept their kind is named: there is one of each."""
        return _series_named, (self.name,)


SERIES: tuple[SeriesKind, ...] = (
    SeriesKind(
        name="objective-measurements",
        title="Measurements of objectives",
        type_name="objective",
        folder="objectives",
        row=Measurement,
        says="Measurements of an objective, one row a period.",
        prefix="OBJ",
    ),
    SeriesKind(
        name="acknowledgement",
        title="Acknowledgements",
        type_name="acknowledgement",
        folder="acknowledgements",
        row=Acknowledgement,
        says="Who has read and understood which revision of a document.",
        of_document=True,
    ),
    SeriesKind(
        name="equipment-calibrations",
        title="Calibrations",
        type_name="equipment",
        folder="equipment",
        row=Calibration,
        says="Calibrations of a piece of equipment, the oldest first.",
        prefix="EQ",
    ),
    SeriesKind(
        name="satisfaction",
        title="Customer satisfaction",
        type_name="satisfaction",
        folder="satisfaction",
        row=Satisfaction,
        says="What customers said, one row a period.",
        prefix="SAT",
    ),
    SeriesKind(
        name="document-review",
        title="Reviews of documents",
        type_name="document-review",
        folder="reviews",
        row=DocumentReview,
        says="Reviews of a document, the oldest first.",
        of_document=True,
    ),
)
_BY_FOLDER = {kind.folder: kind for kind in SERIES}


def series_in(folder: str) -> SeriesKind | None:
    """The kind of rows of which the files stand in a folder."""
    return _BY_FOLDER.get(folder)


def _series_named(name: str) -> SeriesKind:
    return next(each for each in SERIES if each.name == name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A file of rows with its history."""

    kind: SeriesKind
    key: str
    """Its path below the folder of records, by which it is known."""
    path: str
    rows: tuple[Row, ...]
    """Those that can be read at all."""
    blob: str
    """The object id of the bytes that tell them."""
    entries: tuple[RecordEntry, ...]
    alterations: tuple[Alteration, ...] = ()
    vanished_by: Entry | None = None
    """The entry that took it away."""

    @property
    def id(self) -> str:
        """The document or record whose rows these are."""
        return self.key.rpartition("/")[2].removesuffix(".csv")

    @property
    def names(self) -> tuple[str, ...]:
        """What a disposition may call it."""
        return (self.id, self.key, self.key.removesuffix(".csv"), self.path)

    @property
    def last_day(self) -> date | None:
        """The latest day of a row, or of the entry that brought the last one."""
        days = [day for row in self.rows if (day := row.day)]
        return max(days) if days else self.entries[-1].entry.day if self.entries else None
