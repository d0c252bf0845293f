"""`qms record` as people use it, in files as people write them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from cli.conftest import type_on_a_terminal
from support.examples import example_story

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Clone

NC = "records/nonconformities/NC-2026-003.yml"
SAID = (
    *("--set", "source=process", "--set", "detected_on=2026-11-20", "--set", "detected_by=per.haug"),
    *("--set", "description=Number 4410: wrong # really", "--set", "severity=minor", "--set", "process=production"),
)
OPEN = (
    "\ufeff# Ours: never touch.\r\nid: NC-2026-009   # the id\r\n'title': \"Wrong label\"\r\nopened: 2026-11-20\r\n"
    "owner: production-manager\r\nstatus: 'dispositioned'  # where it stands\r\n\r\nsource: process\r\n"
    "detected_on: 2026-11-20\r\ndetected_by: per.haug\r\nprocess: production\r\ndescription: >\r\n  Another\r\n"
    "  number.\r\nseverity: minor\r\ncontainment: Locked.\r\ndisposition: scrap\r\nauthority: ann.berg\r\n"
    "corrective_action_needed: false\r\ncorrective_action_reason: Slip.\r\nx-cost: {amount: 100}\r\n"
)
OPEN_PATH = "records/nonconformities/NC-2026-009.yml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The organization of the examples."""
    return example_story().build(tmp_path_factory.mktemp("record") / "manual")


@pytest.fixture
def firm(built: Clone, tmp_path: Path) -> Clone:
    """The same, for a test that changes it."""
    shutil.copytree(built.path, tmp_path / "firm", symlinks=True)
    return type(built)(path=tmp_path / "firm", commit_ids=built.commit_ids, names=built.names)


def test_new(qms: Qms, firm: Clone) -> None:
    """The next id of the year, in the folder of the type, with what was said; `check` finds nothing."""
    made = qms(
        firm, "record", "new", "nonconformity", "--title", "Wrong: label", "--owner", "production-manager", *SAID
    )
    assert made.status == 0, made.err
    path = made.text.strip()
    text = (firm.path / path).read_text(encoding="utf-8")
    found = re.fullmatch(r"records/nonconformities/NC-(\d{4})-(\d+)\.yml", path)
    assert found
    assert found[2] == ("004" if found[1] == "2026" else "001")
    assert 'title: "Wrong: label"\n' in text
    assert 'description: "Number 4410: wrong # really"\n' in text
    assert "\nstatus: open  " in text
    assert "# containment:" in text
    checked = qms(firm, "check", "--format", "json").json
    assert [each for each in checked["findings"] if each["document"] == path[24:-4]] == []
    again = qms(firm, "record", "new", "nonconformity", "--title", "Two", "--owner", "ann.berg", *SAID)
    assert again.text.strip() == path[:-5] + str(int(path[-5]) + 1) + ".yml"


def test_new_without_answers(qms: Qms, firm: Clone) -> None:
    """Everything that is missing is named at once, and nothing is written."""
    for arguments, status, words in (
        (("nonconformity",), 2, "--title"),
        (("nonconformity", "--title", "x"), 2, "--set source=..., --set detected_on=..."),
        (("nonconformity", "--title", "x", "--owner", "boss"), 1, "no role or person boss"),
        (("nonconformity", "--title", "x", *SAID, "--set", "severity=huge"), 2, "given twice"),
        (("nonconformity", "--title", "x", "--set", "severity=huge"), 2, "expected one of: minor, major, critical"),
        (("nonconformity", "--title", "x", "--set", "sevrity=minor"), 2, "Did you mean severity?"),
        (("nonconformity", "--title", "x", "--set", "severity"), 2, "is not KEY=VALUE"),
        (("nonconformity", "--title", "x", *SAID, "--set", "id=NC-2026-003"), 1, "was used already"),
        (("nonconformity", "--title", "x", *SAID, "--set", "status=closed"), 2, "--set containment=..."),
        (("nonconformities",), 1, "There is no type of record nonconformities. Did you mean nonconformity?"),
        (("acknowledgement",), 2, "qms acknowledge"),
        (("equipment-calibrations", "--set", "id=EQ-2025-099"), 1, "There is no record EQ-2025-099"),
    ):
        ran = qms(firm, "record", "new", *arguments)
        assert (ran.status, ran.out) == (status, b""), (arguments, ran.err)
        assert words in ran.err, arguments
    assert firm.git("status", "--porcelain") == ""


