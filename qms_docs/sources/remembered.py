"""What was worked out last in this process: the manuals of one repository have nearly all of it in common."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Generic, TypeVar

from qms_docs.model.lifecycle import derive_document
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from qms_docs.model.document import Document, LineText
    from qms_docs.model.finding import Fault
    from qms_docs.model.lifecycle import ApprovalsOf, Judge, Vanishing
    from qms_docs.model.records.collection import Records
    from qms_docs.sources.approvals import ApprovalHistory

__all__ = ["Derived", "Remembered", "Results"]

_T = TypeVar("_T")
_MOST = 4
"""Results for the same question: as it is in force, as it is proposed, as it would be once merged, and one before."""


class Results(Generic[_T]):
    """The last results of one question, each with everything that it follows from."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        """Nothing was worked out yet."""
        self._last: list[tuple[object, object, _T]] = []

    def find(self, inputs: object, work_out: Callable[[], _T], *, alive: object = None) -> _T:
        """The result for equal inputs, or what is worked out; where they name objects, these are kept `alive`."""
        for place, (known, _, result) in enumerate(self._last):
            if known == inputs:
                self._last.insert(0, self._last.pop(place))
                return result
        result = work_out()
        self._last = [(inputs, alive, result), *self._last[: _MOST - 1]]
        return result


@dataclass(frozen=True, kw_only=True, slots=True)
class Derived:
    """What a document is derived by besides what happened to it."""

    judge: Judge
    judged_by: Callable[[int], object]
    """What a text of the entry of that number is judged by."""
    approvals_of: ApprovalsOf
    approved_by: Callable[[str], object]
    """What the approvals of a document rest on, besides its texts."""


@dataclass(slots=True)
class Remembered:
    """The documents, records and approvals of one repository."""

    records: Results[tuple[Records, tuple[Fault, ...], bytes | None]] = field(default_factory=Results)
    approvals: Results[ApprovalHistory] = field(default_factory=Results)
    _documents: dict[str, Results[Document | None]] = field(default_factory=dict)

    def document(
        self, name: str, events: Sequence[LineText | Vanishing], by: Derived, reviewed_on: date | None
    ) -> Document | None:
        """The document that these events make; derived once for the same events, judged in the same way.

        Events are the same only where they are the same objects: equal ones may differ in the lines of their fields.
        """
        judged = tuple(by.judged_by(each.entry.number) for each in events)
        inputs = (tuple(map(id, events)), judged, by.approved_by(name), reviewed_on)
        results = self._documents.setdefault(name, Results())
        return results.find(
            inputs, lambda: derive_document(name, events, by.judge, by.approvals_of, reviewed_on), alive=tuple(events)
        )
