"""A document as it stands on one side, the release line or a branch, and the bytes of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

__all__ = ["KINDS", "Change", "Kind", "Place", "Sheet", "Withdrawal"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A type of document in the policy."""

    id: str
    title: str
    prefix: str
    share: float
    """How many of all documents are of this type."""
    delay: int = 0
    """Days from the issue of a revision to the day on which it can take effect."""
    approved_by: tuple[str, ...] = ()
    """The roles that approve a revision, where the corpus has approvals."""
    editorial_by: tuple[str, ...] | None = None
    """The roles that approve an editorial change; None where they are the same."""


KINDS = (
    Kind(id="policy", title="Policy", prefix="POL", share=0.05, approved_by=("owner", "quality-manager")),
    Kind(id="procedure", title="Procedure", prefix="SOP", share=0.5),
    Kind(id="work-instruction", title="Work instruction", prefix="WI", share=0.35, delay=14),
    Kind(id="form", title="Form", prefix="FRM", share=0.1, approved_by=("quality-manager",), editorial_by=()),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a revision changes and why."""

    kind: str
    summary: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal:
    """The day from which a document is no longer used, and what to use instead."""

    day: date
    successor: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """The department whose folder holds a file, and the file's name."""

    department: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The front matter and text of a document with its place."""

    id: str
    kind: Kind
    place: Place
    title: str
    owner: str
    revision: int
    clauses: tuple[str, ...]
    applies_to: tuple[str, ...]
    department: str | None
    blocks: tuple[str, ...]
    draft: bool = False
    effective: date | None = None
    change: Change | None = None
    withdrawal: Withdrawal | None = None
    crlf: bool = False

    def content(self) -> bytes:
        """The bytes of the file."""
        text = "---\n" + "".join(f"{line}\n" for line in self._front_matter()) + "---\n"
        text += "\n\n".join(self.blocks) + "\n"
        return (text.replace("\n", "\r\n") if self.crlf else text).encode()

    def _front_matter(self) -> Iterator[str]:
        yield f"id: {self.id}"
        yield f"title: {self.title}"
        yield f"type: {self.kind.id}"
        yield f"revision: {self.revision}"
        yield f"owner: {self.owner}"
        if self.effective:
            yield f"effective: {self.effective}"
        if self.change:
            yield "change:"
            yield f"  class: {self.change.kind}"
            yield f"  summary: {self.change.summary}"
            yield f"  reason: {self.change.reason}"
        if self.applies_to:
            yield f"applies_to: [{', '.join(self.applies_to)}]"
        if self.department:
            yield f"process: {self.department}"
            yield f"department: {self.department}"
        clauses = ", ".join(f'"{each}"' for each in self.clauses)
        yield f"clauses: [{clauses}]"
        if self.draft:
            yield "status: draft"
        if self.withdrawal:
            yield "obsolete:"
            yield f"  date: {self.withdrawal.day}"
            yield f"  superseded_by: {self.withdrawal.successor or 'null'}"
            yield f"  reason: {self.withdrawal.reason}"
