"""Where records and their registers stand on the site (settled.md 42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.kind import RecordKind
from qms_docs.model.records.kinds import KINDS, kinds_in

if TYPE_CHECKING:
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.series import SeriesKind

__all__ = [
    "COVERAGE",
    "IMPROVEMENT",
    "OVERVIEW",
    "RECORDS",
    "file_address",
    "record_page_address",
    "register_address",
    "registers_of",
    "shared_folders",
]

RECORDS = "records"
"""The folder of the site, whatever the policy calls that of the repository."""
OVERVIEW = f"{RECORDS}/index.md"
COVERAGE = f"{RECORDS}/audits/coverage.md"
"""What audits cover: among the audits, where no record can be called so."""
IMPROVEMENT = f"{RECORDS}/improvement/index.md"
"""Nonconformities and corrective actions at a glance: below the records, where no folder of documents stands."""


def register_address(kind: RecordKind | SeriesKind) -> str:
    """The register of a type: at its folder, or by its own name where several share one."""
    if isinstance(kind, RecordKind):
        alone = len(kinds_in(kind.folder)) == 1
        return f"{RECORDS}/{kind.folder if alone else kind.plural.lower().replace(' ', '-')}/index.md"
    return f"{RECORDS}/{kind.name if kinds_in(kind.folder) else kind.folder}/index.md"


def registers_of(manual: Manual) -> dict[str, str]:
    """The page of each register in use, by the name of its type."""
    return {each.name: register_address(each) for each in KINDS if manual.records.of_kind(each.name)}


def record_page_address(kept: KeptRecord) -> str:
    """The page of a record: in the folder of its type, by its id alone."""
    return f"{RECORDS}/{kept.kind.folder}/{kept.id}.md"


def file_address(path: str, folder: str) -> str:
    """A file that belongs to a record, as it stands below the folder of records."""
    return f"{RECORDS}/{path.removeprefix(f'{folder}/')}"


def shared_folders() -> dict[str, tuple[RecordKind, ...]]:
    """The folders in which records of several types stand."""
    return {kind.folder: kinds_in(kind.folder) for kind in KINDS if len(kinds_in(kind.folder)) > 1}
