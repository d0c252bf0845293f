"""`qms record new management-review --period`: the inputs of a review, compiled from what records say of a period."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from support import Story, document
from support.audits import PEOPLE, audit
from support.reviewed import BOTH, history, nonconformity, previous_review, reviewed

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms, Ran
    from support import Build, Clone

NEW = ("record", "new", "management-review", "--period")
GIVEN = ("--set", "opened=2025-07-03", "--set", "date=2025-07-10")
PATH = "records/management-reviews/MR-2025-001.yml"
ID = ("--set", "id=MR-2025-001")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The organization."""
    return reviewed().build(tmp_path_factory.mktemp("reviewed") / "manual")


@pytest.fixture
def firm(built: Clone, tmp_path: Path) -> Clone:
    """The same, for a test that changes it."""
    shutil.copytree(built.path, tmp_path / "firm", symlinks=True)
    return type(built)(path=tmp_path / "firm", commit_ids=built.commit_ids, names=built.names)


def compiled(qms: Qms, firm: Clone, *options: str, period: str = "2025-01..2025-06") -> tuple[dict[str, Any], Ran]:
    """The record that was written, and what the command said."""
    made = qms(firm, *NEW, period, *ID, *GIVEN, *options)
    assert made.status == 0, made.err
    assert made.text.strip() == PATH
    text = (firm.path / PATH).read_text(encoding="utf-8")
    # Every scalar is the characters as written.
    return yaml.load(text, Loader=yaml.BaseLoader), made  # noqa: S506 - it makes no objects


def test_the_newest_edition_in_use(qms: Qms, firm: Clone) -> None:
    """Every letter of ISO 9001:2026 has an input, with risks and opportunities apart; the record is in order."""
    record, made = compiled(qms, firm)
    assert record["edition"] == "iso9001:2026"
    assert "".join(record["inputs"]) == "abcdefgh"
    assert record["title"] == "Management review, January to June 2025"
    assert record["period"] == "2025-01-01/2025-06-30"
    assert record["status"] == "planned"
    assert "Compiled from the manual as of 2025-06-30; trends compare with 2024-07-01 to 2024-12-31." in made.err
    risks, chances = record["inputs"]["g"], record["inputs"]["h"]
    assert (risks["trend"], risks["sources"]) == ("better", ["RSK-2025-001"])
    assert risks["summary"].startswith(
        "1 risk open, 1 new in the period; 1 action done. Effectiveness judged: 1 effective"
    )
    assert (chances["trend"], chances["sources"]) == ("worse", ["OPP-2025-001"])
    assert "1 partly (OPP-2025-001)" in chances["summary"]
    found = [each for each in qms(firm, "check").text.splitlines() if "MR-2025-001" in each]
    assert found == []


def test_the_earlier_edition(qms: Qms, firm: Clone) -> None:
    """By ISO 9001:2015 there are six letters, with risks and opportunities together."""
    record, _ = compiled(qms, firm, "--edition", "iso9001:2015")
    assert "".join(record["inputs"]) == "abcdef"
    assert list(record["inputs"]["e"]["topics"]) == ["risks", "opportunities"]
    assert record["inputs"]["e"]["trend"] == "steady"
    assert "interested_parties" in record["inputs"]["c"]["topics"]


def test_performance_by_topic(qms: Qms, firm: Clone) -> None:
    """Each topic has what records say of the period, against the period before, and what that rests on."""
    record, _ = compiled(qms, firm)
    topics = record["inputs"]["d"]["topics"]
    assert topics["customer_satisfaction"] == {
        "summary": "SAT-2024-001: score 4.3 (40 answers) after 4.1.",
        "trend": "better",
        "sources": ["SAT-2024-001"],
    }
    assert topics["complaints"]["summary"].startswith("No complaints came in (period before: 1).")
    assert topics["complaints"]["trend"] == "better"
    assert (
        "OBJ-2026-001 On time: 96.5 % against a target of at least 95 %, before 93 (reached)."
        in topics["objectives"]["summary"]
    )
    assert topics["objectives"]["trend"] == "better"
    faults = topics["nonconformities_and_corrective_actions"]
    assert faults["summary"].startswith("1 nonconformity noticed (period before: 2); 3 open on 2025-06-30.")
    assert "1 corrective action begun (period before: 0), 0 closed, 1 open" in faults["summary"]
    assert (faults["trend"], faults["sources"]) == (
        "better",
        ["NC-2024-001", "NC-2024-002", "NC-2025-001", "CA-2025-001"],
    )
    assert topics["audits"]["summary"] == (
        "1 audit held in the period (period before: 1); programmes plan 2 for it. "
        "Audit findings: 1 minor; 3 open on 2025-06-30."
    )
    assert topics["audits"]["trend"] == "better"
    assert topics["external_providers"]["summary"].startswith(
        "1 supplier: 1 approved. 1 evaluation in the period (period before: 1), mean score 3 after 4."
    )
    assert topics["external_providers"]["trend"] == "worse"
    assert topics["monitoring_and_measurement"]["sources"] == ["EQ-2025-001"]
    assert (
        "Values that are kept elsewhere, and that people add: Sales: Score of the survey."
        in topics["process_performance"]["summary"]
    )
    assert record["inputs"]["d"]["trend"] == "better"
    assert "Worse: external providers." in record["inputs"]["d"]["summary"]


