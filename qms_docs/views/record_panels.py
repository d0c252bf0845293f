"""What the pages of some types show beside fields: panels on each record and on the register, and further columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qms_docs.model.records.kinds import kind_named
from qms_docs.values import dataclass
from qms_docs.views.complaint_times import COMPLAINT_HEADS, complaint_cells, complaint_panel, complaints_panel
from qms_docs.views.equipment_state import EQUIPMENT_HEADS, equipment_cells, equipment_panel, equipments_panel
from qms_docs.views.external_checks import EXTERNAL_HEADS, external_cells, external_panel
from qms_docs.views.objective_panels import OBJECTIVE_HEADS, objective_cells, objective_panel, objectives_panel
from qms_docs.views.risk_matrix import OUTLOOK_HEADS, outlook_cells, outlook_panel, outlooks_panel
from qms_docs.views.supplier_state import SUPPLIER_HEADS, supplier_cells, supplier_panel, suppliers_panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.kind import RecordKind
    from qms_docs.views.panel import Panel
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import Shown

__all__ = ["further_cells", "further_heads", "panels_of_record", "panels_of_register"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Beside:
    """What a type shows beside its fields."""

    of_record: Callable[[PublishedRecords, KeptRecord], Panel | None]
    of_register: Callable[[PublishedRecords], Panel] | None = None
    heads: tuple[str, ...] = ()
    cells: Callable[[PublishedRecords, KeptRecord], tuple[Shown, ...]] = lambda _, __: ()


def _outlooks(name: str) -> _Beside:
    kind = kind_named(name)
    of_register = partial(_matrix, kind) if kind else None
    return _Beside(of_record=outlook_panel, of_register=of_register, heads=OUTLOOK_HEADS, cells=outlook_cells)


def _matrix(kind: RecordKind, published: PublishedRecords) -> Panel:
    return outlooks_panel(published, kind)


_BESIDE = {
    "complaint": _Beside(
        of_record=complaint_panel, of_register=complaints_panel, heads=COMPLAINT_HEADS, cells=complaint_cells
    ),
    "equipment": _Beside(
        of_record=equipment_panel, of_register=equipments_panel, heads=EQUIPMENT_HEADS, cells=equipment_cells
    ),
    "external-document": _Beside(of_record=external_panel, heads=EXTERNAL_HEADS, cells=external_cells),
    "objective": _Beside(
        of_record=objective_panel, of_register=objectives_panel, heads=OBJECTIVE_HEADS, cells=objective_cells
    ),
    "opportunity": _outlooks("opportunity"),
    "risk": _outlooks("risk"),
    "supplier": _Beside(
        of_record=supplier_panel, of_register=suppliers_panel, heads=SUPPLIER_HEADS, cells=supplier_cells
    ),
}


def panels_of_record(published: PublishedRecords, kept: KeptRecord) -> tuple[Panel, ...]:
    """What is worked out on the page of a record that the site shows."""
    beside = _BESIDE.get(kept.kind.name)
    found = beside.of_record(published, kept) if beside else None
    return (found,) if found else ()


def panels_of_register(published: PublishedRecords, kind: RecordKind) -> tuple[Panel, ...]:
    """What is worked out above a register."""
    beside = _BESIDE.get(kind.name)
    return (beside.of_register(published),) if beside and beside.of_register else ()


def further_heads(kind: RecordKind) -> tuple[str, ...]:
    """The titles of columns that no field stands for."""
    beside = _BESIDE.get(kind.name)
    return beside.heads if beside else ()


def further_cells(published: PublishedRecords, kept: KeptRecord) -> tuple[Shown, ...]:
    """The cells of these columns for a record that the site shows."""
    beside = _BESIDE.get(kept.kind.name)
    return beside.cells(published, kept) if beside else ()
