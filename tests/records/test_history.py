"""What may only grow, followed along the release line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from qms_docs.check import check
from qms_docs.sources.loading import open_manual
from support import Story, digest_of, document, organization_file, policy

if TYPE_CHECKING:
    from qms_docs.model.manual import Manual
    from support import Build, Clone

NC = """\
id: NC-2026-007
title: Wrong label
opened: 2026-01-05
owner: production-manager
status: closed
source: process
detected_on: 2026-01-05
detected_by: per.haug
product: Batch 4411
description: Another serial number.
severity: minor
containment: Locked.
disposition: rework
authority: quality-manager
corrective_action_needed: false
corrective_action_reason: It was a slip.
"""
PATH = "records/nonconformities/NC-2026-007.yml"
RETENTION = {"nonconformity": {"keep": "10 years", "from": "closed", "then": "delete"}}


def begun(**stated: object) -> Story:
    """A manual with one closed record."""
    told = Story()
    told.policy("2026-01-01", {"retention": RETENTION, **stated})
    told.entry("2026-01-20", {PATH: NC}, by="Cid Dahl")
    return told


def manual(clone: Clone, day: str = "2026-06-01") -> Manual:
    """The manual of a day."""
    source = open_manual(clone.path, date.fromisoformat(day))
    with source.repository:
        return source.manual(preview=True, judged=True, merged=True)


def codes(clone: Clone, day: str = "2026-06-01") -> list[tuple[str, str | None]]:
    """Code and path of every finding."""
    return [(each.code, each.path) for each in check(manual(clone, day)).findings]


def test_who_and_when(build: Build) -> None:
    """The history has each entry with its day, state and authors, through a merge and a squash."""
    told = Story()
    told.policy("2026-01-01", {"retention": RETENTION})
    first = told.branch("first")
    first.entry("2026-01-10", {PATH: NC.replace("closed", "contained")}, by="Cid Dahl", co_authors=["Liv Strand"])
    told.merge("2026-01-12", first, by="Ann Berg")
    second = told.branch("second")
    second.entry("2026-01-15", {PATH: NC, "x.txt": "1"}, by="Siv Aas")
    second.entry("2026-01-16", {"x.txt": "2"}, by="Per Haug")
    told.merge("2026-01-20", second, by="Ann Berg")
    kept = manual(build(told)).records.find("NC-2026-007")
    assert kept is not None
    assert [(str(each.entry.day), each.status) for each in kept.entries] == [
        ("2026-01-12", "contained"),
        ("2026-01-20", "closed"),
    ]
    assert [[author.name for author in each.authors] for each in kept.entries] == [
        ["Cid Dahl", "Liv Strand"],
        ["Siv Aas"],
    ]
    assert kept.closed_on == date(2026, 1, 20)


def test_the_day_of_closing(build: Build) -> None:
    """The day that is stated, else that of the entry that brought the final state and not of later ones."""
    told = begun()
    amendment = (
        "amendments:\n  - {on: 2026-03-01, by: ann.berg, reason: Slip., field: title, old: Wrong label, new: X}\n"
    )
    told.entry("2026-03-01", {PATH: NC + amendment})
    kept = manual(build(told)).records.find("NC-2026-007")
    assert kept is not None
    assert kept.closed_on == date(2026, 1, 20)
    assert kept.record.title == "X"


def test_the_folder_of_records_moves(build: Build) -> None:
    """Records that move with it are the same, and closed ones as closed as before."""
    told = begun()
    moved = told.tree["qms.yml"].data.decode().replace("organization:", "records: qa\norganization:")
    told.entry("2026-02-01", {"qms.yml": moved, PATH: None, PATH.replace("records/", "qa/"): NC})
    assert codes(build(told)) == []
    told.entry("2026-02-02", {PATH.replace("records/", "qa/"): NC.replace("4411", "4412")})
    assert codes(build(told)) == [("RC101", PATH.replace("records/", "qa/"))]


def test_only_the_policy_moves(build: Build) -> None:
    """Records that stay behind are gone."""
    told = begun()
    moved = told.tree["qms.yml"].data.decode().replace("organization:", "records: qa\norganization:")
    told.entry("2026-02-01", {"qms.yml": moved})
    assert codes(build(told)) == [("RC102", PATH)]


def test_through_a_form_that_cannot_be_read(build: Build) -> None:
    """A broken file hides nothing: what stands before and after it is compared."""
    told = begun()
    told.entry("2026-02-01", {PATH: NC.replace("title: ", "title: : ")})
    assert codes(build(told, "broken")) == [("IN101", PATH)]
    told.entry("2026-02-02", {PATH: NC.replace("4411", "4412")})
    assert codes(build(told, "mended")) == [("RC101", PATH)]


def test_a_copy_hides_nothing(build: Build) -> None:
    """Another file of the same id does not take its place."""
    told = begun()
    told.entry("2026-02-01", {"records/nonconformities/A.yml": NC.replace("4411", "4412")})
    assert ("RC106", PATH) in codes(build(told))
    told.entry("2026-02-02", {PATH: None})
    assert ("RC101", "records/nonconformities/A.yml") in codes(build(told))


def test_a_proposal_is_judged(build: Build) -> None:
    """What the work tree changes is found before it is merged; a day in the past knows nothing of it."""
    clone = build(begun())
    clone.write(PATH, NC.replace("4411", "4412"))
    assert codes(clone) == [("RC101", PATH)]
    source = open_manual(clone.path, date(2026, 6, 1))
    with source.repository:
        past = source.manual(date(2026, 2, 1), preview=True, judged=True)
    assert check(past).findings == ()
    (clone.path / PATH).unlink()
    assert codes(clone) == [("RC102", PATH)]


def test_line_ends(build: Build) -> None:
    """Windows line ends, a byte order mark and a missing last line end change nothing."""
    told = begun()
    told.entry("2026-02-01", {PATH: ("\ufeff" + NC.removesuffix("\n")).replace("\n", "\r\n")})
    assert codes(build(told)) == []


APPROVED = {"procedure": {"approvals": [{"role": "quality-manager"}], "evidence": "declared"}}
FILE = "records/approvals/SOP-004/1/cid.dahl.yml"


def approved(build: Build, change: dict[str, str | None]) -> list[tuple[str, str | None]]:
    """What is found after a change of an approval that was accepted."""
    text = document("SOP-004")
    told = Story()
    told.policy("2026-01-01", {"types": APPROVED})
    told.entry("2026-01-02", {"records/organization.yml": organization_file({"Cid Dahl": ["quality-manager"]})})
    told.entry("2026-01-05", {"procedures/a.md": text})
    told.entry("2026-01-06T12:00:00+00:00", {FILE: approval_text(text)})
    told.entry("2026-02-01", change)
    return codes(build(told))


def approval_text(text: str) -> str:
    """An approval of a text, declared."""
    return (
        f"document: SOP-004\nrevision: 1\ndigest: {digest_of(text)}\nperson: cid.dahl\nrole: quality-manager\n"
        "meaning: approved\nat: 2026-01-06T09:00:00Z\n"
    )


def test_approvals_only_grow(build: Build) -> None:
    """An approval that says something else is found at the field, one that is gone at its last place."""
    text = approval_text(document("SOP-004"))
    assert approved(build, {FILE: text.replace("meaning: approved", "meaning: reviewed")}) == [("RC101", FILE)]


def test_approvals_that_are_gone(build: Build) -> None:
    """Nothing excuses it."""
    assert approved(build, {FILE: None, "records/README.md": "# Records\n"}) == [("RC102", FILE)]


def test_approvals_with_another_name_or_line_ends(build: Build) -> None:
    """They say the same."""
    text = approval_text(document("SOP-004"))
    named = FILE.replace(".yml", ".quality-manager.yml")
    assert approved(build, {FILE: None, named: text}) == []


def test_retention_of_rows_and_records(build: Build) -> None:
    """Rows from the last of them on, records from the day that the policy names; those on hold never."""
    told = Story()
    rules = {
        "satisfaction": {"keep": "1 year", "from": "last entry", "then": "archive"},
        "nonconformity": {"keep": "1 year", "from": "opened", "then": "delete"},
    }
    told.entry("2025-01-01", {"qms.yml": policy(retention=rules)})
    csv = "period,method,n,score,comment\n2024-H1,survey,1,4,\n2024-H2,survey,1,4,\n"
    opened = NC.replace("opened: 2026-01-05", "opened: 2025-05-31").replace("status: closed", "status: contained")
    told.entry("2025-01-02", {"records/satisfaction/SAT-2025-001.csv": csv, PATH: opened})
    clone = build(told)
    assert codes(clone, "2025-12-31") == []
    assert codes(clone, "2026-01-01") == [("DC602", "records/satisfaction/SAT-2025-001.csv")]
    assert codes(clone, "2026-06-01") == [("DC602", PATH), ("DC602", "records/satisfaction/SAT-2025-001.csv")]
    clone.write(PATH, opened + "hold: true\n")
    assert codes(clone, "2026-06-01") == [("DC602", "records/satisfaction/SAT-2025-001.csv")]
