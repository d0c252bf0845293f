"""The processes of the organization: how they feed each other, and what there is for each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from qms_docs.model.policy import Audience
from qms_docs.model.records.objective import Objective
from qms_docs.values import dataclass
from qms_docs.views.objectives_shown import ObjectiveStanding, objective_standing
from qms_docs.views.publication import Access, readable_documents, reference_to
from qms_docs.views.record_words import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Process
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.publication import DocumentReference
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["Flow", "Neighbour", "ProcessRecord", "ProcessView", "flows", "processes"]

_MOST = 50
"""Records of a process that its page lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """What a process gets its input from, or hands its output to."""

    id: str
    title: str
    is_process: bool
    mutual: bool = True
    """Whether the other process says the same; an interested party says nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessRecord:
    """A record about a process."""

    id: str
    title: str
    kind: str
    state: str
    closed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessView:
    """One process with everything that there is for it."""

    id: str
    title: str
    owner: str | None
    """The title of the role."""
    held_by: tuple[str, ...]
    """Names of those who hold it; a public site names nobody."""
    inputs: tuple[Neighbour, ...]
    outputs: tuple[Neighbour, ...]
    documents: tuple[DocumentReference, ...]
    measures: tuple[ObjectiveStanding, ...]
    """Objectives by which it is measured."""
    other_measures: tuple[str, ...]
    """Measures in words."""
    risks: tuple[ProcessRecord, ...]
    records: tuple[ProcessRecord, ...]
    """Open ones first, then the newest; at most 50."""
    more: int
    open: int
    closed: int
    gaps: tuple[str, ...]
    """What is missing, as sentences; a public site tells none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """What one process or party hands to another."""

    source: Neighbour
    target: Neighbour


def processes(manual: Manual, published: PublishedRecords) -> tuple[ProcessView, ...]:
    """The processes of `processes.yml` in their order, as the readers of the site may know them."""
    known = manual.organization.processes or {}
    by_process = _records_by_process(manual, published)
    documents = _documents(manual)
    return tuple(
        _view(manual, published, each, by_process.get(each.id, ()), documents.get(each.id, ()))
        for each in known.values()
    )


def flows(manual: Manual) -> tuple[Flow, ...]:
    """Who hands something to whom, each once, be it said by one side alone."""
    known = manual.organization.processes or {}
    found: dict[tuple[str, str], Flow] = {}
    for process in known.values():
        here = Neighbour(id=process.id, title=process.title, is_process=True)
        for each in process.inputs_from:
            found.setdefault((each, process.id), Flow(source=_neighbour(manual, each), target=here))
        for each in process.outputs_to:
            found.setdefault((process.id, each), Flow(source=here, target=_neighbour(manual, each)))
    return tuple(found.values())


def _neighbour(manual: Manual, name: str, *, mutual: bool = True) -> Neighbour:
    known = (manual.organization.processes or {}).get(name)
    if known is not None:
        return Neighbour(id=name, title=known.title, is_process=True, mutual=mutual)
    parties = manual.records.parties
    titles = (
        each.title for each in (parties.interested_parties if parties else ()) if each.party == name and each.title
    )
    return Neighbour(id=name, title=next(titles, name.replace("-", " ").capitalize()), is_process=False)


def _records_by_process(manual: Manual, published: PublishedRecords) -> Mapping[str, list[KeptRecord]]:
    """The records by the process that they name, in whatever field."""
    found: dict[str, list[KeptRecord]] = {}
    known = manual.organization.processes or {}
    for kept in manual.records.standing:
        if published.access(kept) is Access.TEXT:
            record = kept.record
            named = [record.process, *getattr(record, "processes", ())]
            for name in dict.fromkeys(each for each in named if each in known):
                found.setdefault(name or "", []).append(kept)
    return found


