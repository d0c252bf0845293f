"""Departures that somebody has permitted, and days that matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from records.conftest import edited

if TYPE_CHECKING:
    from records.conftest import Desk

PATH = "records/deviations/DEV-2026-002.yml"
MARKING = "procedures/production/WI-012-marking.md"


def deviation(**said: str) -> str:
    """A deviation from DC109: the text of WI-012 has no top heading."""
    fields = {
        "id": "DEV-2026-002",
        "title": "Marking without a heading",
        "opened": "2026-11-01",
        "owner": "quality-manager",
        "rule": "DC109",
        "document": "WI-012",
        "reason": "It comes with the new machine.",
        "permitted_by": "ann.berg",
        "until": "2026-11-30",
    }
    return "".join(f"{name}: {value}\n" for name, value in (fields | said).items() if value)


@pytest.mark.parametrize(
    ("said", "day", "until"),
    [
        ({}, "2026-11-30", "2026-11-30"),
        ({}, "2026-12-01", None),
        ({"opened": "2026-11-24"}, "2026-11-23", None),
        ({"path": MARKING}, "2026-11-23", "2026-11-30"),
        ({"path": "procedures/other.md"}, "2026-11-23", None),
        ({"rule": "DC108"}, "2026-11-23", None),
        ({"document": "SOP-004"}, "2026-11-23", None),
        ({"permitted_by": "nobody"}, "2026-11-23", None),
        ({"reason": ""}, "2026-11-23", None),
        ({"until": ""}, "2026-11-23", None),
    ],
)
def test_permitted(desk: Desk, said: dict[str, str], day: str, until: str | None) -> None:
    """The finding stays in the report with the last day, and counts again after it."""
    text = desk.text(MARKING).replace("# Marking\n", "Marking\n")
    (finding,) = (each for each in desk.findings({PATH: deviation(**said), MARKING: text}, day) if each.code == "DC109")
    assert (str(finding.permitted_until) if finding.permitted_until else None) == until


def test_the_manual_as_a_whole(desk: Desk) -> None:
    """A finding about no document is permitted by a deviation that says `null`; it has to say so."""
    policy = edited(desk.text("qms.yml"), (r"^  risk:\n(    .*\n)*", ""))
    said = {"rule": "DC601", "path": "qms.yml"}
    whole = desk.findings({PATH: deviation(**said, document="null"), "qms.yml": policy})
    assert [str(each.permitted_until) for each in whole if each.code == "DC601"] == ["2026-11-30"]
    assert not [each for each in whole if each.path == PATH]
    unsaid = desk.findings({PATH: deviation(**said, document=""), "qms.yml": policy})
    assert [each.fact for each in unsaid if each.path == PATH] == ["DEV-2026-002: `document` is missing."]


DAYS = (
    ("nonconformity", ("open", "due: 2026-11-22"), ["due"]),
    ("audit-finding", ("open", "response_due: 2026-11-22"), ["due", "response_due"]),
    ("audit-finding", ("responded", "response_due: 2026-11-22"), ["due"]),
    ("supplier", ("approved", "next_evaluation: 2026-11-22"), ["next_evaluation"]),
    ("supplier", ("conditional", "conditions_due: 2026-11-22"), ["conditions_due", "next_evaluation"]),
    ("risk", ("accepted", "review_due: 2026-11-22"), ["review_due"]),
    ("risk", ("monitored", "review_due: 2026-11-22"), ["due", "review_due"]),
    ("risk", ("closed", "review_due: 2026-11-22"), []),
    ("context-issue", ("", "review_due: 2026-11-22"), ["review_due"]),
)


@pytest.mark.parametrize(("kind", "said", "fields"), DAYS, ids=lambda each: str(each)[:40])
def test_days_that_matter(desk: Desk, kind: str, said: tuple[str, str], fields: list[str]) -> None:
    """A day is watched in the states in which it matters, and is overdue on the day after it."""
    kept = desk.accepted.records.of_kind(kind)[0]
    status, day = said
    name = day.partition(":")[0]
    edits = [(rf"^{name}: .*", day)]
    if status:
        edits.append((r"^status: [a-z ]+?(?= *(#|$))", f"status: {status}"))
    text = edited(desk.text(kept.path), *edits)
    overdue = [each for each in desk.findings({kept.path: text}) if each.code == "RC105"]
    lines = dict(enumerate(text.split("\n"), 1))
    assert sorted(lines[each.line].partition(":")[0] for each in overdue) == fields
    earlier = [each.fact for each in desk.findings({kept.path: text}, "2026-11-22") if each.code == "RC105"]
    assert not any("2026-11-22" in each for each in earlier)


def test_actions_and_effectiveness(desk: Desk) -> None:
    """An action that is not done and a look that nobody took are overdue, each at its own day."""
    path = "records/corrective-actions/CA-2026-001.yml"
    text = edited(
        desk.text(path),
        (r"^status: closed", "status: implementing"),
        (r"^    done_on: 2026-03-10\n", ""),
        (r"^  result: effective .*\n", ""),
        (r"^due: .*\n", ""),
    )
    overdue = [each for each in desk.findings({path: text}) if each.code == "RC105"]
    assert [each.fact for each in overdue] == [
        "CA-2026-001 was to be done: Lock suppliers with an overdue evaluation in the order system., by 2026-03-13.",
        "CA-2026-001 was to be judged for its effectiveness, by 2026-09-04.",
    ]
    assert all(re.match(r" +due: ", text.split("\n")[each.line - 1]) for each in overdue)