def test_new_with_empty_values(qms: Qms, firm: Clone) -> None:
    """An empty value is none: id, day and state are those that a new record has, and what it needs is missing."""
    given = [part for name in ("id", "opened", "status") for part in ("--set", f"{name}= ")]
    made = qms(firm, "record", "new", "nonconformity", "--title", "x", "--owner", "ann.berg", *SAID, *given)
    assert made.status == 0, made.err
    text = (firm.path / made.text.strip()).read_text(encoding="utf-8")
    assert re.search(r"^opened: \d{4}-", text, re.MULTILINE)
    assert "\nstatus: open " in text
    assert qms(firm, "record", "new", "satisfaction", "--set", "id=").status == 2


@pytest.mark.parametrize("name", ["NC-2026-003", "../../x", "OBJ-2026-001/x", "obj"])
def test_a_row_of_something_else(qms: Qms, firm: Clone, name: str) -> None:
    """Rows stand in files that are named after a record of their type, and in no other."""
    cells = ("period=2026-Q4", "value=3", "source=x", "by=ann.berg", "on=2026-11-01", f"id={name}")
    given = [part for each in cells for part in ("--set", each)]
    ran = qms(firm, "record", "new", "objective-measurements", *given)
    assert (ran.status, "OBJ-2026-001" in ran.err) == (2, True), ran.err
    assert firm.git("status", "--porcelain") == ""


def test_a_place_that_no_list_has(qms: Qms, firm: Clone) -> None:
    """A number of thousands of digits in an amendment is a finding of `check`, and refused by `amend`."""
    field = f"clauses.{'9' * 5_000}"
    ran = qms(
        firm, "record", "amend", "NC-2026-003", "--field", field, "--new", "x", "--reason", "y", "--by", "ann.berg"
    )
    assert ran.status == 1, ran.err
    text = (firm.path / NC).read_text(encoding="utf-8")
    item = f"  - {{on: 2026-03-01, by: ann.berg, reason: y, field: {field}, old: null, new: x}}\n"
    (firm.path / NC).write_text(text.replace("closed_on:", item + "closed_on:", 1), encoding="utf-8")
    checked = qms(firm, "check", "--format", "json")
    assert "IN103" in {each["code"] for each in checked.json["findings"]}, checked.err
    assert qms(firm, "record", "show", "NC-2026-003", "--preview").status == 0


def test_hints_that_help(qms: Qms, firm: Clone) -> None:
    """Rows are found by their id, no field is proposed in place of itself, and an amendment hears what it names."""
    ran = qms(firm, "record", "show", "SAT-2025-001")
    assert (ran.status, "`qms record list satisfaction` shows them" in ran.err) == (1, True)
    assert (qms(firm, "record", "list", "").status, qms(firm, "record", "show", "").status) == (1, 1)
    ran = qms(firm, "record", "amend", "NC-2026-003", "--field", "id", "--new", "NC-2026-099", "--reason", "y")
    assert (ran.status, ran.err) == (1, "qms: NC-2026-003: id is never amended. Nothing was written.\n")
    links = ("--field", "links", "--new", "[{caused_by: FND-2026-999}]")
    ran = qms(firm, "record", "amend", "NC-2026-003", *links, "--reason", "y")
    assert ran.status == 0
    assert ran.err.count("Look at this: ") == ran.err.count("there is no record FND-2026-999") == 1


def test_a_clause_that_is_not_clear(qms: Qms, firm: Clone) -> None:
    """Whoever begins a record with a clause of several meanings hears that at once."""
    given = ("--title", "x", "--owner", "ann.berg", *SAID, "--set", "clauses=[10.1]")
    made = qms(firm, "record", "new", "nonconformity", *given)
    assert made.status == 0
    assert "Look at this: Field `clauses.0`: clause 10.1 is not the same" in made.err