def test_what_earlier_reviews_left(qms: Qms, firm: Clone) -> None:
    """Earlier actions stand with their state, those passed on to this review are its own, and so are its people."""
    record, _ = compiled(qms, firm)
    assert [(each["what"], each["status"]) for each in record["previous_actions"]] == [
        ("Buy a second gauge.", "done"),
        ("Ask customers twice a year.", "open"),
        ("Train a second auditor.", "carried over"),
    ]
    assert record["actions"] == [{"what": "Train a second auditor.", "owner": "ann.berg", "due": "2099-12-31"}]
    assert record["links"] == [{"follows": "MR-2024-001"}]
    assert (record["owner"], record["chair"]) == ("sales-manager", "eva.lund")
    assert record["attendees"] == ["eva.lund", "ann.berg"]
    said = record["inputs"]["a"]["summary"]
    assert (
        said == "1 of 3 actions of earlier reviews is done, 1 carried over, "
        "1 open: “Ask customers twice a year” (due 31 May 2025)."
    )


def test_what_changed_around(qms: Qms, firm: Clone) -> None:
    """Issues and needs that are new in the period are named, and what is overdue."""
    record, _ = compiled(qms, firm)
    assert record["inputs"]["b"] == {
        "summary": "1 issue is recorded. New in the period: CTX-2025-001 Prices of energy. Overdue for a new look: "
        "CTX-2025-001 Prices of energy. Climate change does not matter here, decided on 1 February 2025.",
        "sources": ["CTX-2025-001"],
    }
    needs = record["inputs"]["c"]["summary"]
    assert needs == (
        "2 needs of 1 interested party are recorded. New in the period: Customers: “Less plastic”. "
        "Addressed by nothing: Customers: “Less plastic”."
    )


def test_the_day_as_of_which_it_is_compiled(qms: Qms, firm: Clone) -> None:
    """What was recorded after the period does not count, unless a later day is asked for."""
    _, made = compiled(qms, firm, "--as-of", "2025-07-02")
    assert "Compiled from the manual as of 2025-07-02;" in made.err
    text = (firm.path / PATH).read_text(encoding="utf-8")
    assert "2 nonconformities noticed" in text
    assert "# Compiled from the manual as of 2025-07-02; trends compare" in text


def test_records_that_came_later(qms: Qms, build: Build) -> None:
    """What was opened in the period and recorded after it is left out, and the command says how to take it in."""
    story = reviewed()
    late = nonconformity(3, "2025-06-28")
    story.entry("2025-07-04", {"records/nonconformities/NC-2025-003.yml": late})
    firm = build(story)
    _, made = compiled(qms, firm)
    assert "Left out: 2 records that were opened in the period, and came into the manual later." in made.err
    (firm.path / PATH).unlink()
    _, made = compiled(qms, firm, "--as-of", "2025-07-04")
    assert "Left out" not in made.err


def test_a_manual_that_began_after_the_period(qms: Qms, build: Build) -> None:
    """Records that were kept elsewhere before are looked at as they stand today, and the record says so."""
    story = Story()
    story.policy("2025-08-01", {"standards": BOTH})
    story.entry("2025-08-02", {"records/organization.yml": PEOPLE, **history()})
    record, made = compiled(qms, build(story))
    assert "because it had no record yet on 2025-06-30" in made.err
    faults = record["inputs"]["d"]["topics"]["nonconformities_and_corrective_actions"]
    assert faults["summary"].startswith("1 nonconformity noticed; 1 open on ")
    assert record["inputs"]["c"]["summary"].endswith("No earlier list tells what changed.")
    assert record["chair"] == "eva.lund"


