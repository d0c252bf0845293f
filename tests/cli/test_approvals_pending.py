"""`qms approvals pending`: who is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import document
from support.approvers import PURCHASING, SECOND, Keys, begun, people, proposed

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Clone

INSPECTION = document("SOP-005", title="Inspection", owner="purchasing-manager")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """A key for everybody."""
    return Keys.make(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def waiting(keys: Keys, tmp_path: Path) -> Clone:
    """Inspection is in review since June; a branch proposes a revision of purchasing."""
    told = begun(keys)
    told.entry("2024-06-20", {"procedures/inspection.md": INSPECTION}, by="Liv Strand")
    return told.build(tmp_path / "manual", at=proposed(told))


def test_who_is_waited_for(qms: Qms, waiting: Clone) -> None:
    """Each missing role with those who hold it today, since when, and what they run."""
    ran = qms(waiting, "approvals", "pending")
    assert (ran.status, ran.err) == (0, "")
    head, first, second = ran.text.splitlines()
    assert head.split() == ["ID", "Title", "Rev.", "Since", "Waiting", "for", "Who", "can", "approve", "How"]
    assert "SOP-005  Inspection  1     2024-06-20  Quality manager     Ann Berg, Cid Dahl, Siv Aas" in first
    assert first.endswith("qms approve SOP-005 --role quality-manager")
    assert "Purchasing manager  Liv Strand, Siv Aas" in second


def test_what_a_branch_proposes(qms: Qms, keys: Keys, waiting: Clone) -> None:
    """With --preview its revisions are there as well, without the approvals that it brings already."""
    rows = qms(waiting, "approvals", "pending", "--preview", "--format", "json").json
    assert [(each["id"], each["status"], each["since"]) for each in rows] == [
        ("SOP-004", "proposed", "2024-07-01"),
        ("SOP-005", "in review", "2024-06-20"),
    ]
    assert rows[0]["authors"] == [{"name": "Ann Berg", "email": "ann@example.com"}]
    assert rows[0]["evidence"] == "signed"
    assert qms(waiting, "approve", "SOP-004", "--key", str(keys["cid"])).status == 0
    rows = qms(waiting, "approvals", "pending", "--preview", "--format", "json").json
    assert rows[0]["waiting_for"] == [
        {
            "role": "purchasing-manager",
            "title": "Purchasing manager",
            "people": [{"person": "liv.strand", "name": "Liv Strand"}, {"person": "siv.aas", "name": "Siv Aas"}],
            "command": "qms approve SOP-004 --role purchasing-manager",
        }
    ]


def test_authors_where_they_do_not_count(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Who wrote the text is not waited for where one approval is all there is, or where only authors have approved."""
    told = begun(keys, types={"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": "signed"}})
    told.merge("2024-07-03", proposed(told))
    clone = told.build(tmp_path / "manual")
    (row,) = qms(clone, "approvals", "pending", "--format", "json").json
    assert [each["person"] for each in row["waiting_for"][0]["people"]] == ["cid.dahl", "siv.aas"]


def test_only_authors_have_approved(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """Every role has approved, and somebody who is no author is waited for, in any of the roles."""
    told = begun(keys)
    branch = told.branch("better")
    branch.entry("2024-07-01", {PURCHASING: SECOND}, by="Siv Aas", co_authors=["Liv Strand"])
    clone = told.build(tmp_path / "manual", at=branch)
    first = qms(clone, "approve", "SOP-004", "--key", str(keys["siv"]), "--role", "quality-manager")
    assert first.status == 0
    second = qms(clone, "approve", "SOP-004", "--key", str(keys["liv"]))
    assert (second.status, second.out) == (1, b"")
    assert "Liv Strand is an author of the text" in second.err
    (row,) = qms(clone, "approvals", "pending", "--preview", "--format", "json").json
    assert row["waiting_for"] == [
        {
            "role": "purchasing-manager",
            "title": "Purchasing manager",
            "people": [],
            "command": row["waiting_for"][0]["command"],
        }
    ]
    assert "nobody: see organization.yml" in qms(clone, "approvals", "pending", "--preview").text


def test_nothing_waits(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """It says so; as JSON it is an empty list."""
    clone = begun(keys).build(tmp_path / "manual")
    ran = qms(clone, "approvals", "pending")
    assert (ran.status, ran.out, ran.err) == (0, b"", "No revision is waiting for an approval.\n")
    assert qms(clone, "approvals", "pending", "--format", "json").json == []


def test_nothing_waits_but_what_is_proposed(qms: Qms, keys: Keys, tmp_path: Path) -> None:
    """On a branch whose proposal needs approvals the answer points to `--preview`."""
    told = begun(keys)
    ran = qms(told.build(tmp_path / "manual", at=proposed(told)), "approvals", "pending")
    assert ran.err.startswith(
        "No revision is waiting for an approval.\nWhat is proposed here needs approvals: `qms app"
    )


def test_a_text_that_does_not_stand_any_more(qms: Qms, keys: Keys, waiting: Clone) -> None:
    """A revision that another took the place of before it was approved is named, without a command."""
    waiting.git("checkout", "--quiet", "main")
    waiting.write("procedures/inspection.md", document("SOP-005", 2, title="Inspection", owner="purchasing-manager"))
    waiting.git("commit", "--quiet", "--all", "--message=More")
    rows = qms(waiting, "approvals", "pending", "--format", "json").json
    assert [(each["revision"], each["waiting_for"][0]["command"]) for each in rows] == [
        ("1", None),
        ("2", "qms approve SOP-005 --role quality-manager"),
    ]
    assert "another text stands in its place" in qms(waiting, "approvals", "pending").text
    for name in ("cid", "liv"):
        assert qms(waiting, "approve", "SOP-005", "--key", str(keys[name])).status == 0
    waiting.git("add", "--all")
    waiting.git("commit", "--quiet", "--message=Approve")
    assert qms(waiting, "approvals", "pending").err == "No revision is waiting for an approval.\n"


def test_people_of_today_and_of_the_line(qms: Qms, keys: Keys, waiting: Clone) -> None:
    """Who has left the role is not named, nor whom only the branch would give it."""
    brought = people(keys, **{"Unn Sand": {"roles": ["quality-manager"]}})
    waiting.write("records/organization.yml", brought)
    text = qms(waiting, "approvals", "pending", "--preview").text
    assert "Unn Sand" not in text
    assert "Per Haug" not in text
