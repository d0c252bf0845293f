"""Something that one person has to know, and how it stands."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from datetime import date

    from qms_docs.model.document import Document

__all__ = ["Knowing", "Need", "Subject", "Timing", "timing_of"]


class Knowing(Enum):
    """How it stands with somebody and something that is to be known."""

    KNOWN = "known"
    """It was acknowledged or learned, and that counts today."""
    MISSING = "missing"
    """It was not, and no day has passed by which it was to be."""
    LATE = "late"
    """It was not, and the day has passed."""
    EXPIRED = "expired"
    """It was learned once, and the time is over after which it is learned again."""
    WAIVED = "waived"
    """A record of training says that it is not needed, and why."""
    OPTIONAL = "optional"
    """It was not, and nobody has to."""
    NOT_ASKED = "not asked"
    """The policy asks for no acknowledgement."""
    NOT_SHOWN = "not shown"
    """Only a record says something that this site does not show."""

    @property
    def lacks(self) -> bool:
        """Whether somebody has to do something."""
        return self in (Knowing.MISSING, Knowing.LATE, Knowing.EXPIRED)


class Timing(Enum):
    """When somebody knew a revision, set against the day on which it took effect."""

    BEFORE = "before it took effect"
    """Trained before it took effect."""
    SAME_DAY = "on the day on which it took effect"
    """On that very day."""
    AFTER = "after it took effect"
    """Worked by it before knowing it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A document or a skill."""

    id: str
    """The id of the document, or the words of the skill."""
    title: str
    """The title of the document; empty for a skill."""
    kind: str
    """How it is learned, such as `reading`."""
    revision: str | None = None
    """The number of the revision in force; None for a skill, and where nothing is in force."""
    mandatory: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Something that one person has to know."""

    subject: Subject
    person: str
    roles: tuple[str, ...]
    """The roles of the person for which it is asked."""
    knowing: Knowing
    revision: str | None = None
    """The number of the revision that the person acknowledged or was trained in."""
    on: date | None = None
    """When."""
    timing: Timing | None = None
    due: date | None = None
    """By when it is to be known, or learned again."""
    record: str | None = None
    """The record of training that says so."""
    remark: str = ""
    """What there is to say besides, as a clause."""

    @property
    def in_words(self) -> str:
        """What there is to say beside how it stands, as clauses."""
        said = [self._done()]
        if self.due is not None and self.knowing in (Knowing.MISSING, Knowing.LATE, Knowing.EXPIRED):
            said.append(f"{'due since' if self.knowing is not Knowing.MISSING else 'due by'} {day_in_words(self.due)}")
        return "; ".join(filter(None, [*said, self.remark]))

    def _done(self) -> str:
        if self.on is None:
            return ""
        of = f"revision {self.revision} " if self.revision else ""
        when = f", {self.timing.value}" if self.timing else ""
        done = "acknowledged" if self.subject.kind == "reading" and self.record is None else "learned"
        return f"{of}{done} on {day_in_words(self.on)}{when}"


def timing_of(document: Document, number: str, on: date) -> Timing | None:
    """When a revision was known, set against the day on which it takes effect; None where it has none."""
    revision = document.revision(number)
    if revision is None or revision.effective_on is None or revision.before_control:
        return None
    if on == revision.effective_on:
        return Timing.SAME_DAY
    return Timing.BEFORE if on < revision.effective_on else Timing.AFTER
