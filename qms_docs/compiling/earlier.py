"""What became of the actions of earlier reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.compiling.told import Told, few
from qms_docs.model.records.management_review import ManagementReview
from qms_docs.values import dataclass
from qms_docs.views.words import counted, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.compiling.stand import Stand
    from qms_docs.model.records.management_review import ReviewAction

__all__ = ["EarlierAction", "earlier_actions", "last_review", "previous_actions", "taken_over"]

_HELD = ("held", "closed")


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierAction:
    """An action of an earlier review, with what became of it."""

    review: str
    what: str
    status: str
    due: date | None


def _reviews(stand: Stand) -> list[ManagementReview]:
    """The reviews that were held by the day, oldest first."""
    found = [each for _, each in stand.records("management-review", ManagementReview) if each.status in _HELD]
    return sorted((each for each in found if _day(each) <= str(stand.day)), key=lambda each: (_day(each), each.id))


def _day(review: ManagementReview) -> str:
    return str(review.date or review.opened)


def last_review(stand: Stand) -> ManagementReview | None:
    """The newest review that was held by the day."""
    found = _reviews(stand)
    return found[-1] if found else None


def earlier_actions(stand: Stand) -> tuple[EarlierAction, ...]:
    """All actions of the newest review, and those of others that are open or were done in the period."""
    return tuple(_actions(stand))


def _actions(stand: Stand) -> Iterator[EarlierAction]:
    reviews = _reviews(stand)
    for review in reviews:
        for action in review.actions:
            done = action.done_on if action.done_on and action.done_on <= stand.day else None
            if review is reviews[-1] or (done is None and action.is_open) or done in stand.now:
                yield EarlierAction(
                    review=review.id,
                    what=action.what or "",
                    status="done" if done else "carried over" if action.carried_over_to else "open",
                    due=action.due,
                )


def taken_over(stand: Stand, review: str) -> tuple[ReviewAction, ...]:
    """The actions that earlier reviews have carried over to a review."""
    return tuple(
        each
        for earlier in _reviews(stand)
        for each in earlier.actions
        if each.carried_over_to == review and each.done_on is None
    )


def previous_actions(stand: Stand) -> Told:
    """How many of them are done."""
    reviews = _reviews(stand)
    actions = earlier_actions(stand)
    if not reviews:
        return Told(
            summary="No earlier management review is recorded, so there are no actions of one.",
            sources=stand.sources("management-review", ()),
        )
    sources = stand.sources("management-review", (reviews[-1].id, *(each.review for each in actions)))
    if not actions:
        return Told(
            summary=f"{reviews[-1].id} left no actions, and none of an earlier review is open.", sources=sources
        )
    done, carried = (sum(each.status == state for each in actions) for state in ("done", "carried over"))
    still = [each for each in actions if each.status == "open"]
    said = f"{done} of {counted(len(actions), 'action')} of earlier reviews {'is' if done == 1 else 'are'} done"
    said += f", {carried} carried over" if carried else ""
    said += f", {len(still)} open: {few(map(_open, still))}" if still else ""
    return Told(summary=f"{said}.", sources=sources)


def _open(action: EarlierAction) -> str:
    due = f" (due {day_in_words(action.due)})" if action.due else ""
    return f"“{action.what.strip().rstrip('.')}”{due}"