def test_new_in_a_later_state(qms: Qms, firm: Clone) -> None:
    """Lists and groups are given as YAML; what is named and not there is pointed to."""
    ran = qms(
        firm,
        *("record", "new", "audit-finding", "--title", "x", "--owner", "quality-manager", "--set", "grade=observation"),
        *("--set", "audit=AUD-2026-002", "--set", "requirement=SOP-004@9", "--set", "statement=It is so."),
        *("--set", "evidence=[SUP-2025-004, 'Seen by us, twice']", "--set", "links=[{part_of: AUD-2026-002}]"),
        *("--set", "status=responded"),
    )
    assert ran.status == 0, ran.err
    assert "there is no revision 9 of SOP-004" in ran.err
    text = (firm.path / ran.text.strip()).read_text()
    assert 'evidence: [SUP-2025-004, "Seen by us, twice"]\n' in text
    assert "links: [{part_of: AUD-2026-002}]\n" in text


def test_a_row(qms: Qms, firm: Clone) -> None:
    """A series gets one row at its end; a second run finds nothing to do."""
    said = [f"--set={each}" for each in ("id=SAT-2025-001", "period=2026-H2", "method=call", "n=12", "score=4.5")]
    ran = qms(firm, "record", "new", "satisfaction", *said)
    assert (ran.status, ran.text) == (0, "records/satisfaction/SAT-2025-001.csv\n"), ran.err
    assert firm.git("diff", "--numstat") == "1\t0\trecords/satisfaction/SAT-2025-001.csv"
    assert "nothing to do" in qms(firm, "record", "new", "satisfaction", *said).err
    wrong = qms(firm, "record", "new", "satisfaction", *said[:-1], "--set=score=good")
    assert (wrong.status, wrong.out) == (2, b"")
    assert "expected a number" in wrong.err


def test_new_on_a_terminal(firm: Clone) -> None:
    """What the state needs is asked for, and no more; an answer of the wrong form is asked for again."""
    answers = ("Wrong label", "production-manager", "process", "yesterday", "2026-11-20", "per.haug", "Seen.", "minor")
    status, out, talk = type_on_a_terminal(firm.path, ("record", "new", "nonconformity"), *answers, "production")
    assert status == 0, talk
    assert "Where it came to light. [audit/process/customer/supplier/test/other]" in talk
    assert "got “yesterday”, expected a day such as 2026-12-01." in talk
    assert "disposition" not in talk
    assert "detected_on: 2026-11-20\n" in (firm.path / out.strip()).read_text()


def test_list(qms: Qms, built: Clone) -> None:
    """All records or those of a type; CSV and JSON have the same columns, and formulas are none."""
    everything = qms(built, "record", "list", "--format", "json").json
    assert [each["id"] for each in everything] == sorted(each["id"] for each in everything)
    assert len(everything) == 27
    (one,) = qms(built, "record", "list", "nonconformity", "--format", "json").json
    assert one["status"] == "closed"
    assert one["closed_on"] == "2026-02-10"
    assert one["fields"]["product"] == "Enclosure EN-40, lots 2511 to 2513"
    (row,) = csv.DictReader(io.StringIO(qms(built, "record", "list", "nonconformity", "--format", "csv").text))
    assert row["product"] == one["fields"]["product"]
    assert row["overdue"] == "false"
    assert json.loads(row["links"])[0] == {"caused_by": "FND-2026-001"}
    table = qms(built, "record", "list", "risk").text.splitlines()
    assert table[0].split() == ["ID", "Title", "Status", "Owner", "Opened", "Due", "Closed"]
    assert "accepted" in table[1]
    rows = qms(built, "record", "list", "satisfaction", "--format", "json").json
    assert [each["score"] for each in rows] == [4.1, 4.2, 4.4]


def test_list_of_a_day(qms: Qms, firm: Clone) -> None:
    """A day in the past has the records of that day; the work tree counts with --preview alone."""
    before = qms(firm, "record", "list", "complaint", "--as-of", "2026-05-10", "--format", "json").json
    assert [each["id"] for each in before] == ["CMP-2025-001"]
    firm.write(OPEN_PATH, OPEN.encode())
    assert "NC-2026-009" not in qms(firm, "record", "list").text
    assert "NC-2026-009" in qms(firm, "record", "list", "--preview").text
    unknown = qms(firm, "record", "show", "NC-2026-009")
    assert (unknown.status, unknown.out) == (1, b"")
    assert "--preview" in unknown.err
    assert qms(firm, "record", "list", "hazard").status == 1


