"""What the page of a management review tells beside its fields: how far what it decided has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.management_review import LETTERS, ManagementReview
from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.management_review import Output, ReviewAction
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.record_fields import FieldReader, Piece

__all__ = ["Decided", "ReviewSummary", "review_summary"]

_GROUPS = {"improvement": "Improvement", "changes": "Change of the system", "resources": "Resources"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """Something that the review decided, or that is done as a result."""

    kind: str
    what: tuple[Piece, ...]
    owner: Piece | None
    due: date | None
    state: str
    overdue: bool = False
    later: Piece | None = None
    """The review that has taken it over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewSummary:
    """How far the review and what it decided have come."""

    prepared: str
    """How many inputs are complete, in a sentence; empty once it was held."""
    progress: str
    """How many actions are done, in a sentence; empty where there are none."""
    lines: tuple[Decided, ...]


def review_summary(published: PublishedRecords, kept: KeptRecord, reader: FieldReader) -> ReviewSummary | None:
    """The summary of a management review; None for a record of another type."""
    record = kept.record
    if not isinstance(record, ManagementReview):
        return None
    return ReviewSummary(
        prepared=_prepared(record) if record.status == "planned" else "",
        progress=_progress(record.actions),
        lines=(*_outputs(record, reader), *(_action(each, published.manual.as_of, reader) for each in record.actions)),
    )


def _prepared(record: ManagementReview) -> str:
    letters = LETTERS.get(record.edition or "", "")
    ready = [each for each in letters if (one := record.inputs.get(each)) and one.summary and one.sources]
    return f"{len(ready)} of {len(letters)} inputs have a summary and what it rests on." if letters else ""


def _progress(actions: tuple[ReviewAction, ...]) -> str:
    if not actions:
        return ""
    done = sum(each.done_on is not None for each in actions)
    carried = sum(each.done_on is None and each.carried_over_to is not None for each in actions)
    over = f", {carried} carried over" if carried else ""
    return f"{done} of {len(actions)} actions done{over}, {len(actions) - done - carried} open."


def _outputs(record: ManagementReview, reader: FieldReader) -> Iterator[Decided]:
    for name, kind in _GROUPS.items():
        outputs: tuple[Output, ...] = getattr(record.outputs, name) if record.outputs else ()
        for each in outputs:
            yield Decided(
                kind=kind,
                what=tuple(reader.words(each.what or "")),
                owner=_who(each.owner, reader),
                due=each.due,
                state="decided",
            )


def _action(action: ReviewAction, day: date, reader: FieldReader) -> Decided:
    overdue = action.is_open and action.due is not None and action.due < day
    later = action.carried_over_to if action.done_on is None else None
    done = f"done on {day_in_words(action.done_on)}" if action.done_on else "open"
    return Decided(
        kind="Action",
        what=tuple(reader.words(action.what or "")),
        owner=_who(action.owner, reader),
        due=action.due,
        state="carried over to" if later else done,
        overdue=overdue,
        later=reader.thing(later) if later else None,
    )


def _who(owner: str | None, reader: FieldReader) -> Piece | None:
    return reader.person(owner) if owner else None
