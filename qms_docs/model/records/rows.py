"""Rows of the series that only grow: measurements, calibrations, satisfaction, acknowledgements, reviews."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import (
    Day,
    Digest,
    DocumentName,
    MeasuredPeriod,
    Number,
    PersonName,
    RevisionNumber,
    Whole,
    Words,
)
from qms_docs.model.records.parts import Part
from qms_docs.model.records.record import Naming
from qms_docs.values import dataclass

__all__ = ["Acknowledgement", "Calibration", "DocumentReview", "Measurement", "Row", "Satisfaction"]

Tolerance = Literal["in tolerance", "out of tolerance"]


@dataclass(frozen=True, kw_only=True)
class Row(Part):
    """One entry of a series; a cell that is empty or cannot be read is None."""

    path: str = field(default="", compare=False, metadata={"derived": True})
    line: int = field(default=1, compare=False, metadata={"derived": True})
    names: tuple[Naming, ...] = field(default=(), compare=False, repr=False, metadata={"derived": True})
    """Everything that it names."""

    @property
    def day(self) -> Day | None:
        """The day on which it was written, or for which it stands."""
        return None


@dataclass(frozen=True, kw_only=True)
class Measurement(Row):
    """A measurement of an objective."""

    period: Annotated[MeasuredPeriod | None, About(says="The period that was measured.", needed=ALWAYS)] = None
    value: Annotated[Number | None, About(says="The value that was measured.", needed=ALWAYS)] = None
    source: Annotated[Words | None, About(says="Where the value is from.", needed=ALWAYS)] = None
    by: Annotated[PersonName | None, About(says="The person who measured.", needed=ALWAYS)] = None
    on: Annotated[Day | None, About(says="The day on which that was.", needed=ALWAYS)] = None
    comment: Annotated[Words | None, About(says="What there is to say.")] = None

    @property
    def day(self) -> Day | None:
        """The day on which it was written."""
        return self.on


@dataclass(frozen=True, kw_only=True)
class Calibration(Row):
    """A calibration of a piece of equipment."""

    date: Annotated[Day | None, About(says="The day of the calibration.", needed=ALWAYS)] = None
    provider: Annotated[Words | None, About(says="Who has calibrated it.", needed=ALWAYS)] = None
    certificate: Annotated[Words | None, About(says="The number of the certificate.", needed=ALWAYS)] = None
    as_found: Annotated[Tolerance | None, About(says="Whether it came in within tolerance.", needed=ALWAYS)] = None
    as_left: Annotated[Tolerance | None, About(says="Whether it went out within tolerance.", needed=ALWAYS)] = None
    result: Annotated[
        Literal["pass", "adjusted", "fail"] | None, About(says="The outcome of the calibration.", needed=ALWAYS)
    ] = None
    next_due: Annotated[Day | None, About(says="The day of the next one; empty after fail.")] = None
    impact_assessment: Annotated[
        Words | None, About(says="What it means for what was measured; needed when it came in out of tolerance.")
    ] = None

    @property
    def day(self) -> Day | None:
        """The day of the calibration."""
        return self.date


@dataclass(frozen=True, kw_only=True)
class Satisfaction(Row):
    """What customers said in a period."""

    period: Annotated[MeasuredPeriod | None, About(says="The period for which they were asked.", needed=ALWAYS)] = None
    method: Annotated[
        Literal["survey", "interview", "call", "other"] | None, About(says="How they were asked.", needed=ALWAYS)
    ] = None
    n: Annotated[Whole | None, About(says="How many answered.", needed=ALWAYS)] = None
    score: Annotated[Number | None, About(says="The score as an average.", needed=ALWAYS)] = None
    comment: Annotated[Words | None, About(says="What there is to say.")] = None

    @property
    def day(self) -> Day | None:
        """The last day of the period."""
        return self.period.last if self.period else None


@dataclass(frozen=True, kw_only=True)
class Acknowledgement(Row):
    """Somebody has read and understood a revision."""

    person: Annotated[PersonName | None, About(says="The person who has read it.", needed=ALWAYS)] = None
    document: Annotated[DocumentName | None, About(says="The document that was read.", needed=ALWAYS)] = None
    revision: Annotated[RevisionNumber | None, About(says="The revision that was read.", needed=ALWAYS)] = None
    digest: Annotated[Digest | None, About(says="The digest of its text.", needed=ALWAYS)] = None
    on: Annotated[Day | None, About(says="The day on which that was.", needed=ALWAYS)] = None
    method: Annotated[
        Literal["site", "commit", "import"] | None, About(says="In which way it was given.", needed=ALWAYS)
    ] = None

    @property
    def day(self) -> Day | None:
        """The day on which it was given."""
        return self.on


@dataclass(frozen=True, kw_only=True)
class DocumentReview(Row):
    """Somebody has looked whether a document still holds."""

    date: Annotated[Day | None, About(says="The day of the review.", needed=ALWAYS)] = None
    by: Annotated[PersonName | None, About(says="The person who has looked.", needed=ALWAYS)] = None
    revision: Annotated[RevisionNumber | None, About(says="At which revision.", needed=ALWAYS)] = None
    outcome: Annotated[
        Literal["keep", "revise", "withdraw"] | None, About(says="What follows for the document.", needed=ALWAYS)
    ] = None
    comment: Annotated[Words | None, About(says="What there is to say.")] = None

    @property
    def day(self) -> Day | None:
        """The day of the review."""
        return self.date
