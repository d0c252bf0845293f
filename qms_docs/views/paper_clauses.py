"""The clauses of an audit as a checklist: what they are about, what serves them, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.clause_use import documents_by_clause
from qms_docs.model.records.applicability import Assessed
from qms_docs.model.standard import InformationKind, Occasion
from qms_docs.values import dataclass
from qms_docs.views.publication import readable_documents
from qms_docs.views.words import day_in_words, listed, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.standard import Clause, ClauseReference, RequiredInformation
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["PaperClause", "paper_clauses"]

_WHEN = {
    Occasion.ALWAYS: "",
    Occasion.AS_NECESSARY: ", as far as the organization needs it",
    Occasion.WHERE_APPLICABLE: ", where the case arises",
}
_MOST_DOCUMENTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperClause:
    """One clause without parts that the audit judges by."""

    standard: str
    number: str
    title: str
    summary: str
    documents: tuple[tuple[str, str], ...]
    """Id with revision, and title, of the documents in force that serve it."""
    evidence: str
    """The newest record that counts for it, or that there is none."""
    exclusion: str
    """Why it does not apply; empty where it does."""
    questions: tuple[str, ...]


def paper_clauses(
    published: PublishedRecords, references: Sequence[ClauseReference], day: date
) -> tuple[PaperClause, ...]:
    """The clauses that references name, each with its parts, in the order of their standards."""
    look = _Clauses(published, day)
    found = {clause.reference: clause for each in references for clause in look.parts(each)}
    return tuple(look.told(found[reference]) for reference in sorted(found))


class _Clauses:
    """What is looked up for every clause."""

    def __init__(self, published: PublishedRecords, day: date) -> None:
        self.manual = published.manual
        self.day = day
        self.documents = documents_by_clause(self.manual, readable_documents(self.manual), day)
        self.evidence = published.evidence
        self.assessed = Assessed(self.manual, published.told)

    def parts(self, reference: ClauseReference) -> Iterator[Clause]:
        standard = self.manual.library.standard(reference.standard or "")
        for each in standard.undivided if standard else ():
            if reference.covers(each.reference):
                yield each

    def told(self, clause: Clause) -> PaperClause:
        covering = self.manual.library.covering(clause.reference)
        found = {document.id: document for tag in covering for document in self.documents.get(tag, ())}
        serving = list(found.values())
        verdict = self.assessed.verdict(clause.reference)
        excluded = verdict is not None and verdict.excludes
        standard = self.manual.library.standard(clause.standard)
        return PaperClause(
            standard=standard.title if standard else clause.standard,
            number=clause.number,
            title=clause.title,
            summary=clause.summary,
            documents=tuple(self._document(each) for each in serving),
            evidence=self._newest(covering),
            exclusion=f"{verdict.kept.id}: {(verdict.item.justification or '').strip()}"
            if verdict and excluded
            else "",
            questions=() if excluded else tuple(self._questions(clause, serving)),
        )

    def _document(self, document: Document) -> tuple[str, str]:
        revision = document.effective(self.day)
        return f"{document.id}@{revision.number}" if revision else document.id, title_of(document, revision)

    def _newest(self, covering: Sequence[ClauseReference]) -> str:
        found = [each for tag in covering for each in self.evidence.get(tag, ())]
        best = max(found, key=lambda each: (each.on, each.id), default=None)
        return f"{best.id} ({best.kind}, {day_in_words(best.on)})" if best else "none"

    def _questions(self, clause: Clause, serving: Sequence[Document]) -> Iterator[str]:
        """What to ask, in words of our own, from our paraphrase and from what the manual holds."""
        if serving:
            names = listed([each.id for each in serving[:_MOST_DOCUMENTS]])
            more = " and others" if len(serving) > _MOST_DOCUMENTS else ""
            yield f"{names}{more}: have a recent case shown, and follow it to its end. Is it done as written?"
        else:
            yield "No document in force names this clause. Who knows how it is done, and how do others learn it?"
        for each in clause.information:
            yield _information(each)
        yield "How do those who do it see that it works, and what did they do the last time it did not?"


def _information(one: RequiredInformation) -> str:
    when = _WHEN[one.when]
    if one.kind is InformationKind.MAINTAIN:
        return f"{one.what}{when}: is it in force, and there for those who need it?"
    return f"{one.what}{when}: take a sample. Is it complete, and does it show what was done and by whom?"
