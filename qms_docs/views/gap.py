"""How far the organization has come with a standard: clause by clause documents, evidence, exclusions and gaps."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from qms_docs.model.clause_use import documents_by_clause, standards_in_use
from qms_docs.model.records.applicability import Assessed
from qms_docs.model.records.evidence import Evidence, evidence_by_clause
from qms_docs.model.standard import InformationKind, Occasion
from qms_docs.values import dataclass
from qms_docs.views.clauses import anchor_of_edition
from qms_docs.views.publication import readable_documents, reference_to
from qms_docs.views.words import age_in_words, day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from qms_docs.model.document import Document
    from qms_docs.model.manual import Manual
    from qms_docs.model.records.applicability import Verdict
    from qms_docs.model.standard import Clause, ClauseReference, Standard
    from qms_docs.views.publication import DocumentReference
    from qms_docs.views.published_records import PublishedRecords

__all__ = [
    "ClauseGap",
    "ClauseState",
    "Exclusion",
    "NewestEvidence",
    "OpenGap",
    "Readiness",
    "Serving",
    "StandardGap",
    "gap_analysis",
    "published_gap",
]


class ClauseState(Enum):
    """How far a clause is met, as far as documents and records show it (records.md 3).

    A clause that the standard always wants evidence for is covered by a document together with evidence that is within
    its period, as `qms_docs.model.records.evidence` says; any other by its document. Evidence that is asked for where a
    case arises, or as far as necessary, is shown and not waited for.
    """

    COVERED = "covered"
    """A document is in force and not overdue for review, and evidence is within its period where it is asked for."""
    PARTLY = "partly"
    """There is something, and not all of that."""
    OPEN = "open"
    """There is neither a document in force nor a record."""
    NOT_APPLICABLE = "not applicable"
    """The newest assessment of it says so, with a justification."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Serving:
    """A document in force that serves a clause."""

    document: DocumentReference
    by: str
    """How its tag leads here, such as `names 7.5`; empty where it names the clause itself."""
    overdue_since: date | None
    """The day by which it was to be reviewed, where that has passed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewestEvidence:
    """The newest evidence for a clause."""

    id: str
    kind: str
    on: date
    age: str
    """In words, such as `3 months`."""
    days: int
    until: date
    in_period: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """Why a clause does not apply."""

    assessment: str
    on: date
    justification: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenGap:
    """What an assessment found missing, and what is done about it."""

    assessment: str
    on: date
    rating: str | None
    gap: str | None
    action: str | None
    owner: str | None
    """A role or person."""
    owner_title: str | None
    due: date | None
    overdue: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseGap:
    """One clause with everything that there is for it."""

    number: str
    anchor: str
    title: str
    main: bool
    """Whether it is a clause of the first level."""
    divided: bool
    """Whether it has parts, by which its state goes."""
    state: ClauseState
    documents: tuple[Serving, ...] = ()
    evidence: NewestEvidence | None = None
    required: tuple[str, ...] = ()
    """Documented information that it always asks for."""
    exclusion: Exclusion | None = None
    gaps: tuple[OpenGap, ...] = ()
    lacks: tuple[str, ...] = ()
    """What it needs to be covered, in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Readiness:
    """How many clauses without parts stand how."""

    covered: int
    partly: int
    open: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        """How many apply."""
        return self.covered + self.partly + self.open

    @property
    def percent(self) -> int:
        """How many of those that apply are covered, in whole percent that are reached."""
        return self.covered * 100 // self.applicable if self.applicable else 0

    @property
    def in_words(self) -> str:
        """All four numbers in a sentence."""
        return (
            f"{self.covered} of {self.applicable} applicable clauses covered ({self.percent} %), {self.partly} partly, "
            f"{self.open} open; {self.not_applicable} not applicable."
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardGap:
    """One edition, its clauses in order."""

    id: str
    anchor: str
    title: str
    note: str
    rows: tuple[ClauseGap, ...]
    readiness: Readiness


def gap_analysis(
    manual: Manual, standards: Iterable[Standard], published: PublishedRecords | None = None
) -> tuple[StandardGap, ...]:
    """The editions clause by clause on the day of the manual.

    With `published`, of what the readers of the site may know and of nothing else.
    """
    analysis = _Analysis(manual, published)
    return tuple(analysis.of(each) for each in standards)


def published_gap(published: PublishedRecords) -> tuple[StandardGap, ...]:
    """The editions in use, of what the readers of the site may know."""
    return gap_analysis(published.manual, standards_in_use(published.manual), published)


class _Analysis:
    """What is looked up for every clause."""

    def __init__(self, manual: Manual, published: PublishedRecords | None) -> None:
        self.manual = manual
        records = manual.records.standing if published is None else published.told
        documents = manual.documents if published is None else readable_documents(manual)
        self.documents = documents_by_clause(manual, documents, manual.as_of)
        self.evidence: Mapping[ClauseReference, list[Evidence]] = (
            evidence_by_clause(manual, records, manual.records.series) if published is None else published.evidence
        )
        self.assessed = Assessed(manual, records)
        self.titles = {each.id: each.title for each in manual.library.standards}
        self._known: dict[tuple[str, str], Serving] = {}

    def of(self, standard: Standard) -> StandardGap:
        undivided = {each.reference for each in standard.undivided}
        whole = {each.reference: self.clause(each) for each in standard.clauses if each.reference in undivided}
        rows = [whole.get(each.reference) or self.divided(each, whole) for each in standard.clauses]
        count = Counter(each.state for each in whole.values())
        readiness = Readiness(
            covered=count[ClauseState.COVERED],
            partly=count[ClauseState.PARTLY],
            open=count[ClauseState.OPEN],
            not_applicable=count[ClauseState.NOT_APPLICABLE],
        )
        return StandardGap(
            id=standard.id,
            anchor=anchor_of_edition(standard.id),
            title=standard.title,
            note=standard.note,
            rows=tuple(rows),
            readiness=readiness,
        )

    def divided(self, clause: Clause, whole: Mapping[ClauseReference, ClauseGap]) -> ClauseGap:
        """A clause that stands as its parts do."""
        states = {row.state for reference, row in whole.items() if clause.reference.covers(reference)}
        applying = states - {ClauseState.NOT_APPLICABLE}
        state = ClauseState.PARTLY if len(applying) > 1 else next(iter(applying or states))
        return ClauseGap(
            number=clause.number,
            anchor=f"{anchor_of_edition(clause.standard)}-{clause.number}",
            title=clause.title,
            main=clause.parent is None,
            divided=True,
            state=state,
            documents=tuple(self.serving(clause.reference, (clause.reference,))),
            gaps=self.gaps(clause.reference),
        )

    def clause(self, clause: Clause) -> ClauseGap:
        """A clause without parts."""
        covering = self.manual.library.covering(clause.reference)
        documents = tuple(self.serving(clause.reference, covering))
        evidence = self.newest(covering)
        verdict = self.assessed.verdict(clause.reference)
        excluded = verdict is not None and verdict.excludes
        lacks = () if excluded else tuple(_lacks(clause, documents, evidence))
        return ClauseGap(
            number=clause.number,
            anchor=f"{anchor_of_edition(clause.standard)}-{clause.number}",
            title=clause.title,
            main=clause.parent is None,
            divided=False,
            state=_state(documents, evidence, lacks, excluded=excluded),
            documents=documents,
            evidence=evidence,
            required=tuple(each.what for each in clause.information if each.when is Occasion.ALWAYS),
            exclusion=_exclusion(verdict) if verdict is not None and excluded else None,
            gaps=self.gaps(clause.reference),
            lacks=lacks,
        )

    def serving(self, reference: ClauseReference, covering: Sequence[ClauseReference]) -> Iterable[Serving]:
        """The documents that name one of these, each by the tag that says most precisely what it serves."""
        seen: set[str] = set()
        for tag in covering:
            for document in self.documents.get(tag, ()):
                if document.id not in seen:
                    seen.add(document.id)
                    yield self.by_way(document, self.way(reference, tag))

    def by_way(self, document: Document, way: str) -> Serving:
        """A document as it serves several clauses."""
        key = (document.id, way)
        if key not in self._known:
            due, day = document.next_review(self.manual.policy, self.manual.as_of), self.manual.as_of
            overdue_since = due if due is not None and due < day else None
            named = reference_to(self.manual, document)
            self._known[key] = Serving(document=named, by=way, overdue_since=overdue_since)
        return self._known[key]

    def way(self, reference: ClauseReference, tag: ClauseReference) -> str:
        if tag == reference:
            return ""
        edition = "" if tag.standard == reference.standard else f" of {self.titles[tag.standard or '']}"
        return f"names {tag.number}{edition}"

    def newest(self, covering: Sequence[ClauseReference]) -> NewestEvidence | None:
        """The newest evidence that is within its period, and where none is, the newest."""
        day = self.manual.as_of
        found = [each for tag in covering for each in self.evidence.get(tag, ())]
        best = max(found, key=lambda each: (each.until >= day, each.on, each.id), default=None)
        if best is None:
            return None
        return NewestEvidence(
            id=best.id,
            kind=best.kind,
            on=best.on,
            age=age_in_words(best.on, day),
            days=(day - best.on).days,
            until=best.until,
            in_period=best.until >= day,
        )

    def gaps(self, reference: ClauseReference) -> tuple[OpenGap, ...]:
        return tuple(_open_gap(self.manual, each) for each in self.assessed.gaps(reference))


def _asks_for_evidence(clause: Clause) -> bool:
    return any(each.kind is InformationKind.RETAIN and each.when is Occasion.ALWAYS for each in clause.information)


def _lacks(clause: Clause, documents: Sequence[Serving], evidence: NewestEvidence | None) -> Iterable[str]:
    if not documents:
        yield "no document in force names it"
    elif all(each.overdue_since for each in documents):
        names = [f"{each.document.id} (since {day_in_words(each.overdue_since)})" for each in documents]
        yield f"overdue for review: {listed(names)}"
    if _asks_for_evidence(clause):
        if evidence is None:
            yield "no evidence"
        elif not evidence.in_period:
            yield f"the evidence counted until {day_in_words(evidence.until)}"


def _state(
    documents: Sequence[Serving], evidence: NewestEvidence | None, lacks: Sequence[str], *, excluded: bool
) -> ClauseState:
    if excluded:
        return ClauseState.NOT_APPLICABLE
    if not lacks:
        return ClauseState.COVERED
    return ClauseState.PARTLY if documents or evidence else ClauseState.OPEN


def _exclusion(verdict: Verdict) -> Exclusion:
    return Exclusion(
        assessment=verdict.kept.id, on=verdict.on, justification=(verdict.item.justification or "").strip()
    )


def _open_gap(manual: Manual, verdict: Verdict) -> OpenGap:
    item, action = verdict.item, verdict.item.action
    due = action.due if action else None
    owner = action.owner if action else None
    return OpenGap(
        assessment=verdict.kept.id,
        on=verdict.on,
        rating=item.rating,
        gap=item.gap,
        action=action.what if action else None,
        owner=owner,
        owner_title=_title(manual, owner),
        due=due,
        overdue=due is not None and due < manual.as_of,
    )


def _title(manual: Manual, owner: str | None) -> str | None:
    """The name of a person, or the title of a role."""
    person = manual.organization.people.get(owner or "")
    if person is not None:
        return person.name
    return manual.organization.role_title(owner) if owner else None
