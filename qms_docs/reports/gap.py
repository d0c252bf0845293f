"""The gap analysis: for a terminal, as CSV and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qms_docs.reports.csv_table import csv_table
from qms_docs.reports.plain import printable, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from qms_docs.views.gap import ClauseGap, NewestEvidence, OpenGap, StandardGap
    from qms_docs.views.transition import Transition

__all__ = ["gap_csv", "gap_json", "gap_text"]

_COLUMNS = (
    *("standard", "clause", "title", "state", "documents", "overdue_for_review", "evidence", "evidence_on"),
    *("evidence_days", "evidence_until", "required", "lacks", "exclusion", "justification", "gap", "action"),
    *("action_owner", "action_due"),
)


def gap_text(as_of: date, standards: Sequence[StandardGap], ways: Sequence[Transition]) -> str:
    """For each edition how ready it is and its clauses; then what moving to a later edition still needs."""
    paragraphs = [_standard_text(as_of, each) for each in standards] + [_way_text(each) for each in ways]
    return "\n".join(paragraphs)


def _standard_text(as_of: date, standard: StandardGap) -> str:
    rows = [_text_row(each) for each in standard.rows]
    clauses = table(("Clause", "Subject", "State", "Documents", "Newest evidence", "What is missing"), rows)
    gaps = [(row.number, each) for row in standard.rows for each in row.gaps]
    told = f"{standard.title}, as of {as_of}: {standard.readiness.in_words}\n{standard.note}\n\n{clauses}"
    if gaps:
        told += "\nOpen gaps by the newest assessment\n" + "".join(f"  {_gap_text(*each)}\n" for each in gaps)
    return told


def _text_row(row: ClauseGap) -> tuple[str, ...]:
    if row.divided:
        return row.number, row.title, row.state.value, "", "", ""
    documents = ", ".join(f"{each.document.id}{f' ({each.by})' if each.by else ''}" for each in row.documents)
    evidence = f"{row.evidence.id}, {row.evidence.on} ({_ago(row.evidence)})" if row.evidence else ""
    missing = "; ".join(row.lacks)
    if row.exclusion is not None:
        missing = f"{row.exclusion.assessment}: {row.exclusion.justification}"
    return row.number, row.title, row.state.value, documents, evidence, missing


def _ago(evidence: NewestEvidence) -> str:
    return evidence.age if evidence.days == 0 else f"{evidence.age} ago"


def _gap_text(number: str, gap: OpenGap) -> str:
    rated = f" rated “{gap.rating}”" if gap.rating else ""
    what = f"{gap.assessment}{rated}: {(gap.gap or 'the gap is not described').removesuffix('.')}."
    if gap.action is None:
        return printable(f"{number}  {what} Nothing is planned yet.")
    late = "overdue since" if gap.overdue else "by"
    day = f", {late} {gap.due}" if gap.due else ""
    return printable(f"{number}  {what} To do: {gap.action} ({gap.owner_title or 'nobody is named'}{day}).")


def _way_text(way: Transition) -> str:
    named = way.clauses - len(way.unnamed)
    told = f"From {way.earlier} to {way.later}: documents name {named} of {way.clauses} clauses by the later edition.\n"
    differences = [(each.earlier, each.later, "yes" if each.named else "no", each.note) for each in way.differences]
    told += "\n" + table(("Earlier", "Later", "Named", "What differs"), differences)
    if way.unnamed:
        rows = [(each.number, each.title, ", ".join(one.id for one in each.earlier)) for each in way.unnamed]
        told += f"\nClauses of {way.later} that no document in force names by that edition yet\n\n"
        told += table(("Clause", "Subject", "Documents that name it by the earlier one"), rows)
    return told


def gap_json(as_of: date, standards: Sequence[StandardGap], ways: Sequence[Transition]) -> str:
    """An object with the editions, their clauses in order, and the ways to later editions."""
    told = {
        "as_of": as_of.isoformat(),
        "standards": [_standard_object(each) for each in standards],
        "transitions": [_way_object(each) for each in ways],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _standard_object(standard: StandardGap) -> dict[str, Any]:
    ready = standard.readiness
    return {
        "id": standard.id,
        "title": standard.title,
        "readiness": {
            "covered": ready.covered,
            "partly": ready.partly,
            "open": ready.open,
            "not_applicable": ready.not_applicable,
        },
        "clauses": [_clause_object(each) for each in standard.rows],
    }


def _clause_object(row: ClauseGap) -> dict[str, Any]:
    return {
        "clause": row.number,
        "title": row.title,
        "state": row.state.value,
        "has_parts": row.divided,
        "documents": [
            {
                "id": each.document.id,
                "title": each.document.title,
                "by": each.by or None,
                "overdue_since": _day(each.overdue_since),
            }
            for each in row.documents
        ],
        "evidence": _evidence_object(row.evidence),
        "required": list(row.required),
        "lacks": list(row.lacks),
        "exclusion": None
        if row.exclusion is None
        else {
            "assessment": row.exclusion.assessment,
            "on": _day(row.exclusion.on),
            "justification": row.exclusion.justification,
        },
        "gaps": [_gap_object(each) for each in row.gaps],
    }


def _evidence_object(evidence: NewestEvidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "id": evidence.id,
        "kind": evidence.kind,
        "on": _day(evidence.on),
        "days": evidence.days,
        "until": _day(evidence.until),
        "in_period": evidence.in_period,
    }


def _gap_object(gap: OpenGap) -> dict[str, Any]:
    return {
        "assessment": gap.assessment,
        "on": _day(gap.on),
        "rating": gap.rating,
        "gap": gap.gap,
        "action": gap.action,
        "owner": gap.owner,
        "due": _day(gap.due),
        "overdue": gap.overdue,
    }


def _way_object(way: Transition) -> dict[str, Any]:
    return {
        "from": way.earlier,
        "to": way.later,
        "clauses": way.clauses,
        "differences": [
            {"from": each.earlier, "to": each.later, "note": each.note, "named": each.named} for each in way.differences
        ],
        "unnamed": [
            {"clause": each.number, "title": each.title, "documents": [one.id for one in each.earlier]}
            for each in way.unnamed
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def gap_csv(standards: Sequence[StandardGap]) -> str:
    """One row for each clause of each edition (RFC 4180)."""
    return csv_table(_COLUMNS, [_cells(standard, row) for standard in standards for row in standard.rows])


def _cells(standard: StandardGap, row: ClauseGap) -> tuple[object, ...]:
    evidence, exclusion = row.evidence, row.exclusion
    return (
        standard.id,
        row.number,
        row.title,
        row.state.value,
        _joined(each.document.id for each in row.documents),
        _joined(each.document.id for each in row.documents if each.overdue_since),
        evidence.id if evidence else None,
        evidence.on if evidence else None,
        evidence.days if evidence else None,
        evidence.until if evidence else None,
        _joined(row.required),
        _joined(row.lacks),
        exclusion.assessment if exclusion else None,
        exclusion.justification if exclusion else None,
        _joined(each.gap for each in row.gaps),
        _joined(each.action for each in row.gaps),
        _joined(each.owner for each in row.gaps),
        _joined(_day(each.due) for each in row.gaps),
    )


def _joined(words: Iterable[str | None]) -> str:
    return "; ".join(each for each in words if each)
