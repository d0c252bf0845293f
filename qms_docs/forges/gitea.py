"""Reviews as Gitea and Forgejo return them: `GET /api/v1/repos/{owner}/{repo}/pulls/{index}/reviews`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.forges.export import Shape, items, shaped
from qms_docs.forges.review import ForgeReview, State, is_bot, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["reviews"]

_STATES = {
    "APPROVED": State.APPROVED,
    "REQUEST_CHANGES": State.CHANGES_REQUESTED,
    "COMMENT": State.COMMENTED,
    "PENDING": State.PENDING,
    "REQUEST_REVIEW": State.PENDING,
}


class _User(Shape):
    id: int = 1
    login: str


class _Review(Shape):
    user: _User | None = None
    state: str
    html_url: str | None = None
    commit_id: str | None = None
    submitted_at: str | None = None
    stale: bool = False
    dismissed: bool = False


def reviews(values: Iterable[object]) -> tuple[ForgeReview, ...]:
    """The reviews of all pages.

    Raises CannotCheckError where an item is none.
    """
    return tuple(_review(shaped(_Review, each, "a review of Gitea")) for each in items(values))


def _review(review: _Review) -> ForgeReview:
    # Accounts that are gone have the id -1, programs of Gitea itself lower ones; a review by a team has no user.
    user = review.user if review.user and review.user.id != -1 else None
    state = _STATES.get(review.state.upper(), State.OTHER)
    return ForgeReview(
        forge="gitea",
        user=user.login if user else None,
        bot=user is not None and (user.id < 0 or is_bot(user.login)),
        state=State.DISMISSED if review.dismissed and state.decides else state,
        commit=review.commit_id,
        submitted_at=moment_of(review.submitted_at),
        at_written=review.submitted_at or "",
        url=review.html_url or "",
        stale=review.stale,
    )
