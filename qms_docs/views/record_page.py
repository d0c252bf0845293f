"""The page of a record: what it says, in which state it is, what it needs next, and what it is connected with."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.records.due import days_of
from qms_docs.model.records.needs import fields_of, lacking
from qms_docs.model.records.retention import kept_since
from qms_docs.values import dataclass
from qms_docs.views.audit_record import audit_summary
from qms_docs.views.connections import links_of, naming_record
from qms_docs.views.publication import Access
from qms_docs.views.record_fields import FieldReader, Piece, Shown, ShownAmendment, ShownField
from qms_docs.views.record_panels import panels_of_record
from qms_docs.views.record_words import in_words, label, state_of
from qms_docs.views.review_record import review_summary
from qms_docs.views.words import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.finding import Finding
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.records.series import Series
    from qms_docs.views.audit_record import AuditSummary
    from qms_docs.views.connections import LinkLine
    from qms_docs.views.panel import Panel
    from qms_docs.views.published_records import PublishedRecords
    from qms_docs.views.review_record import ReviewSummary

__all__ = [
    "Attached",
    "Due",
    "RecordFinding",
    "RecordPage",
    "RowsOfRecord",
    "Step",
    "record_page",
    "record_title",
    "retention_in_words",
]

_AT_THE_TOP = ("opened", "owner", "due", "closed_on", "process", "clauses", "principles", "confidentiality", "hold")
_ELSEWHERE = frozenset(("id", "title", "status", "links", "attachments", "amendments", *_AT_THE_TOP))
_SINCE = {"closed": "the day on which it is closed", "opened": "the day on which it was begun"}
_THEN = {"delete": "deleted", "archive": "moved to the archive"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A state of the type, as seen from the record."""

    name: str
    says: str
    here: bool
    final: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A day by which something is to happen."""

    on: date
    what: str
    overdue: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFinding:
    """What a rule found in the record."""

    code: str
    fact: str
    remedy: str
    permitted_until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A file that belongs to the record."""

    name: str
    path: str
    """Its path in the repository; it stands there."""
    sha256: str | None
    same: bool
    """Whether its bytes are those that were attached."""
    missing: bool
    handed_out: bool
    """Whether the site may have it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RowsOfRecord:
    """The rows that belong to the record."""

    title: str
    table: Shown


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPage:
    """Everything that the page of one record says, its history and prose apart."""

    id: str
    title: str
    kind: str
    """The name of its type."""
    kind_title: str
    withheld: bool = False
    gone_on: date | None = None
    """The day on which its file was taken away."""
    disposition: Piece | None = None
    state: str = ""
    closed: bool = False
    overdue: bool = False
    facts: tuple[ShownField, ...] = ()
    fields: tuple[ShownField, ...] = ()
    steps: tuple[Step, ...] = ()
    lacks: tuple[str, ...] = ()
    """What is missing for the state in which it is."""
    next_state: str | None = None
    needs: tuple[str, ...] = ()
    """What the next state needs that is not there yet."""
    days: tuple[Due, ...] = ()
    findings: tuple[RecordFinding, ...] = ()
    amendments: tuple[ShownAmendment, ...] = ()
    attachments: tuple[Attached, ...] = ()
    links: tuple[LinkLine, ...] = ()
    named_by: tuple[LinkLine, ...] = ()
    rows: tuple[RowsOfRecord, ...] = ()
    retention: str = ""
    worked_out: tuple[tuple[str, str], ...] = ()
    """What follows from the fields, for templates of single types."""
    audit: AuditSummary | None = None
    """What there is to say of an internal audit alone."""
    review: ReviewSummary | None = None
    """What there is to say of a management review alone."""
    panels: tuple[Panel, ...] = ()
    """What is worked out from it and its rows."""


def record_page(
    published: PublishedRecords, kept: KeptRecord, findings: Sequence[Finding], rows: Sequence[Series]
) -> RecordPage | None:
    """The page of a record; None where the site does not name it.

    `findings` are those of the record, `rows` the series that belong to it.
    """
    access = published.access(kept)
    if access is Access.NONE:
        return None
    bare = RecordPage(
        id=kept.id, title=kept.record.title or "", kind=kept.kind.name, kind_title=kept.kind.title, withheld=False
    )
    if not kept.stands:
        return _gone(published, kept, replace(bare, title=record_title(published, kept)))
    if access is Access.TITLE:
        return replace(bare, withheld=True)
    manual, record = published.manual, kept.record
    reader = FieldReader(published, posixpath.dirname(kept.path), record.names, record.amendments)
    fields = {each.name: each for each in reader.fields(record)}
    lacks = tuple(lack.what for lack in lacking(record, kept.kind, manual))
    next_state, needs = _next(published, kept, lacks)
    days = tuple(
        Due(on=day.on, what=day.what, overdue=day.on < manual.as_of)
        for day in sorted(days_of(kept, manual), key=lambda each: (each.on, each.what))
    )
    return replace(
        bare,
        title=record_title(published, kept),
        state=state_of(kept, manual.as_of),
        closed=kept.is_closed(manual.as_of),
        overdue=any(each.overdue for each in days),
        facts=tuple(fields[name] for name in _AT_THE_TOP if name in fields and (name != "hold" or record.hold)),
        fields=tuple(each for name, each in fields.items() if name not in _ELSEWHERE and not _is_told(kept, each)),
        steps=tuple(_steps(kept)),
        lacks=tuple(published.words(in_words(each)) for each in lacks),
        next_state=next_state,
        needs=needs,
        days=days,
        findings=tuple(_finding(published, each) for each in findings),
        amendments=reader.amendments,
        attachments=tuple(_attachments(published, kept)),
        links=tuple(links_of(reader, kept)),
        named_by=tuple(naming_record(published, reader, kept)),
        rows=tuple(_rows(published, each) for each in rows),
        retention=retention_in_words(published, kept),
        worked_out=tuple(_worked_out(kept)),
        audit=audit_summary(published, kept, reader),
        review=review_summary(published, kept, reader),
        panels=panels_of_record(published, kept),
    )


def record_title(published: PublishedRecords, kept: KeptRecord) -> str:
    """The title under which the site tells of a record; nothing is left of that of one that was taken away."""
    return published.words(kept.record.title or "") if kept.stands else ""


def _is_told(kept: KeptRecord, field: ShownField) -> bool:
    """Whether the page tells a field at another place, with more than it says itself."""
    return kept.kind.name == "internal-audit" and field.name == "team" and not field.amended


def _gone(published: PublishedRecords, kept: KeptRecord, bare: RecordPage) -> RecordPage:
    reader = FieldReader(published, "", ())
    found = published.manual.records.dispositions.get(kept.id)
    gone = kept.vanished_by
    return replace(
        bare,
        state="taken away",
        gone_on=gone.day if gone else None,
        disposition=reader.thing(found.id) if found else None,
    )


def _steps(kept: KeptRecord) -> Iterator[Step]:
    for each in kept.kind.states:
        yield Step(name=each.name, says=each.says, here=each.name == kept.record.status, final=each.final)


def _next(published: PublishedRecords, kept: KeptRecord, lacks: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    following = kept.kind.next_after(kept.record.status)
    if following is None:
        return None, ()
    then = replace(kept.record, status=following)
    needs = [each.what for each in lacking(then, kept.kind, published.manual) if each.what not in lacks]
    plain = f", which the state “{following}” needs."
    return following, tuple(published.words(in_words(each.replace(plain, "."))) for each in needs)


def _finding(published: PublishedRecords, one: Finding) -> RecordFinding:
    return RecordFinding(
        code=one.code,
        fact=published.words(in_words(one.fact)),
        remedy=published.words(in_words(one.remedy)),
        permitted_until=one.permitted_until,
    )


def _attachments(published: PublishedRecords, kept: KeptRecord) -> Iterator[Attached]:
    handed_out = published.files(kept)
    for each in kept.record.attachments:
        if each.path is None:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(kept.path), each.path))
        found = published.manual.records.hashes.get(path)
        yield Attached(
            name=posixpath.basename(path),
            path=path,
            sha256=each.sha256,
            same=found is not None and found == each.sha256,
            missing=found is None,
            handed_out=path in handed_out,
        )


def _rows(published: PublishedRecords, series: Series) -> RowsOfRecord:
    reader = FieldReader(published, "", [name for each in series.rows for name in each.names])
    return RowsOfRecord(title=series.kind.title, table=reader.value(series.rows, "rows"))


def retention_in_words(published: PublishedRecords, kept: KeptRecord) -> str:
    """Until when a record is kept, and what happens then."""
    manual = published.manual
    if kept.record.hold:
        return "It is on hold: it may not be disposed of, whatever the retention says."
    rule = manual.policy.retention.get(kept.kind.name)
    if rule is None:
        return f"The policy does not say how long a record of the type “{kept.kind.title}” is kept."
    then = _THEN.get(rule.then, rule.then)
    basis = f" Basis: {rule.basis}." if rule.basis else ""
    start = kept_since(kept, rule)
    if start is None:
        return f"It is kept for {rule.keep} from {_SINCE.get(rule.since, 'its last change')}, then {then}.{basis}"
    until = rule.keep.after(start)
    over = "That time is over." if until < manual.as_of else f"Then it is {then}."
    return f"It is kept until {day_in_words(until)}: {rule.keep} from {day_in_words(start)}. {over}{basis}"


def _worked_out(kept: KeptRecord) -> Iterator[tuple[str, str]]:
    """Properties that a register of the type shows and that no field states."""
    names = {each.name for each in fields_of(type(kept.record))}
    for name in kept.kind.columns:
        value = None if name in names else getattr(kept.record, name, None)
        if value is not None:
            yield label(name), str(value)