def _view(
    manual: Manual,
    published: PublishedRecords,
    process: Process,
    records: Sequence[KeptRecord],
    documents: Sequence[DocumentReference],
) -> ProcessView:
    public = manual.policy.site.audience is Audience.PUBLIC
    measures = [kept for name in process.measures if (kept := _record(published, name)) is not None]
    risks = [kept for name in process.risks if (kept := _record(published, name)) is not None]
    others = [each for each in records if each not in risks and each not in measures]
    told = sorted(others, key=lambda each: (each.is_closed(manual.as_of), -_opened(each), each.id))
    open_ones = sum(not each.is_closed(manual.as_of) for each in others)
    return ProcessView(
        id=process.id,
        title=process.title,
        owner=manual.organization.role_title(process.owner) if process.owner else None,
        held_by=() if public else tuple(_holders(manual, process)),
        inputs=tuple(_inputs(manual, process)),
        outputs=tuple(_outputs(manual, process)),
        documents=tuple(documents),
        measures=tuple(objective_standing(published, each) for each in measures if isinstance(each.record, Objective)),
        other_measures=tuple(published.words(each) for each in process.measures if manual.records.find(each) is None),
        risks=tuple(_told(manual, published, each) for each in risks),
        records=tuple(_told(manual, published, each) for each in told[:_MOST]),
        more=max(0, len(told) - _MOST),
        open=open_ones,
        closed=len(others) - open_ones,
        gaps=() if public else tuple(_gaps(manual, process, documents)),
    )


def _record(published: PublishedRecords, name: str) -> KeptRecord | None:
    """The record with this id, where the site shows it."""
    kept = published.manual.records.find(name)
    return kept if kept is not None and kept.stands and published.access(kept) is Access.TEXT else None


def _opened(kept: KeptRecord) -> int:
    return kept.record.opened.toordinal() if kept.record.opened else 0


def _told(manual: Manual, published: PublishedRecords, kept: KeptRecord) -> ProcessRecord:
    return ProcessRecord(
        id=kept.id,
        title=published.words(kept.record.title or ""),
        kind=kept.kind.title,
        state=state_of(kept, manual.as_of),
        closed=kept.is_closed(manual.as_of),
    )


def _holders(manual: Manual, process: Process) -> Iterator[str]:
    people = manual.organization.people.values()
    yield from sorted(each.name for each in people if process.owner and each.holds(process.owner, manual.as_of))


def _inputs(manual: Manual, process: Process) -> Iterator[Neighbour]:
    known = manual.organization.processes or {}
    for name in process.inputs_from:
        other = known.get(name)
        yield _neighbour(manual, name, mutual=other is None or process.id in other.outputs_to)
    for other in known.values():
        if process.id in other.outputs_to and other.id not in process.inputs_from:
            yield _neighbour(manual, other.id, mutual=False)


def _outputs(manual: Manual, process: Process) -> Iterator[Neighbour]:
    known = manual.organization.processes or {}
    for name in process.outputs_to:
        other = known.get(name)
        yield _neighbour(manual, name, mutual=other is None or process.id in other.inputs_from)
    for other in known.values():
        if process.id in other.inputs_from and other.id not in process.outputs_to:
            yield _neighbour(manual, other.id, mutual=False)


def _documents(manual: Manual) -> Mapping[str, list[DocumentReference]]:
    """By process the documents in use that it names, and those that name it."""
    found: dict[str, list[DocumentReference]] = defaultdict(list)
    naming: dict[str, list[str]] = defaultdict(list)
    for process in (manual.organization.processes or {}).values():
        for each in process.documents:
            naming[each].append(process.id)
    day = manual.as_of
    for document in readable_documents(manual):
        if document.vanished_by is not None or document.is_obsolete(day):
            continue
        shown = document.shown(day)
        header = document.latest.header if manual.preview or shown is None else shown.header
        named = [*naming.get(document.id, ()), *([header.process] if header.process else [])]
        for each in dict.fromkeys(named):
            found[each].append(reference_to(manual, document))
    return found


def _gaps(manual: Manual, process: Process, documents: Sequence[DocumentReference]) -> Iterator[str]:
    if not process.owner:
        yield "No role owns it."
    elif manual.organization.roles is not None and not any(_holders(manual, process)):
        yield "Nobody holds the role that owns it."
    if not documents:
        yield "No document names it, and it names none."
    if not process.measures:
        yield "It is measured by nothing."
    if not any(_inputs(manual, process)):
        yield "It says nothing of where its input comes from."
    if not any(_outputs(manual, process)):
        yield "It says nothing of where its output goes."
