"""Documents as the working papers of an audit show them: in force on its day, with what they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.values import dataclass
from qms_docs.views.passages import passages, words_of
from qms_docs.views.words import day_in_words, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from qms_docs.model.document import Document, Revision
    from qms_docs.model.manual import Manual
    from qms_docs.redline.text import Block
    from qms_docs.views.passages import Passage

__all__ = ["AuditedText", "PaperDocument", "audited_text", "is_looked_for", "paper_document", "relevant_documents"]

_RECORDS = re.compile(r"\b(?:records?|evidence|retention|documented information)\b", re.IGNORECASE)
_DUTIES = re.compile(r"\b(?:responsib\w*|authorit\w*|roles?|duties)\b", re.IGNORECASE)
_MOST_LINES = 12
_LONGEST = 240


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditedText:
    """The passages of a text that an auditor looks for."""

    sections: tuple[str, ...]
    records: tuple[str, ...]
    """What it says has to be recorded."""
    duties: tuple[str, ...]
    """What it says of responsibilities."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperDocument:
    """A document that the audit goes by."""

    id: str
    title: str
    revision: str
    since: str
    """The day from which on it is in force, in words."""
    overdue: bool
    """Whether it was to be reviewed before the day of the audit."""
    sections: tuple[str, ...]
    records: tuple[str, ...]
    """What it says has to be recorded."""
    duties: tuple[str, ...]
    """What it says of responsibilities."""
    other: str = ""
    """That the criteria of the audit name another revision."""


def relevant_documents(documents: Iterable[Document], day: date) -> Iterator[tuple[Document, Revision]]:
    """Those that are in force on a day, as far as it is known, each with its revision."""
    for each in documents:
        revision = each.effective(day) if each.vanished_by is None else None
        if revision is not None:
            yield each, revision


def is_looked_for(heading: Block) -> bool:
    """Whether an auditor looks for what stands below a heading."""
    title = words_of(heading)
    return bool(_RECORDS.search(title) or _DUTIES.search(title))


def audited_text(blocks: Iterable[Block]) -> AuditedText:
    """What an auditor looks for in a text, given as its blocks; they may lack what stands below other headings."""
    found = passages(blocks)
    level = min((each.level for each in found if each.level > 1), default=0)
    return AuditedText(
        sections=tuple(each.title for each in found if each.level == level),
        records=_lines(found, _RECORDS),
        duties=_lines(found, _DUTIES),
    )


def paper_document(
    manual: Manual, document: Document, revision: Revision, day: date, read: Callable[[str], AuditedText]
) -> PaperDocument:
    """A document with the passages of its text that an auditor looks for."""
    found = read(revision.text.text.blob)
    due = document.next_review(manual.policy, day)
    return PaperDocument(
        id=document.id,
        title=title_of(document, revision),
        revision=revision.number,
        since=day_in_words(revision.effective_on),
        overdue=due is not None and due < day,
        sections=found.sections,
        records=found.records,
        duties=found.duties,
    )


def _lines(found: Sequence[Passage], about: re.Pattern[str]) -> tuple[str, ...]:
    lines = [_cut(line) for each in found if about.search(each.title) for line in each.lines]
    more = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], f"and {more} lines more") if more > 0 else tuple(lines)


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"
