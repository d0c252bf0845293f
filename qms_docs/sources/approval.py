"""From the bytes of an approval file to what it says."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from qms_docs.model.approval import ApprovalRecord, Review
from qms_docs.model.days import parse_moment
from qms_docs.model.document import Entry
from qms_docs.model.finding import Fault, FaultKind
from qms_docs.sources.fields import Place, check_fields
from qms_docs.sources.readings import ApprovalReading
from qms_docs.sources.schemas import REQUIRED
from qms_docs.sources.schemas.approval import ApprovalShape, ReviewShape
from qms_docs.sources.yaml_nodes import lines_of
from qms_docs.sources.yaml_text import YamlFaultError, YamlMapping, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ApprovalReading", "read_approval"]

_LARGEST = 200_000
"""Bytes. The longest signature there is takes less than 6,000."""
_NOT_YET = Entry(number=-1, commit=None, day=date.min)
"""Stands for the entry until it is known which one brought the file."""


def read_approval(content: bytes) -> ApprovalReading:
    """What an approval file says."""
    if len(content) > _LARGEST:
        return _unreadable(1, f"it is larger than {_LARGEST // 1000} kB")
    try:
        node = read_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _unreadable(content.count(b"\n", 0, error.start) + 1, "this line is not UTF-8")
    except YamlFaultError as error:
        return _unreadable(error.line, error.fact)
    if not isinstance(node, YamlMapping):
        return _unreadable(1, "it is not a list of fields")
    checked = check_fields(ApprovalShape, node, Place(""))
    reported = checked.wrong | checked.misspelt
    absent = [
        name for name in REQUIRED["approval"] if getattr(checked.fields, name) is None and (name,) not in reported
    ]
    lines = lines_of(node)
    faults = (*checked.faults, *(_missing(name, lines.get(name, 1)) for name in absent))
    if faults:
        return ApprovalReading(None, tuple(sorted(faults, key=lambda fault: fault.line)))
    return ApprovalReading(_record(checked.fields, lines))


def _record(shape: ApprovalShape, lines: Mapping[str, int]) -> ApprovalRecord:
    assert shape.meaning is not None  # noqa: S101 - required, and was there
    return ApprovalRecord(
        path="",
        lines=lines,
        document=shape.document or "",
        revision=shape.revision or "",
        digest=shape.digest or "",
        person=shape.person or "",
        role=shape.role or "",
        meaning=shape.meaning.value,
        at=_moment(shape.at),
        at_written=shape.at or "",
        signature=shape.signature,
        source=_review(shape.source) if shape.source else None,
        entry=_NOT_YET,
    )


def _review(shape: ReviewShape) -> Review:
    return Review(
        forge=shape.forge.value if shape.forge else None,
        url=shape.url,
        user=shape.user,
        commit=shape.commit,
        submitted_at=_moment(shape.submitted_at) if shape.submitted_at else None,
        signature=shape.signature,
    )


def _moment(written: str | None) -> datetime:
    moment = parse_moment(written or "")
    assert moment is not None  # noqa: S101 - the shape takes nothing else
    return moment


def _missing(name: str, line: int) -> Fault:
    return Fault(
        kind=FaultKind.WRONG_TYPE,
        path="",
        line=line,
        fact=f"The field `{name}` is missing.",
        remedy=f"Add `{name}:`, or let `qms approve` write the file.",
    )


def _unreadable(line: int, reason: str) -> ApprovalReading:
    fact = f"The approval cannot be read: {reason}."
    fault = Fault(kind=FaultKind.UNREADABLE, path="", line=line, fact=fact, remedy="Correct this line.")
    return ApprovalReading(None, (fault,))
