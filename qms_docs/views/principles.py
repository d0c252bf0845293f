"""How the organization lives each quality management principle: its documents, measures and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.model.records.evidence import evidence_of
from qms_docs.model.records.objective import Objective
from qms_docs.values import dataclass
from qms_docs.views.objectives_shown import ObjectiveStanding, objective_standing
from qms_docs.views.publication import readable_documents, reference_to
from qms_docs.views.record_words import state_of
from qms_docs.views.words import age_in_words, day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.model.standard import Principle
    from qms_docs.views.publication import DocumentReference
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["PrincipleEvidence", "PrinciplePage", "ServingDocument", "principle_pages"]

_MOST = 50
"""Records that one page lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServingDocument:
    """A document in force that names the principle."""

    document: DocumentReference
    revision: str
    owner: str | None
    overdue_since: date | None
    """The day by which it was to be reviewed, where that has passed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrincipleEvidence:
    """A record that names the principle, or a document or an objective that does."""

    id: str
    title: str
    kind: str
    state: str
    by: str | None
    """The document or objective by which it belongs here; None where it names the principle itself."""
    on: date
    age: str
    until: date
    counts: bool
    """Whether it still counts as evidence on the day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrinciplePage:
    """One principle with everything that there is for it."""

    id: str
    title: str
    summary: str
    documents: tuple[ServingDocument, ...]
    coming: tuple[DocumentReference, ...]
    """Documents that name it and of which nothing is in force."""
    objectives: tuple[ObjectiveStanding, ...]
    evidence: tuple[PrincipleEvidence, ...]
    """The newest first; at most 50."""
    more: int
    """How many records there are besides."""
    gaps: tuple[str, ...]
    """What is missing, as sentences; a public site tells none."""


def principle_pages(manual: Manual, published: PublishedRecords) -> tuple[PrinciplePage, ...]:
    """The seven principles in their usual order, as the readers of the site may know them.

    What is missing is nobody's business outside the organization, and counted by what is public alone it would mislead:
    a public site tells no gaps, and has the pages only where something public names a principle.
    """
    looked_up = _Principles(manual, published)
    pages = tuple(map(looked_up.page, manual.library.principles))
    if manual.policy.site.audience is not Audience.PUBLIC:
        return pages
    return pages if any(each.documents or each.objectives or each.evidence for each in pages) else ()


class _Principles:
    """What is looked up for each principle."""

    def __init__(self, manual: Manual, published: PublishedRecords) -> None:
        self.manual = manual
        self.published = published
        self.documents = readable_documents(manual)
        self.records = published.told

    def page(self, principle: Principle) -> PrinciplePage:
        name, day = principle.id, self.manual.as_of
        serving = [each for each in self.documents if _names(each, name, day)]
        tagged = [each for each in self.records if name in each.record.principles]
        objectives = [each for each in tagged if isinstance(each.record, Objective)]
        told = tuple(objective_standing(self.published, each) for each in objectives)
        evidence = self.evidence(tagged, serving, objectives)
        documents = tuple(map(self.serving, serving))
        public = self.manual.policy.site.audience is Audience.PUBLIC
        return PrinciplePage(
            id=name,
            title=principle.title,
            summary=principle.summary,
            documents=documents,
            coming=tuple(reference_to(self.manual, each) for each in self.documents if _is_to_name(each, name, day)),
            objectives=told,
            evidence=tuple(evidence[:_MOST]),
            more=max(0, len(evidence) - _MOST),
            gaps=() if public else tuple(_gaps(name, documents, told, evidence)),
        )

    def serving(self, document: Document) -> ServingDocument:
        day = self.manual.as_of
        current = document.effective(day)
        due = document.next_review(self.manual.policy, day)
        owner = current.header.owner if current else None
        return ServingDocument(
            document=reference_to(self.manual, document),
            revision=current.number if current else "",
            owner=self.manual.organization.role_title(owner) if owner else None,
            overdue_since=due if due is not None and due < day else None,
        )

    def evidence(
        self, tagged: Iterable[KeptRecord], documents: Iterable[Document], objectives: Iterable[KeptRecord]
    ) -> list[PrincipleEvidence]:
        """The records that have something to show, the newest first, each once."""
        by: dict[str, str | None] = {each.id: None for each in tagged if not isinstance(each.record, Objective)}
        for name in (*(each.id for each in documents), *(each.id for each in objectives)):
            for each in self.published.naming.get(name, ()):
                by.setdefault(each.id, name)
        for objective in objectives:
            by.pop(objective.id, None)
        return sorted(self._shown(by), key=lambda each: (-each.on.toordinal(), each.id))

    def _shown(self, by: Mapping[str, str | None]) -> Iterator[PrincipleEvidence]:
        day = self.manual.as_of
        for name, through in by.items():
            kept = self.manual.records.find(name)
            shown = evidence_of(self.manual, kept) if kept is not None else None
            if kept is not None and shown is not None:
                yield PrincipleEvidence(
                    id=name,
                    title=self.published.words(kept.record.title or ""),
                    kind=kept.kind.title,
                    state=state_of(kept, day),
                    by=through,
                    on=shown.on,
                    age=age_in_words(shown.on, day),
                    until=shown.until,
                    counts=shown.until >= day,
                )


def _names(document: Document, principle: str, day: date) -> bool:
    current = document.effective(day) if document.vanished_by is None else None
    return current is not None and principle in current.header.principles


def _is_to_name(document: Document, principle: str, day: date) -> bool:
    """Whether a document of which nothing is in force is to name the principle."""
    if document.vanished_by is not None or document.is_obsolete(day) or document.effective(day) is not None:
        return False
    return principle in document.latest.header.principles


def _gaps(
    principle: str,
    documents: Sequence[ServingDocument],
    objectives: Sequence[ObjectiveStanding],
    evidence: Sequence[PrincipleEvidence],
) -> Iterator[str]:
    if not documents:
        yield f"No document in force names it: `principles: [{principle}]` in the front matter does."
    elif all(each.overdue_since for each in documents):
        names = [f"{each.document.id} (since {day_in_words(each.overdue_since)})" for each in documents]
        yield f"Every document that names it is overdue for review: {listed(names)}."
    if not objectives:
        yield "No objective names it, so no figure shows how far it is lived."
    for one in objectives:
        if one.value is None and one.state == "active":
            yield f"{one.id} is active and has no measurement yet."
    if not evidence:
        yield "No record is evidence for it: none names it, nor a document or an objective that does."
    elif not any(each.counts for each in evidence):
        newest = evidence[0]
        until = day_in_words(newest.until)
        yield f"The evidence is old: {newest.id} of {day_in_words(newest.on)} counted until {until}."
