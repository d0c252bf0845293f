"""What `qms record import` does: a table in, all of its records or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.common import opened
from qms_docs.cli.given import given_content
from qms_docs.cli.output import give, say
from qms_docs.cli.record_types import unknown_type
from qms_docs.failures import RefusedError, UnknownThingError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qms_docs.model.records.kind import RecordKind
    from qms_docs.model.records.series import SeriesKind

__all__ = ["import_records"]

_MOST_SHOWN = 50
_BY_COMMAND = {
    "acknowledgement": "`qms acknowledge --import FILE.csv` takes in a list of acknowledgements.",
}


def import_records(folder: Path, name: str, file: str, *, check_only: bool) -> int:
    """The records, or rows, of a file are written; the exit status."""
    from qms_docs.model.records.kinds import kind_named
    from qms_docs.model.records.series import SERIES

    kind = kind_named(name)
    if kind is not None:
        return _records(folder, kind, file, check_only=check_only)
    series = next((each for each in SERIES if each.name == name and name not in _BY_COMMAND), None)
    if series is None:
        raise _no_records(name)
    return _rows(folder, series, file, check_only=check_only)


def _records(folder: Path, kind: RecordKind, file: str, *, check_only: bool) -> int:
    from qms_docs.recording.imported_records import imported_records
    from qms_docs.sources.newer import newer_paths
    from qms_docs.writing.together import Change, write_together

    content = given_content(folder, file)
    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True, merged=True)
        newer = newer_paths(source.repository, source.position)
        found = imported_records(content, kind, manual, source.today, newer)
        _refuse(found.faults, file)
        if not check_only:
            changes = [Change(path=path, before=None, after=text) for path, text in found.files.items()]
            write_together(source.repository.root, changes)
    for each in found.remarks[:_MOST_SHOWN]:
        say(f"Look at this: {file}: {each}")
    give("".join(f"{path}\n" for path in found.files))
    _say(len(found.files), "record", check_only=check_only)
    return 0


def _rows(folder: Path, kind: SeriesKind, file: str, *, check_only: bool) -> int:
    from qms_docs.recording.imported_rows import imported_rows
    from qms_docs.revising.appended_rows import AppendedRows, write_rows

    content = given_content(folder, file)
    with opened(folder) as source:
        manual = source.manual(preview=True, judged=True, merged=True)
        found = imported_rows(content, kind, manual)
        _refuse(found.faults, file)
        root, place = source.repository.root, f"{manual.policy.records}/{kind.folder}"
        files = [AppendedRows(root, f"{place}/{owner}.csv", rows) for owner, rows in found.rows.items()]
        if not check_only:
            write_rows(root, files)
    give("".join(f"{each.path}\n" for each in files if each.added))
    _say(sum(each.added for each in files), "row", check_only=check_only)
    return 0


def _refuse(faults: Sequence[str], file: str) -> None:
    """Raises RefusedError where something cannot be taken in."""
    for each in faults[:_MOST_SHOWN]:
        say(f"{file}: {each}")
    if len(faults) > _MOST_SHOWN:
        say(f"{file}: and {len(faults) - _MOST_SHOWN:,} more.")
    if faults:
        several = "s" if len(faults) != 1 else ""
        raise RefusedError(f"Nothing was written: {len(faults):,} fault{several} in {file}.")


def _say(number: int, what: str, *, check_only: bool) -> None:
    told = f"{number:,} {what}{'' if number == 1 else 's'}"
    if not number:
        say("Nothing to do: there is nothing in it that does not stand already.")
    elif check_only:
        say(f"In order: {told}. Nothing was written.")
    else:
        say(f"Written: {told}. Next: look at `git diff`, commit it on a branch, and open a pull request.")


def _no_records(name: str) -> UnknownThingError:
    """Why a table of that type is not taken in here."""
    from qms_docs.reports.register_files import FILE_REGISTERS

    if name in _BY_COMMAND:
        return UnknownThingError(f"{name} is no type of single records. {_BY_COMMAND[name]}")
    if name in FILE_REGISTERS:
        return UnknownThingError(f"The register {name} is one file of YAML. Add what is new there.")
    return unknown_type(name)
