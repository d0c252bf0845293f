"""One organization with a record of every type in its final state: the examples that bind letter by letter."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from support.approvals import digest_of
from support.story import Story
from support.texts import document

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EXAMPLES", "SERIES_FILES", "TODAY", "example_files", "example_path", "example_story", "stub"]

EXAMPLES = Path(__file__).parents[1] / "records" / "examples"
TODAY = "2026-11-23"

FOLDERS = {
    "gap-assessment": "gap",
    "audit-programme": "audits",
    "internal-audit": "audits",
    "audit-finding": "audits",
    "nonconformity": "nonconformities",
    "corrective-action": "corrective-actions",
    "management-review": "management-reviews",
    "risk": "risks",
    "opportunity": "opportunities",
    "objective": "objectives",
    "training": "training",
    "equipment": "equipment",
    "supplier": "suppliers",
    "complaint": "complaints",
    "change-request": "change-requests",
    "external-document": "external",
    "deviation": "deviations",
    "context-issue": "context",
    "disposition": "dispositions",
}
SERIES_FILES = {
    "objective-measurements.csv": "records/objectives/OBJ-2026-001.csv",
    "acknowledgement.csv": "records/acknowledgements/SOP-004.csv",
    "equipment-calibrations.csv": "records/equipment/EQ-2025-003.csv",
    "satisfaction.csv": "records/satisfaction/SAT-2025-001.csv",
    "document-review.csv": "records/reviews/SOP-004.csv",
}
SINGLE = {
    "organization.yml": "records/organization.yml",
    "processes.yml": "records/processes.yml",
    "training-requirements.yml": "records/training/requirements.yml",
    "interested-parties.yml": "records/context/parties.yml",
}
_DOCUMENTS = ("POL-001", "SOP-001", "SOP-002", "SOP-005", "SOP-006", "SOP-007", "SOP-008", "SOP-009")
_MARKING = "procedures/production/WI-012-marking.md"
_PURCHASING = "procedures/purchasing.md"
_OTHERS = {
    "audit-programme": ("AP-2025-001",),
    "internal-audit": ("AUD-2026-002", "AUD-2026-003", "AUD-2026-004"),
    "training": ("TRN-2025-003",),
    "management-review": ("MR-2025-001", "MR-2026-002"),
    "external-document": ("EXT-2026-001",),
}
"""Records that the examples name, by type."""
_FIRST_STATES = {
    "audit-programme": "draft",
    "internal-audit": "planned",
    "training": "assigned",
    "management-review": "planned",
    "external-document": "not applicable",
}


def example_path(name: str, text: str) -> str:
    """Where the example of a type stands."""
    found = re.search(r"^id: (\S+)", text, re.MULTILINE)
    assert found
    return f"records/{FOLDERS[name]}/{found[1]}.yml"


def stub(name: str, id_: str) -> str:
    """Another record of the type, in a state in which it needs little and is never overdue."""
    text = (EXAMPLES / f"{name}.yml").read_text(encoding="utf-8")
    text = re.sub(r"^id: \S+", f"id: {id_}", text, flags=re.MULTILINE)
    text = re.sub(r"^status: [a-z ]+?( *#.*)?$", f"status: {_FIRST_STATES[name]}", text, flags=re.MULTILINE)
    text = re.sub(r"^due: .*$", "due: 2027-12-31", text, flags=re.MULTILINE)
    text = re.sub(r"^closed_on: .*\n", "", text, flags=re.MULTILINE)
    # Actions of the example are done; those that wait would be overdue some day.
    return re.sub(r"due: 2026-12-18", "due: 2027-12-18", text)


def example_files() -> dict[str, str]:
    """Every example at its path, with attachments of our own in the place of those that are not there."""
    files = {path: (EXAMPLES / name).read_text(encoding="utf-8") for name, path in SINGLE.items()}
    for name in FOLDERS:
        text = (EXAMPLES / f"{name}.yml").read_text(encoding="utf-8")
        files[example_path(name, text)] = text
    for name, ids in _OTHERS.items():
        for id_ in ids:
            files[f"records/{FOLDERS[name]}/{id_}.yml"] = stub(name, id_)
    return _with_attachments(files)


def _with_attachments(files: Mapping[str, str]) -> dict[str, str]:
    found = dict(files)
    for path, text in files.items():
        for name in re.findall(r"(?<![\w/])files/[\w.-]+", text):
            content = f"What {name} shows.\n"
            found[f"{path.rpartition('/')[0]}/{name}"] = content
            hashed = hashlib.sha256(content.encode()).hexdigest()
            found[path] = re.sub(rf"({re.escape(name)}, sha256: )[0-9a-f]{{64}}", rf"\g<1>{hashed}", found[path])
    return found


def retention() -> dict[str, object]:
    """The block of the policy that says how long records are kept."""
    import yaml  # noqa: PLC0415 - for this alone

    stated = yaml.safe_load((EXAMPLES / "qms.yml").read_text(encoding="utf-8"))
    block: dict[str, object] = stated["retention"]
    return block


def example_story() -> Story:
    """The organization on 2026-11-17: documents, every example, and the records that the examples name."""
    told = Story()
    types: dict[str, dict[str, object]] = {"policy": {}, "procedure": {}, "work-instruction": {}}
    standards = ["iso9001:2015", "iso9001:2026"]
    told.policy(
        "2025-01-01", {"types": types, "standards": standards, "audit_cycle": "3 years", "retention": retention()}
    )
    told.entry("2025-01-02", {"records/organization.yml": (EXAMPLES / "organization.yml").read_text(encoding="utf-8")})
    files = {f"procedures/{each}.md": document(each, title=each) for each in _DOCUMENTS}
    # One text serves every clause, as a small organization has it.
    files["procedures/POL-001.md"] = document("POL-001", title="POL-001", clauses=[*list("456789"), "10"])
    told.entry("2025-01-03", files | {_MARKING: document("WI-012", type="work-instruction", title="Marking")})
    complaint = re.sub(
        r"^id: \S+", "id: CMP-2025-001", (EXAMPLES / "complaint.yml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    complaint = _of_its_own(complaint)
    texts = [document("SOP-004", number, body=f"Text {number}.\n") for number in (1, 2, 3)]
    told.entry("2025-01-10", {_PURCHASING: texts[0]})
    told.entry("2025-02-27", {_PURCHASING: texts[1]})
    told.entry("2025-03-01", {"records/complaints/CMP-2025-001.yml": complaint})
    told.entry("2026-02-27", {_PURCHASING: texts[2]})
    examples = example_files()
    told.entry(
        "2026-05-11",
        {
            "records/complaints/CMP-2025-001.yml": None,
            "records/dispositions/DSP-2026-001.yml": examples.pop("records/dispositions/DSP-2026-001.yml"),
        },
    )
    told.entry("2026-11-17", {**examples, **series_files(texts[1], texts[2])})
    return told


def _of_its_own(complaint: str) -> str:
    """The complaint without anything that it names."""
    kept = re.sub(r"^(links|attachments):.*\n(  - .*\n)*", "", complaint, flags=re.MULTILINE)
    kept = re.sub(r"^nonconformity: .*$", "no_nonconformity_reason: Wear.", kept, flags=re.MULTILINE)
    return kept.replace("hold: true", "hold: false")


def series_files(second: str, third: str) -> dict[str, str]:
    """Every series at its path; acknowledgements have the digests of texts that are there."""
    files = {path: (EXAMPLES / name).read_text(encoding="utf-8") for name, path in SERIES_FILES.items()}
    path = SERIES_FILES["acknowledgement.csv"]
    digests = {"2": digest_of(second), "3": digest_of(third)}
    files[path] = re.sub(
        r"SOP-004,([23]),qms1:[0-9a-f]{64}", lambda found: f"SOP-004,{found[1]},{digests[found[1]]}", files[path]
    )
    return files
