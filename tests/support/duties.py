"""A manual in which something of each kind is to be done."""

from __future__ import annotations

from support import Story, document, organization_file

__all__ = ["story_of_duties"]

_CORRECTIVE_ACTION = """\
id: CA-2026-001
title: Labels
opened: 2026-01-05
owner: quality-manager
status: planned
due: 2026-09-01
origin: EXT-2025-002
problem: Wrong labels
correction: Sorted out
causes: [Two files with one name]
method: five whys
actions:
  - {what: Rename the files., owner: kai.moen, due: 2026-03-01}
  - {what: Train, owner: buyer, due: 2026-02-01, done_on: 2026-01-31, evidence: [words of the trainer]}
"""
_EXTERNAL = """\
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
_DEVIATION = """\
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


_RETENTION = {"satisfaction": {"keep": "3 years", "from": "last entry", "then": "delete"}}


def story_of_duties(**policy: object) -> Story:
    """What is to be done on 2026-06-01: by a role, by a person, and by nobody who is named."""
    told = Story()
    kinds = {
        "procedure": {"acknowledge": "14 days", "review": "12 months"},
        "policy": {"approvals": [{"role": "quality-manager"}]},
    }
    told.policy("2024-12-01", {"types": kinds, "standards": [], "retention": _RETENTION, **policy})
    people = {"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"]}
    files = {
        "records/organization.yml": organization_file(people),
        "procedures/purchasing.md": document("SOP-004", owner="quality-manager", applies_to=["buyer"]),
        "records/satisfaction/SAT-2022-001.csv": "period,method,n,score,comment\n2022-H2,survey,41,4.2,\n",
    }
    told.entry("2025-01-20", files)
    told.entry(
        "2026-01-05",
        {"procedures/policy.md": document("POL-001", type="policy", title="Policy", effective="2099-12-31")},
    )
    coming = document("SOP-009", title="Sales", owner="quality-manager", effective="2026-06-15")
    told.entry("2026-01-06", {"procedures/sales.md": coming})
    told.entry("2026-01-07", {"records/corrective-actions/CA-2026-001.yml": _CORRECTIVE_ACTION})
    told.entry("2026-01-08", {"records/external/EXT-2025-002.yml": _EXTERNAL})
    told.entry("2026-01-09", {"records/deviations/DEV-2026-001.yml": _DEVIATION})
    return told
