"""Types of records and series, by the names that people type."""

from __future__ import annotations

from qms_docs.failures import UnknownThingError

__all__ = ["unknown_type"]


def unknown_type(name: str) -> UnknownThingError:
    """Says which types there are."""
    from qms_docs.model.records.kinds import KINDS
    from qms_docs.model.records.series import SERIES
    from qms_docs.reports.register_files import FILE_REGISTERS
    from qms_docs.rules.likeness import nearest_name

    names = [*(kind.name for kind in KINDS), *(series.name for series in SERIES), *FILE_REGISTERS]
    like = nearest_name(name, names)
    hint = f"Did you mean {like}?" if like else f"There are: {', '.join(names)}."
    return UnknownThingError(f"There is no type of record {name}. {hint}")
