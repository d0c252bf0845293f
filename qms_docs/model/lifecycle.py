"""From the texts that stood on the release line to the revisions of a document (document-control.md 4 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qms_docs.model.document import Document, Revision
from qms_docs.model.numbering import positions

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Approval, Entry, LineText
    from qms_docs.model.numbering import Scheme
    from qms_docs.model.policy import DocumentType

__all__ = ["ApprovalsOf", "Judge", "Vanishing", "derive_document"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Vanishing:
    """The entry from which on a document stands nowhere."""

    entry: Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """What judges the revisions of a manual: its policies through time and the day on which control began."""

    type_of: Callable[[LineText], DocumentType | None]
    """What the policy in force asked of a text; None where its type was unknown, so that it cannot take effect."""
    scheme_of: Callable[[Entry], Scheme]
    """How revisions were numbered when an entry was accepted."""
    before_control: Callable[[Entry], bool]
    """Whether an entry was accepted before document control began."""


ApprovalsOf = Callable[["LineText"], "Sequence[tuple[Approval, date]]"]
"""The approvals of a text, each with the day on which it came onto the release line."""


def derive_document(
    document: str,
    events: Sequence[LineText | Vanishing],
    judge: Judge,
    approvals_of: ApprovalsOf,
    reviewed_on: date | None = None,
) -> Document | None:
    """The document with its revisions, from what happened to its id in the order of the line; None without a text."""
    texts = [event for event in events if not isinstance(event, Vanishing)]
    if not texts:
        return None
    by_number: dict[str, list[LineText]] = {}
    for each in texts:
        if each.header.revision is not None and not each.header.draft:
            by_number.setdefault(each.header.revision, []).append(each)
    ranks = positions(by_number)
    fresh = _Derivation(document=document, judge=judge, approvals_of=approvals_of)
    revisions = {number: fresh.revision(number, stood) for number, stood in by_number.items()}
    issue_order = tuple(by_number)
    linked = _with_predecessors(revisions, issue_order, ranks)
    latest, last_event = texts[-1], events[-1]
    vanished_by = last_event.entry if isinstance(last_event, Vanishing) else None
    return Document(
        id=document,
        revisions=tuple(linked[number] for number in sorted(linked, key=ranks.__getitem__)),
        latest=latest,
        issue_order=issue_order,
        vanished_by=vanished_by,
        vanished_before_control=vanished_by is not None and judge.before_control(vanished_by),
        draft=fresh.draft(latest) if latest is last_event and latest.header.draft else None,
        reviewed_on=reviewed_on,
        stands_since=texts[0].entry.day,
    )


def _with_predecessors(
    revisions: dict[str, Revision], issue_order: Sequence[str], ranks: dict[str, int]
) -> dict[str, Revision]:
    linked: dict[str, Revision] = {}
    highest: str | None = None
    for number in issue_order:
        linked[number] = replace(revisions[number], first=highest is None, predecessor=highest)
        if highest is None or ranks[number] > ranks[highest]:
            highest = number
    return linked


@dataclass(frozen=True, kw_only=True, slots=True)
class _Derivation:
    document: str
    judge: Judge
    approvals_of: ApprovalsOf

    def revision(self, number: str, stood: Sequence[LineText]) -> Revision:
        """The revision with this number; its controlled text is the first completely approved one, else the last."""
        texts = _distinct(stood)
        judged = [self._judged(number, text, stood[-1]) for text in texts]
        # An approval that arrives late, of a text that stood earlier, does not move what is already fixed.
        fixed = [(each.fixed_on, place) for place, each in enumerate(judged) if each.fixed_on is not None]
        return judged[min(fixed)[1] if fixed else _place_of(stood[-1], texts)]

    def draft(self, text: LineText) -> Revision:
        """The text that is marked as a draft, as a revision that has not been issued."""
        number = text.header.revision or "?"
        judged = self._judged(number, text, text)
        return replace(judged, approved_on=None, fixed_on=None, effective_on=None, waiting_for=())

    def _judged(self, number: str, text: LineText, last: LineText) -> Revision:
        entry, header = text.entry, text.header
        kind = self.judge.type_of(text)
        before_control = self.judge.before_control(entry)
        needed = kind.requirements(header) if kind and not before_control else ()
        approvals = self.approvals_of(text) if needed else ()
        given = {approval.role: day for approval, day in reversed(approvals) if approval.counts}
        missing = tuple(each.role for each in needed if each.role not in given)
        complete = before_control or (kind is not None and not kind.unclear and not missing)
        completed = max([entry.day, *(given[each.role] for each in needed)]) if complete else None
        delay = kind.delay if kind and not before_control else None
        days = [completed, header.effective, delay.after(completed) if delay and completed else None]
        known = completed is not None and not header.effective_unreadable
        return Revision(
            document=self.document,
            number=number,
            text=text,
            last_text=last,
            first=True,
            predecessor=None,
            scheme=self.judge.scheme_of(entry),
            before_control=before_control,
            needs_approval=bool(needed),
            waiting_for=missing,
            approvals=tuple(approval for approval, _ in approvals),
            approved_on=completed if needed or before_control else None,
            fixed_on=completed,
            effective_on=max(day for day in days if day) if known else None,
        )


def _distinct(stood: Sequence[LineText]) -> list[LineText]:
    """The texts that stood under a number, each by the entry that first brought it, and read as it was then."""
    first: dict[tuple[object, ...], LineText] = {}
    for text in stood:
        first.setdefault((text.text.blob, text.text.files, text.header), text)
    return list(first.values())


def _place_of(wanted: LineText, texts: Sequence[LineText]) -> int:
    return next(place for place, text in enumerate(texts) if (text.text, text.header) == (wanted.text, wanted.header))
