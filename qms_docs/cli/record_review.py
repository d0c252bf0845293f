"""What `qms record new management-review --period` compiles, and what it says about that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from qms_docs.cli.output import say
from qms_docs.failures import WrongUseError
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from qms_docs.compiling.period import ReviewPeriod
    from qms_docs.model.manual import Manual
    from qms_docs.recording.review_draft import ReviewDraft
    from qms_docs.sources.loading import ManualSource

__all__ = ["Asked", "asked_review", "begun_review", "say_review", "usual_chair"]

_REVIEW = "management-review"
_NOTHING = "Nothing was written."


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A review that somebody wants compiled."""

    period: ReviewPeriod
    edition: str | None
    as_of: date | None


def asked_review(kind: str, period: str | None, edition: str | None, as_of: date | None) -> Asked | None:
    """What the options ask for; None where they ask for no compiled review.

    Raises WrongUseError for a period that cannot be read, and for options that go with something else.
    """
    from qms_docs.compiling.period import parse_review_period

    if period is None:
        if edition is not None or as_of is not None:
            raise WrongUseError(f"`--edition` and `--as-of` go with `--period`. {_NOTHING}")
        return None
    if kind != _REVIEW:
        raise WrongUseError(f"`--period` goes with the type {_REVIEW}, not with {kind}. {_NOTHING}")
    found = parse_review_period(period)
    if found is None:
        raise WrongUseError(
            f"--period {period} is no period. Write 2026, 2026-H1, 2026-Q1, 2026-01..2026-06 or two days with `..` "
            f"between them, the earlier first. {_NOTHING}"
        )
    return Asked(period=found, edition=edition, as_of=as_of)


def begun_review(source: ManualSource, manual: Manual, asked: Asked, id_: str) -> ReviewDraft:
    """The draft, compiled from the manual as of the last day of the period, or of today where that is to come."""
    from qms_docs.compiling.stand import Stand
    from qms_docs.recording.review_draft import review_draft

    edition = _edition(manual, asked.edition)
    first = asked.period.now.first
    day = asked.as_of or min(asked.period.now.last, source.today)
    if first > source.today:
        raise WrongUseError(f"The period begins on {first}, which is still to come. {_NOTHING}")
    if not first <= day <= source.today:
        raise WrongUseError(f"--as-of {day} lies before the period or is still to come. {_NOTHING}")
    seen, current = source.manual(day, judged=True), source.manual(judged=True)
    began_later = asked.as_of is None and not _has_records(seen) and _has_records(current)
    stand = Stand(
        manual=current if began_later else seen,
        begin=source.manual(first - timedelta(days=1), judged=True),
        period=asked.period,
        began_later=began_later and day < source.today,
    )
    return review_draft(stand, edition, id_, manual)


def _has_records(manual: Manual) -> bool:
    return bool(manual.records.kept or manual.records.series)


def _edition(manual: Manual, asked: str | None) -> str:
    """The edition by whose letters it is compiled: the one that is named, else the newest in use."""
    from qms_docs.model.records.management_review import LETTERS

    known = " or ".join(LETTERS)
    if asked is not None and asked not in LETTERS:
        raise WrongUseError(f"--edition {asked} is none that a review goes by. Name {known}. {_NOTHING}")
    in_use = sorted(each for each in manual.policy.standards if each in LETTERS)
    if asked is None and not in_use:
        raise WrongUseError(f"`standards` in qms.yml names no edition, so name one: --edition {known}. {_NOTHING}")
    return asked or in_use[-1]


def usual_chair(manual: Manual, values: Mapping[str, str]) -> Mapping[str, str]:
    """Who leads the review where nobody has said so: its owner, where that is one person."""
    owner, people = values["owner"], manual.organization.people
    holders = [owner] if owner in people else [each.id for each in people.values() if each.holds(owner, manual.as_of)]
    return {"chair": holders[0]} if "chair" not in values and len(holders) == 1 else {}


def say_review(review: ReviewDraft) -> None:
    """As of which day it is compiled, and which letters people have to write."""
    from qms_docs.views.words import counted

    say(review.preface[0])
    if review.late:
        late = counted(review.late, "record that was opened in the period", "records that were opened in the period")
        say(f"Left out: {late}, and came into the manual later. `--as-of` with a later day takes in what came since.")
    if review.unsaid:
        say(f"The manual holds nothing for input {', '.join(review.unsaid)}: write there what it rests on.")
    say(f"Look at the day ({review.values['date']}), the chair and those who attend, and complete the inputs.")
