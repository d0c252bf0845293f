"""Approvals in the words that people read: never more than was verified (document-control.md 6)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.approval import REVIEWED, Shortfall
from qms_docs.model.days import utc_day
from qms_docs.model.document import Status
from qms_docs.model.policy import Audience, Evidence
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words, listed, straight

if TYPE_CHECKING:
    from datetime import date, datetime

    from qms_docs.model.approval import Approval
    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Organization

__all__ = [
    "ApprovalLine",
    "Approvals",
    "Waiting",
    "approvals_of",
    "evidence_in_words",
    "published",
    "unapproved",
    "waiting_for",
]

_IN_PRINT = 2
"""How many approvals stand at the head of each printed page."""

_NAMED = 4
"""How many holders of a role are named."""

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+")

_WITHOUT_NAMES = {
    Shortfall.OTHER_TEXT: "it is of another text",
    Shortfall.NO_AUTHORITY: "the person did not hold the role on that day",
    Shortfall.BACKDATED: "its time cannot be right",
    Shortfall.BELOW_LEVEL: "it can be verified less far than the policy asks",
    Shortfall.INVALID_SIGNATURE: "its signature does not hold",
    Shortfall.SELF_GRANTED: "it came in with the role, person or key that it rests on",
    Shortfall.NOT_ASKED: "nobody asks for an approval in this role",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalLine:
    """One approval or review, as it is shown."""

    person: str | None
    name: str | None
    """The person's name at the time; None, like the id, where the site names nobody."""
    role: str
    role_title: str
    meaning: str
    """`approved` or `reviewed`."""
    at: datetime
    at_written: str
    """The time in the characters of the record."""
    evidence: Evidence
    evidence_in_words: str
    counts: bool
    proposed: bool
    """Whether it is not on the release line yet."""
    founding: bool
    """Whether it rests on the first list of people, which came with it."""
    shortfall: Shortfall | None
    """What is wrong with it; None where nothing is."""
    why_not: str | None
    """Why it does not count, as a clause; so it is for a review, and for what is only proposed."""
    review: str | None
    """The address of the review on a forge."""

    @property
    def day(self) -> date:
        """The UTC day on which the person says to have approved."""
        return utc_day(self.at)

    @property
    def who(self) -> str:
        """Name and title of the role, or the role alone."""
        return f"{straight(self.name)}, {self.role_title}" if self.name else self.role_title

    @property
    def proof(self) -> str:
        """The day and what was verified."""
        later = "; counts once it is accepted" if self.proposed else ""
        return f"{day_in_words(self.day)}, {self.evidence_in_words}{later}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A role whose approval is missing, and who could give it."""

    role: str
    title: str
    people: tuple[str, ...]
    """The names of those who hold the role on the day, sorted; the first of many."""
    more: int = 0
    """How many more there are."""

    @property
    def words(self) -> str:
        """The title of the role with the people in brackets."""
        people = [*map(straight, self.people), *([f"{self.more} more"] if self.more else [])]
        return f"{self.title} ({listed(people, 'or')})" if people else self.title


@dataclass(frozen=True, kw_only=True, slots=True)
class Approvals:
    """What is known of the approvals of one revision."""

    lines: tuple[ApprovalLine, ...] = ()
    """In the order of their times."""
    waiting: tuple[Waiting, ...] = ()
    complete: bool = True
    note: str | None = None
    """Why none is there, where none has to be, or what is missing besides the roles."""

    @property
    def approved(self) -> tuple[ApprovalLine, ...]:
        """Those that count, and in a preview those that would."""
        return tuple(each for each in self.lines if each.meaning != REVIEWED and each.shortfall is None)

    @property
    def reviewed(self) -> tuple[ApprovalLine, ...]:
        """Reviews in which nothing is wrong; they count for nothing and say that somebody has read the text."""
        return tuple(each for each in self.lines if each.meaning == REVIEWED and each.shortfall is None)

    @property
    def not_counting(self) -> tuple[ApprovalLine, ...]:
        """Those that do not count, each with its reason."""
        return tuple(each for each in self.lines if each.shortfall is not None)

    @property
    def in_print(self) -> tuple[ApprovalLine, ...]:
        """The approvals at the head of each printed page."""
        return self.approved[:_IN_PRINT]

    @property
    def in_print_more(self) -> int:
        """How many more there are."""
        return len(self.approved) - len(self.in_print)

    @property
    def heading(self) -> str:
        """What stands before those that count."""
        return "Approved by" if self.complete else "Approved so far by"


