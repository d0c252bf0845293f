"""What an auditor takes along to a process: who and what belongs to it, what happened in it, and what to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qms_docs.model.days import Period
from qms_docs.model.records.audit_finding import AuditFinding
from qms_docs.model.records.audit_looks import audited_on
from qms_docs.model.records.complaint import Complaint
from qms_docs.model.records.internal_audit import InternalAudit
from qms_docs.model.records.nonconformity import Nonconformity
from qms_docs.model.records.objective import Objective
from qms_docs.values import dataclass
from qms_docs.views.objective_progress import progress_of
from qms_docs.views.publication import Access
from qms_docs.views.record_words import state_of
from qms_docs.views.words import day_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qms_docs.model.manual import Manual
    from qms_docs.model.organization import Process
    from qms_docs.model.records.history import KeptRecord
    from qms_docs.views.paper_documents import PaperDocument
    from qms_docs.views.published_records import PublishedRecords

__all__ = ["PaperProcess", "PaperRecord", "paper_process"]

_LOOK_BACK = Period(months=12)
_INPUTS = "Inputs from"
_HELD = ("reported", "closed")


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperRecord:
    """A record that matters for the audit."""

    id: str
    title: str
    state: str
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperProcess:
    """One process of the audit."""

    id: str
    title: str
    owner: str
    facts: tuple[tuple[str, str], ...]
    """Inputs, outputs and so on: a name and what there is to say."""
    measures: tuple[PaperRecord | str, ...]
    """Objectives with their newest value, and measures that are kept elsewhere."""
    risks: tuple[PaperRecord, ...]
    documents: tuple[PaperDocument, ...]
    last_audit: PaperRecord | None
    findings: tuple[PaperRecord, ...]
    """What the last audit of the process found, and what of earlier ones is still open."""
    actions: tuple[PaperRecord, ...]
    """Open corrective actions."""
    faults: tuple[PaperRecord, ...]
    """Nonconformities and complaints that are open, or came since the last audit."""
    questions: tuple[str, ...] = ()


def paper_process(
    published: PublishedRecords, audit: str, name: str, day: date, documents: tuple[PaperDocument, ...]
) -> PaperProcess:
    """A process as the audit of a day meets it."""
    look = _Process(published, audit, name, day)
    known = look.known
    organization = look.manual.organization
    owner = known.owner if known else None
    holders = [each.name for each in organization.people.values() if owner and each.holds(owner, day)]
    said = organization.role_title(owner) if owner else "nobody is named"
    bare = PaperProcess(
        id=name,
        title=organization.process_title(name),
        owner=f"{said} ({listed(holders)})" if holders else said,
        facts=tuple(look.facts()),
        measures=tuple(look.measures()),
        risks=tuple(look.risks()),
        documents=documents,
        last_audit=look.last_audit,
        findings=tuple(look.findings()),
        actions=tuple(look.actions()),
        faults=tuple(look.faults()),
    )
    return replace(bare, questions=tuple(_questions(bare)))


class _Process:
    """What is looked up for one process."""

    def __init__(self, published: PublishedRecords, audit: str, name: str, day: date) -> None:
        self.published = published
        self.manual: Manual = published.manual
        self.name = name
        self.day = day
        self.known: Process | None = (self.manual.organization.processes or {}).get(name)
        self.earlier = self._earlier(audit)
        self.last_audit = self._told(self.earlier[-1][1], "") if self.earlier else None

    def _earlier(self, audit: str) -> list[tuple[date, KeptRecord]]:
        """The audits of the process that were held before, oldest first."""
        found = []
        for kept in self._records("internal-audit"):
            record = kept.record
            if isinstance(record, InternalAudit) and record.status in _HELD and self.name in record.processes:
                on = audited_on(record) or record.opened
                if kept.id != audit and on is not None and on <= self.day:
                    found.append((on, kept))
        return sorted(found, key=lambda each: (each[0], each[1].id))

    def _records(self, kind: str) -> Iterator[KeptRecord]:
        for each in self.manual.records.of_kind(kind):
            if each.readable and self.published.access(each) is Access.TEXT:
                yield each

    def _told(self, kept: KeptRecord, about: str) -> PaperRecord:
        return PaperRecord(
            id=kept.id, title=kept.record.title or "", state=state_of(kept, self.manual.as_of), about=about
        )

    def _open(self, kept: KeptRecord) -> bool:
        return not kept.is_closed(self.manual.as_of)

    def facts(self) -> Iterator[tuple[str, str]]:
        if self.known is None:
            return
        title = self.manual.organization.process_title
        for words, names in ((_INPUTS, self.known.inputs_from), ("Outputs to", self.known.outputs_to)):
            if names:
                yield words, listed([title(each) for each in names])

    def measures(self) -> Iterator[PaperRecord | str]:
        for each in self.known.measures if self.known else ():
            kept = self.manual.records.find(each)
            if kept is None:
                yield each
            elif self.published.access(kept) is Access.TEXT and kept.stands:
                yield self._told(kept, self._value(kept))

    def _value(self, kept: KeptRecord) -> str:
        record = kept.record
        if not isinstance(record, Objective):
            return "no value yet"
        progress = progress_of(record, self.manual)
        last = progress.last
        if last is None:
            return "no value yet"
        period = f" for {last.period.written}" if last.period else ""
        return f"{progress.in_unit(last.value)}{period}{f', target {progress.target}' if progress.target else ''}"

    def risks(self) -> Iterator[PaperRecord]:
        """Risks and opportunities that name the process, or that it names."""
        named = set(self.known.risks) if self.known else set()
        for kind in ("risk", "opportunity"):
            for each in self._records(kind):
                if self._open(each) and (each.record.process == self.name or each.id in named):
                    yield self._told(each, kind)

    def findings(self) -> Iterator[PaperRecord]:
        last = self.earlier[-1][1].id if self.earlier else None
        audits = {kept.id for _, kept in self.earlier}
        for each in self._records("audit-finding"):
            record = each.record
            if not isinstance(record, AuditFinding) or record.audit not in audits:
                continue
            if record.audit == last or self._open(each):
                action = f", {record.corrective_action}" if record.corrective_action else ""
                yield self._told(each, f"{record.grade}, {record.audit}{action}")

    def actions(self) -> Iterator[PaperRecord]:
        """Open corrective actions of the process, or of what was found in it."""
        found = {each.id for each in (*self.findings(), *self.faults())}
        for each in self._records("corrective-action"):
            origin = getattr(each.record, "origin", None)
            if self._open(each) and (each.record.process == self.name or origin in found):
                yield self._told(each, f"origin {origin}" if origin else "")

    def faults(self) -> Iterator[PaperRecord]:
        """What is open, or came since the last audit, or in the last twelve months where there was none."""
        for kind, value in (("nonconformity", Nonconformity), ("complaint", Complaint)):
            for each in self._records(kind):
                if isinstance(each.record, value) and each.record.process == self.name and self._recent(each):
                    came = getattr(each.record, "detected_on", None) or getattr(each.record, "received_on", None)
                    yield self._told(each, f"{kind}, {day_in_words(came)}" if came else kind)

    def _recent(self, kept: KeptRecord) -> bool:
        came = kept.record.opened
        if self._open(kept) or came is None:
            return True
        since = self.earlier[-1][0] if self.earlier else None
        return came >= since if since else _LOOK_BACK.after(came) >= self.day


def _questions(process: PaperProcess) -> Iterator[str]:
    """What to ask, in words of our own, made of what the manual says."""
    yield "What is this process there to bring about, and how does its owner see that it does?"
    for words, names in process.facts:
        asked = "come in as agreed" if words == _INPUTS else "go out as agreed"
        yield f"{words} {names}: does what is handed over {asked}, and what happens where something is missing?"
    for each in process.documents:
        yield f"{each.id}, revision {each.revision}: do those who do the work have it, know it, and work by it?"
        if each.records:
            yield f"{each.id}: take a sample of the records that it asks for. Are they complete, and can they be found?"
        if each.duties:
            yield f"{each.id}: do those whom it makes responsible know that, and have what they need?"
    if process.measures:
        yield "What do the measures show, and what was done where a target was missed?"
    if process.risks:
        yield "What was done about the risks and opportunities of the process, and has it worked?"
    if process.findings:
        yield "What the last audit found: is it mended, and has it stayed so?"
    for action in process.actions:
        yield f"{action.id}: is it carried out, by whom, and does it take away the cause?"
    yield "What changed since the last audit, and how was the change planned and told?"
