"""What is wrong in a record is said at its line, and the rest stays usable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qms_docs.sources.records.record import read_record
from records.conftest import edited
from support import Link

if TYPE_CHECKING:
    from records.conftest import Desk

NC = "records/nonconformities/NC-2026-003.yml"


def found(desk: Desk, files: dict[str, str | None], *codes: str) -> list[tuple[str, str, int, str]]:
    """Code, file name, line and fact of the findings with these codes."""
    return [
        (each.code, (each.path or "").rpartition("/")[2], each.line, each.fact)
        for each in desk.findings(files)
        if each.code in codes
    ]


@pytest.mark.parametrize(
    ("edit", "code", "line", "words"),
    [
        ((r"^severity: minor", "severity: huge"), "IN103", 28, "got “huge”, expected one of: minor, major, critical"),
        ((r"^severity: minor", "sevrity: minor"), "IN102", 28, "`sevrity` is not known"),
        ((r"^detected_on: .*", "detected_on: yesterday"), "IN103", 24, "expected a day such as 2026-12-01"),
        ((r"^hold: false", "hold: no"), "IN103", 17, "expected true or false"),
        ((r"^clauses: .*", "clauses: 8.7"), "IN103", 12, "expected a list such as [one, two]"),
        (
            (r"\{caused_by: FND-2026-001\}", "{mitigates: RSK-2026-002}"),
            "IN102",
            14,
            "`links.0.mitigates` is not known",
        ),
        ((r"\{caused_by: FND-2026-001\}", "FND-2026-001"), "IN103", 14, "expected one kind and its target"),
        ((r"^corrective_action: .*", "corrective_action: NC-2026-003"), "IN103", 35, "such as CA-2026-001"),
        ((r"^title: .*\n", ""), "DC101", 1, "`title` is missing"),
        ((r"^owner: .*\n", "owner:\n"), "DC101", 1, "`owner` is missing"),
        ((r"^id: NC-2026-003", "id: NC-26-3"), "IN103", 5, "expected the id of a record such as NC-2026-001"),
        ((r", sha256: [0-9a-f]+", ""), "RC104", 19, "`attachments.0.sha256` is missing"),
        ((r"old: \"Enclosure EN-40, lots 2511 and 2512\"", "old: x"), "IN103", 21, "expected what the field says"),
        ((r"field: product", "field: prodct"), "IN102", 21, "`prodct` is not known"),
        ((r"field: product", "field: id"), "IN103", 21, "a field that may be amended"),
        ((r"field: product, ", ""), "IN103", 21, "expected `field:` in every amendment"),
        ((r"^source: audit", "source: audit: late"), "IN101", 23, "cannot be read"),
        ((r"^source: audit", "source: audit\nsource: test"), "IN101", 24, "stands here for the second time"),
    ],
)
def test_faults(desk: Desk, edit: tuple[str, str], code: str, line: int, words: str) -> None:
    """Each is one finding, at the line of the field, with what was expected."""
    text = re.sub(r" +#.*$", "", desk.text(NC), flags=re.MULTILINE)
    findings = found(desk, {NC: edited(text, edit)}, code)
    assert [(name, at) for _, name, at, _ in findings] == [("NC-2026-003.yml", line)], findings
    assert words in findings[0][3]


def test_fields_of_ones_own(desk: Desk) -> None:
    """Names that begin with `x-` are nobody's business, on every level."""
    text = desk.text("records/corrective-actions/CA-2026-001.yml") + "x-cost: {amount: 100}\n"
    text = text.replace("    owner: eva.lund", "    x-hours: 7\n    owner: eva.lund")
    assert {each.code for each in desk.findings({"records/corrective-actions/CA-2026-001.yml": text})} == {"RC101"}


def test_where_a_record_stands(desk: Desk) -> None:
    """Another folder and another name are said; a deeper folder and a longer name are in order."""
    text = desk.text("records/context/CTX-2026-001.yml")
    path = "records/context/CTX-2026-001.yml"
    for place, words in (
        ("records/risks/CTX-2026-001.yml", "belongs in the folder context/"),
        ("records/odd/CTX-2026-001.yml", "belongs in the folder context/"),
        ("records/context/climate.yml", "does not begin with it"),
        ("records/context/CTX-2026-0017.yml", "is that of another record"),
        ("records/context/2026/CTX-2026-001-climate.yaml", ""),
    ):
        findings = found(desk, {path: None, place: text}, "IN103", "RC102", "DC101")
        assert [each[3].rpartition(", ")[2] for each in findings] == (
            [] if not words else [findings[0][3].rpartition(", ")[2]]
        )
        assert words in (findings[0][3] if findings else "")


def test_what_is_no_record(desk: Desk) -> None:
    """Notes, attachments of any form and files in folders of one's own are left alone; a record without id is not."""
    files: dict[str, str | None] = {
        "records/nonconformities/README.md": "# Nonconformities\n",
        "records/nonconformities/minutes.md": "# Minutes\n",
        "records/nonconformities/files/export.csv": 'a;"b\n',
        "records/nonconformities/files/data.yml": "a: b: c\n",
        "records/ours/plan.yml": "a: 1\n",
    }
    assert desk.findings(files) == ()
    assert found(desk, {"records/audits/plan.yml": "a: 1\n"}, "DC101")[0][3].startswith("The field `id` is missing")
    assert [each[0] for each in found(desk, {"records/ours/plan.yml": "a: b: c\n"}, "IN101")] == ["IN101"]
    assert desk.manual(files).record_files == desk.manual({}).record_files + 3


