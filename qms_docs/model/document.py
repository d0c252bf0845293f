"""Controlled documents, their revisions and what holds for them on a day."""

from __future__ import annotations

import hashlib
from dataclasses import field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime

    from qms_docs.model.approval import Approval
    from qms_docs.model.candidate import Candidate
    from qms_docs.model.header import Confidentiality, Header
    from qms_docs.model.numbering import Scheme
    from qms_docs.model.policy import DocumentType, Policy

__all__ = ["Author", "Document", "Entry", "LineText", "Revision", "ShownFile", "Status", "Text"]


class Status(Enum):
    """What holds for a revision on a day (document-control.md 7)."""

    DRAFT = "draft"
    """On a branch or in the work tree only, or marked as a draft."""
    IN_REVIEW = "in review"
    """Issued, but its approvals are not complete."""
    APPROVED = "approved"
    """Its approvals are complete and its effective day is still to come."""
    EFFECTIVE = "effective"
    """The highest revision whose effective day has come."""
    SUPERSEDED = "superseded"
    """A higher revision is or was effective."""
    OBSOLETE = "obsolete"
    """Withdrawn from use by an approved revision."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Somebody who wrote a text, by name and address after `.mailmap`."""

    name: str
    email: str
    committed_as: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Addresses as the commits carry them; `.mailmap`, which may change later, hides no author from an approval."""

    @property
    def addresses(self) -> frozenset[str]:
        """Every address by which an author is known."""
        return self.committed_as | {self.email}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One accepted change of the release line, or the change that is proposed as the next."""

    number: int
    """Place on the line, from 0."""
    commit: str | None
    """Object id of the commit; None for the proposed entry."""
    day: date
    """UTC day of the committer date, never earlier than that of the entry before it."""
    committed_at: datetime | None = None
    merge: bool = False
    """Whether its commits were made beside the line, so that their dates say when they were written."""
    assumed: bool = False
    """Whether it is judged as if it stood on the line already."""

    @property
    def proposed(self) -> bool:
        """Whether the entry is not yet on the release line: a branch or the work tree."""
        return self.commit is None and not self.assumed


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownFile:
    """A local file that a text shows or attaches."""

    name: str
    """The destination as written in the text."""
    path: str = field(compare=False)
    """The path in the repository to which it leads; a document that moves with its files shows the same."""
    blob: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """The bytes of a document together with those of the files that it shows."""

    blob: str
    sha256: str
    files: tuple[ShownFile, ...] = ()

    def digest(self, document: str) -> str:
        """`qms1:` and the SHA-256 of the listing of the text and its files (document-control.md 5)."""
        lines = [f"{self.sha256}  {document}\n"]
        lines += [f"{shown.sha256}  {shown.name}\n" for shown in self.files]
        return "qms1:" + hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class LineText:
    """A text as it stands on the release line from one entry on."""

    entry: Entry
    path: str
    header: Header
    text: Text
    authors: tuple[Author, ...] = ()
    """The authors of every commit that the entry brought in and that touched the document."""
    written_at: datetime | None = None
    """The earliest author date of a commit with this text; None for what is not committed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """A number of a document with the one text that is controlled under it."""

    document: str
    number: str
    text: LineText
    """The controlled text."""
    candidate: Candidate = field(compare=False, repr=False)
    """The same text, with what its approvals are judged by."""
    last_text: LineText
    """The text that stood last under the number; another than the controlled one was changed without a revision."""
    first: bool
    """Whether the document has no earlier revision on the line."""
    predecessor: str | None
    """The highest number issued before this one."""
    scheme: Scheme
    """The numbering of the policy that judges the revision."""
    before_control: bool
    """Whether it was issued before document control began, so that it counts as approved."""
    kind: DocumentType | None = None
    """What the policy that judges the revision asks of it; None where it did not know the type."""
    needs_approval: bool
    waiting_for: tuple[str, ...] = ()
    """Roles whose approval is missing."""
    only_authors: bool = False
    """Whether every role has approved, but nobody other than the authors, and that is not enough."""
    approvals: tuple[Approval, ...] = ()
    """Every approval of the number, judged for the controlled text; by time, person and role."""
    approved_on: date | None = None
    fixed_on: date | None = None
    effective_on: date | None = None
    texts: tuple[LineText, ...] = ()
    """Every text that stood under the number, each by the entry that first brought it."""

    @property
    def header(self) -> Header:
        """The control fields of the controlled text."""
        return self.text.header

    @property
    def issued_on(self) -> date:
        """The day of the entry that brought the controlled text."""
        return self.text.entry.day

    @property
    def digest(self) -> str:
        """The digest of the controlled text."""
        return self.text.text.digest(self.document)

    @property
    def proposed(self) -> bool:
        """Whether the revision is on a branch or in the work tree only."""
        return self.text.entry.proposed

    @property
    def altered(self) -> bool:
        """Whether other bytes stand under the number than those that were fixed."""
        return self.fixed_on is not None and self.last_text.text != self.text.text

    def in_effect_by(self, day: date) -> bool:
        """Whether the effective day has come."""
        return self.effective_on is not None and self.effective_on <= day and not self.proposed


@dataclass(frozen=True, kw_only=True)
class Document:
    """Everything that is known of one id."""

    id: str
    revisions: tuple[Revision, ...]
    """In the order of their numbers, the lowest first."""
    latest: LineText
    """The text that stands last on the line or is proposed; where the document vanished, the last one that stood."""
    issue_order: tuple[str, ...] = ()
    """The numbers in the order in which they were issued."""
    vanished_by: Entry | None = None
    """The entry that took the document away."""
    vanished_before_control: bool = False
    """Whether that was before document control began."""
    draft: Revision | None = None
    """The latest text, where it is marked as a draft."""
    reviewed_on: date | None = None
    """The day of the latest review record."""
    stands_since: date | None = None
    """The day of the entry that first brought a text of the document, be it a draft."""
    places: tuple[tuple[int, str | None], ...] = ()
    """Where it stood: the number of an entry and the path from then on, None from where on it stood nowhere."""

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {revision.number: rank for rank, revision in enumerate(self.revisions)}

    @cached_property
    def _in_force(self) -> dict[date, Revision | None]:
        return {}

    @cached_property
    def _in_play(self) -> dict[date, tuple[Revision, ...]]:
        return {}

    @cached_property
    def _obsolete_from(self) -> dict[date, date | None]:
        return {}

    @cached_property
    def _confidential(self) -> dict[date, frozenset[Confidentiality]]:
        return {}

    @cached_property
    def _shown(self) -> dict[date, Revision | None]:
        return {}

    @cached_property
    def _announced(self) -> dict[date, Revision | None]:
        return {}

    @property
    def path(self) -> str:
        """Where the document stands, or stood last."""
        return self.latest.path

    @cached_property
    def issued(self) -> tuple[Revision, ...]:
        """The revisions that stand on the release line, the lowest first."""
        return tuple(revision for revision in self.revisions if not revision.proposed)

    @property
    def latest_issued(self) -> Revision | None:
        """The revision whose number was issued last, the proposed one included."""
        return self.revision(self.issue_order[-1]) if self.issue_order else None

    def place_at(self, entry: int) -> str | None:
        """Where the document stood once the entry of that number was accepted; None where it stood nowhere."""
        return next((path for number, path in reversed(self.places) if number <= entry), None)

    def revision(self, number: str) -> Revision | None:
        """The revision with this number."""
        rank = self._ranks.get(number)
        return None if rank is None else self.revisions[rank]

    def is_above(self, one: Revision, other: Revision) -> bool:
        """Whether the number of a revision is higher than that of another one."""
        return self._ranks[one.number] > self._ranks[other.number]

    def issued_after(self, revision: Revision) -> tuple[Revision, ...]:
        """The revisions whose numbers were issued later than that one, in the order of their issue."""
        place = self.issue_order.index(revision.number)
        return tuple(each for number in self.issue_order[place + 1 :] if (each := self.revision(number)))

    def completed_after(self, revision: Revision) -> bool:
        """Whether a higher revision is complete, its effective day come or not."""
        return any(each.fixed_on is not None for each in self.revisions[self._ranks[revision.number] + 1 :])

    def in_force(self, day: date) -> Revision | None:
        """The highest revision whose effective day has come, also where it made the document obsolete."""
        known = self._in_force
        if day not in known:
            known[day] = next((each for each in reversed(self.revisions) if each.in_effect_by(day)), None)
        return known[day]

    def effective(self, day: date) -> Revision | None:
        """The one revision that people work by on the day; None where there is none or the document is obsolete."""
        return None if self.is_obsolete(day) else self.in_force(day)

    def obsolete_from(self, day: date) -> date | None:
        """The day from which the document is obsolete, by the revision in force on `day`; None where it is not."""
        known = self._obsolete_from
        if day not in known:
            revision = self.in_force(day)
            obsolete, since = (revision.header.obsolete, revision.effective_on) if revision else (None, None)
            known[day] = max(since, obsolete.day or since) if obsolete and since else None
        return known[day]

    def is_obsolete(self, day: date) -> bool:
        """Whether the document is withdrawn from use on the day."""
        since = self.obsolete_from(day)
        return since is not None and since <= day

    def status(self, revision: Revision, day: date) -> Status:
        """What holds for a revision of this document on the day."""
        current = self.in_force(day)
        if current is revision:
            return Status.OBSOLETE if self.is_obsolete(day) else Status.EFFECTIVE
        if revision.proposed or revision is self.draft:
            return Status.DRAFT
        if current is not None and self._ranks[revision.number] < self._ranks[current.number]:
            return Status.SUPERSEDED
        return Status.IN_REVIEW if revision.effective_on is None else Status.APPROVED

    def superseded_on(self, revision: Revision, day: date) -> date | None:
        """The day on which a higher revision first took effect, as far as that day has come."""
        if revision is self.draft:
            return None
        higher = self.revisions[self._ranks[revision.number] + 1 :]
        return min((each.effective_on for each in higher if each.effective_on and each.in_effect_by(day)), default=None)

    def shown(self, day: date) -> Revision | None:
        """The revision in force, or the latest issued one where none is."""
        known = self._shown
        if day not in known:
            latest = (self.revision(number) for number in reversed(self.issue_order))
            on_line = (each for each in latest if each and not each.proposed)
            known[day] = self.in_force(day) or next(on_line, None)
        return known[day]

    def coming(self, day: date) -> Revision | None:
        """The revision above the one in force whose effective day comes first, else the latest issued above it.

        Where none is in force, it is another revision than the one shown whose effective day comes first.
        """
        current, shown = self.in_force(day), self.shown(day)
        floor = self._ranks[current.number] if current else -1
        above = [each for each in self.revisions[floor + 1 :] if not each.proposed and each is not shown]
        dated = [(each.effective_on, each) for each in above if each.effective_on]
        if dated:
            return min(reversed(dated), key=lambda pair: pair[0])[1]
        order = {number: place for place, number in enumerate(self.issue_order)}
        return max(above, key=lambda each: order[each.number]) if current and above else None

    def announced(self, day: date) -> Revision | None:
        """The revision above the one in force that takes effect next, be it the first; None where none has a day."""
        known = self._announced
        if day not in known:
            dated = [(each.effective_on, each) for each in self.revisions
                     if each.effective_on is not None and self.status(each, day) is Status.APPROVED]  # fmt: skip
            known[day] = min(dated, key=lambda pair: pair[0])[1] if dated else None
        return known[day]

    def in_play(self, day: date) -> tuple[Revision, ...]:
        """The revisions that can still be mended: the latest issued, those in force and those to come (settled 14)."""
        known = self._in_play
        if day not in known:
            current = self.in_force(day)
            floor = self._ranks[current.number] if current else 0
            latest = self.latest_issued
            known[day] = tuple(each for rank, each in enumerate(self.revisions) if rank >= floor or each is latest)
        return known[day]

    def confidentiality(self, day: date) -> frozenset[Confidentiality]:
        """How confidential the texts are that are in force, to come or proposed, and the one that stands."""
        known = self._confidential
        if day not in known:
            texts = (self.latest, *(each.text for each in self.in_play(day)))
            known[day] = frozenset(each.header.confidentiality for each in texts)
        return known[day]

    @cached_property
    def _last_issue(self) -> date:
        return max(each.issued_on for each in self.issued)

    def next_review(self, policy: Policy, day: date) -> date | None:
        """The day by which a document in force is to be reviewed; None where no interval is set."""
        current = self.effective(day)
        if current is None:
            return None
        kind = policy.type_of(current.header)
        interval = current.header.review or (kind.review if kind else None)
        if interval is None:
            return None
        return interval.after(max(self._last_issue, self.reviewed_on or self._last_issue))
