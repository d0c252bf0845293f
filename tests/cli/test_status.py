"""`qms status` as people use it: everything that is due, overdue or waiting, and for whom."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from support import Story, document, organization_file

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone

CORRECTIVE_ACTION = """\
id: CA-2026-001
title: Labels
opened: 2026-01-05
owner: quality-manager
status: planned
due: 2026-09-01
origin: NC-2026-001
problem: Wrong labels
correction: Sorted out
causes: [{cause: Two files with one name, method: 5 whys}]
actions:
  - {what: Rename the files, owner: kai.moen, due: 2026-03-01}
  - {what: Train, owner: buyer, due: 2026-02-01, done_on: 2026-01-31, evidence: [words of the trainer]}
"""
EXTERNAL = """\
id: EXT-2025-002
title: Guideline NL-12
opened: 2025-01-20
owner: buyer
status: current
issuer: Nordic Light Association
edition: "2"
published: 2025-01-02
where_held: Shelf 3
used_by: []
last_checked: 2025-05-20
interval: 12 months
"""
DEVIATION = """\
id: DEV-2026-001
title: One approval is enough in July
opened: 2026-01-05
owner: quality-manager
rule: DC201
document: SOP-004
reason: Nobody else is there.
permitted_by: ann.berg
until: 2026-07-31
"""


@pytest.fixture
def clone(build: Build) -> Clone:
    """A manual in which something of each kind is to be done."""
    told = Story()
    kinds = {
        "procedure": {"acknowledge": "14 days", "review": "12 months"},
        "policy": {"approvals": [{"role": "quality-manager"}]},
    }
    told.policy("2024-12-01", {"types": kinds, "standards": [], "retention": _RETENTION})
    people = {"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"]}
    files = {
        "records/organization.yml": organization_file(people),
        "procedures/purchasing.md": document("SOP-004", owner="quality-manager", applies_to=["buyer"]),
        "records/satisfaction/SAT-2022-001.csv": "period,method,n,score,comment\n2022-H2,survey,41,4.2,\n",
    }
    told.entry("2025-01-20", files)
    told.entry("2026-01-05", {"procedures/policy.md": document("POL-001", type="policy", title="Policy")})
    coming = document("SOP-009", title="Sales", owner="quality-manager", effective="2026-06-15")
    told.entry("2026-01-06", {"procedures/sales.md": coming})
    told.entry("2026-01-07", {"records/corrective-actions/CA-2026-001.yml": CORRECTIVE_ACTION})
    told.entry("2026-01-08", {"records/external/EXT-2025-002.yml": EXTERNAL})
    told.entry("2026-01-09", {"records/deviations/DEV-2026-001.yml": DEVIATION})
    return build(told)


_RETENTION = {"satisfaction": {"keep": "3 years", "from": "last entry", "then": "delete"}}


def rows(qms: Qms, clone: Clone, *arguments: str) -> list[tuple[object, ...]]:
    """Owner, kind, id, state and day of each duty."""
    ran = qms(clone, "status", "--as-of", "2026-06-01", "--format", "json", *arguments)
    assert ran.status == 0, ran.err
    return [(each["owner"], each["kind"], each["id"], each["state"], each["due"]) for each in ran.json]


def test_everything_by_owner_and_day(qms: Qms, clone: Clone) -> None:
    """Actions belong to who does them; the earliest day comes first, what waits without a day last."""
    assert rows(qms, clone) == [
        ("buyer", "check", "EXT-2025-002", "overdue", "2026-05-20"),
        ("kai.moen", "acknowledgement", "SOP-004", "overdue", "2025-02-03"),
        ("kai.moen", "record", "CA-2026-001", "overdue", "2026-03-01"),
        ("quality-manager", "review", "SOP-004", "overdue", "2026-01-20"),
        ("quality-manager", "announced", "SOP-009", "due", "2026-06-15"),
        ("quality-manager", "deviation", "DEV-2026-001", "due", "2026-07-31"),
        ("quality-manager", "approval", "POL-001", "waiting", None),
        (None, "disposition", "SAT-2022-001", "overdue", "2025-12-31"),
    ]


def test_later_days_are_left_out(qms: Qms, clone: Clone) -> None:
    """What is overdue or waits without a day stays; how far to look is an option."""
    assert [row[2] for row in rows(qms, clone, "--within", "20") if row[3] == "due"] == ["SOP-009"]
    assert ("quality-manager", "record", "CA-2026-001", "due", "2026-09-01") in rows(qms, clone, "--within", "92")
    ran = qms(clone, "status", "--as-of", "2024-12-01")
    assert (ran.status, ran.out) == (0, b"")
    assert "Nothing is due within 90 days of 2024-12-01, overdue or waiting." in ran.err


def test_of_one(qms: Qms, clone: Clone) -> None:
    """A person has what the person's roles have to do too; a role has its own."""
    assert {row[0] for row in rows(qms, clone, "--for", "kai.moen")} == {"kai.moen", "buyer"}
    assert {row[0] for row in rows(qms, clone, "--for", "buyer")} == {"buyer"}
    ran = qms(clone, "status", "--for", "kay.moen")
    assert (ran.status, "Did you mean kai.moen?" in ran.err) == (1, True)


def test_text_and_table(qms: Qms, clone: Clone) -> None:
    """People see a paragraph for each owner with how, and what helps; the table has the same rows."""
    text = qms(clone, "status", "--as-of", "2026-06-01").text
    assert "Kai Moen: 2 overdue\n" in text
    assert "overdue since 2025-02-03  SOP-004" in text
    assert "qms acknowledge SOP-004" in text
    assert "waiting" in text
    table = list(csv.DictReader(io.StringIO(qms(clone, "status", "--as-of", "2026-06-01", "--format", "csv").text)))
    assert len(table) == 8
    assert table[0]["what"] == "ask the issuer for the current edition"