def evidence_in_words(evidence: Evidence, forge: str | None = None) -> str:
    """What was verified of an approval."""
    if evidence is Evidence.SIGNED:
        return "signature verified"
    return f"review recorded by {forge or 'the forge'}" if evidence is Evidence.ATTESTED else "declared"


def approvals_of(
    manual: Manual, document: Document, revision: Revision, *, trusted: Organization | None = None
) -> Approvals:
    """The approvals of a revision and what it waits for.

    `trusted` says who may give what is missing, where that is another organization than the manual's.
    """
    overtaken = document.status(revision, manual.as_of) is Status.SUPERSEDED
    # What waits in a preview is what would still wait after the merge: approvals on the branch have been given.
    merged = manual.if_merged.get(document.id, document).revision(revision.number) or revision
    missing = () if revision is document.draft else waiting_for(manual, merged, trusted or manual.organization)
    return Approvals(
        lines=tuple(_line(each, manual.organization) for each in revision.approvals),
        waiting=() if overtaken else missing,
        complete=revision.fixed_on is not None,
        note=_never_given(missing) if overtaken and missing else _note(revision),
    )


def unapproved(revision: Revision) -> Approvals:
    """Those of a text that was changed under the number of a revision, and is another than the controlled one."""
    if not revision.needs_approval:
        return Approvals()
    return Approvals(complete=False, note="None: this is not the text that was approved.")


def waiting_for(manual: Manual, revision: Revision, trusted: Organization) -> tuple[Waiting, ...]:
    """The roles whose approval is missing, with the people who by the organization hold them on the manual's day."""
    titles, day = manual.organization, manual.as_of
    return tuple(
        Waiting(role=role, title=titles.role_title(role), people=names[:_NAMED], more=max(0, len(names) - _NAMED))
        for role in revision.waiting_for
        for names in [_holders(trusted, role, day)]
    )


def published(manual: Manual, approvals: Approvals) -> Approvals:
    """What the site may say of them: to the public it names nobody, and links to no place of the organization."""
    if manual.policy.site.audience is not Audience.PUBLIC:
        return approvals
    return replace(
        approvals,
        lines=tuple(_nameless(each) for each in approvals.lines),
        waiting=tuple(replace(each, people=(), more=0) for each in approvals.waiting),
    )


def _nameless(line: ApprovalLine) -> ApprovalLine:
    why_not = _WITHOUT_NAMES[line.shortfall] if line.shortfall else line.why_not
    return replace(line, person=None, name=None, review=None, why_not=why_not)


def _line(approval: Approval, organization: Organization) -> ApprovalLine:
    source, shortfall = approval.record.source, approval.shortfall
    if approval.meaning == REVIEWED and shortfall is Shortfall.NOT_ASKED:
        shortfall = None
    return ApprovalLine(
        person=approval.person,
        name=approval.name,
        role=approval.role,
        role_title=organization.role_title(approval.role),
        meaning=approval.meaning,
        at=approval.at,
        at_written=approval.record.at_written,
        evidence=approval.evidence,
        evidence_in_words=_evidence(approval),
        counts=approval.counts,
        proposed=approval.record.entry.proposed,
        founding=approval.founding,
        shortfall=shortfall,
        why_not=approval.why_not,
        review=_address(source.url) if source and approval.evidence is Evidence.ATTESTED else None,
    )


def _evidence(approval: Approval) -> str:
    if approval.record.signature is not None and approval.evidence is not Evidence.SIGNED:
        return "signature not valid"
    return evidence_in_words(approval.evidence, approval.forge)


def _address(url: str | None) -> str | None:
    """An address that a page may lead to; records are written by anybody."""
    return url if url and _ADDRESS.fullmatch(url) else None


def _holders(who: Organization, role: str, day: date) -> tuple[str, ...]:
    """The names of the people who hold a role on a day; of the whole staff nobody is named."""
    names = (
        person.name
        for person in who.people.values()
        if any(held.role == role and held.held_on(day) for held in person.roles)
    )
    return tuple(sorted(set(names)))


def _never_given(missing: tuple[Waiting, ...]) -> str:
    return f"It never had the approval of {listed([each.title for each in missing])}, and was overtaken."


def _note(revision: Revision) -> str | None:
    if revision.before_control:
        return "None recorded: it was issued before document control began and is taken as approved."
    if revision.fixed_on is not None:
        return None if revision.needs_approval else "Not asked for by the policy."
    if revision.only_authors:
        return "Everybody who approved it is among its authors: somebody else has to approve it too."
    return None
