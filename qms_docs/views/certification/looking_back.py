"""Steps 3 and 4: internal audit and management review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.records.audit_finding import AuditFinding
from qms_docs.model.records.audit_programme import AuditProgramme
from qms_docs.model.records.coverage import uncovered
from qms_docs.model.records.internal_audit import InternalAudit
from qms_docs.model.records.management_review import ManagementReview
from qms_docs.views.certification.seen import ids
from qms_docs.views.certification.stage import Fact, NextThing, Stage, Standing, fact
from qms_docs.views.words import counted, day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.certification.seen import Seen

__all__ = ["audit_step", "review_step"]

_REPORTED = ("reported", "closed")
_HELD = ("held", "closed")


def audit_step(seen: Seen) -> Stage:
    """Step 3: the system is audited by its own people, and what they find is mended."""
    programmes, audits = seen.of_kind("audit-programme"), seen.of_kind("internal-audit")
    departures = [each for each in seen.unclosed("audit-finding") if _is_departure(each)]
    recent = [each for each in audits if each.record.status in _REPORTED and seen.is_recent(_held_on(each))]
    completed = any(each.record.status == "completed" and _is_current(seen, each) for each in programmes)
    done = completed and bool(recent) and not departures
    begun = bool(programmes or audits or seen.of_kind("audit-finding"))
    return Stage(
        id="internal-audit",
        says="Every process and clause is audited in a cycle, by people who do not own it; findings are mended.",
        standing=Standing.DONE if done else Standing.UNDER_WAY if begun else Standing.NOT_BEGUN,
        rule="Done while a programme of this cycle is completed, an audit is reported, and no major or minor audit "
        "finding is open.",
        facts=tuple(_audit_facts(seen, programmes, audits, departures)),
        next=_audit_next(seen, programmes, audits, departures, completed=completed),
    )


def _is_departure(kept: KeptRecord) -> bool:
    return isinstance(kept.record, AuditFinding) and kept.record.grade in ("major", "minor")


def _held_on(kept: KeptRecord) -> date | None:
    record = kept.record
    if not isinstance(record, InternalAudit):
        return None
    return record.report_date or max(record.dates, default=record.opened)


def _is_current(seen: Seen, kept: KeptRecord) -> bool:
    record = kept.record
    period = record.period if isinstance(record, AuditProgramme) else None
    return period is not None and (period.last >= seen.day or seen.is_recent(period.last))


def _audit_facts(
    seen: Seen,
    programmes: tuple[KeptRecord, ...],
    audits: tuple[KeptRecord, ...],
    departures: list[KeptRecord],
) -> Iterator[Fact]:
    if not programmes:
        yield fact("There is no audit programme.")
    for each in programmes:
        if isinstance(each.record, AuditProgramme) and _is_current(seen, each):
            missing = len(list(uncovered(each.record, seen.manual)))
            plan = counted(len(each.record.planned_audits), "audit")
            gaps = (
                f"; {counted(missing, 'process or clause', 'processes and clauses')} covered by none" if missing else ""
            )
            yield fact(f"The programme {each.id} is {each.record.status}, with {plan}{gaps}.", [each.id])
    held = [each for each in audits if each.record.status in _REPORTED]
    if audits:
        last = max((day for each in held if (day := _held_on(each))), default=None)
        since = f", the last on {day_in_words(last)}" if last else ""
        yield fact(f"{len(held)} of {counted(len(audits), 'audit')} reported{since}.", ids(audits))
    else:
        yield fact("No audit is recorded.")
    if seen.of_kind("audit-finding"):
        late = sum(map(seen.is_overdue, departures))
        overdue = f", {late} not answered in time" if late else ""
        what = counted(len(departures), "major or minor audit finding", "major and minor audit findings")
        yield fact(f"{what} open{overdue}.", ids(departures))


def _audit_next(
    seen: Seen,
    programmes: tuple[KeptRecord, ...],
    audits: tuple[KeptRecord, ...],
    departures: list[KeptRecord],
    *,
    completed: bool,
) -> NextThing | None:
    if departures:
        first = departures[0]
        return NextThing(what=f"Deal with the audit finding {first.id}: {first.record.title}.", thing=first.id)
    standing = [each for each in audits if not each.is_closed(seen.day)]
    if standing:
        first = min(standing, key=lambda each: (str(_held_on(each)), each.id))
        what = f"Bring the audit {first.id} to its end; it is {first.record.status}."
        return NextThing(what=what, thing=first.id, command=f"qms record close {first.id}")
    for each in programmes:
        if isinstance(each.record, AuditProgramme) and not each.is_closed(seen.day):
            return _programme_next(seen, each, each.record)
    if completed:
        return None
    return NextThing(what="Begin an audit programme.", command="qms record new audit-programme")


def _programme_next(seen: Seen, kept: KeptRecord, programme: AuditProgramme) -> NextThing:
    planned = sorted(
        (each for each in programme.planned_audits if each.audit is None), key=lambda each: each.month or ""
    )
    missing = next(uncovered(programme, seen.manual), None)
    if programme.status == "draft" and missing:
        return NextThing(what=f"Plan an audit in {kept.id} that covers {missing}.", thing=kept.id)
    if programme.status == "draft":
        return NextThing(what=f"Have the programme {kept.id} approved.", thing=kept.id)
    if planned:
        names = listed([seen.manual.organization.process_title(each) for each in planned[0].processes])
        what = (
            f"Begin the record of the audit that {kept.id} plans for {planned[0].month}: {names or 'no process named'}."
        )
        return NextThing(what=what, command=f"qms record new internal-audit --set programme={kept.id}", thing=kept.id)
    if missing:
        return NextThing(what=f"Plan an audit in {kept.id} that covers {missing}.", thing=kept.id)
    return NextThing(what=f"Complete the programme {kept.id}.", command=f"qms record close {kept.id}", thing=kept.id)


def review_step(seen: Seen) -> Stage:
    """Step 4: top management looks at the system and decides."""
    reviews = seen.of_kind("management-review")
    held = sorted((each for each in reviews if each.record.status in _HELD), key=_reviewed_on)
    last = held[-1] if held else None
    actions = _open_actions(reviews)
    late = [kept.id for kept, due in actions if due is not None and due < seen.day]
    current = last is not None and seen.is_recent(
        last.record.date if isinstance(last.record, ManagementReview) else None
    )
    done = last is not None and current and seen.lack(last) is None and not late
    return Stage(
        id="management-review",
        says="Top management goes through every input that the edition names, and decides with owner and day.",
        standing=Standing.DONE if done else Standing.UNDER_WAY if reviews else Standing.NOT_BEGUN,
        rule="Done while a review was held within the cycle (`audit_cycle`, else 12 months), is complete, and none of "
        "its actions is overdue.",
        facts=tuple(_review_facts(reviews, held, actions, late)),
        next=_review_next(seen, reviews, last, actions, current=current),
    )


def _reviewed_on(kept: KeptRecord) -> tuple[str, str]:
    return (str(kept.record.date or "") if isinstance(kept.record, ManagementReview) else "", kept.id)


def _open_actions(reviews: tuple[KeptRecord, ...]) -> list[tuple[KeptRecord, date | None]]:
    found = [
        (kept, action.due)
        for kept in reviews
        for action in (kept.record.actions if isinstance(kept.record, ManagementReview) else ())
        if action.is_open
    ]
    return sorted(found, key=lambda each: (str(each[1] or "9999-12-31"), each[0].id))


def _review_facts(
    reviews: tuple[KeptRecord, ...],
    held: list[KeptRecord],
    actions: list[tuple[KeptRecord, date | None]],
    late: list[str],
) -> Iterator[Fact]:
    if not reviews:
        yield fact("There is no management review.")
        return
    last = held[-1].record if held else None
    on = f", the last on {day_in_words(last.date)}" if isinstance(last, ManagementReview) and last.date else ""
    yield fact(f"{len(held)} of {counted(len(reviews), 'management review')} held{on}.", ids(reversed(held)))
    overdue = f", {len(late)} overdue" if late else ""
    text = f"{counted(len(actions), 'action')} of reviews open{overdue}."
    yield fact(text, list(dict.fromkeys(kept.id for kept, _ in actions)))


def _review_next(
    seen: Seen,
    reviews: tuple[KeptRecord, ...],
    last: KeptRecord | None,
    actions: list[tuple[KeptRecord, date | None]],
    *,
    current: bool,
) -> NextThing | None:
    planned = [each for each in reviews if each.record.status == "planned"]
    if planned:
        first = min(planned, key=_reviewed_on)
        date_ = first.record.date if isinstance(first.record, ManagementReview) else None
        on = f", on {day_in_words(date_)}" if date_ else ""
        return NextThing(what=f"Hold the review {first.id}{on}.", thing=first.id)
    if last is None or not current:
        return NextThing(what="Plan a management review.", command="qms record new management-review")
    lack = seen.lack(last)
    if lack:
        return NextThing(what=f"{last.id}: {lack}", thing=last.id)
    if actions:
        kept, due = actions[0]
        by = f", {'overdue since' if due < seen.day else 'by'} {day_in_words(due)}" if due else ""
        return NextThing(what=f"Do what {kept.id} decided{by}.", thing=kept.id)
    if not last.is_closed(seen.day):
        return NextThing(what=f"Close {last.id}.", command=f"qms record close {last.id}", thing=last.id)
    return None
