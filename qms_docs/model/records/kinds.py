"""Every type of record that is a file of its own; a new one is a module beside this one and a line here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.records.audit_finding import AUDIT_FINDING
from qms_docs.model.records.audit_programme import AUDIT_PROGRAMME
from qms_docs.model.records.change_request import CHANGE_REQUEST
from qms_docs.model.records.complaint import COMPLAINT
from qms_docs.model.records.context_issue import CONTEXT_ISSUE
from qms_docs.model.records.corrective_action import CORRECTIVE_ACTION
from qms_docs.model.records.deviation import DEVIATION
from qms_docs.model.records.disposition import DISPOSITION
from qms_docs.model.records.equipment import EQUIPMENT
from qms_docs.model.records.external_document import EXTERNAL_DOCUMENT
from qms_docs.model.records.gap_assessment import GAP_ASSESSMENT
from qms_docs.model.records.internal_audit import INTERNAL_AUDIT
from qms_docs.model.records.management_review import MANAGEMENT_REVIEW
from qms_docs.model.records.nonconformity import NONCONFORMITY
from qms_docs.model.records.objective import OBJECTIVE
from qms_docs.model.records.opportunity import OPPORTUNITY
from qms_docs.model.records.risk import RISK
from qms_docs.model.records.supplier import SUPPLIER
from qms_docs.model.records.training import TRAINING

if TYPE_CHECKING:
    from qms_docs.model.records.kind import RecordKind

__all__ = ["KINDS", "kind_named", "kind_of_id", "kinds_in"]

KINDS: tuple[RecordKind, ...] = (
    GAP_ASSESSMENT,
    AUDIT_PROGRAMME,
    INTERNAL_AUDIT,
    AUDIT_FINDING,
    NONCONFORMITY,
    CORRECTIVE_ACTION,
    MANAGEMENT_REVIEW,
    RISK,
    OPPORTUNITY,
    OBJECTIVE,
    TRAINING,
    EQUIPMENT,
    SUPPLIER,
    COMPLAINT,
    CHANGE_REQUEST,
    EXTERNAL_DOCUMENT,
    DEVIATION,
    CONTEXT_ISSUE,
    DISPOSITION,
)
_BY_NAME = {kind.name: kind for kind in KINDS}
_BY_PREFIX = {kind.prefix: kind for kind in KINDS}
_ID = re.compile(r"(?P<prefix>[A-Z]{2,4})-[0-9]{4}-[0-9]{1,9}(?![A-Za-z0-9])")


def kind_named(name: str) -> RecordKind | None:
    """The type with this name."""
    return _BY_NAME.get(name)


def kind_of_id(text: str, *, whole: bool = True) -> RecordKind | None:
    """The type of the record with this id, or with `whole=False` of a file whose name begins with it."""
    found = _ID.fullmatch(text) if whole else _ID.match(text)
    return _BY_PREFIX.get(found["prefix"]) if found else None


def kinds_in(folder: str) -> tuple[RecordKind, ...]:
    """The types whose records stand in a folder."""
    return tuple(kind for kind in KINDS if kind.folder == folder)