def test_resources(qms: Qms, firm: Clone) -> None:
    """What the manual knows of resources is told, and that people have to judge it."""
    record, _ = compiled(qms, firm)
    said = record["inputs"]["f"]
    assert "overdue on 2025-06-30, 0 when the period began." in said["summary"]
    assert "1 training done in the period; none is overdue." in said["summary"]
    assert said["summary"].endswith("Whether people, infrastructure and knowledge suffice is for people to say.")
    assert said["sources"] == ["Workload of due items of 2025-06-30", "TRN-2025-001"]


def test_gates_say_what_people_still_fill_in(qms: Qms, firm: Clone) -> None:
    """A letter of which the manual holds nothing has no sources, and the review is not held before people add them."""
    record, made = compiled(qms, firm, "--edition", "iso9001:2026", period="2024-07-01..2024-12-31")
    assert [letter for letter, each in record["inputs"].items() if not each["sources"]] == ["b", "e", "f", "g", "h"]
    assert "The manual holds nothing for input b, e, f, g, h: write there what it rests on." in made.err
    text = (firm.path / PATH).read_text(encoding="utf-8")
    assert "  b:  # What changed outside and inside; nothing in the manual: people write what it rests on\n" in text
    firm.write(PATH, text.replace("status: planned", "status: held"))
    found = [each for each in qms(firm, "check").text.splitlines() if "IM104" in each and "MR-2025-001" in each]
    for letter in "befgh":
        assert any(f"input {letter} has no sources" in each for each in found)
    assert not any("input a" in each or "input d" in each for each in found)
    assert any("`outputs` is missing" in each for each in found)


def test_counts_without_a_period_before(qms: Qms, firm: Clone) -> None:
    """Where the manual does not go back far enough, counts have no trend, and the record says why."""
    record, _ = compiled(qms, firm, period="2024")
    text = (firm.path / PATH).read_text(encoding="utf-8")
    assert "the manual does not go back to 2023-01-01, so counts have no trend" in text
    topics = record["inputs"]["d"]["topics"]
    assert topics["complaints"]["summary"].startswith("1 complaint came in, 0 of them justified.")
    assert "trend" not in topics["complaints"]


