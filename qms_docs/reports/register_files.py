"""Registers in one file each as table, CSV and JSON: one line an entry, with the fields that it states."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

from qms_docs.model.organization import Process
from qms_docs.model.records.needs import fields_of
from qms_docs.model.records.registers import Party, TrainingRequirement
from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.plain import table
from qms_docs.views.records import stated_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.model.manual import Manual
    from qms_docs.model.records.parts import Part

__all__ = ["FILE_REGISTERS", "register_file"]

FILE_REGISTERS = ("training-requirements", "interested-parties", "processes")
"""By the names of their schemas."""


def register_file(manual: Manual, name: str, form: str) -> str:
    """The entries of a register in the order of its file."""
    columns, entries = _entries(manual, name)
    if form == "json":
        return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
    rows = ([_in_cell(entry.get(each)) for each in columns] for entry in entries)
    return csv_table(columns, rows) if form == "csv" else table(columns, list(rows))


def _entries(manual: Manual, name: str) -> tuple[tuple[str, ...], list[dict[str, object]]]:
    records = manual.records
    if name == "processes":
        columns = tuple(each.name for each in fields(Process))
        return columns, [_process(each, columns) for each in (manual.organization.processes or {}).values()]
    kind: type[Part] = Party if name == "interested-parties" else TrainingRequirement
    parts: Iterable[Part] = records.parties.interested_parties if records.parties else ()
    if kind is TrainingRequirement:
        parts = records.requirements.requirements if records.requirements else ()
    return tuple(each.name for each in fields_of(kind)), [dict(stated_fields(each)) for each in parts]


def _process(process: Process, columns: tuple[str, ...]) -> dict[str, object]:
    values = {name: getattr(process, name) for name in columns}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def _in_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else "" if value is None else str(value)
