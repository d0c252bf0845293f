"""What the first commit of a corpus holds: policy, people, processes, both site configurations, pictures."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from benchmarks.people import mailmap, organization_file
from benchmarks.sheet import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from benchmarks.sheet import Kind

__all__ = ["DEPARTMENTS", "PICTURES", "founding_files"]

DEPARTMENTS = {
    "management": ("managing-director", ("management", "ledelse")),
    "quality": ("quality-manager", ("quality", "qualität")),
    "sales": ("sales-manager", ("sales", "customers")),
    "purchasing": ("purchasing-manager", ("purchasing", "supply")),
    "production": ("production-manager", ("production", "manufacturing")),
    "laboratory": ("test-technician", ("laboratory", "målelab")),
    "development": ("design-engineer", ("development", "engineering")),
    "service": ("service-technician", ("service", "after-sales")),
    "warehouse": ("storekeeper", ("warehouse", "lager")),
    "planning": ("planner", ("planning", "planning-and-dispatch")),
}
"""The owner of the process of each department, and the names that its folder has in turn."""

_SECTIONS = {
    "procedure": "[Purpose, Scope, Responsibilities, Procedure, Records]",
    "work-instruction": "[Purpose, Records]",
}

_PIXELS = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAE0lEQVR42mMwhgIG43dgQCoDCgB+QycNbXMzRQAAAABJRU5ErkJggg=="
)


def _flow_chart(steps: int) -> bytes:
    boxes = "".join(
        f'  <rect x="10" y="{10 + 50 * step}" width="180" height="34" fill="none" stroke="#333"/>\n'
        f'  <text x="100" y="{32 + 50 * step}" text-anchor="middle">Step {step + 1}</text>\n'
        for step in range(steps)
    )
    height = 50 * steps + 10
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="{height}" viewBox="0 0 200 {height}">\n'
    return f"{head}  <title>{steps} steps</title>\n{boxes}</svg>\n".encode()


PICTURES = {f"procedures/images/flow-{steps}.svg": _flow_chart(steps) for steps in range(3, 7)} | {
    "procedures/images/mark.png": _PIXELS,
    "procedures/images/prüfmarke.png": _PIXELS + b"\n",
}
"""Pictures that many documents share; their bytes never change."""


def founding_files(
    since: date, keys: Mapping[str, str], retained: Sequence[str], *, standard: bool
) -> dict[str, bytes]:
    """The files of the first commit by path; perhaps a standard is to be met.

    With keys of those who approve, by person, the policy asks for approvals; it says of the types of records named how
    long they are kept.
    """
    texts = {
        "qms.yml": _policy(retained, approved=bool(keys), standard=standard),
        ".mailmap": mailmap(),
        ".gitignore": "/site/\n/.qms/\n",
        "mkdocs.yml": _site("[search, document-control]"),
        "mkdocs-present.yml": _site("[search, document-control: {archive: none, redlines: none}]"),
        "mkdocs-plain.yml": _site("[search]"),
        "records/organization.yml": organization_file(since, keys),
        "records/processes.yml": _processes(),
        "procedures/index.md": "---\ncontrolled: false\ntitle: Home\n---\n# Quality manual\n\nSelect a department.\n",
    }
    return {path: text.encode() for path, text in texts.items()} | PICTURES


def _policy(retained: Sequence[str], *, approved: bool, standard: bool) -> str:
    lines = [
        "organization: Corpus Works",
        f"standards: [{'iso9001:2015' if standard else ''}]",
        "release_branch: main",
        "documents: [procedures]",
        "records: records",
        "types:",
    ]
    for kind in KINDS:
        lines += [f"  {kind.id}:", f"    title: {kind.title}", f"    id: '{kind.prefix}-\\d{{4}}'"]
        lines += _approvals(kind) if approved and kind.approved_by else ["    approvals: []"]
        lines += [f"    sections: {_SECTIONS[kind.id]}"] if kind.id in _SECTIONS else []
        # No revision is so old that its review would be overdue: findings must not hang on the day of a measurement.
        lines += ["    review: 50 years", f"    effective: {f'P{kind.delay}D' if kind.delay else 'on-approval'}"]
    lines += ["retention:", "  document-review: {keep: 50 years, from: last entry, then: archive}"]
    lines += [f"  {each}: {{keep: 50 years, from: closed, then: archive}}" for each in retained]
    return "\n".join([*lines, "revisions: integer", "site: {audience: internal, stale_after: 50 years}"]) + "\n"


def _approvals(kind: Kind) -> Iterator[str]:
    yield f"    approvals: {_roles(kind.approved_by)}"
    if kind.editorial_by is not None:
        yield f"    editorial: {_roles(kind.editorial_by)}"
    yield "    evidence: signed"


def _roles(roles: Sequence[str]) -> str:
    return f"[{', '.join(f'{{role: {role}}}' for role in roles)}]"


def _processes() -> str:
    lines = ["processes:"]
    for department, (owner, _) in DEPARTMENTS.items():
        lines += [f"  - id: {department}", f"    title: {department.capitalize()}", f"    owner: {owner}"]
        lines += ["    inputs_from: [customers]", "    outputs_to: [customers]", "    documents: []"]
    return "\n".join(lines) + "\n"


def _site(plugins: str) -> str:
    return (
        "site_name: Quality manual of Corpus Works\n"
        "docs_dir: procedures\n"
        "theme:\n"
        "  name: material\n"
        "  font: false\n"
        "  features: [navigation.prune]\n"
        f"plugins: {plugins}\n"
    )
