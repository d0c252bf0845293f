"""Reviews as GitHub returns them: `GET /repos/{owner}/{repo}/pulls/{number}/reviews` (REST API, 2022-11-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.forges.export import Shape, items, shaped
from qms_docs.forges.review import ForgeReview, State, is_bot, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["reviews"]

_STATES = {
    "APPROVED": State.APPROVED,
    "CHANGES_REQUESTED": State.CHANGES_REQUESTED,
    "COMMENTED": State.COMMENTED,
    "DISMISSED": State.DISMISSED,
    "PENDING": State.PENDING,
}


class _User(Shape):
    login: str
    type: str = "User"


class _Review(Shape):
    user: _User | None
    state: str
    html_url: str | None = None
    commit_id: str | None = None
    submitted_at: str | None = None


def reviews(values: Iterable[object]) -> tuple[ForgeReview, ...]:
    """The reviews of all pages.

    Raises CannotCheckError where an item is none.
    """
    return tuple(_review(shaped(_Review, each, "a review of GitHub")) for each in items(values))


def _review(review: _Review) -> ForgeReview:
    user = review.user
    return ForgeReview(
        forge="github",
        user=user.login if user else None,
        bot=user is not None and is_bot(user.login, user.type),
        state=_STATES.get(review.state.upper(), State.OTHER),
        commit=review.commit_id,
        submitted_at=moment_of(review.submitted_at),
        at_written=review.submitted_at or "",
        url=review.html_url or "",
    )
