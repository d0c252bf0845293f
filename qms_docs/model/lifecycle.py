"""From the texts that stood on the release line to the revisions of a document (document-control.md 4 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.candidate import Candidate
from qms_docs.model.document import Document, Revision
from qms_docs.model.numbering import positions
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

    from qms_docs.model.approval import Approval
    from qms_docs.model.document import Entry, LineText, Text
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
    brought_its_type: Callable[[LineText], bool] = lambda _: False
    """Whether the type of a text came with its own entry, so that the policy before asked nothing of it."""


ApprovalsOf = Callable[[Candidate], "Sequence[Approval]"]
"""Every approval of a number, judged for a text that stood under it; by time, person and role."""


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
    issue_order = tuple(by_number)
    before = _predecessors(issue_order, ranks)
    fresh = _Derivation(
        document=document,
        judge=judge,
        approvals_of=approvals_of,
        issued_by={number: stood[0].entry for number, stood in by_number.items()},
        predecessors=before,
        paths=tuple(dict.fromkeys(each.path for each in texts)),
    )
    revisions = {number: fresh.revision(number, stood) for number, stood in by_number.items()}
    latest, last_event = texts[-1], events[-1]
    vanished_by = last_event.entry if isinstance(last_event, Vanishing) else None
    return Document(
        id=document,
        revisions=tuple(revisions[number] for number in sorted(revisions, key=ranks.__getitem__)),
        latest=latest,
        issue_order=issue_order,
        vanished_by=vanished_by,
        vanished_before_control=vanished_by is not None and judge.before_control(vanished_by),
        draft=fresh.draft(latest) if latest is last_event and latest.header.draft else None,
        reviewed_on=reviewed_on,
        stands_since=texts[0].entry.day,
        places=_places(events),
    )


def _places(events: Sequence[LineText | Vanishing]) -> tuple[tuple[int, str | None], ...]:
    """Each entry with which the document came to another path, or stood nowhere any more."""
    found: list[tuple[int, str | None]] = []
    for event in events:
        path = None if isinstance(event, Vanishing) else event.path
        if not found or found[-1][1] != path:
            found.append((event.entry.number, path))
    return tuple(found)


def _predecessors(issue_order: Sequence[str], ranks: dict[str, int]) -> dict[str, str | None]:
    """The highest number issued before each number."""
    found: dict[str, str | None] = {}
    highest: str | None = None
    for number in issue_order:
        found[number] = highest
        if highest is None or ranks[number] > ranks[highest]:
            highest = number
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Derivation:
    document: str
    judge: Judge
    approvals_of: ApprovalsOf
    issued_by: dict[str, Entry]
    """The entry in which each number first stands."""
    predecessors: dict[str, str | None]
    paths: tuple[str, ...]

    def revision(self, number: str, stood: Sequence[LineText]) -> Revision:
        """The revision with this number; its controlled text is the first completely approved one, else the last."""
        texts = _distinct(stood)
        ages = _ages(stood)
        judged = [self._judged(number, text, stood[-1], ages[text.text], tuple(texts)) for text in texts]
        # An approval that arrives late, of a text that stood earlier, does not move what is already fixed.
        fixed = [(by.number, place) for place, (_, by) in enumerate(judged) if by is not None]
        controlled, _ = judged[min(fixed)[1] if fixed else _place_of(stood[-1], texts)]
        return controlled

    def draft(self, text: LineText) -> Revision:
        """The text that is marked as a draft, as a revision that has not been issued."""
        number = text.header.revision or "?"
        judged, _ = self._judged(number, text, text, text.written_at)
        return replace(judged, first=True, predecessor=None, approved_on=None, fixed_on=None, effective_on=None,
                       waiting_for=(), only_authors=False)  # fmt: skip

    def _judged(
        self,
        number: str,
        text: LineText,
        last: LineText,
        existed_since: datetime | None,
        texts: tuple[LineText, ...] = (),
    ) -> tuple[Revision, Entry | None]:
        """The revision as it would be with this text, and the entry that fixed it."""
        entry, header = text.entry, text.header
        before_control = self.judge.before_control(entry)
        predecessor = self.predecessors.get(number)
        # A document that is there already cannot choose its approvals by a type that comes with the change.
        chosen = predecessor is not None and not before_control and self.judge.brought_its_type(text)
        kind = None if chosen else self.judge.type_of(text)
        needed = kind.requirements(header) if kind and not before_control else ()
        candidate = Candidate(
            document=self.document,
            number=number,
            text=text,
            kind=kind,
            needed=needed,
            existed_since=existed_since,
            preceding=self.issued_by[predecessor] if predecessor else None,
            paths=self.paths,
        )
        given = tuple(self.approvals_of(candidate))
        completion, approvals = _completion(candidate, given), _beside_authors(candidate, given)
        clear = kind is not None and not kind.unclear
        fixed_by = entry if before_control else completion.by if clear else None
        completed = fixed_by.day if fixed_by else None
        delay = kind.delay if kind and not before_control else None
        days = [completed, header.effective, delay.after(completed) if delay and completed else None]
        known = completed is not None and not header.effective_unreadable
        revision = Revision(
            document=self.document,
            number=number,
            text=text,
            candidate=candidate,
            last_text=last,
            first=predecessor is None,
            predecessor=predecessor,
            scheme=self.judge.scheme_of(entry),
            before_control=before_control,
            kind=kind,
            needs_approval=bool(needed),
            waiting_for=completion.missing,
            only_authors=completion.only_authors,
            approvals=approvals,
            approved_on=completed if needed or before_control else None,
            fixed_on=completed,
            effective_on=max(day for day in days if day) if known else None,
            texts=texts,
        )
        return revision, fixed_by


@dataclass(frozen=True, kw_only=True, slots=True)
class _Completion:
    """How far the approvals of a text have come."""

    by: Entry | None
    """The entry with which the text and everything that it needs were on the line."""
    missing: tuple[str, ...]
    only_authors: bool


def _completion(candidate: Candidate, approvals: Sequence[Approval]) -> _Completion:
    """Whether every role has approved, and where it matters somebody other than the authors."""
    if not candidate.needed:
        return _Completion(by=candidate.text.entry, missing=(), only_authors=False)
    roles = [each.role for each in candidate.needed]
    counting = sorted(
        (each for each in approvals if each.holds and each.role in roles), key=lambda each: each.record.entry.number
    )
    first = {each.role: each.record.entry for each in reversed(counting)}
    missing = tuple(role for role in roles if role not in first)
    deciding = [candidate.text.entry, *first.values()]
    only_authors = False
    if candidate.kind and candidate.kind.independent:
        others = [each.record.entry for each in counting if not each.by_author]
        only_authors = not missing and not others
        deciding += others[:1]
    complete = not missing and not only_authors
    return _Completion(
        by=max(deciding, key=lambda each: each.number) if complete else None,
        missing=missing,
        only_authors=only_authors,
    )


def _beside_authors(candidate: Candidate, approvals: tuple[Approval, ...]) -> tuple[Approval, ...]:
    """The approvals; where somebody else than the authors has to approve and nobody has, none of them counts yet."""
    if not approvals or candidate.kind is None or not candidate.kind.independent:
        return approvals
    roles = {each.role for each in candidate.needed}
    if any(each.holds and each.role in roles and not each.by_author for each in approvals):
        return approvals
    why = "it is by an author of the text, and nobody else has approved"
    return tuple(
        replace(each, only_authors=True, why_not=why) if each.holds and each.role in roles else each
        for each in approvals
    )


def _ages(stood: Sequence[LineText]) -> dict[Text, datetime | None]:
    """Since when each text has existed; the same text may have come more than once."""
    if len(stood) == 1:
        return {stood[0].text: stood[0].written_at}
    ages: dict[Text, datetime | None] = {}
    for each in stood:
        earlier = ages.get(each.text, each.written_at)
        ages[each.text] = min(earlier, each.written_at) if earlier and each.written_at else earlier or each.written_at
    return ages


def _distinct(stood: Sequence[LineText]) -> list[LineText]:
    """The texts that stood under a number, each by the entry that first brought it, and read as it was then."""
    if len(stood) == 1:
        return list(stood)
    first: dict[tuple[object, ...], LineText] = {}
    for text in stood:
        first.setdefault((text.text.blob, text.text.files, text.header), text)
    return list(first.values())


def _place_of(wanted: LineText, texts: Sequence[LineText]) -> int:
    return next(place for place, text in enumerate(texts) if (text.text, text.header) == (wanted.text, wanted.header))
