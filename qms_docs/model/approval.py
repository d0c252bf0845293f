"""Approvals of revisions: what a file says, and what it is worth (document-control.md 6)."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.policy import Evidence
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from qms_docs.model.document import Entry

__all__ = ["APPROVED", "FORGES", "REVIEWED", "Approval", "ApprovalRecord", "Review", "Shortfall"]

APPROVED, REVIEWED = "approved", "reviewed"
"""What a person can mean; only the first one counts."""

FORGES = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea"}
"""The forges whose reviews can be recorded, with their names in words."""


class Shortfall(Enum):
    """Why an approval does not count; the value is the code of the rule that reports it."""

    OTHER_TEXT = "DC202"
    """It is one of another text than the controlled one."""
    NO_AUTHORITY = "DC204"
    """The person is unknown, or did not hold the role on that day."""
    BACKDATED = "DC206"
    """Its time lies before the text existed, or after the entry that brought it."""
    BELOW_LEVEL = "DC207"
    """It can be verified less far than the policy asks."""
    INVALID_SIGNATURE = "DC208"
    """Its signature does not verify, or is not by a key that the person held."""
    SELF_GRANTED = "CH101"
    """The change that brought it also brought the role, person or key that it rests on."""
    NOT_ASKED = ""
    """Nobody asks for an approval in this role: no departure, and nothing that a revision could wait for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What an approval says of the review on a forge that it records; None where it does not say it."""

    forge: str | None = None
    """`github`, `gitlab` or `gitea`."""
    url: str | None = None
    user: str | None = None
    """The account of the person there."""
    commit: str | None = None
    """The commit that was reviewed."""
    submitted_at: datetime | None = None
    signature: str | None = field(default=None, repr=False)
    """Of the CI job that recorded the review, over the statement of the approval."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRecord:
    """One file of `records/approvals/` in its first form on the release line (settled.md 17)."""

    path: str
    """Where the file stands, or stood last."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Line of each field, as `source.commit`."""
    document: str
    revision: str
    digest: str
    person: str
    role: str
    meaning: str
    at: datetime
    at_written: str
    """The time in the characters of the file, which the statement repeats."""
    signature: str | None = field(default=None, repr=False)
    source: Review | None = None
    entry: Entry
    """The entry that brought it."""

    def line(self, *names: str) -> int:
        """The line of the first of these fields that is present, else 1."""
        return next((self.lines[name] for name in names if name in self.lines), 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """A record, judged as an approval of one text."""

    record: ApprovalRecord
    name: str
    """Of the person in the organization that is trusted, or the id where that does not know the person."""
    evidence: Evidence = Evidence.DECLARED
    """How far it could be verified."""
    forge: str | None = None
    """The name of the forge whose review is recorded, where that was verified."""
    key: str | None = None
    """The fingerprint of the person's key that made the signature, where that was verified."""
    founding: bool = False
    """Whether it rests on the organization that came with it, as the first that was stated."""
    by_author: bool = False
    """Whether the person is among the authors of the text."""
    only_authors: bool = False
    """Whether somebody else has to approve too, and nobody but the authors has."""
    shortfall: Shortfall | None = None
    why_not: str | None = None
    """Why it does not count, as a clause; None where it does."""

    @property
    def person(self) -> str:
        """The id of the person."""
        return self.record.person

    @property
    def role(self) -> str:
        """The role in which the person approved."""
        return self.record.role

    @property
    def meaning(self) -> str:
        """`approved` or `reviewed`."""
        return self.record.meaning

    @property
    def at(self) -> datetime:
        """When the person says to have approved."""
        return self.record.at

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it by itself; what is only proposed holds nowhere yet."""
        return self.meaning == APPROVED and self.shortfall is None and not self.record.entry.proposed

    @property
    def counts(self) -> bool:
        """Whether the text is nearer to being in force by it: an author's approval is not before somebody else's."""
        return self.holds and not self.only_authors