def test_show(qms: Qms, built: Clone) -> None:
    """What it says, what names it, who changed it when; also once it is gone."""
    text = qms(built, "record", "show", "CA-2026-001").text
    for words in (
        "corrective-action, closed since 2026-09-04",
        "sample of 66 orders",
        "NC-2026-003  corrective_action",
    ):
        assert words in text
    gone = qms(built, "record", "show", "CMP-2025-001", "--format", "json").json
    assert gone["stands"] is False
    assert [each["path"] is None for each in gone["history"]] == [False, True]
    assert gone["history"][0]["authors"] == [{"name": "Ann Berg", "email": "ann@example.com"}]
    assert "Did you mean NC-2026-003?" in qms(built, "record", "show", "NC-2026-0003").err


def test_show_of_what_cannot_be_read(qms: Qms, firm: Clone) -> None:
    """A record that cannot be read is not said to be missing: the line of the fault is named, and what to do."""
    path = "records/nonconformities/NC-2026-077.yml"
    (firm.path / path).write_text("id: NC-2026-077\ntitle: [never closed\n", encoding="utf-8")
    for command in (("show", "NC-2026-077"), ("show", "NC-2026-077", "--preview"), ("close", "NC-2026-077")):
        asked = qms(firm, "record", *command)
        assert asked.status == 1, command
        assert asked.text == ""
        assert asked.err.startswith(f"qms: NC-2026-077 is there, in {path}:2. The record cannot be read: "), command
    firm.git("add", "--all")
    firm.git("commit", "-q", "-m", "A new one", day="2026-11-20")
    asked = qms(firm, "record", "show", "NC-2026-077")
    assert (
        asked.status,
        asked.err.startswith(f"qms: NC-2026-077 is there, in {path}:2. The record cannot be read: "),
    ) == (1, True)
    assert "There is no record NC-2026-07." in qms(firm, "record", "show", "NC-2026-07").err


def test_show_of_what_could_be_read_before(qms: Qms, firm: Clone) -> None:
    """The last form that can be read is shown, and said to be that."""
    (firm.path / NC).write_text("id: NC-2026-003\n<<<<<<< HEAD\n", encoding="utf-8")
    shown = qms(firm, "record", "show", "NC-2026-003", "--preview")
    assert shown.status == 0
    assert "Enclosures received" in shown.text
    assert f"NC-2026-003 is there, in {NC}:2. The record cannot be read: " in shown.err
    assert "What is shown is its last form that can be read." in shown.err


def test_close(qms: Qms, firm: Clone) -> None:
    """State and day are set, and every other byte is as it was; a second run finds nothing to do."""
    firm.write(OPEN_PATH, OPEN.encode())
    ran = qms(firm, "record", "close", "NC-2026-009")
    assert (ran.status, ran.text) == (0, f"{OPEN_PATH}\n"), ran.err
    written = (firm.path / OPEN_PATH).read_bytes().decode()
    day = re.search(r"closed_on: (\d{4}-\d\d-\d\d)\r\n", written)
    assert day
    expected = OPEN.replace("'dispositioned'", "'closed'").replace("\r\n\r\n", f"\r\nclosed_on: {day[1]}\r\n\r\n")
    assert written == expected
    again = qms(firm, "record", "close", "NC-2026-009")
    assert (again.status, again.out) == (0, b"")


