"""Each gate of each type of record: a record that passes, and one that just does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from records.conftest import edited
from support.examples import EXAMPLES

if TYPE_CHECKING:
    from records.conftest import Desk

Edits = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A gate: what is changed in the example so that it passes, and then so that it does not."""

    kind: str
    says: str
    passes: Edits = ()
    fails: Edits
    lacks: tuple[tuple[str, str], ...]
    """Code of the rule and field of what is missing."""
    others: tuple[str, ...] = ()
    """Other records that stand there when it does not pass."""
    day: str = "2026-11-23"


def _status(now: str) -> tuple[str, str]:
    return (r"^status: [a-z ]+?(?= *(#|$))", f"status: {now}")


def _example(kind: str, *edits: tuple[str, str]) -> str:
    return edited((EXAMPLES / f"{kind}.yml").read_text(encoding="utf-8"), *edits)


NO_DONE = (r"^    done_on: 2026-03-10\n", "")
CA_OPEN = (_status("awaiting effectiveness"), (r"^closed_on: .*\n", ""))
RESULT = (r"^  result: effective .*\n", "")
SKIPPED = (r"^(processes): \[purchasing\]", r"\1: [sales]")

GATES = (
    Gate(
        kind="gap-assessment",
        says="A clause declared not applicable has a justification, in every state",
        passes=(_status("open"),),
        fails=((r"^    justification: Products are built.*\n", ""),),
        lacks=(("RC104", "items.2.justification"),),
    ),
    Gate(
        kind="gap-assessment",
        says="Closed needs every action done",
        fails=((r"^      done_on: 2026-10-22.*\n", ""),),
        lacks=(("RC104", "items.0.action.done_on"),),
    ),
    Gate(
        kind="gap-assessment",
        says="An open one may have actions that are not done",
        passes=(_status("open"), (r"^      done_on: 2026-10-22.*\n", "")),
        fails=(_status("closed"),),
        lacks=(("RC104", "items.0.action.done_on"),),
    ),
    Gate(
        kind="audit-programme",
        says="Completed needs every process in the cycle, or a reason",
        fails=((r"^  - \{process: service.*\n", ""),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="audit-programme",
        says="Completed needs every applicable clause in the cycle, or a reason",
        fails=((r'^  - \{clause: "iso9001:2015#8.5.5".*\n', ""),),
        lacks=(("RC104", "status"), ("RC104", "status")),
    ),
    Gate(
        kind="audit-programme",
        says="A running one may leave out what it likes",
        passes=(_status("running"), (r"^  - \{process: service.*\n", "")),
        fails=(_status("completed"),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="internal-audit",
        says="Reported needs a conclusion",
        passes=(_status("reported"),),
        fails=((r"^conclusion: .*\n", ""),),
        lacks=(("RC104", "conclusion"),),
    ),
    Gate(
        kind="internal-audit",
        says="Reported needs something that was sampled",
        passes=(_status("reported"), (r"^  documents: .*\n", ""), (r"^  records: .*\n", "")),
        fails=((r"^  roles: .*\n", ""),),
        lacks=(("RC104", "sampled"),),
    ),
    Gate(
        kind="internal-audit",
        says="In progress needs neither of them",
        passes=(_status("in progress"), (r"^conclusion: .*\n", ""), (r"^sampled:.*\n(  .*\n)+", "")),
        fails=(_status("reported"),),
        lacks=(("RC104", "conclusion"), ("RC104", "sampled")),
    ),
    Gate(
        kind="internal-audit",
        says="Closed needs all its audit findings closed",
        fails=(),
        others=(_example("audit-finding", _status("verified")),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="internal-audit",
        says="No auditor owns an audited process, in any state",
        passes=(_status("planned"), (r"person: siv.aas, as: observer", "person: siv.aas, as: auditor")),
        fails=(SKIPPED,),
        lacks=(("IM103", "team.1.person"),),
    ),
    Gate(
        kind="audit-finding",
        says="Requirement, statement and evidence in every state",
        passes=(_status("open"),),
        fails=(
            (r"^requirement: .*\n", ""),
            (r"^statement: .*\n", ""),
            (r"^evidence: .*\n(  - .*\n)+", "evidence: []\n"),
        ),
        lacks=(("RC104", "evidence"), ("RC104", "requirement"), ("RC104", "statement")),
    ),
    Gate(
        kind="audit-finding",
        says="A minor one needs a corrective action to close",
        passes=(_status("verified"), (r"^corrective_action: .*\n", "")),
        fails=(_status("closed"),),
        lacks=(("RC104", "corrective_action"),),
    ),
    Gate(
        kind="audit-finding",
        says="An observation needs none",
        passes=((r"^grade: minor", "grade: observation"), (r"^corrective_action: .*\n", "")),
        fails=((r"^grade: observation", "grade: major"),),
        lacks=(("RC104", "corrective_action"),),
    ),
    Gate(
        kind="nonconformity",
        says="Dispositioned needs disposition and authority",
        passes=(_status("dispositioned"),),
        fails=((r"^disposition: .*\n", ""), (r"^authority: .*\n", "")),
        lacks=(("RC104", "authority"), ("RC104", "disposition")),
    ),
    Gate(
        kind="nonconformity",
        says="Contained needs neither",
        passes=(_status("contained"), (r"^disposition: .*\n", ""), (r"^authority: .*\n", "")),
        fails=(_status("dispositioned"),),
        lacks=(("RC104", "authority"), ("RC104", "disposition")),
    ),
    Gate(
        kind="nonconformity",
        says="A concession needs who granted it",
        passes=((r"^concession_by: .*\n", ""), (r"^disposition: concession", "disposition: rework")),
        fails=((r"^disposition: rework", "disposition: concession"),),
        lacks=(("RC104", "concession_by"),),
    ),
    Gate(
        kind="nonconformity",
        says="It is of a process or of a product",
        passes=((r"^process: .*\n", ""),),
        fails=((r"^product: .*\n", ""), (r"^amendments:.*\n  - .*\n", "")),
        lacks=(("RC104", "process"),),
    ),
    Gate(
        kind="nonconformity",
        says="Closed needs the corrective action where one is needed",
        passes=(
            (r"^corrective_action_needed: true", "corrective_action_needed: false"),
            (r"^corrective_action: .*\n", ""),
        ),
        fails=((r"^corrective_action_needed: false", "corrective_action_needed: true"),),
        lacks=(("RC104", "corrective_action"),),
    ),
    Gate(
        kind="corrective-action",
        says="Planned needs causes",
        passes=(_status("planned"),),
        fails=((r"^causes:\n(  - .*\n)+", ""),),
        lacks=(("IM101", "causes"),),
    ),
    Gate(
        kind="corrective-action",
        says="Analysis needs none",
        passes=(_status("analysis"), (r"^causes:\n(  - .*\n)+", "")),
        fails=(_status("planned"),),
        lacks=(("IM101", "causes"),),
    ),
    Gate(
        kind="corrective-action",
        says="Awaiting effectiveness needs every action done",
        passes=(*CA_OPEN, RESULT),
        fails=(NO_DONE,),
        lacks=(("RC104", "actions.1.done_on"),),
    ),
    Gate(
        kind="corrective-action",
        says="Awaiting effectiveness needs evidence of every action",
        passes=(_status("implementing"), (r"^    evidence: \[files/order-system-lock.pdf\]\n", "")),
        fails=(_status("awaiting effectiveness"),),
        lacks=(("RC104", "actions.1.evidence"),),
    ),
    Gate(
        kind="corrective-action",
        says="Closed needs a result",
        passes=(_status("awaiting effectiveness"), RESULT),
        fails=(_status("closed"),),
        lacks=(("IM102", "effectiveness.result"),),
    ),
    Gate(
        kind="corrective-action",
        says="Closed needs a result by somebody other than the owner of an action",
        fails=((r"^  by: cid.dahl", "  by: kai.moen"),),
        lacks=(("IM102", "effectiveness.by"),),
    ),
    Gate(
        kind="corrective-action",
        says="An owner who holds the role that owns an action is one too",
        passes=((r"^    owner: kai.moen", "    owner: sales-manager"),),
        fails=((r"^    owner: sales-manager", "    owner: internal-auditor"),),
        lacks=(("IM102", "effectiveness.by"),),
    ),
    Gate(
        kind="corrective-action",
        says="Not effective reopens",
        passes=(_status("reopened"), (r"^  result: effective", "  result: not")),
        fails=(_status("closed"),),
        lacks=(("RC104", "effectiveness.result"),),
    ),
    Gate(
        kind="corrective-action",
        says="Only what was not effective is reopened",
        passes=(_status("reopened"), (r"^  result: effective", "  result: not")),
        fails=((r"^  result: not", "  result: partly"),),
        lacks=(("RC104", "effectiveness.result"),),
    ),
    Gate(
        kind="management-review",
        says="Held needs every input of the edition",
        passes=(_status("planned"), (r"^  h:\n(    .*\n)+", "")),
        fails=(_status("held"),),
        lacks=(("IM104", "inputs.h"),),
    ),
    Gate(
        kind="management-review",
        says="Held needs owner and day of every output",
        passes=(_status("held"),),
        fails=((r"owner: sales-manager, due: 2026-11-30", "due: 2026-11-30"), (r", due: 2026-12-18\}", "}")),
        lacks=(("IM104", "outputs.improvement.0.owner"), ("IM104", "outputs.resources.0.due")),
    ),
    Gate(
        kind="management-review",
        says="Closed needs every action done or carried over",
        passes=(_status("held"), (r"^    carried_over_to: .*\n", "")),
        fails=(_status("closed"),),
        lacks=(("RC104", "actions.1.done_on"),),
    ),
    *(
        gate
        for kind in ("risk", "opportunity")
        for gate in (
            Gate(
                kind=kind,
                says="Treating needs actions",
                passes=(_status("assessed"), (r"^actions: .*\n(  .*\n)+", "")),
                fails=(_status("treating"),),
                lacks=(("RC104", "actions"),),
            ),
            Gate(
                kind=kind,
                says="Accepted needs who accepted it",
                passes=(_status("accepted"), (r"^review_due:", "accepted_by: ann.berg\nreview_due:"))
                if kind == "opportunity"
                else (),
                fails=((r"^accepted_by: .*\n", ""),),
                lacks=(("RC104", "accepted_by"),),
            ),
            Gate(
                kind=kind,
                says="Closed needs effectiveness",
                passes=(_status("monitored"), (r"^  result: .*\n", "")),
                fails=(_status("closed"),),
                lacks=(("RC104", "effectiveness.result"),),
            ),
        )
    ),
    Gate(
        kind="objective",
        says="Active needs measure, target, unit and a day",
        passes=(
            _status("draft"),
            *((rf"^{name}: .*\n", "") for name in ("measure", "target", "unit", "due")),
        ),
        fails=(_status("active"),),
        lacks=(("IM105", "due"), ("IM105", "measure"), ("IM105", "target"), ("IM105", "unit")),
        day="2026-10-02",
    ),
    Gate(
        kind="objective",
        says="Active needs a measurement within its period",
        passes=(_status("active"), (r"^start: .*", "start: 2026-11-01"), (r"^id: .*", "id: OBJ-2026-002")),
        fails=((r"^start: .*", "start: 2026-10-20"),),
        lacks=(("IM105", "interval"),),
    ),
    Gate(
        kind="objective",
        says="Achieved agrees with the data",
        fails=((r"^target: .*", "target: 101"),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="objective",
        says="Missed agrees with the data",
        passes=(_status("missed"), (r"^direction: up", "direction: down")),
        fails=((r"^target: .*", "target: 100"),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="objective",
        says="Between two values",
        passes=((r"^direction: up", "direction: range"), (r"^target: .*", "target: [99, 100]")),
        fails=((r"^target: .*", "target: [98, 99.5]"),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="training",
        says="Done needs a day and a result",
        passes=(_status("assigned"), (r"^completed: .*\n", ""), (r"^result: .*\n", "")),
        fails=(_status("done"),),
        lacks=(("RC104", "completed"), ("RC104", "result")),
    ),
    Gate(
        kind="training",
        says="Waived needs a reason",
        passes=(_status("waived"), (r"^result: .*\n", "waived_reason: Has done it for years.\n")),
        fails=((r"^waived_reason: .*\n", ""),),
        lacks=(("RC104", "waived_reason"),),
    ),
    Gate(
        kind="equipment",
        says="In use needs a calibration that has not run out",
        passes=(_status("quarantine"),),
        fails=(_status("in use"),),
        lacks=(("RC104", "status"),),
    ),
    Gate(
        kind="supplier",
        says="Approved needs an evaluation",
        passes=(_status("approved"),),
        fails=((r"^evaluations: .*\n((  - |    ).*\n)+", ""),),
        lacks=(("RC104", "evaluations"),),
    ),
    Gate(
        kind="supplier",
        says="Proposed needs none",
        passes=(_status("proposed"), (r"^evaluations: .*\n((  - |    ).*\n)+", "")),
        fails=(_status("approved"),),
        lacks=(("RC104", "evaluations"),),
    ),
    Gate(
        kind="supplier",
        says="Conditional needs conditions and a day",
        passes=(_status("approved"), (r"^conditions: .*\n", ""), (r"^conditions_due: .*\n", "")),
        fails=(_status("conditional"),),
        lacks=(("RC104", "conditions"), ("RC104", "conditions_due")),
    ),
    Gate(
        kind="complaint",
        says="Answered needs investigation and reply",
        passes=(_status("investigating"), (r"^investigation: .*\n", ""), (r"^reply_on: .*\n", "")),
        fails=(_status("answered"),),
        lacks=(("RC104", "investigation"), ("RC104", "reply_on")),
    ),
    Gate(
        kind="complaint",
        says="A justified one needs a nonconformity or a reason",
        passes=(_status("answered"), (r"^nonconformity: .*\n", "no_nonconformity_reason: Wear.\n")),
        fails=((r"^no_nonconformity_reason: .*\n", ""),),
        lacks=(("RC104", "nonconformity"),),
    ),
    Gate(
        kind="complaint",
        says="One that is not justified needs neither",
        passes=((r"^nonconformity: .*\n", ""), (r"^justified: true", "justified: false")),
        fails=((r"^justified: false", "justified: true"),),
        lacks=(("RC104", "nonconformity"),),
    ),
    Gate(
        kind="change-request",
        says="Approved needs the assessment",
        passes=(_status("assessed"), (r"^consequences: .*\n", ""), (r"^resources: .*\n", "")),
        fails=(_status("approved"),),
        lacks=(("RC104", "consequences"), ("RC104", "resources")),
    ),
    Gate(
        kind="change-request",
        says="Approved needs a decision",
        passes=(_status("approved"),),
        fails=((r"^  by: liv.strand.*\n", ""),),
        lacks=(("RC104", "decision.by"),),
    ),
    Gate(
        kind="change-request",
        says="The decision is by somebody who has the authority",
        passes=(_status("approved"),),
        fails=((r"^  role: managing-director", "  role: quality-manager"),),
        lacks=(("RC104", "decision.role"),),
    ),
    Gate(
        kind="change-request",
        says="Closed needs the documents released",
        passes=(_status("verified"), (r"^documents_released: .*\n", "")),
        fails=(_status("closed"),),
        lacks=(("RC104", "documents_released"),),
    ),
    Gate(
        kind="change-request",
        says="Every document that it affects is released",
        passes=((r"^  documents: \[SOP-004\]", "  documents: [SOP-004]"),),
        fails=((r"^  documents: \[SOP-004\]", "  documents: [SOP-004, SOP-005]"),),
        lacks=(("RC104", "documents_released"),),
    ),
    Gate(
        kind="external-document",
        says="Superseded needs the edition that takes its place",
        passes=(_status("withdrawn"), (r"^superseded_by: .*\n", "")),
        fails=(_status("superseded"),),
        lacks=(("RC104", "superseded_by"),),
    ),
    Gate(
        kind="deviation",
        says="A last day always",
        fails=((r"^until: .*\n", ""),),
        lacks=(("RC104", "until"),),
    ),
    Gate(
        kind="disposition",
        says="Everything that has to be said",
        fails=((r"^authority: .*\n", ""), (r"^method: .*\n", "")),
        lacks=(("RC104", "authority"), ("RC104", "method")),
    ),
    Gate(
        kind="disposition",
        says="Nothing that is on hold is disposed of",
        fails=((r"^record: .*", "record: CMP-2026-002"),),
        lacks=(("RC104", "record"),),
    ),
    Gate(
        kind="context-issue",
        says="One climate decision",
        fails=((r"^id: .*", "id: CTX-2026-002"),),
        lacks=(("RC104", "climate_decision"),),
    ),
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: f"{gate.kind}: {gate.says}")
def test_gate(desk: Desk, gate: Gate) -> None:
    """With everything there the state is reached, and just without it is not."""
    passing = _example(gate.kind, *gate.passes)
    assert desk.lacks(passing, day=gate.day) == []
    failing = edited(passing, *gate.fails)
    assert [(code, field) for code, field, _ in desk.lacks(failing, *gate.others, day=gate.day)] == list(gate.lacks)


@pytest.mark.parametrize("found", ["in tolerance", "out of tolerance"])
def test_out_of_tolerance(desk: Desk, found: str) -> None:
    """As found out of tolerance needs an assessment, whatever the state; the finding stands at the row."""
    path = "records/equipment/EQ-2025-003.csv"
    rows = desk.text(path).rstrip("\r\n") + f"\r\n2026-10-20,Nordkal AS,N-1,{found},in tolerance,pass,2027-10-20,\r\n"
    codes = [(each.code, each.path, each.line) for each in desk.findings({path: rows})]
    assert codes == ([("RC104", path, 5)] if found == "out of tolerance" else [])


def test_in_use(desk: Desk) -> None:
    """Equipment in use is calibrated until its next day, and overdue on the day after it."""
    path = "records/equipment/EQ-2026-001.yml"
    text = re.sub("EQ-2025-003", "EQ-2026-001", desk.text("records/equipment/EQ-2025-003.yml"))
    text = edited(text, _status("in use"), (r"^closed_on: .*\n", ""))
    text = re.sub(r"^(links|attachments):.*\n  - .*\n", "", text, flags=re.MULTILINE)
    head = "date,provider,certificate,as_found,as_left,result,next_due,impact_assessment\n"
    rows = f"{head}2025-11-23,Nordkal AS,N-1,in tolerance,in tolerance,pass,2026-11-23,\n"
    files = {path: text, "records/equipment/EQ-2026-001.csv": rows}
    assert desk.findings(files) == ()
    late = [
        (each.code, each.path.rpartition(".")[2], each.line) for each in desk.findings(files, "2026-11-24") if each.path
    ]
    assert late == [("RC105", "csv", 2), ("RC104", "yml", 9)]
    assert desk.gates({path: text})[0][1].endswith("it is in use, and has no calibration.")


def test_a_process_needs_an_owner(desk: Desk) -> None:
    """In the file of the processes."""
    path = "records/processes.yml"
    text = re.sub(r"    owner: sales-manager\n", "", desk.text(path))
    assert ("RC104", "The process sales has no owner.") in desk.gates({path: text})
