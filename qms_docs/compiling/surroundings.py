"""What changed around the organization: issues of its context, and needs of interested parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.compiling.told import Told, few, named
from qms_docs.model.records.context_issue import ContextIssue
from qms_docs.views.words import counted, day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qms_docs.compiling.stand import Stand
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord

__all__ = ["context", "parties"]


def context(stand: Stand) -> Told:
    """Issues that are new, that were changed, and that are to be looked at again."""
    every = list(stand.records("context-issue", ContextIssue))
    if not every:
        return Told(summary="The manual has no record of an external or internal issue.")
    new = [kept for kept, record in every if record.opened in stand.now]
    changed = [
        kept for kept, record in every if kept not in new and any(each.entry.day in stand.now for each in kept.entries)
    ]
    overdue = [kept for kept, _ in every if stand.is_overdue(kept)]
    said = [f"{counted(len(every), 'issue')} {'is' if len(every) == 1 else 'are'} recorded."]
    for words, found in (("New in the period", new), ("Changed", changed), ("Overdue for a new look", overdue)):
        said += [f"{words}: {few(map(named, found))}."] if found else []
    said += ["None is new or was changed in the period."] if not new and not changed else []
    said += _climate(every)
    told = [*new, *changed, *overdue] or [kept for kept, _ in every]
    return Told(summary=" ".join(said), sources=stand.sources("context-issue", (each.id for each in told)))


def _climate(issues: list[tuple[KeptRecord, ContextIssue]]) -> list[str]:
    decision = next((record.climate_decision for _, record in issues if record.climate_decision), None)
    if decision is None or decision.relevant is None:
        return ["No decision about climate change is recorded."]
    matters = "matters" if decision.relevant else "does not matter"
    on = f", decided on {day_in_words(decision.on)}" if decision.on else ""
    return [f"Climate change {matters} here{on}."]


def parties(stand: Stand) -> Told:
    """What interested parties expect that they did not at the beginning of the period, and the other way round."""
    now, before = _requirements(stand.manual), _requirements(stand.begin)
    if now is None:
        return Told(summary="The manual has no register of interested parties (context/parties.yml).")
    known = (before or {}) if stand.knows_the_beginning else now
    new = [f"{who}: “{what}”" for (who, what) in now if (who, what) not in known]
    gone = [f"{who}: “{what}”" for (who, what) in known if (who, what) not in now]
    open_ = [f"{who}: “{what}”" for (who, what), addressed in now.items() if not addressed]
    number = counted(len({who for who, _ in now}), "interested party", "interested parties")
    whole = f"{counted(len(now), 'need')} of {number}"
    said = [f"{whole[:1].upper()}{whole[1:]} {'is' if len(now) == 1 else 'are'} recorded."]
    for words, found in (("New in the period", new), ("No longer there", gone), ("Addressed by nothing", open_)):
        said += [f"{words}: {few(found)}."] if found else []
    if not new and not gone:
        same = (
            "None came or went in the period." if stand.knows_the_beginning else "No earlier list tells what changed."
        )
        said.append(same)
    return Told(summary=" ".join(said), sources=(f"Register of interested parties of {stand.day}",))


def _requirements(manual: Manual) -> Mapping[tuple[str, str], bool] | None:
    """By party and need, whether something addresses it; None without a register."""
    register = manual.records.parties
    if register is None:
        return None
    return {
        (each.title or each.party or "", (each.requirement or "").strip().rstrip(".")): bool(each.addressed_in)
        for each in register.interested_parties
    }
