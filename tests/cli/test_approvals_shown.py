"""What the commands that answer say of approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import Story, document
from support.desk import Desk

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone

PATH = "procedures/purchasing.md"
TYPE = {"approvals": [{"role": "quality-manager"}, {"role": "owner"}], "evidence": "signed"}
PEOPLE = {
    "Cid Dahl": ["quality-manager"],
    "Eva Lund": ["purchasing-manager"],
    "Kai Moen": ["buyer"],
    "Ann Berg": {"name": "Ann \x1b[31mBerg", "roles": ["purchasing-manager"]},
}
FIRST = document("SOP-004", owner="purchasing-manager")
SECOND = document("SOP-004", 2, owner="purchasing-manager", body="Two people check.\n")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A manual with a revision in force and one for which an approval is missing; no test may change it."""
    desk = Desk(tmp_path_factory.mktemp("keys"))
    story = Story()
    story.policy("2026-01-01", {"types": {"procedure": TYPE}})
    story.entry(
        "2026-01-02", {"records/organization.yml": desk.organization(PEOPLE), "records/README.md": "---\n: [\n"}
    )
    story.entry("2026-01-05", {PATH: FIRST}, by="Kai Moen")
    given = (
        ("Eva Lund", "purchasing-manager", "2026-01-06T09:00:00+01:00", "approved"),
        ("Cid Dahl", "quality-manager", "2026-01-06T23:30:00Z", "approved"),
    )
    files: dict[str, str] = {}
    for by, role, at, meaning in given:
        files |= desk.approval(FIRST, by, role, at, meaning=meaning)
    story.entry("2026-01-08", files)
    story.entry("2026-03-01", {PATH: SECOND}, by="Kai Moen")
    given = (
        ("Cid Dahl", "quality-manager", "2026-03-02T09:00:00+01:00", "approved"),
        ("Kai Moen", "buyer", "2026-03-02T10:00:00+01:00", "reviewed"),
        ("Ann Berg", "quality-manager", "2026-03-02T11:00:00+01:00", "approved"),
    )
    files = {}
    for by, role, at, meaning in given:
        files |= desk.approval(SECOND, by, role, at, revision=2, meaning=meaning)
    story.entry("2026-03-03", files)
    return story.build(tmp_path_factory.mktemp("cli") / "approvals")


def test_history_as_json(qms: Qms, manual: Clone) -> None:
    """Every approval has the promised keys, its time as it was written, and whether it counts."""
    second, first = qms(manual, "history", "SOP-004", "--format", "json").json["revisions"]
    assert first["approvals"] == [
        {
            "person": "eva.lund",
            "name": "Eva Lund",
            "role": "purchasing-manager",
            "meaning": "approved",
            "at": "2026-01-06T09:00:00+01:00",
            "evidence": "signed",
            "counts": True,
            "why_not": None,
        },
        {
            "person": "cid.dahl",
            "name": "Cid Dahl",
            "role": "quality-manager",
            "meaning": "approved",
            "at": "2026-01-06T23:30:00Z",
            "evidence": "signed",
            "counts": True,
            "why_not": None,
        },
    ]
    assert [(each["person"], each["meaning"], each["counts"]) for each in second["approvals"]] == [
        ("cid.dahl", "approved", True),
        ("kai.moen", "reviewed", False),
        ("ann.berg", "approved", False),
    ]
    assert all(each["why_not"] for each in second["approvals"] if not each["counts"])
    assert (first["approved_on"], second["approved_on"]) == ("2026-01-08", None)


def test_history_for_people(qms: Qms, manual: Clone) -> None:
    """Below the revisions stand their approvals in words, and who is waited for; no name moves the cursor."""
    said = qms(manual, "history", "SOP-004").text
    table, waiting = said.split("\n\n")[2:]
    lines = [line.split("  ") for line in table.splitlines()]
    cells = [[cell.strip() for cell in line if cell] for line in lines]
    assert cells[0] == ["Rev.", "Approval", "Name", "Role", "Day", "Evidence", "Counts"]
    assert cells[1] == ["2", "approved", "Cid Dahl", "Quality manager", "2026-03-02", "signature verified", "yes"]
    assert cells[2][:4] == ["2", "reviewed", "Kai Moen", "Buyer"]
    assert cells[3][5:] == ["signature not valid", cells[3][6]]
    assert cells[3][6].startswith("no: ")
    assert cells[4] == ["1", "approved", "Eva Lund", "Purchasing manager", "2026-01-06", "signature verified", "yes"]
    assert waiting == (
        "Revision 2 waits for the approval of Purchasing manager (Ann \N{REPLACEMENT CHARACTER}[31mBerg or Eva Lund).\n"
    )
    assert "\x1b" not in said


def test_list_says_what_waits(qms: Qms, manual: Clone) -> None:
    """The master document list names the roles that are waited for, and the day of the approval."""
    assert qms(manual, "list").text.splitlines()[1].endswith("  2 in review, waits for purchasing-manager")
    row = qms(manual, "list", "--format", "json").json[0]
    assert (row["revision"], row["approved_on"]) == ("1", "2026-01-08")
    before = qms(manual, "list", "--as-of", "2026-01-07").text.splitlines()[1]
    assert before.endswith("  waits for quality-manager and purchasing-manager")


def test_show_as_html(qms: Qms, manual: Clone) -> None:
    """The page names who approved the revision that it shows, and of one in review who is waited for."""
    first = qms(manual, "show", "SOP-004", "--format", "html").text
    assert "<dt>Approved by</dt>" in first
    assert "<bdi>Eva Lund</bdi>, Purchasing manager, 6 January 2026, signature verified" in first
    second = qms(manual, "show", "SOP-004", "--revision", "2", "--format", "html").text
    assert "<dt>Approved so far by</dt>" in second
    assert "<dt>Reviewed by</dt>" in second
    assert "<dt>Waiting for the approval of</dt>" in second
    assert second.count("<bdi>") == 2


def test_readme_of_the_records_is_none(qms: Qms, manual: Clone) -> None:
    """What explains the records to people is neither counted nor read as one."""
    report = qms(manual, "check", "--format", "json").json
    assert not [each for each in report["findings"] if each["path"] == "records/README.md"]
    assert report["checked"]["records"] == 5
