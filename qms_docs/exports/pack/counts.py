"""How much of what is in a pack, as its start page says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qms_docs.exports.pack.request import Desk

__all__ = ["Counts"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What was written, counted."""

    documents: int
    in_force: int
    """Documents of which a revision is in use on the day."""
    printed: int
    """Texts in force that are there as PDF."""
    revisions: int
    texts: int
    """Revisions of which the text is there."""
    approvals: int
    signed: int
    """Approvals of which the signature is there."""

    @classmethod
    def of(cls, desk: Desk, unprinted: Mapping[str, str], approvals: Sequence[object]) -> Self:
        """The counts, once the documents are written; `approvals` are those of `contents.json`."""
        in_force = [each for each in desk.documents if desk.in_use(each) is not None]
        issued = [each for document in desk.documents for each in document.issued]
        return cls(
            documents=len(desk.documents),
            in_force=len(in_force),
            printed=len(in_force) - len(unprinted) if desk.request.pdf else 0,
            revisions=len(issued),
            texts=sum(desk.scope.shows(each) for each in issued),
            approvals=len(approvals),
            signed=sum(isinstance(each, dict) and "signature" in each for each in approvals),
        )
