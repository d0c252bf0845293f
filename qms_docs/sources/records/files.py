"""Files of records as they were read, by their bytes and place; read together, and kept between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qms_docs.sources.records.places import FilePlace, Sort
from qms_docs.sources.records.readings import RecordForm, RecordReading, RegisterReading, SeriesReading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qms_docs.keeping.store import Drawer, Store

__all__ = ["RecordFiles"]

_FormKey = tuple[str, bool, str | None]


class RecordFiles:
    """What files say, by object id; those that are not kept are read in one go."""

    def __init__(self, read: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]], store: Store) -> None:
        """`read` gives the bytes of files by their object ids."""
        self._read = read
        self._contents: dict[str, bytes] = {}
        self._fresh: dict[_FormKey, RecordReading] = {}
        self._forms: Drawer[_FormKey, RecordForm] = store.drawer("record-forms")
        self._records: Drawer[_FormKey, RecordReading] = store.drawer("records")
        self._series: Drawer[tuple[str, str], SeriesReading] = store.drawer("record-series")
        self._registers: Drawer[tuple[str, str], RegisterReading] = store.drawer("record-registers")
        self._rows: Drawer[tuple[str, str], tuple[tuple[int, str] | None]] = store.drawer("record-rows")

    def learn(self, found: Iterable[tuple[str, FilePlace]], standing: Iterable[tuple[str, FilePlace]]) -> None:
        """The forms of every record that ever stood are known, and the whole of what stands."""
        wanted = [blob for blob, place in found if place.sort is Sort.RECORD and not self._knows_form(blob, place)]
        wanted += [blob for blob, place in standing if not self._knows(blob, place)]
        for blob, content in self._read([each for each in dict.fromkeys(wanted) if each not in self._contents]):
            self._contents[blob] = content

    @property
    def is_empty(self) -> bool:
        """Whether no record was ever read."""
        return self._forms.is_empty

    def save(self) -> None:
        """What was learnt is there for whoever reads the files again."""
        for drawer in self._drawers():
            drawer.save()

    def read_again(self) -> None:
        """Another process has saved what it learnt."""
        for drawer in self._drawers():
            drawer.read_again()

    def _drawers(self) -> tuple[Drawer[Any, Any], ...]:
        return self._forms, self._records, self._series, self._registers, self._rows

    def form(self, blob: str, place: FilePlace) -> RecordForm:
        """What the history asks of a record."""
        key = (blob, place.page, place.fallback)
        return self._forms.find(key, lambda: self._reading(key).form)

    def record(self, blob: str, place: FilePlace) -> RecordReading:
        """A record as it stands."""
        key = (blob, place.page, place.fallback)
        return self._records.find(key, lambda: self._reading(key))

    def series(self, blob: str, place: FilePlace) -> SeriesReading:
        """The rows of a series."""
        kind = place.series
        assert kind is not None  # noqa: S101 - the file of a series has its kind

        def work_out() -> SeriesReading:
            from qms_docs.sources.records.series import read_series

            return read_series(self.content(blob), kind)

        return self._series.find((blob, kind.name), work_out)

    def register(self, blob: str, place: FilePlace) -> RegisterReading:
        """A file that is kept up to date."""

        def work_out() -> RegisterReading:
            from qms_docs.sources.records.register import read_register

            return read_register(self.content(blob), place.key)

        return self._registers.find((blob, place.key), work_out)

    def table(self, blob: str) -> SeriesReading:
        """A table that is no series: only whether it can be read."""

        def work_out() -> SeriesReading:
            from qms_docs.sources.records.series import TableError, read_table

            try:
                read_table(self.content(blob))
            except TableError as error:
                return SeriesReading(faults=(error.fault,))
            return SeriesReading()

        return self._series.find((blob, ""), work_out)

    def departure(self, before: str, after: str) -> tuple[int, str] | None:
        """Line and fact of the first row of a table that a later form no longer has."""

        def work_out() -> tuple[tuple[int, str] | None]:
            from qms_docs.sources.records.series import first_departure

            return (first_departure(self.content(before), self.content(after)),)

        return self._rows.find((before, after), work_out)[0]

    def content(self, blob: str) -> bytes:
        """The bytes of a file."""
        known = self._contents.get(blob)
        return next(self._read([blob]))[1] if known is None else known

    def forget(self) -> None:
        """The bytes that were read are let go."""
        self._contents.clear()
        self._fresh.clear()

    def _reading(self, key: _FormKey) -> RecordReading:
        # What was read before needs no parser.
        from qms_docs.sources.records.record import read_record

        if key not in self._fresh:
            blob, page, fallback = key
            self._fresh[key] = read_record(self.content(blob), page=page, fallback=fallback)
        return self._fresh[key]

    def _knows_form(self, blob: str, place: FilePlace) -> bool:
        return self._forms.get((blob, place.page, place.fallback)) is not None

    def _knows(self, blob: str, place: FilePlace) -> bool:
        match place.sort:
            case Sort.RECORD:
                return self._records.get((blob, place.page, place.fallback)) is not None
            case Sort.SERIES:
                assert place.series is not None  # noqa: S101 - as above
                return self._series.get((blob, place.series.name)) is not None
            case Sort.REGISTER:
                return self._registers.get((blob, place.key)) is not None
            case Sort.OTHER:
                return self._series.get((blob, "")) is not None
