"""The summary of a pull request as Markdown, for a comment that its job writes and brings up to date."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qms_docs.model.finding import Severity
from qms_docs.reports.forge_text import code, fitting, inline, prose
from qms_docs.reports.summary_document import document_block, row
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.model.finding import Finding
    from qms_docs.views.document_change import ChangedDocument
    from qms_docs.views.other_changes import OtherChange
    from qms_docs.views.summary import Summary

__all__ = ["MARKER", "summary_markdown"]

MARKER = "<!-- qms-summary -->"
"""The first line, by which a job finds the comment that it wrote before."""

_MOST = 60_000
"""Characters: GitHub refuses a comment of more than 65,536, GitLab one of more than 1,000,000."""
_MOST_ROWS, _MOST_FINDINGS, _MOST_DETAILS = 100, 25, 12
_OF_TABLE, _OF_FINDINGS, _OF_OTHERS = 20_000, 12_000, 6_000
"""Characters of each part; the rest is for the documents themselves."""
_FEW = 3
"""Documents that are shown unfolded."""
_LEAST = 1_000
"""Characters that are worth beginning a document for."""
_HOW_TO_SEE = "`qms diff` shows one of them, for instance `qms diff SOP-004 3..`; the preview shows all."


def summary_markdown(summary: Summary, preview: str | None = None) -> str:
    """The summary, with a link to the preview where there is one; the first line is the marker.

    What does not fit is left out with a word about where to see it.
    """
    top = [MARKER, *_head(summary, preview), *_table(summary.documents)]
    end = [*_findings(summary), *_others(summary.others), *_foot(summary)]
    room = _MOST - sum(len(each) + 2 for each in (*top, *end))
    return "\n\n".join([*top, *_documents(summary, room), *end]) + "\n"


def _head(summary: Summary, preview: str | None) -> list[str]:
    documents = summary.documents
    what = _counted(documents) if documents else "Nothing changes in controlled documents."
    link = [f"[Preview of the manual as it would be]({preview})"] if preview else []
    return ["## What this change does to the manual", what, *link]


def _counted(documents: Sequence[ChangedDocument]) -> str:
    """How many documents become what."""
    if len(documents) == 1:
        return f"One controlled document is {documents[0].fate.value}."
    numbers = Counter(each.fate.value for each in documents)
    said = [f"{number:,} {'is' if number == 1 else 'are'} {fate}" for fate, number in numbers.items()]
    return f"{len(documents):,} controlled documents are concerned: {', '.join(said)}."


def _table(documents: Sequence[ChangedDocument]) -> list[str]:
    if len(documents) < 2:  # noqa: PLR2004 - one document needs no table
        return []
    rows = fitting((row(each) for each in documents[:_MOST_ROWS]), _OF_TABLE)
    more = len(documents) - len(rows)
    table = "\n".join(["| Document | Becomes | Revision | Class | What changes |", "|---|---|---|---|---|", *rows])
    return [table, *([f"And {more:,} more documents."] if more else [])]


def _documents(summary: Summary, room: int) -> list[str]:
    """The documents one after the other, each with its share of the room that is left, as many as fit."""
    blocks: list[str] = []
    folded = len(summary.documents) > _FEW
    for place, each in enumerate(summary.documents):
        left = summary.documents[place:]
        share = max(room // len(left), _LEAST)
        if share > room:
            names = inline(", ".join(document.id for document in left))
            blocks.append(f"Details of {len(left):,} more documents are left out here: {names}. {_HOW_TO_SEE}")
            break
        block = document_block(each, folded=folded, most=share)
        room -= len(block) + 2
        blocks.append(block)
    return blocks


def _findings(summary: Summary) -> list[str]:
    found = summary.report.findings
    if not found:
        return []
    errors = sum(each.severity is Severity.ERROR for each in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    said = listed([f"{number:,} {word}{'s' if number != 1 else ''}" for number, word in counts if number])
    lines = fitting(map(_finding, found[:_MOST_FINDINGS]), _OF_FINDINGS)
    if len(found) > len(lines):
        lines.append(f"- And {len(found) - len(lines):,} more: `qms check` with the same `--base` names all.")
    return [f"### Findings that this change brings: {said}", "\n".join(lines)]


def _finding(finding: Finding) -> str:
    return f"- **{finding.code}** {code(finding.place)} {prose(finding.fact)} {prose(finding.remedy)}".rstrip()


def _others(others: Sequence[OtherChange]) -> list[str]:
    if not others:
        return []
    return ["### What else changes", "\n".join(fitting(map(_other, others), _OF_OTHERS))]


def _other(other: OtherChange) -> str:
    name = f"{other.what} ({code(other.path)})" if other.path else other.what
    more = len(other.details) - _MOST_DETAILS
    details = [inline(each, 120) for each in other.details[:_MOST_DETAILS]]
    details += [f"{more:,} more"] if more > 0 else []
    return f"- **{name}**: {'; '.join(details)}" if details else f"- **{name}**: changed"


def _foot(summary: Summary) -> list[str]:
    known = summary.report.known
    older = f" {known:,} {'finding was' if known == 1 else 'findings were'} there before." if known else ""
    return [f"<sub>Compared with {inline(summary.since)} as of {summary.report.as_of}.{older}</sub>"]
