"""What must happen to a manual in its time, whatever else does: documents come, are withdrawn and go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from benchmarks.founding import DEPARTMENTS
from benchmarks.sheet import KINDS, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.chance import Chance

__all__ = ["FEW", "MANY", "Duty", "Size", "Task", "half_of", "plan"]

FEW = 50
"""Fewer documents than these cover the clauses of a standard only where each of them names many."""
MANY = 10
"""From so many documents on there is at least one of each fate, and a standard that they cover."""
_SPARE = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How large a corpus is to be.

    Raises ValueError for what leaves no room for a history.
    """

    documents: int
    commits: int
    years: int = 8

    def __post_init__(self) -> None:
        if self.documents < 2:  # noqa: PLR2004 - two documents can refer to each other
            raise ValueError("a corpus has at least 2 documents")
        if self.commits < 3 * self.documents + _SPARE:
            raise ValueError(f"{self.documents} documents need at least {3 * self.documents + _SPARE} commits")
        if not 1 <= self.years <= 30:  # noqa: PLR2004 - git cannot hold a day before 1970
            raise ValueError("a corpus spans 1 to 30 years")


def half_of(documents: int, commits: int) -> Size | None:
    """Half of a corpus; None where that would leave no room for a history."""
    try:
        return Size(documents=documents // 2, commits=commits // 2)
    except ValueError:
        return None


class Task(Enum):
    """What has to be done."""

    CREATE = auto()
    """A document comes into being."""
    DRAFT = auto()
    """A document comes into being as a draft and stays one."""
    INTRODUCE = auto()
    """A document comes into being whose first revision takes effect after the last day of the corpus."""
    WITHDRAW = auto()
    """A document is taken out of use, and its file stays."""
    RETIRE = auto()
    """A document is taken out of use at once, because its file is to go."""
    REMOVE = auto()
    """The file of a document that is out of use is deleted."""
    ANNOUNCE = auto()
    """A revision is issued whose day is after the last of the corpus."""
    MOVE = auto()
    """The folder of a department gets another name."""
    RESTORE = auto()
    """A file that was deleted by mistake comes back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """A task with the number of commits after which it is due."""

    due: int
    task: Task
    document: str = ""
    kind: Kind = KINDS[0]
    department: str = ""
    sheet: Sheet | None = None


def plan(size: Size, chance: Chance) -> list[Duty]:
    """The duties of a corpus, in the order in which they fall due."""
    return sorted(_duties(size, chance), key=lambda duty: duty.due)


def _duties(size: Size, chance: Chance) -> Iterator[Duty]:
    removed, withdrawn, announced, drafts = (_share(size.documents, part) for part in (0.04, 0.04, 0.02, 0.01))
    introduced, total = drafts, size.documents + removed
    documents = list(_documents(total, chance))
    come = [1 + int(0.85 * size.commits * (number / total) ** 1.7) for number in range(total)]
    for number, (document, kind) in enumerate(documents):
        last = total - number
        task = Task.DRAFT if last <= drafts else Task.INTRODUCE if last <= drafts + introduced else Task.CREATE
        yield Duty(due=come[number], task=task, document=document, kind=kind)

    early = chance.some_of(range(int(total * 0.8)), total)
    retired = [number for number in early if not documents[number][1].delay][:removed]
    others = [number for number in early if number not in retired]
    for number in retired:
        due = chance.between(come[number] + size.commits // 12, int(0.93 * size.commits))
        yield Duty(due=due, task=Task.RETIRE, document=documents[number][0])
        yield Duty(due=due + 1 + size.commits // 40, task=Task.REMOVE, document=documents[number][0])
    for number in others[:withdrawn]:
        due = chance.between(come[number] + size.commits // 12, int(0.95 * size.commits))
        yield Duty(due=due, task=Task.WITHDRAW, document=documents[number][0])
    for number in others[withdrawn : withdrawn + announced]:
        due = chance.between(int(0.96 * size.commits), int(0.98 * size.commits))
        yield Duty(due=due, task=Task.ANNOUNCE, document=documents[number][0])

    moves = min(len(DEPARTMENTS), 1 + size.commits // 200)
    for department in chance.some_of(DEPARTMENTS, moves):
        due = chance.between(size.commits // 10, int(0.9 * size.commits))
        yield Duty(due=due, task=Task.MOVE, department=department)


def _share(documents: int, part: float) -> int:
    return max(1, round(documents * part)) if documents >= MANY else 0


def _documents(total: int, chance: Chance) -> Iterator[tuple[str, Kind]]:
    """The ids of the documents with their types, numbered type by type."""
    numbers: Counter[str] = Counter()
    for _ in range(total):
        kind = chance.weighed([(kind, kind.share) for kind in KINDS])
        numbers[kind.prefix] += 1
        yield f"{kind.prefix}-{numbers[kind.prefix]:04d}", kind