def test_close_says_what_is_missing(qms: Qms, firm: Clone) -> None:
    """Everything that is missing, with its place; nothing is written."""
    text = OPEN.replace("authority: ann.berg\r\n", "").replace("scrap", "concession")
    firm.write(OPEN_PATH, text.encode())
    ran = qms(firm, "record", "close", "NC-2026-009")
    assert ran.status == 1
    assert ran.text.splitlines() == [
        f"{OPEN_PATH}:1: `authority` is missing, which the state “closed” needs.",
        f"{OPEN_PATH}:1: A concession needs who granted it.",
    ]
    assert (firm.path / OPEN_PATH).read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("record", "status", "words"),
    [
        ("NC-2026-003", 0, "nothing to do"),
        ("DEV-2026-001", 1, "has no states"),
        ("NC-2026-099", 1, "There is no record"),
        ("CMP-2025-001", 1, "has no file any more"),
        ("RSK-2026-002", 0, "is closed"),
    ],
)
def test_what_is_closed_and_what_not(qms: Qms, firm: Clone, record: str, status: int, words: str) -> None:
    """Each is answered with a sentence."""
    ran = qms(firm, "record", "close", record)
    assert ran.status == status, ran.err
    assert words in ran.err


def test_close_in_one_of_several_states(qms: Qms, firm: Clone) -> None:
    """The data of an objective say which; where nothing says it, it has to be named."""
    path = "records/objectives/OBJ-2026-001.yml"
    text = firm.git("show", f"HEAD:{path}") + "\n"
    text = re.sub(r"^status: achieved", "status: active", text, flags=re.MULTILINE)
    firm.write(path, re.sub(r"^closed_on: .*\n", "", text, flags=re.MULTILINE).replace("target: 99", "target: 101"))
    assert "OBJ-2026-001 is missed" in qms(firm, "record", "close", "OBJ-2026-001").err
    external = "records/external/EXT-2026-001.yml"
    firm.write(
        external, (firm.git("show", f"HEAD:{external}") + "\n").replace("status: not applicable", "status: current")
    )
    unnamed = qms(firm, "record", "close", "EXT-2026-001")
    assert (unnamed.status, unnamed.out) == (2, b"")
    assert "superseded, withdrawn, not applicable" in unnamed.err
    assert qms(firm, "record", "close", "EXT-2026-001", "--status", "current").status == 2
    assert qms(firm, "record", "close", "EXT-2026-001", "--status", "withdrawn").status == 0


AMEND = ("--field", "description", "--new", "Another number: 4411", "--reason", "It's wrong, see label.")


def test_amend(qms: Qms, firm: Clone) -> None:
    """One line is added, the field stays, and `check` finds nothing; a second amendment goes on from the first."""
    ran = qms(firm, "record", "amend", "NC-2026-003", *AMEND)
    assert (ran.status, ran.text) == (0, f"{NC}\n"), ran.err
    assert firm.git("diff", "--numstat") == f"1\t0\t{NC}"
    firm.git("commit", "-qam", "Amend")
    assert qms(firm, "check").text == ""
    assert qms(firm, "record", "amend", "NC-2026-003", *AMEND).status == 1
    assert (
        qms(firm, "record", "amend", "NC-2026-003", "--field", "description", "--new", "Third.", "--reason", "x").status
        == 0
    )
    assert 'old: "Another number: 4411", new: Third.' in firm.git("diff")
    assert qms(firm, "check").text == ""
    shown = qms(firm, "record", "show", "NC-2026-003", "--preview", "--format", "json").json
    assert shown["fields"]["description"] == "Third."


@pytest.mark.parametrize("ending", ["", "amendments:\r\n", "amendments: []   # none yet\r\n", "amendments: null\r\n"])
def test_the_first_amendment(qms: Qms, firm: Clone, ending: str) -> None:
    """Whatever stands there so far, every other byte is kept."""
    closed = OPEN.replace("'dispositioned'", "closed") + "closed_on: 2026-11-21\r\n" + ending
    firm.write(OPEN_PATH, closed.encode())
    firm.git("add", ".")
    firm.git("commit", "-qm", "Close")
    ran = qms(firm, "record", "amend", "NC-2026-009", "--field", "x", "--new", "1", "--reason", "x")
    assert (ran.status, ran.out) == (1, b"")
    ran = qms(firm, "record", "amend", "NC-2026-009", *AMEND)
    assert ran.status == 0, ran.err
    written = (firm.path / OPEN_PATH).read_bytes().decode()
    item = re.search(r"  - \{on: .*\r\n", written)
    assert item
    rest = re.sub(r"amendments:( null| \[\])?( *# none yet)?\r\n", "", written.replace(item[0], ""))
    assert rest == re.sub(r"amendments:.*\r\n", "", closed)
    assert ("# none yet" in written) == ("# none yet" in ending)
    firm.git("commit", "-qam", "Amend")
    assert qms(firm, "check").text == ""


