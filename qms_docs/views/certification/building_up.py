"""The first two steps: gap analysis and implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.clause_use import standards_in_use
from qms_docs.model.records.gap_assessment import GapAssessment
from qms_docs.views.certification.stage import Fact, NextThing, Stage, Standing, fact
from qms_docs.views.gap import ClauseState
from qms_docs.views.words import counted, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qms_docs.model.records.gap_assessment import GapItem
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.parts import Action
    from qms_docs.model.standard import Clause
    from qms_docs.views.certification.seen import Seen

__all__ = ["gap_step", "implementation_step"]

_GAP_PAGE = "gap.md"


def gap_step(seen: Seen) -> Stage:
    """Step 1: which clauses were looked at, and what was found missing."""
    assessments = seen.of_kind("gap-assessment")
    unlooked = _unassessed(seen)
    unplanned = list(_without_action(seen))
    done = bool(seen.editions) and bool(assessments) and not unlooked and not unplanned
    return Stage(
        id="gap-analysis",
        says="Every clause of the standard is looked at: does it apply, how far is it met, what is missing?",
        standing=Standing.DONE if done else Standing.UNDER_WAY if assessments else Standing.NOT_BEGUN,
        rule="Done once every clause of each edition in use was assessed, and each gap has an action.",
        facts=tuple(_gap_facts(seen, assessments, unlooked, unplanned)),
        next=_gap_next(seen, assessments, unlooked, unplanned),
        page=_GAP_PAGE if seen.editions else None,
    )


def _unassessed(seen: Seen) -> list[Clause]:
    return [
        clause
        for standard in standards_in_use(seen.manual)
        for clause in standard.undivided
        if seen.assessed.verdict(clause.reference) is None
    ]


def _without_action(seen: Seen) -> Iterator[tuple[KeptRecord, GapItem]]:
    """The open gaps about which nothing is planned."""
    told: set[tuple[str, str | None]] = set()
    for standard in standards_in_use(seen.manual):
        for clause in standard.clauses:
            for verdict in seen.assessed.gaps(clause.reference):
                key = (verdict.kept.id, verdict.item.clause)
                if verdict.item.action is None and key not in told:
                    told.add(key)
                    yield verdict.kept, verdict.item


def _gap_facts(
    seen: Seen,
    assessments: tuple[KeptRecord, ...],
    unlooked: list[Clause],
    unplanned: list[tuple[KeptRecord, GapItem]],
) -> Iterator[Fact]:
    if not seen.editions:
        yield fact("The policy (qms.yml) names no standard of which the clauses are known.")
    for standard in standards_in_use(seen.manual):
        whole = len(standard.undivided)
        missing = sum(each.standard == standard.id for each in unlooked)
        yield fact(f"{standard.title}: {whole - missing} of {whole} clauses were assessed.")
    if assessments:
        newest = max(assessments, key=_assessed_on)
        record = newest.record
        day = day_in_words(record.date) if isinstance(record, GapAssessment) else ""
        on = f", the newest of {day}" if day else ""
        yield fact(f"{counted(len(assessments), 'gap assessment')}{on}.", [newest.id])
    else:
        yield fact("There is no gap assessment.")
    if unplanned:
        owners = list(dict.fromkeys(kept.id for kept, _ in unplanned))
        yield fact(f"{counted(len(unplanned), 'gap')} without an action.", owners)


def _assessed_on(kept: KeptRecord) -> tuple[str, str]:
    record = kept.record
    return (str(record.date or "") if isinstance(record, GapAssessment) else "", kept.id)


def _gap_next(
    seen: Seen,
    assessments: tuple[KeptRecord, ...],
    unlooked: list[Clause],
    unplanned: list[tuple[KeptRecord, GapItem]],
) -> NextThing | None:
    if not seen.editions:
        return NextThing(what="Name the standard in qms.yml: `standards: [iso9001:2026]`.")
    if not assessments:
        return NextThing(what="Begin the first gap assessment.", command="qms record new gap-assessment")
    if unlooked:
        first = unlooked[0]
        where = f"{first.number} {first.title} ({first.standard}) and {counted(len(unlooked) - 1, 'other clause')}"
        what = f"Assess {where if len(unlooked) > 1 else f'{first.number} {first.title} ({first.standard})'}."
        return NextThing(what=what, page=_GAP_PAGE, thing=max(assessments, key=_assessed_on).id)
    if unplanned:
        kept, item = unplanned[0]
        return NextThing(what=f"Plan an action for clause {item.clause} in {kept.id}.", thing=kept.id)
    return None


def implementation_step(seen: Seen) -> Stage:
    """Step 2: what the gaps ask for is done, and each clause is covered."""
    actions = list(_actions(seen))
    waiting = [each for each in actions if each[1].is_open]
    unmet = [row for edition in seen.editions for row in edition.rows if not row.divided and row.lacks]
    done = bool(seen.editions) and bool(seen.in_force) and not waiting and not unmet
    begun = bool(seen.in_force or actions)
    return Stage(
        id="implementation",
        says="Gaps are closed by actions with an owner and a day, and documents come into force.",
        standing=Standing.DONE if done else Standing.UNDER_WAY if begun else Standing.NOT_BEGUN,
        rule="Done once no action of a gap assessment is open, and each clause that applies is covered.",
        facts=tuple(_implementation_facts(seen, actions, waiting)),
        next=_implementation_next(seen, waiting),
        page="register.md",
    )


def _actions(seen: Seen) -> Iterator[tuple[KeptRecord, Action]]:
    """Every action of a gap assessment."""
    for kept in seen.of_kind("gap-assessment"):
        if isinstance(kept.record, GapAssessment):
            yield from ((kept, item.action) for item in kept.record.items if item.action is not None)


def _implementation_facts(
    seen: Seen, actions: list[tuple[KeptRecord, Action]], waiting: list[tuple[KeptRecord, Action]]
) -> Iterator[Fact]:
    late = [kept.id for kept, action in waiting if action.due is not None and action.due < seen.day]
    if actions:
        overdue = f", {len(late)} overdue" if late else ""
        text = f"{len(actions) - len(waiting)} of {counted(len(actions), 'action')} from gaps done{overdue}."
        yield fact(text, list(dict.fromkeys(kept.id for kept, _ in waiting)))
    else:
        yield fact("No gap assessment names an action.")
    coming = len(seen.documents) - len(seen.in_force)
    yield fact(
        f"{counted(len(seen.in_force), 'document')} in force" + (f", {coming} to come or in review." if coming else ".")
    )
    for edition in seen.editions:
        yield fact(f"{edition.title}: {edition.readiness.in_words}")


def _implementation_next(seen: Seen, waiting: list[tuple[KeptRecord, Action]]) -> NextThing | None:
    if waiting:
        kept, action = min(waiting, key=lambda each: (str(each[1].due or "9999-12-31"), each[0].id))
        due = f", {'overdue since' if action.due < seen.day else 'by'} {day_in_words(action.due)}" if action.due else ""
        return NextThing(what=f"{action.what} ({seen.title(action.owner)}{due}), for {kept.id}.", thing=kept.id)
    kind = next(iter(seen.manual.policy.types), None)
    command = f'qms new {kind} "TITLE"' if kind else None
    if not seen.documents:
        return NextThing(what="Begin the first document.", command=command)
    for wanted in (ClauseState.OPEN, ClauseState.PARTLY):
        for edition in seen.editions:
            for row in edition.rows:
                if row.state is wanted and not row.divided:
                    what = f"Cover {row.number} {row.title} of {edition.title}: {'; '.join(row.lacks)}."
                    return NextThing(what=what, page=_GAP_PAGE, command="qms gap" if row.documents else command)
    if not seen.editions:
        return NextThing(what="Name the standard in qms.yml: `standards: [iso9001:2026]`.")
    return None
