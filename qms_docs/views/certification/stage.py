"""A step of the path, or a challenge on it: what the data says, and what is next."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CHALLENGES", "STEPS", "Fact", "NextThing", "Stage", "Standing", "fact"]

STEPS = {
    "gap-analysis": "Gap analysis",
    "implementation": "Implementation",
    "internal-audit": "Internal audit",
    "management-review": "Management review",
    "certification-audit": "Certification audit",
    "continual-improvement": "Continual improvement",
}
"""The titles of the steps by their ids, in their order."""
CHALLENGES = {
    "resource-allocation": "Resource allocation",
    "change-management": "Change management",
    "employee-training": "Employee training",
    "maintaining-consistency": "Maintaining consistency",
}
"""Those of the challenges."""
_TITLES = STEPS | CHALLENGES
_MOST = 5


class Standing(Enum):
    """How a step or a challenge stands."""

    NOT_BEGUN = "not begun"
    """Nothing is recorded that belongs to it."""
    UNDER_WAY = "under way"
    """Something is recorded, and something of it is still to be done."""
    DONE = "done"
    """Everything that belongs to the step is recorded, and nothing of it is open."""
    PREPARED = "prepared"
    """All that comes before is done; what follows is up to somebody else."""
    ATTENTION = "needs attention"
    """Something is overdue or missing."""
    IN_HAND = "in hand"
    """Something is recorded, and nothing of it is overdue or missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Something that documents and records say, in a sentence with its figure."""

    text: str
    things: tuple[str, ...] = ()
    """Ids of the documents or records that it is about; at most five."""
    more: int = 0
    """How many there are besides."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NextThing:
    """One concrete thing to do."""

    what: str
    """A sentence."""
    command: str | None = None
    thing: str | None = None
    """The document or record at which it is done."""
    page: str | None = None
    """The page of the site that shows more, by its path in MkDocs' terms."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A step or a challenge."""

    id: str
    says: str
    """What belongs to it, in one sentence."""
    standing: Standing
    rule: str
    """What makes it stand so, in one sentence: nobody is to guess how the word came about."""
    facts: tuple[Fact, ...]
    next: NextThing | None
    """None where nothing is left to do."""
    page: str | None = None
    """The page of the site that shows more."""

    @property
    def title(self) -> str:
        """What it is called."""
        return _TITLES[self.id]


def fact(text: str, things: Sequence[str] = ()) -> Fact:
    """A fact with the first of the things that it is about."""
    return Fact(text=f"{text[:1].upper()}{text[1:]}", things=tuple(things[:_MOST]), more=max(0, len(things) - _MOST))