def test_reopened_and_closed_again(qms: Qms, firm: Clone) -> None:
    """An amendment of the status reopens, and closing is another amendment; the file only grows."""
    reopen = ("record", "amend", "NC-2026-003", "--field", "status", "--new", "contained", "--reason", "There is more.")
    assert qms(firm, *reopen).status == 0
    firm.git("commit", "-qam", "Reopen")
    (row,) = qms(firm, "record", "list", "nonconformity", "--format", "json").json
    assert (row["status"], row["closed_on"]) == ("contained", None)
    assert qms(firm, "record", "close", "NC-2026-003").status == 0
    assert firm.git("diff", "--numstat") == f"2\t0\t{NC}"
    firm.git("commit", "-qam", "Close again")
    assert [
        each for each in qms(firm, "check", "--format", "json").json["findings"] if each["severity"] == "error"
    ] == []
    (row,) = qms(firm, "record", "list", "nonconformity", "--format", "json").json
    assert row["status"] == "closed"
    assert row["closed_on"] > "2026-02-10"


def test_minutes(qms: Qms, firm: Clone) -> None:
    """A record that is the front matter of a text is closed and amended like any other; the text stays."""
    text = f"---\n{OPEN.removeprefix(chr(0xFEFF)).replace(chr(13), '')}---\n\n# Minutes\n\namendments: none\n"
    path = OPEN_PATH.replace(".yml", ".md")
    firm.write(path, text)
    assert qms(firm, "record", "close", "NC-2026-009").text == f"{path}\n"
    assert qms(firm, "record", "amend", "NC-2026-009", *AMEND).text == f"{path}\n"
    written = (firm.path / path).read_text()
    assert written.endswith("---\n\n# Minutes\n\namendments: none\n")
    assert (
        qms(firm, "record", "show", "NC-2026-009", "--preview", "--format", "json").json["fields"]["status"] == "closed"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OPEN.replace("status: 'dispositioned'", "status: &state dispositioned"), "by hand"),
        ("{id: NC-2026-009, title: x, opened: 2026-11-20, owner: ann.berg, status: open}", "source` is missing"),
        (OPEN.replace("owner:", "owner"), "cannot be read"),
    ],
)
def test_forms_that_nobody_edits(qms: Qms, firm: Clone, text: str, words: str) -> None:
    """Nothing is guessed, and nothing is written."""
    firm.write(OPEN_PATH, text.encode())
    ran = qms(firm, "record", "close", "NC-2026-009")
    assert ran.status == 1
    assert words in ran.err + ran.text or "There is no record" in ran.err
    assert (firm.path / OPEN_PATH).read_bytes() == text.encode()


def test_two_files_of_one_id(qms: Qms, firm: Clone) -> None:
    """Neither is edited."""
    firm.write("records/nonconformities/NC-2026-003-copy.yml", firm.git("show", f"HEAD:{NC}") + "\n")
    ran = qms(firm, "record", "amend", "NC-2026-003", *AMEND)
    assert (ran.status, ran.out) == (1, b"")
    assert "stands in 2 files" in ran.err


@pytest.mark.parametrize("name", ["training-requirements", "interested-parties", "processes"])
def test_list_of_a_register_in_one_file(qms: Qms, built: Clone, name: str) -> None:
    """Registers in one file each are listed like types: as table, CSV and JSON with the same entries."""
    entries = json.loads(qms(built, "record", "list", name, "--format", "json").text)
    rows = list(csv.DictReader(io.StringIO(qms(built, "record", "list", name, "--format", "csv").text)))
    assert len(entries) == len(rows) > 1
    for entry, row in zip(entries, rows, strict=True):
        cells = {
            key: json.loads(row[key]) if isinstance(value, list | bool) else row[key] for key, value in entry.items()
        }
        assert cells == entry
    assert len(qms(built, "record", "list", name).text.splitlines()) == len(entries) + 1
