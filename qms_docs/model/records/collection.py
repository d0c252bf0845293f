"""All records of a manual on a day."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.model.records.audit_programme import AuditProgramme
from qms_docs.model.records.deviation import Deviation
from qms_docs.model.records.disposition import Disposition
from qms_docs.model.records.gap_assessment import GapAssessment
from qms_docs.model.records.rows import Calibration, Measurement
from qms_docs.model.records.secrecy import NAMING_FILES, files_of
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from qms_docs.model.manual import Claim
    from qms_docs.model.records.history import Alteration, KeptRecord, LostApproval
    from qms_docs.model.records.registers import InterestedParties, TrainingRequirements
    from qms_docs.model.records.series import Series

__all__ = ["Records"]

_NO_NAMES = frozenset(("", ".", ".."))
"""How a path may end in the place of the name of its file."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """Every record that stands or ever stood, with its history."""

    kept: tuple[KeptRecord, ...] = ()
    """Sorted by id."""
    series: tuple[Series, ...] = ()
    """Sorted by their key."""
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    """The files with each id with which several stand."""
    requirements: TrainingRequirements | None = None
    parties: InterestedParties | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the files that records attach, by path."""
    altered_approvals: tuple[Alteration, ...] = ()
    lost_approvals: tuple[LostApproval, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, KeptRecord]:
        return {each.id: each for each in self.kept}

    @cached_property
    def _by_kind(self) -> dict[str, list[KeptRecord]]:
        found: dict[str, list[KeptRecord]] = defaultdict(list)
        for each in self.standing:
            found[each.kind.name].append(each)
        return found

    @cached_property
    def standing(self) -> tuple[KeptRecord, ...]:
        """The records that have a file."""
        return tuple(each for each in self.kept if each.stands)

    @cached_property
    def named_files(self) -> frozenset[str]:
        """The paths of the files that records and rows name, be they there or not."""
        found = {path for each in self.kept for path in files_of(each)}
        for kept in self.kept:
            named = [each.name for each in kept.record.names if each.refers in NAMING_FILES]
            folder = posixpath.dirname(kept.path) if named else ""
            found.update(posixpath.normpath(posixpath.join(folder, each)) for each in named)
        rows = (row for each in self.series for row in each.rows)
        found.update(posixpath.normpath(each.name) for row in rows for each in row.names if each.refers in NAMING_FILES)
        return frozenset(found)

    def names_any(self, paths: Collection[str]) -> bool:
        """Whether a record or row names one of these files."""
        ends = {posixpath.basename(each) for each in paths} | _NO_NAMES
        may_be = any(each.rpartition("/")[2] in ends for each in self._all_names())
        return may_be and not self.named_files.isdisjoint(paths)

    def _all_names(self) -> Iterator[str]:
        """Whatever records and rows name, be it no file."""
        for kept in self.kept:
            yield from (each.path for each in kept.record.attachments if each.path)
            yield from (each.name for each in kept.record.names)
        yield from (each.name for one in self.series for row in one.rows for each in row.names)

    def find(self, record_id: str) -> KeptRecord | None:
        """The record with this id, be it gone."""
        return self._by_id.get(record_id)

    def of_kind(self, name: str) -> tuple[KeptRecord, ...]:
        """The records of a type that have a file."""
        return tuple(self._by_kind.get(name, ()))

    @property
    def audit_programmes(self) -> tuple[AuditProgramme, ...]:
        """The audit programmes."""
        return tuple(each.record for each in self.standing if isinstance(each.record, AuditProgramme))

    @property
    def gap_assessments(self) -> tuple[GapAssessment, ...]:
        """The gap assessments."""
        return tuple(each.record for each in self.standing if isinstance(each.record, GapAssessment))

    @property
    def deviations(self) -> tuple[KeptRecord, ...]:
        """The deviations."""
        return tuple(each for each in self.standing if isinstance(each.record, Deviation))

    @cached_property
    def dispositions(self) -> dict[str, Disposition]:
        """What was disposed of, by what the dispositions call it; those that say everything that they have to."""
        found: dict[str, Disposition] = {}
        for each in self.kept:
            said = each.record
            if isinstance(said, Disposition) and said.record and said.on and said.by and said.authority and said.method:
                found.setdefault(said.record, said)
        return found

    def disposed_of(self, kept: KeptRecord) -> bool:
        """Whether a disposition says that the record was taken away, and nothing forbade that."""
        return kept.id in self.dispositions and not kept.record.hold

    def rows_disposed_of(self, series: Series) -> bool:
        """Whether a disposition says that the rows were taken away, or the record to which they belong."""
        owner = self.find(series.id)
        if owner is not None and owner.record.hold:
            return False
        return any(name in self.dispositions for name in series.names)

    def disposed(self, name: str) -> bool:
        """Whether a name is that of a record or of rows that stand or ever stood."""
        return self.find(name) is not None or any(name in series.names for series in self.series)

    @cached_property
    def _series_by_id(self) -> dict[tuple[str, str], Series]:
        return {(each.kind.folder, each.id): each for each in self.series if each.vanished_by is None}

    def rows_of(self, kept: KeptRecord) -> Series | None:
        """The rows that belong to a record, such as the measurements of an objective."""
        return self._series_by_id.get((kept.kind.folder, kept.id))

    def measurements(self, objective: str) -> tuple[Measurement, ...]:
        """The measurements of an objective, in the order of the file."""
        found = self._series_by_id.get(("objectives", objective))
        return tuple(each for each in found.rows if isinstance(each, Measurement)) if found else ()

    def calibrations(self, equipment: str) -> tuple[Calibration, ...]:
        """The calibrations of a piece of equipment, in the order of the file."""
        found = self._series_by_id.get(("equipment", equipment))
        return tuple(each for each in found.rows if isinstance(each, Calibration)) if found else ()

    def last_calibration(self, equipment: str, day: date | None = None) -> Calibration | None:
        """The calibration of the last day."""
        found = [each for each in self.calibrations(equipment) if each.date and (day is None or each.date <= day)]
        return max(enumerate(found), key=lambda pair: (str(pair[1].date), pair[0]))[1] if found else None
