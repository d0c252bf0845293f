"""Whether actions on risks have worked, and those on opportunities, each apart; and ideas for improvement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.compiling.told import BETTER, WORSE, Told, few, named
from qms_docs.model.records.audit_finding import AuditFinding
from qms_docs.model.records.change_request import ChangeRequest
from qms_docs.model.records.opportunity import Opportunity
from qms_docs.model.records.risk import Risk
from qms_docs.model.records.rows import DocumentReview
from qms_docs.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.compiling.stand import Stand
    from qms_docs.compiling.told import Trend
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.outlook import Outlook

__all__ = ["improvement", "opportunities", "risks"]


def risks(stand: Stand) -> Told:
    """How far the actions on risks are, and whether they have worked."""
    return _outlooks(stand, list(stand.records("risk", Risk)), "risk", "risk", "risks")


def opportunities(stand: Stand) -> Told:
    """How far the actions on opportunities are, and whether they have worked."""
    found = list(stand.records("opportunity", Opportunity))
    return _outlooks(stand, found, "opportunity", "opportunity", "opportunities")


def _outlooks(stand: Stand, every: Sequence[tuple[KeptRecord, Outlook]], kind: str, one: str, many: str) -> Told:
    if not every:
        return Told(summary=f"The manual has no record of {'an' if one[0] in 'aeiou' else 'a'} {one}.")
    standing = [kept for kept, _ in every if stand.is_open(kept)]
    new = [kept for kept, record in every if record.opened in stand.now]
    done = [kept.id for kept, record in every for each in record.actions if each.done_on in stand.now]
    late = [kept.id for kept in standing if stand.is_overdue(kept)]
    judged = [
        (kept.id, record.effectiveness.result)
        for kept, record in every
        if record.effectiveness and record.effectiveness.result and record.effectiveness.on in stand.now
    ]
    known = counted(len(standing), one, many).capitalize()
    said = [f"{known} open, {len(new)} new in the period; {counted(len(done), 'action')} done."]
    results = Counter(result for _, result in judged)
    told = ", ".join(f"{results[each]} {each}" for each in ("effective", "partly", "not") if results[each])
    said.append(
        f"Effectiveness judged: {told} ({few(id_ for id_, _ in judged)})."
        if judged
        else "No effectiveness was judged in the period."
    )
    said += [f"Overdue: {few(late)}."] if late else ["Nothing is overdue."]
    ids = {*(kept.id for kept in new), *done, *late, *(id_ for id_, _ in judged)}
    return Told(
        summary=" ".join(said), trend=_trend([result for _, result in judged]), sources=stand.sources(kind, ids)
    )


def _trend(results: Sequence[str]) -> Trend | None:
    """What worked makes it better; what did not makes it worse. Where nothing was judged nobody can tell."""
    if not results:
        return None
    return BETTER if all(each == "effective" for each in results) else WORSE


def improvement(stand: Stand) -> Told:
    """What records of the period propose to make better."""
    chances = [kept for kept, record in stand.records("opportunity", Opportunity) if record.opened in stand.now]
    ideas = [
        kept
        for kept, record in stand.records("audit-finding", AuditFinding)
        if record.grade == "opportunity" and record.opened in stand.now
    ]
    requests = [kept for kept, record in stand.records("change-request", ChangeRequest) if record.opened in stand.now]
    revise = sorted(set(_to_revise(stand)))
    said = [
        f"{words}: {few(found)}."
        for words, found in (
            ("Opportunities that were recorded", [named(each) for each in chances]),
            ("Audit findings that see a chance", [named(each) for each in ideas]),
            ("Change requests that were raised", [named(each) for each in requests]),
            ("Documents that a review wants revised", revise),
        )
        if found
    ]
    if not said:
        return Told(summary="No record of the period proposes an improvement.")
    sources = [each.id for each in (*chances, *ideas, *requests)]
    rows = (f"Reviews of documents until {stand.day}",) if revise else ()
    return Told(summary=" ".join(said), sources=(*(stand.sources("opportunity", sources) if sources else ()), *rows))


def _to_revise(stand: Stand) -> Iterator[str]:
    for series in stand.manual.records.series:
        for row in series.rows:
            if isinstance(row, DocumentReview) and row.outcome == "revise" and row.date in stand.now:
                yield series.id