def test_a_link_is_no_record(desk: Desk) -> None:
    """What it says could change without a change of the file."""
    path = "records/risks/RSK-2026-009.yml"
    (finding,) = (each for each in desk.findings({path: Link("RSK-2026-002.yml")}) if each.path == path)  # type: ignore[dict-item]
    assert (finding.code, finding.line) == ("IN101", 1)


def test_rows(desk: Desk) -> None:
    """Each wrong cell is said at its row; columns may stand in another order."""
    path = "records/satisfaction/SAT-2025-001.csv"
    rows = 'score,period,n,method,comment\n4.1,2025-H1,38,survey,\n4.2,2025-H2,41,survey,"Praise\n\nand more"\n'
    assert found(desk, {path: rows}, "IN101", "IN102", "IN103") == []
    wrong = rows + "good,2026-H3,many,letter,\n,2026-H1,4,call,x,y\n"
    assert [(line, fact.partition(":")[0]) for _, _, line, fact in found(desk, {path: wrong}, "IN103")] == [
        (6, "Field `method`"),
        (6, "Field `n`"),
        (6, "Field `period`"),
        (6, "Field `score`"),
        (7, "Field `score`"),
    ]
    assert [each[3] for each in found(desk, {path: rows.replace("score,", "scor,")}, "IN102", "IN103")] == [
        "The column `scor` is not known.",
        "The column `score` is missing.",
    ]
    assert found(desk, {path: 'period,method\n"2025'}, "IN101")[0][2] == 2
    assert found(desk, {path: ""}, "IN103")[0][3].startswith("The table is empty")


def test_registers(desk: Desk) -> None:
    """The files beside the records are read in the same way."""
    path = "records/training/requirements.yml"
    text = desk.text(path)
    assert found(desk, {path: text.replace("role: buyer", "role: byer")}, "DC107")[0][1:3] == ("requirements.yml", 5)
    assert found(desk, {path: text.replace("kind: on the job", "kind: talk")}, "IN103")[0][2] == 7
    assert found(desk, {path: text.replace("subject: POL-001", "subject:")}, "RC104")[0][3].endswith("is missing.")
    parties = "records/context/parties.yml"
    assert found(desk, {parties: desk.text(parties).replace("[WI-012]", "[WI-013]")}, "DC107")[0][2] == 28


def test_names(desk: Desk) -> None:
    """Roles, people, processes and clauses that nothing defines, each at its field."""
    path = "records/risks/RSK-2026-002.yml"
    text = desk.text(path)
    for old, new, words in (
        (
            "owner: purchasing-manager        # role or person id",
            "owner: purchasing-manger",
            "Did you mean `purchasing-manager`?",
        ),
        ("accepted_by: liv.strand", "accepted_by: liv.strant", "Did you mean `liv.strand`?"),
        ("process: purchasing", "process: buying", "the process “buying” is not defined"),
        ("iso9001:2026#6.1.2", "iso9001:2026#6.9", "iso9001:2026 has no clause 6.9"),
        ("iso9001:2026#6.1.2", "iso13485:2016#4", "neither known nor in use"),
    ):
        (finding,) = (each for each in desk.findings({path: text.replace(old, new)}) if each.code == "DC107")
        assert words in finding.fact + finding.remedy


def test_closed_records_name_what_was_defined_once(desk: Desk) -> None:
    """A process that is given up is unknown to open records and registers alone."""
    path = "records/processes.yml"
    text = re.sub(r"  - id: sales\n(    .*\n)+", "", desk.text(path)).replace("sales, ", "").replace(", sales", "")
    named = {each.path for each in desk.findings({path: text}) if each.code == "DC107"}
    assert named == {"records/context/parties.yml", "records/audits/AP-2025-001.yml"}
    risk = "records/risks/RSK-2026-002.yml"
    of_risk = {path: text, risk: desk.text(risk).replace("process: purchasing", "process: sales")}
    assert risk in {each.path for each in desk.findings(of_risk) if each.code == "DC107"}


def test_hostile_files() -> None:
    """Nothing that somebody can write makes reading fail or take long."""
    for content in (
        b"\xff\xfe",
        b"id: NC-2026-001\nx: " + b"[" * 5000,
        b"id: &a NC-2026-001\nb: [*a, *a]\n",
        b"id: NC-2026-001\namendments: {a: 1}\n",
        b"id: NC-2026-001\namendments: [1, {field: a.b.c.d, new: 1}, {field: id.x, new: 1}, {field: '..', new: []}]\n",
        b"id: NC-2026-001\nlinks: [[], {}, {a: 1, b: 2}, {caused_by: []}]\n",
        b"- id: NC-2026-001\n",
        b"{id: NC-2026-001, amendments: [{field: title, new: {a: 1}}]}",
        b"id: NC-2026-001\namendments:\n  - {field: links.99, new: x}\n  - {field: status.x, new: x}\n",
        b"",
        b"\x00",
    ):
        for page in (False, True):
            reading = read_record(
                b"---\n" + content + b"\n---\n" if page else content, page=page, fallback="nonconformity"
            )
            assert all(fault.fact and fault.line for fault in reading.faults)
