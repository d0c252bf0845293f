"""`qms status` as people use it: everything that is due, overdue or waiting, and for whom."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from support import organization_file
from support.duties import story_of_duties
from support.improving import improving, objective, outlook

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone

MEASURED = "period,value,source,by,on,comment\n"


@pytest.fixture
def clone(build: Build) -> Clone:
    """A manual in which something of each kind is to be done."""
    return build(story_of_duties())


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


def test_the_path_counts_what_is_due_as_without_it(qms: Qms, build: Build) -> None:
    """What is due after the usual 90 days makes no load on the path, just as `qms status` and the site leave it out."""
    clone = build(improving(dict([outlook("RSK", 1, 2, 2, review_due="2026-12-30"), outlook("RSK", 2, 2, 2)])))
    ran = qms(clone, "status", "--as-of", "2026-11-23", "--path")
    assert len(qms(clone, "status", "--as-of", "2026-11-23", "--format", "json").json) == 1
    assert "No duties overdue, 1 due, 0 waiting" in ran.text


def test_whoever_has_left(qms: Qms, build: Build) -> None:
    """It is said where nobody is there any more to do it: a role without people, and a person without roles."""
    story = story_of_duties()
    left = organization_file({"Ann Berg": ["quality-manager"], "Kai Moen": ["buyer"]})
    story.entry(
        "2026-01-11",
        {
            "records/organization.yml": left.replace(
                "buyer, from: 2024-01-01", "buyer, from: 2024-01-01, until: 2026-05-31"
            )
        },
    )
    clone = build(story)
    text = qms(clone, "status", "--as-of", "2026-06-01").text
    assert "Buyer (nobody holds this role): 1 overdue\n" in text
    assert "Kai Moen (holds no role any more): 1 overdue\n" in text
    assert "Buyer (kai.moen): 1 overdue\n" in qms(clone, "status", "--as-of", "2026-05-31").text


def test_rows_whose_time_is_over(qms: Qms, build: Build) -> None:
    """Rows about a document have its id, and it is the rows that are to be deleted."""
    keep = {"acknowledgement": {"keep": "1 year", "from": "last entry", "then": "delete"}}
    story = story_of_duties(retention=keep)
    path = "records/acknowledgements/SOP-004.csv"
    row = f"kai.moen,SOP-004,1,qms1:{'0' * 64},2025-01-21,commit"
    story.entry("2026-01-11", {path: f"person,document,revision,digest,on,method\n{row}\n"})
    found = qms(build(story), "status", "--as-of", "2026-06-01", "--format", "json").json
    told = [(each["title"], each["what"]) for each in found if each["kind"] == "disposition"]
    assert told == [("Acknowledgements", f"delete {path}, because the time is over for which it is kept")]


def test_what_is_to_be_measured(qms: Qms, build: Build) -> None:
    """An active objective is to be measured by the end of the period after the last one."""
    files = dict([objective(1, due="2027-12-31"), objective(2, status="draft", due="2027-12-31")])
    files["records/objectives/OBJ-2025-001.csv"] = f"{MEASURED}2026-10,96,Report,ola.nord,2026-11-02,\n"
    clone = build(improving(files))
    ran = qms(clone, "status", "--as-of", "2026-11-23", "--format", "json")
    assert [(each["owner"], each["kind"], each["id"], each["what"], each["due"]) for each in ran.json] == [
        ("production-manager", "measurement", "OBJ-2025-001", "measure it", "2026-12-01")
    ]
    late = qms(clone, "status", "--as-of", "2026-12-02", "--format", "json").json
    assert [each["state"] for each in late if each["kind"] == "measurement"] == ["overdue"]


def test_a_measurement_of_the_last_day_that_there_is(qms: Qms, build: Build) -> None:
    """After a day beyond which no calendar goes nothing is to be measured, and it is no fault of the program."""
    files = dict([objective(1, due="9999-12-31")])
    files["records/objectives/OBJ-2025-001.csv"] = f"{MEASURED}9999-12-31,96,Report,ola.nord,2026-11-02,\n"
    clone = build(improving(files))
    for command in (("status",), ("status", "--path"), ("check",)):
        ran = qms(clone, *command, "--as-of", "2026-11-23")
        assert ran.status in (0, 1), ran.err