def test_the_same_data_give_the_same_bytes(qms: Qms, firm: Clone) -> None:
    """Nothing but the records, the period and the day decides what is written."""
    compiled(qms, firm)
    first = (firm.path / PATH).read_bytes()
    (firm.path / PATH).unlink()
    compiled(qms, firm)
    assert (firm.path / PATH).read_bytes() == first


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025", "2025-01-01/2025-12-31"),
        ("2025-H1", "2025-01-01/2025-06-30"),
        ("2025-Q1", "2025-01-01/2025-03-31"),
        ("2025-02", "2025-02-01/2025-02-28"),
        ("2025-02-10..2025-03-05", "2025-02-10/2025-03-05"),
        ("2025-01-01/2025-06-30", "2025-01-01/2025-06-30"),
    ],
)
def test_forms_of_a_period(qms: Qms, firm: Clone, written: str, period: str) -> None:
    """Years, halves, quarters, months and days are periods, single or from one to another."""
    record, _ = compiled(qms, firm, period=written)
    assert record["period"] == period


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--period", "2025-13"), "is no period"),
        (("--period", "2025-06..2025-01"), "is no period"),
        (("--period", "0001-01-01..2025-01"), "is no period"),
        (("--period", "9999-12-31"), "is no period"),
        (("--period", ""), "is no period"),
        (("--period", "8999"), "which is still to come"),
        (("--period", "2025", "--edition", "iso9001:2008"), "is none that a review goes by"),
        (("--period", "2025", "--as-of", "2024-12-31"), "lies before the period"),
        (("--edition", "iso9001:2015"), "go with `--period`"),
    ],
)
def test_wrong_use(qms: Qms, firm: Clone, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be compiled is told in a sentence, and nothing is written."""
    made = qms(firm, "record", "new", "management-review", *arguments)
    assert made.status == 2
    assert said in made.err
    assert firm.git("status", "--porcelain") == ""


def test_a_period_goes_with_reviews_alone(qms: Qms, firm: Clone) -> None:
    """Other types are not compiled."""
    made = qms(firm, "record", "new", "risk", "--period", "2025")
    assert (made.status, firm.git("status", "--porcelain")) == (2, "")
    assert "goes with the type management-review" in made.err


def test_the_first_review_of_an_empty_manual(qms: Qms, build: Build) -> None:
    """An organization without a record gets its letters too; who leads it is asked, or is its owner."""
    story = Story()
    story.policy("2024-01-01", {"standards": ["iso9001:2015"]})
    story.entry("2024-01-02", {"records/organization.yml": PEOPLE, "procedures/purchasing.md": document()})
    firm = build(story)
    record, _ = compiled(qms, firm, "--owner", "sales-manager")
    assert (record["chair"], record["edition"]) == ("eva.lund", "iso9001:2015")
    assert record["inputs"]["a"] == {
        "summary": "No earlier management review is recorded, so there are no actions of one.",
        "sources": ["Register of management reviews of 2025-06-30"],
    }
    assert record["inputs"]["b"]["sources"] == []
    assert record["inputs"]["c"]["topics"]["audits"]["sources"] == []


def test_without_a_standard_the_edition_is_named(qms: Qms, build: Build) -> None:
    """A policy without an edition leaves it to whoever asks."""
    story = Story()
    story.policy("2024-01-01", {"standards": []})
    story.entry("2024-01-02", {"records/organization.yml": PEOPLE})
    firm = build(story)
    made = qms(firm, *NEW, "2025-H1", "--owner", "sales-manager", *ID, *GIVEN)
    assert made.status == 2
    assert "name one: --edition iso9001:2015 or iso9001:2026" in made.err
    record, _ = compiled(qms, firm, "--owner", "sales-manager", "--edition", "iso9001:2015")
    assert record["edition"] == "iso9001:2015"


def test_hundreds_of_records(qms: Qms, build: Build) -> None:
    """Of very many records the register is the source, and their number is told."""
    story = reviewed()
    many = {
        f"records/nonconformities/NC-2025-{number:03}.yml": nonconformity(number, "2025-04-01")
        for number in range(100, 400)
    }
    held = {
        f"records/audits/AUD-2025-{number}.yml": audit(
            f"AUD-2025-{number}", "reported", ["sales"], ["iso9001:2015#8.2"], dates=["2025-03-03"]
        )
        for number in range(100, 200)
    }
    story.entry("2025-07-03", {**many, **held})
    record, _ = compiled(qms, build(story), "--as-of", "2025-07-03")
    topics = record["inputs"]["d"]["topics"]
    faults = topics["nonconformities_and_corrective_actions"]
    assert faults["summary"].startswith("302 nonconformities noticed")
    assert faults["sources"][0] == "Register of nonconformities of 2025-07-03 (304 records)"
    assert topics["audits"]["sources"][0] == "Register of internal audits of 2025-07-03 (101 records)"
    assert (faults["trend"], topics["audits"]["trend"]) == ("worse", "better")


def test_restricted_records(qms: Qms, build: Build) -> None:
    """Titles of restricted records are told nowhere, and a review is as restricted as the one that it goes on from."""
    story = reviewed()
    quiet = "confidentiality: restricted\n"
    context = "id: CTX-2025-002\ntitle: Sale of the firm\nopened: 2025-06-01\nowner: quality-manager\n"
    context += "issue: Sale.\nkind: internal\neffect: Much.\nreview_due: 2026-01-01\n"
    story.entry(
        "2025-07-03",
        {
            "records/context/CTX-2025-002.yml": context + quiet,
            "records/management-reviews/MR-2024-001.yml": previous_review(quiet),
        },
    )
    record, _ = compiled(qms, build(story), "--as-of", "2025-07-03")
    assert "CTX-2025-001 Prices of energy; CTX-2025-002." in record["inputs"]["b"]["summary"]
    assert record["confidentiality"] == "restricted"
    assert BOTH[1] == record["edition"]


def test_values_of_restricted_records(qms: Qms, build: Build) -> None:
    """What a restricted objective or supplier says is not told in a draft that more people may read; its id is."""
    firm = build(reviewed())
    names = ("records/objectives/OBJ-2026-001.yml", "records/suppliers/SUP-2024-001.yml")
    texts = {
        each: (firm.path / each).read_text().replace("decision: approved", "decision: suspended") for each in names
    }
    said: list[tuple[str, str]] = []
    for more in ("", "confidentiality: restricted\n"):
        story = reviewed()
        story.entry("2025-07-03", {name: f"{text}{more}" for name, text in texts.items()})
        record, _ = compiled(qms, build(story, f"firm{len(said)}"), "--as-of", "2025-07-03")
        topics = record["inputs"]["d"]["topics"]
        said.append((topics["objectives"]["summary"], topics["external_providers"]["summary"]))
    assert "OBJ-2026-001 On time: 96.5" in said[0][0]
    assert "SUP-2024-001 suspended" in said[0][1]
    assert said[1][0].endswith(" OBJ-2026-001.")
    assert "SUP-2024-001" not in said[1][1]
