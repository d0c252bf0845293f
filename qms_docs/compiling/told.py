"""What there is to say under a letter or topic: a summary, a trend where numbers show one, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.parts import Confidentiality

__all__ = ["BETTER", "STEADY", "WORSE", "Told", "Trend", "few", "is_restricted", "majority", "named"]

Trend = Literal["better", "steady", "worse"]
BETTER: Trend = "better"
STEADY: Trend = "steady"
WORSE: Trend = "worse"
_MOST_NAMED = 5
_RESTRICTED: Confidentiality = "restricted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One input, or one topic of an input."""

    summary: str
    trend: Trend | None = None
    """None where no numbers show one."""
    sources: tuple[str, ...] = ()
    """Empty where the manual holds nothing, and people have to say on what it rests."""
    topics: Mapping[str, Told] | None = None


def majority(trends: Iterable[Trend | None]) -> Trend | None:
    """What most of several trends say; None where there is none."""
    known = [each for each in trends if each is not None]
    if not known:
        return None
    better, worse = known.count(BETTER), known.count(WORSE)
    return STEADY if better == worse else BETTER if better > worse else WORSE


def is_restricted(kept: KeptRecord) -> bool:
    """Whether nothing that the record says is told in a draft, which may be read by more people than the record."""
    return kept.record.confidentiality == _RESTRICTED


def named(kept: KeptRecord) -> str:
    """A record by its id and title; one that is restricted by its id alone."""
    record = kept.record
    if is_restricted(kept) or not record.title:
        return record.id
    return f"{record.id} {record.title.strip().rstrip('.')}"


def few(names: Iterable[str]) -> str:
    """The first of several names, and how many more there are."""
    every = list(names)
    rest = len(every) - _MOST_NAMED
    return "; ".join(every[:_MOST_NAMED]) + (f"; and {rest} more" if rest > 0 else "")
