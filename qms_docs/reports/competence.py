"""Who has to know what, and who does, as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.reports.csv_table import csv_table

if TYPE_CHECKING:
    from qms_docs.views.competence.grid import Competence

__all__ = ["competence_csv"]

_COLUMNS = (
    *("person", "name", "roles", "subject", "title", "kind", "mandatory", "revision", "state"),
    *("acknowledged_revision", "on", "timing", "due", "record", "remark"),
)


def competence_csv(found: Competence) -> str:
    """One line for each person and what the person has to know."""
    return csv_table(
        _COLUMNS,
        (
            (
                person.id,
                person.name,
                " ".join(need.roles),
                need.subject.id,
                need.subject.title,
                need.subject.kind,
                "true" if need.subject.mandatory else "false",
                need.subject.revision,
                need.knowing.value,
                need.revision,
                need.on,
                need.timing.value if need.timing else None,
                need.due,
                need.record,
                need.remark,
            )
            for person in found.people
            for need in person.needs
        ),
    )
