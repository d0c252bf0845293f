"""Whether a record stands where records of its type stand, under a name that begins with its id."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from qms_docs.model.finding import Fault, FaultKind
from qms_docs.model.records.kinds import kind_named, kind_of_id, kinds_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.record import Record
    from qms_docs.sources.records.track import StandingFile

__all__ = ["misplaced", "unnamed"]


def misplaced(record: Record, file: StandingFile) -> Iterator[Fault]:
    """What is wrong with the folder and the name of a file."""
    kind = kind_named(record.kind_name)
    assert kind is not None  # noqa: S101 - it was read as a record of this type
    folder, name = posixpath.split(file.place.key)
    if folder.partition("/")[0] != kind.folder:
        fact = f"Field `id`: got {record.id}, which belongs in the folder {kind.folder}/ of the records."
        yield _fault(record, file, fact, f"Move the file there: `git mv {file.path} …/{kind.folder}/`.")
    rest = name.removeprefix(record.id)
    if rest == name or rest[:1].isalnum():
        clash = "does not begin with it" if kind_of_id(name, whole=False) is None else "is that of another record"
        fact = f"Field `id`: got {record.id}, and the name of the file {clash}."
        remedy = f"Rename the file to {record.id}{posixpath.splitext(name)[1]}, or correct the id."
        yield _fault(record, file, fact, remedy)


def unnamed(file: StandingFile) -> Iterator[Fault]:
    """A file in a folder of records that names no record; elsewhere it may be whatever it likes."""
    kinds = kinds_in(file.place.key.partition("/")[0])
    if kinds:
        ids = " or ".join(f"{kind.prefix}-2026-001" for kind in kinds)
        fact = "The field `id` is missing, or no id of a record that belongs in this folder."
        yield Fault(kind=FaultKind.MISSING, path=file.path, line=1, fact=fact, remedy=f"Give it an id such as {ids}.")


def _fault(record: Record, file: StandingFile, fact: str, remedy: str) -> Fault:
    return Fault(
        kind=FaultKind.WRONG_TYPE,
        path=file.path,
        line=record.line("id"),
        document=record.id,
        fact=fact,
        remedy=remedy,
    )
