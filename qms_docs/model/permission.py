"""Whether somebody may approve a revision today, and if not, why (document-control.md 6)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.approval import APPROVED
from qms_docs.model.days import utc_day
from qms_docs.model.judging import judge_approval
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from qms_docs.model.approval import Approval, ApprovalRecord
    from qms_docs.model.candidate import Candidate, Trust, Witness
    from qms_docs.model.document import Entry, Revision
    from qms_docs.model.organization import Person

__all__ = ["NextEntry", "hindrance", "is_author", "needed_roles", "why_not"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NextEntry:
    """The entry that comes next onto the release line, in whose light approvals of today are judged."""

    entry: Entry
    trust: Trust
    witness: Witness

    def judged(self, record: ApprovalRecord, candidate: Candidate) -> Approval:
        """What an approval is worth that comes with this entry."""
        return judge_approval(replace(record, entry=self.entry), candidate, self.trust, self.witness)


def needed_roles(revision: Revision) -> tuple[str, ...]:
    """The roles whose approval the revision needs, those that have given it included."""
    return tuple(each.role for each in revision.candidate.needed)


def is_author(revision: Revision, person: Person) -> bool:
    """Whether the person is among the authors of the text."""
    return person.wrote(revision.text.authors)


def hindrance(revision: Revision) -> str | None:
    """Why nobody can approve the revision, as a clause that follows its name; None where somebody can."""
    kind = revision.candidate.kind
    if revision.before_control:
        return "was issued before document control began, and counts as approved"
    if kind is None or kind.unclear:
        return "has a type of which the policy does not say, or not clearly, who approves it"
    if not revision.needs_approval:
        return "needs no approval"
    if revision.fixed_on is not None:
        return "has all its approvals" + (f" since {revision.fixed_on}" if revision.text.entry.commit else "")
    return None


def why_not(revision: Revision, person: Person, role: str, at: datetime, meaning: str = APPROVED) -> str | None:
    """Why an approval by this person in this role would be of no use, as a clause; None where it would be of use.

    Keys and signatures are another matter: see `NextEntry.judged`.
    """
    if meaning == APPROVED and role not in needed_roles(revision):
        return f"no approval by the role {role} is asked for"
    day = utc_day(at)
    if not person.holds(role, day):
        return f"{person.name} {_without(person, role, at)}"
    if meaning == APPROVED and _own_text_alone(revision, person, role):
        return f"{person.name} is an author of the text, and somebody else has to approve it"
    return None


def _without(person: Person, role: str, at: datetime) -> str:
    """What became of the role that the person does not hold."""
    day = utc_day(at)
    ended = [each.until for each in person.roles if each.role == role and each.until and each.until < day]
    if ended:
        return f"held the role {role} until {max(ended)}"
    later = [each.since for each in person.roles if each.role == role and each.since > day]
    return f"holds the role {role} from {min(later)} on" if later else f"does not hold the role {role}"


def _own_text_alone(revision: Revision, person: Person, role: str) -> bool:
    """Whether an author's approval would complete the roles, and nobody else has approved."""
    kind = revision.candidate.kind
    if kind is None or not kind.independent or not is_author(revision, person):
        return False
    roles = needed_roles(revision)
    others = any(each.counts and not each.by_author and each.role in roles for each in revision.approvals)
    return not others and not set(revision.waiting_for) - {role}
