"""What records of several types are made of: links, attachments, amendments, actions, looks at effectiveness.

The values of records have no slots: thousands of them are taken from what is kept between runs, and Python unpacks
dataclasses with slots by code of its own, several times as slowly.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from qms_docs.model.records.about import ALWAYS, About
from qms_docs.model.records.forms import Day, Evidence, Owner, PersonName, Scale, Sha256, Words
from qms_docs.values import dataclass

__all__ = [
    "Action",
    "Amendment",
    "Attachment",
    "Confidentiality",
    "Effectiveness",
    "Link",
    "Outcome",
    "Part",
    "Score",
    "unjudged",
]

Confidentiality = Literal["public", "internal", "restricted"]
Outcome = Literal["effective", "partly", "not"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A group of fields inside a record; a field that is absent or cannot be read is None or empty."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A typed link to something that is told elsewhere."""

    kind: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Attachment(Part):
    """A file that belongs to a record, bound by its hash."""

    path: Annotated[Words | None, About(says="The file, from the record's folder.", needed=ALWAYS)] = None
    sha256: Annotated[Sha256 | None, About(says="The SHA-256 of its bytes.", needed=ALWAYS)] = None


@dataclass(frozen=True, kw_only=True)
class Amendment(Part):
    """A later correction of a field, which itself stays as it was."""

    on: date | None
    by: str | None
    reason: str | None
    field: str
    """Its path with dots, such as `effectiveness.criterion`."""
    old: str | None
    new: str | None
    """Groups and lists as one line of YAML."""


@dataclass(frozen=True, kw_only=True)
class Action(Part):
    """Something that somebody does by a day."""

    what: Annotated[Words | None, About(says="What is to be done.", needed=ALWAYS)] = None
    owner: Annotated[Owner | None, About(says="The role or person that does it.", needed=ALWAYS)] = None
    due: Annotated[Day | None, About(says="The day by which it is done.", needed=ALWAYS)] = None
    done_on: Annotated[Day | None, About(says="The day on which it was done.")] = None
    evidence: Annotated[
        tuple[Evidence, ...],
        About(says="What proves it: records, SOP-004@3, files, or words with a blank in them."),
    ] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None


@dataclass(frozen=True, kw_only=True)
class Effectiveness(Part):
    """A look, after a while, at whether what was done has worked."""

    criterion: Annotated[Words | None, About(says="By what it is judged.")] = None
    due: Annotated[Day | None, About(says="The day by which it is judged.")] = None
    result: Annotated[Outcome | None, About(says="Whether it has worked.")] = None
    by: Annotated[PersonName | None, About(says="The person who judged it.")] = None
    on: Annotated[Day | None, About(says="The day on which it was judged.")] = None


def unjudged(look: Effectiveness | None, field: str = "effectiveness") -> tuple[str, ...]:
    """The paths of what is missing of an outcome: everything, or single fields."""
    if look is None:
        return (field,)
    return tuple(f"{field}.{name}" for name in ("result", "by", "on") if getattr(look, name) is None)


@dataclass(frozen=True, kw_only=True)
class Score(Part):
    """How likely something is, and how much it would change."""

    likelihood: Annotated[Scale | None, About(says="From 1 (rare) to 5 (almost certain).", needed=ALWAYS)] = None
    impact: Annotated[Scale | None, About(says="From 1 (slight) to 5 (severe).", needed=ALWAYS)] = None
