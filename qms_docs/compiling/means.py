"""What the manual knows of resources: what people did not get to, training, equipment out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.compiling.told import Told, few
from qms_docs.model.records.equipment import Equipment
from qms_docs.model.records.training import Training
from qms_docs.views.status import Urgency, duties_by_owner, duties_of
from qms_docs.views.words import counted

if TYPE_CHECKING:
    from qms_docs.compiling.stand import Stand
    from qms_docs.model.manual import Manual

__all__ = ["resources"]

_IDLE = ("quarantine", "out of use")


def resources(stand: Stand) -> Told:
    """What is overdue and whose it is; whether people, means and knowledge suffice only people can say."""
    now, before = _overdue(stand.manual), _overdue(stand.begin)
    total, earlier = sum(now.values()), sum(before.values())
    known = stand.begin.commit is not None
    begun = f", {earlier} when the period began" if known else ""
    said = [f"{counted(total, 'duty', 'duties').capitalize()} overdue on {stand.day}{begun}."]
    said += [f"Most of them: {few(f'{title} {number}' for title, number in _most(now))}."] if now else []
    learning, sources = _training(stand)
    idle = [kept.id for kept, record in stand.records("equipment", Equipment) if record.status in _IDLE]
    said += learning
    said += [f"Equipment that is not in use: {few(idle)}."] if idle else []
    said.append("Whether people, infrastructure and knowledge suffice is for people to say.")
    data = bool(total or earlier or learning or idle)
    told = (f"Workload of due items of {stand.day}", *sources) if data else ()
    return Told(summary=" ".join(said), trend=stand.fewer(total, earlier) if data and known else None, sources=told)


def _overdue(manual: Manual) -> dict[str, int]:
    """How many duties are overdue, by whose they are."""
    found = {each.title: each.number(Urgency.OVERDUE) for each in duties_by_owner(manual, duties_of(manual))}
    return {title: number for title, number in found.items() if number}


def _most(overdue: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(overdue.items(), key=lambda each: (-each[1], each[0]))


def _training(stand: Stand) -> tuple[list[str], tuple[str, ...]]:
    every = list(stand.records("training", Training))
    if not every:
        return [], ()
    done = [kept.id for kept, record in every if record.status == "done" and record.completed in stand.now]
    late = [kept.id for kept, _ in every if stand.is_open(kept) and stand.is_overdue(kept)]
    said = f"{counted(len(done), 'training').capitalize()} done in the period"
    said += f"; overdue: {few(late)}." if late else "; none is overdue."
    return [said], stand.sources("training", (*done, *late))
