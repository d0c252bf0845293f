"""What `qms record list` and `qms record show` print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.cli.common import opened
from qms_docs.cli.output import give, say
from qms_docs.cli.record_types import unknown_type
from qms_docs.failures import UnknownThingError, WrongUseError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qms_docs.model.manual import Manual
    from qms_docs.sources.loading import ManualSource

__all__ = ["list_records", "show_record"]


def _manual(source: ManualSource, as_of: date | None, *, preview: bool) -> Manual:
    if preview and as_of is not None and as_of < source.today:
        raise WrongUseError(
            f"The work tree has no past, so there is no preview as of {as_of}: leave out `--preview` or `--as-of`."
        )
    return source.manual(as_of, preview=preview, judged=True, merged=preview)


def list_records(folder: Path, name: str | None, as_of: date | None, form: str, *, preview: bool) -> None:
    """The records of a type, or all of them."""
    from qms_docs.model.records.kinds import kind_named
    from qms_docs.model.records.series import SERIES
    from qms_docs.reports.record_rows import rows_of_series
    from qms_docs.reports.records import columns_of_records, records_csv, records_json, records_table
    from qms_docs.reports.register_files import FILE_REGISTERS, register_file
    from qms_docs.views.records import record_rows, series_rows

    kind = kind_named(name) if name else None
    series = [each for each in SERIES if name == each.name]
    if name is not None and kind is None and not series and name not in FILE_REGISTERS:
        raise unknown_type(name)
    with opened(folder) as source:
        manual = _manual(source, as_of, preview=preview)
    if name in FILE_REGISTERS:
        give(register_file(manual, name, form))
        return
    if series:
        give(rows_of_series(series[0], series_rows(manual, series[0].name), form))
        return
    rows = record_rows(manual, name)
    if not rows:
        say(f"There is no {kind.title.lower() if kind else 'record'} as of {manual.as_of}.")
    fields = columns_of_records(kind) if kind else []
    if form == "csv":
        give(records_csv(rows, fields))
    else:
        give(records_json(rows) if form == "json" else records_table(rows))


def show_record(folder: Path, record_id: str, as_of: date | None, form: str, *, preview: bool) -> None:
    """One record.

    Raises UnknownThingError where there is none, or none yet.
    """
    from qms_docs.recording.standing_record import fault_of, find_record, unread_in_words
    from qms_docs.reports.records import record_json, record_text
    from qms_docs.views.records import record_view

    with opened(folder) as source:
        manual = _manual(source, as_of, preview=preview)
        kept = manual.records.find(record_id)
        if kept is None and fault_of(manual, record_id) is None and not preview:
            proposed = source.manual(preview=True, judged=True)
            if proposed.records.find(record_id) is not None:
                when = f"did not exist yet on {as_of}, or " if as_of else ""
                raise UnknownThingError(f"{record_id} {when}is only proposed: `qms record show {record_id} --preview`.")
            if fault := fault_of(proposed, record_id):
                raise UnknownThingError(unread_in_words(record_id, fault))
        kept = kept or find_record(manual, record_id)
    view = record_view(kept, manual)
    give(record_json(view) if form == "json" else record_text(view))
    if kept.stands and not kept.readable and (fault := fault_of(manual, record_id)):
        say(f"{unread_in_words(record_id, fault)} What is shown is its last form that can be read.")
    if not kept.stands:
        say(f"{record_id} has no file any more; it stood last in {kept.path}.")
