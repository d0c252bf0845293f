"""Reviews of a pull request as every forge knows them, and which of them is a person's last word."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.days import parse_moment
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ForgeReview", "Ignored", "State", "is_bot", "last_words", "moment_of"]

_BOT = re.compile(r".*\[bot\]|(project|group)_\d+_bot(_[\da-f]*)?|service_account_(group_)?[\da-z_]+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
_ACCOUNT = re.compile(r"[A-Za-z0-9_][\w.\-]{0,254}(\[bot\])?")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class State(Enum):
    """What a review says; the value completes the sentence "The review ..."."""

    APPROVED = "approves"
    """The change is accepted."""
    CHANGES_REQUESTED = "asks for changes"
    """The change is not accepted as it is."""
    DISMISSED = "was dismissed"
    """Somebody took the review out of account."""
    COMMENTED = "is a comment"
    """It says nothing about acceptance."""
    PENDING = "was not submitted"
    """Nobody but its author sees it, or it was only asked for."""
    OTHER = "is of a kind that this program does not know"
    """A state that did not exist when this was written."""

    @property
    def decides(self) -> bool:
        """Whether it takes the place of what the person said before."""
        return self in {State.APPROVED, State.CHANGES_REQUESTED, State.DISMISSED}


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgeReview:
    """One review, by one account, of one commit."""

    forge: str
    """github, gitlab or gitea."""
    user: str | None
    """The account; None where it does not exist any more."""
    bot: bool
    state: State
    commit: str | None
    """The head that was reviewed, as far as the forge says so."""
    submitted_at: datetime | None
    at_written: str
    """The time as the forge writes it."""
    url: str
    stale: bool = False
    """Whether the forge itself says that the change went on after the review."""

    @property
    def fault(self) -> str | None:
        """Why the review could not be recorded, whatever it says."""
        if self.user is None:
            return "its account does not exist any more"
        if not _ACCOUNT.fullmatch(self.user):
            return "its account has a name that no account can have"
        if self.submitted_at is None:
            return "the forge does not say when it was submitted"
        if self.commit is None or not _COMMIT.fullmatch(self.commit):
            return "the forge does not say which commit was reviewed"
        return None if _ADDRESS.fullmatch(self.url) else "it has no address at which it can be looked up"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ignored:
    """A review that is no approval; `reason` is a clause."""

    review: ForgeReview
    reason: str


def moment_of(written: str | None) -> datetime | None:
    """The time of a forge, which has an offset; None for anything else."""
    return None if written is None else parse_moment(written)


def is_bot(user: str, kind: str = "User") -> bool:
    """Whether an account belongs to a program."""
    return kind.lower() == "bot" or bool(_BOT.fullmatch(user))


def last_words(reviews: Sequence[ForgeReview]) -> tuple[tuple[ForgeReview, ...], tuple[Ignored, ...]]:
    """The approvals that are each person's last word, and every other review with the reason why it is none."""
    ordered = sorted(reviews, key=lambda each: each.submitted_at or datetime.max.replace(tzinfo=UTC))
    decisive = [each for each in ordered if each.user and each.state.decides]
    last = {(each.user or "").lower(): each for each in decisive}
    approvals: list[ForgeReview] = []
    ignored: list[Ignored] = []
    for review in ordered:
        final = last.get((review.user or "").lower())
        reason = _reason(review, final)
        if reason is None:
            approvals.append(review)
        else:
            ignored.append(Ignored(review=review, reason=reason))
    return tuple(approvals), tuple(ignored)


def _reason(review: ForgeReview, final: ForgeReview | None) -> str | None:
    if review.user and review.bot:
        return "it was given by a program and not by a person"
    if review.state is not State.APPROVED:
        return f"it {review.state.value}"
    if final is not review and final is not None:
        again = " again" if final.state is State.APPROVED else ""
        return f"a later review by the same person {final.state.value}{again}"
    if review.stale:
        return "the change went on after it, says the forge"
    return review.fault
