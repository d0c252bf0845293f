"""Steps 5 and 6: certification audit and continual improvement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.corrective_action import CorrectiveAction
from qms_docs.model.records.objective import Objective, last_measurement
from qms_docs.views.certification.seen import ids
from qms_docs.views.certification.stage import Fact, NextThing, Stage, Standing, fact
from qms_docs.views.words import counted, day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.certification.seen import Seen

__all__ = ["certification_step", "improvement_step"]


def certification_step(seen: Seen, before: Sequence[Stage]) -> Stage:
    """Step 5: somebody from outside audits; what can be prepared here is prepared."""
    undone = [each for each in before if each.standing is not Standing.DONE]
    ready = not undone and not seen.errors
    begun = any(each.standing is not Standing.NOT_BEGUN for each in before)
    return Stage(
        id="certification-audit",
        says="A certification body audits the system; the audit pack gives it everything to take along.",
        standing=Standing.PREPARED if ready else Standing.UNDER_WAY if begun else Standing.NOT_BEGUN,
        rule="Prepared once the four steps before are done, and the rules find no error. Whether the organization is "
        "certified, the certification body alone says.",
        facts=tuple(_certification_facts(seen, before, undone)),
        next=_certification_next(seen, undone),
        page="auditor.md",
    )


def _certification_facts(seen: Seen, before: Sequence[Stage], undone: list[Stage]) -> Iterator[Fact]:
    names = listed([each.title.lower() for each in undone])
    yield fact(
        f"{len(before) - len(undone)} of the {len(before)} steps before are done"
        + (f"; not yet: {names}." if names else ".")
    )
    late = [
        each.id for each in seen.in_force if (on := each.next_review(seen.manual.policy, seen.day)) and on < seen.day
    ]
    overdue = f", {len(late)} overdue for review" if late else ""
    yield fact(f"{counted(len(seen.in_force), 'document')} in force{overdue}.", late)
    yield fact(f"The rules find {counted(len(seen.errors), 'error')}.")


def _certification_next(seen: Seen, undone: list[Stage]) -> NextThing:
    if undone:
        first = undone[0].next
        what = f"First the {undone[0].title.lower()}" + (f": {first.what}" if first else ".")
        return NextThing(what=what, command=first.command if first else None, thing=first.thing if first else None)
    if seen.errors:
        first_error = seen.errors[0]
        what = f"Mend what the rules find: {first_error.code} {first_error.fact}"
        return NextThing(what=what, command="qms check", page=f"rules/{first_error.code.lower()}.md")
    return NextThing(what="Make the audit pack of the day.", command="qms pack -o audit.zip", page="auditor.md")


def improvement_step(seen: Seen) -> Stage:
    """Step 6: what goes wrong is mended at its cause, and what goes well is made better."""
    kinds = ("nonconformity", "corrective-action", "objective", "opportunity")
    begun = any(map(seen.of_kind, kinds))
    return Stage(
        id="continual-improvement",
        says="Nonconformities are mended at their causes, objectives are measured, opportunities are taken.",
        standing=Standing.UNDER_WAY if begun else Standing.NOT_BEGUN,
        rule="It never ends: under way from the first nonconformity, corrective action, objective or opportunity on.",
        facts=tuple(_improvement_facts(seen)),
        next=_improvement_next(seen),
    )


def _improvement_facts(seen: Seen) -> Iterator[Fact]:
    waiting, over = seen.unclosed("nonconformity"), seen.closed("nonconformity")
    yield fact(f"{counted(len(waiting), 'nonconformity', 'nonconformities')} open, {len(over)} closed.", ids(waiting))
    acting, acted = seen.unclosed("corrective-action"), seen.closed("corrective-action")
    late = sum(map(seen.is_overdue, acting))
    proved = sum(_is_effective(each) for each in acted)
    more = f", {late} of them overdue" if late else ""
    text = f"{counted(len(acting), 'corrective action')} open{more}; {len(acted)} closed, {proved} found effective."
    yield fact(text, ids(acting))
    objectives = seen.of_kind("objective")
    states = [
        f"{number} {state}"
        for state in ("active", "achieved", "missed")
        if (number := sum(each.record.status == state for each in objectives))
    ]
    yield fact(
        f"{counted(len(objectives), 'objective')}" + (f": {listed(states)}." if states else "."), ids(objectives)
    )
    chances = seen.unclosed("opportunity")
    yield fact(f"{counted(len(chances), 'opportunity', 'opportunities')} open.", ids(chances))


def _is_effective(kept: KeptRecord) -> bool:
    look = kept.record.effectiveness if isinstance(kept.record, CorrectiveAction) else None
    return look is not None and look.result == "effective"


def _improvement_next(seen: Seen) -> NextThing | None:
    for kind, word in (
        ("corrective-action", "corrective action"),
        ("nonconformity", "nonconformity"),
        ("opportunity", "opportunity"),
    ):
        for kept in seen.unclosed(kind)[:1]:
            first = seen.first_day(kept)
            day = f", which is {kept.record.status}"
            if first:
                day = f": to be {first.what.rstrip('.')} by {day_in_words(first.on)}"
            return NextThing(what=f"Go on with the {word} {kept.id} {kept.record.title}{day}.", thing=kept.id)
    objectives = seen.of_kind("objective")
    for kept in objectives:
        record = kept.record
        if (
            isinstance(record, Objective)
            and record.status == "active"
            and last_measurement(record, seen.manual) is None
        ):
            command = f"qms record new objective-measurements --set id={kept.id}"
            return NextThing(
                what=f"Measure {kept.id} {record.title} for the first time.", command=command, thing=kept.id
            )
    if not any(each.record.status in ("draft", "active") for each in objectives):
        return NextThing(what="Set an objective that can be measured.", command="qms record new objective")
    return None
