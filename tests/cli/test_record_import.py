"""`qms record import`: all records of a table or none, without changing what exists."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from support import Story, document, organization_file
from support.examples import FOLDERS, example_story

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms
    from support import Build, Clone

HEAD = "id,title,opened,owner,status,source,detected_on,detected_by,process,description,severity,containment,links\r\n"
ROW = "NC-2019-004,Wrong label,2019-03-01,buyer,open,process,2019-03-01,ann.berg,production,No label,minor,,\r\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The organization of the examples."""
    return example_story().build(tmp_path_factory.mktemp("records") / "manual")


@pytest.fixture
def firm(build: Build) -> Clone:
    """A firm that has one nonconformity."""
    story = Story()
    story.policy("2026-01-01", {"standards": []})
    files = {
        "records/organization.yml": organization_file({"Ann Berg": ["buyer"]}),
        "records/processes.yml": "processes: [{id: production, title: Production, owner: buyer}]\n",
        "procedures/purchasing.md": document("SOP-004", owner="buyer"),
    }
    story.entry("2026-01-02", files)
    return build(story)


def given(firm: Clone, text: str | bytes) -> str:
    """The name of a file with a table, beside the repository."""
    file = firm.path.parent / "list.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(file)


def records(firm: Clone) -> list[str]:
    """The files of records that stand."""
    return sorted(str(each.relative_to(firm.path)) for each in (firm.path / "records").rglob("*-*.yml"))


def refused(qms: Qms, firm: Clone, text: str | bytes, kind: str = "nonconformity") -> str:
    """What is said of a table of which nothing is written."""
    before = records(firm)
    made = qms(firm, "record", "import", kind, given(firm, text))
    assert made.status == 1, made.err
    assert made.text == ""
    assert "Nothing was written" in made.err
    assert records(firm) == before
    assert not firm.git("status", "--porcelain").strip()
    return made.err


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_exported_can_be_imported(qms: Qms, built: Clone, tmp_path: Path, kind: str) -> None:
    """In a repository without records of the type they are taken in, and exported again they are the same."""
    exported = qms(built, "record", "list", kind, "--format", "csv").text
    rows = list(csv.DictReader(io.StringIO(exported)))
    ids = {row["id"] for row in rows}

    def left_out(_: str, names: list[str]) -> list[str]:
        return [name for name in names if name == ".git" or name.removesuffix(".yml") in ids]

    shutil.copytree(built.path, tmp_path / "other", ignore=left_out)
    other = type(built)(path=tmp_path / "other", commit_ids={}, names={})
    for command in (("init", "-q", "-b", "main"), ("add", "--all")):
        subprocess.run(["git", *command], cwd=other.path, check=True)
    other.git("config", "user.name", "Ann Berg")
    other.git("config", "user.email", "ann@example.com")
    other.git("commit", "-q", "-m", "Everything else", day="2026-11-18")
    file = tmp_path / "list.csv"
    file.write_bytes(exported.encode())
    made = qms(other, "record", "import", kind, str(file))
    assert made.status == 0, made.err
    assert len(made.text.splitlines()) == len(rows) > 0
    again = qms(other, "record", "list", kind, "--format", "csv", "--preview").text
    assert list(csv.DictReader(io.StringIO(again))) == rows
    assert "RC104" not in "".join(
        line
        for line in qms(other, "check").text.splitlines()
        if "SOP-004@2" not in line and any(i in line for i in ids)
    )


def test_a_list_of_old_records(qms: Qms, firm: Clone) -> None:
    """Records of earlier years keep their ids, others get the next free one of their year; `check` finds nothing."""
    more = ROW.replace("NC-2019-004", "") + ROW.replace("NC-2019-004", "").replace("2019", "2024")
    made = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + ROW + more))
    assert made.status == 0, made.err
    assert made.text.splitlines() == [
        "records/nonconformities/NC-2019-004.yml",
        "records/nonconformities/NC-2019-005.yml",
        "records/nonconformities/NC-2024-001.yml",
    ]
    text = (firm.path / "records/nonconformities/NC-2019-004.yml").read_text(encoding="utf-8")
    assert text.startswith("id: NC-2019-004\ntitle: Wrong label\nopened: 2019-03-01\nowner: buyer\nstatus: open\n")
    assert "Written: 3 records." in made.err
    assert "NC-2" not in qms(firm, "check").text


def test_only_looking(qms: Qms, firm: Clone) -> None:
    """With --check nothing is written, and what would be is named."""
    made = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + ROW), "--check")
    assert (made.status, made.text) == (0, "records/nonconformities/NC-2019-004.yml\n")
    assert records(firm) == []


_FAULTS: list[tuple[str | bytes, str]] = [
    (
        HEAD.replace("severity", "severty") + ROW,
        "column 11: a nonconformity has no field “severty”. Did you mean severity?",
    ),
    (HEAD.replace("links", "title") + ROW, "line 1, column 13: “title” stands there twice."),
    (HEAD + ROW.replace("minor", "large"), "line 2, column severity: Field `severity`: got “large”, expected one of"),
    (HEAD + ROW.replace("2019-03-01,buyer", "01.03.2019,buyer"), "line 2, column opened: Field `opened`: got “01.03.2"),
    (HEAD + ROW + ROW, "line 3, column id: NC-2019-004 stands in line 2 too."),
    (HEAD + ROW.replace("ann.berg", "ann.burg"), "line 2, column detected_by:"),
    (HEAD + ROW.replace("buyer", "byer"), "line 2, column owner:"),
    (HEAD + ROW.replace(",open,", ",contained,"), "line 2: NC-2019-004: `containment` is missing, which the state"),
    (HEAD + ROW.replace(",minor,", ",minor,,"), "line 2: got 14 cells, expected 13, one for each column."),
    (HEAD + ROW.replace(",,\r\n", ",,[one\r\n"), "line 2, column links: cannot be read"),
    (
        HEAD + ROW.replace("NC-2019", "CA-2019"),
        "column id: got “CA-2019-004”, expected the id of a record such as NC-2026",
    ),
    (HEAD + ROW.replace("NC-2019-004", "../../x"), "line 2, column id: got “../../x”"),
    (
        HEAD.replace("id,", "type,") + ROW.replace("NC-2019-004", "risk"),
        "column type: got “risk”, expected nonconformity",
    ),
    (HEAD.replace(",", ";") + ROW, "line 1: cells are separated by semicolons. Export the file again with commas."),
    ((HEAD + ROW).encode("utf-16"), "line 1: The file cannot be read: this line is not UTF-8"),
    (
        (HEAD + ROW).replace("Wrong", "Übel").encode("latin-1"),
        "line 2: The file cannot be read: this line is not UTF-8",
    ),
    (HEAD + ROW.replace("Wrong label", '"Wrong label'), "a quotation mark is never closed"),
    ("", "line 1: the file is empty."),
]


@pytest.mark.parametrize(("text", "said"), _FAULTS, ids=range(len(_FAULTS)))
def test_what_cannot_be_taken_in(qms: Qms, firm: Clone, text: str | bytes, said: str) -> None:
    """Each fault is named with its line and column, and not even the rows that are in order are written."""
    assert said in refused(qms, firm, text)


def test_an_id_that_was_used(qms: Qms, firm: Clone) -> None:
    """What exists is never overwritten, also where it was taken away later, or was never committed."""
    path = "records/nonconformities/NC-2019-004.yml"
    assert qms(firm, "record", "import", "nonconformity", given(firm, HEAD + ROW)).status == 0
    before = (firm.path / path).read_bytes()
    again = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + ROW.replace("Wrong", "Other")))
    assert again.status == 1
    assert "line 2, column id: NC-2019-004 was used already" in again.err
    assert (firm.path / path).read_bytes() == before
    firm.git("add", "--all")
    firm.git("commit", "-q", "-m", "Records", day="2026-02-01")
    (firm.path / path).unlink()
    firm.git("commit", "-q", "-a", "-m", "Gone", day="2026-02-02")
    assert "was used already" in refused(qms, firm, HEAD + ROW)


def test_a_file_in_the_way(qms: Qms, firm: Clone) -> None:
    """Where one file cannot be made, those that were made before it are taken away again."""
    (firm.path / "records/nonconformities/NC-2019-009.yml").mkdir(parents=True)
    (firm.path / "records/nonconformities/mine.txt").write_text("mine", encoding="utf-8")
    rows = "".join(ROW.replace("004", f"00{number}") for number in (4, 5, 9))
    made = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + rows))
    assert made.status == 3, made.err
    assert "exists already and is not replaced" in made.err
    standing = sorted(each.name for each in (firm.path / "records/nonconformities").iterdir())
    assert standing == ["NC-2019-009.yml", "mine.txt"]


def test_cells_as_spreadsheets_have_them(qms: Qms, firm: Clone) -> None:
    """A mark of the encoding, apostrophes before formulas, line breaks, quotation marks and blank rows do no harm."""
    cell = '"He said ""no"": a # b\nand so on"'
    row = ROW.replace("No label", cell).replace("Wrong label", "'=1+1 is Ø, 'really'")
    row = row.replace("'=1+1 is Ø, 'really'", "\"'=1+1 is Ø, 'really'\"")
    made = qms(firm, "record", "import", "nonconformity", given(firm, "\ufeff" + HEAD + ",,,,,,,,,,,,\r\n" + row))
    assert made.status == 0, made.err
    shown = qms(firm, "record", "show", "NC-2019-004", "--preview", "--format", "json").json
    assert shown["title"] == "=1+1 is Ø, 'really'"
    assert shown["fields"]["description"] == 'He said "no": a # b\nand so on'
    listed = qms(firm, "record", "list", "nonconformity", "--preview", "--format", "csv").text
    assert "'=1+1 is Ø" in listed


def test_records_that_name_each_other(qms: Qms, firm: Clone) -> None:
    """Links between the records of one table are in order, and what is not there is a remark, since it may come."""
    rows = ROW.replace(",,\r\n", ',,"[{follows: NC-2019-005}]"\r\n')
    rows += ROW.replace("004", "005").replace(",,\r\n", ',,"[{""caused_by"": ""AUD-2019-001""}]"\r\n')
    made = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + rows))
    assert made.status == 0, made.err
    assert "line 3:" in made.err
    assert "AUD-2019-001" in made.err
    assert "line 2:" not in made.err


def test_an_amended_record(qms: Qms, firm: Clone) -> None:
    """An amended field is written as it was before, so that the amendment still says what it corrects."""
    head = HEAD.replace("links", "amendments")
    stated = '"[{""on"": ""2019-05-01"", ""by"": ""ann.berg"", ""reason"": ""Slip."", ""field"": ""title"", '
    stated += '""old"": ""Wrong lable"", ""new"": ""Wrong label""}]"'
    made = qms(firm, "record", "import", "nonconformity", given(firm, head + ROW.replace(",,\r\n", f",,{stated}\r\n")))
    assert made.status == 0, made.err
    text = (firm.path / "records/nonconformities/NC-2019-004.yml").read_text(encoding="utf-8")
    assert "title: Wrong lable\n" in text
    assert qms(firm, "record", "show", "NC-2019-004", "--preview", "--format", "json").json["title"] == "Wrong label"
    assert "NC-2019-004" not in qms(firm, "check").text


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("nonconformty", "Did you mean nonconformity?"),
        ("acknowledgement", "qms acknowledge --import"),
        ("processes", "is one file of YAML"),
    ],
)
def test_what_is_no_type_of_records(qms: Qms, firm: Clone, kind: str, said: str) -> None:
    """Another type, or rows that stand in one file, are refused with what helps."""
    made = qms(firm, "record", "import", kind, given(firm, HEAD + ROW))
    assert made.status == 1
    assert said in made.err


def test_a_file_that_is_not_there(qms: Qms, firm: Clone) -> None:
    """A missing file is said in a sentence."""
    made = qms(firm, "record", "import", "nonconformity", "nowhere.csv")
    assert made.status == 3
    assert "nowhere.csv cannot be read" in made.err


def test_many_records(qms: Qms, firm: Clone) -> None:
    """Thousands are taken in at once, ten thousand and one are too many for one file, and faults are bounded."""
    rows = "".join(ROW.replace("NC-2019-004", "") for _ in range(1500))
    made = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + rows))
    assert made.status == 0, made.err
    assert made.text.splitlines()[-1] == "records/nonconformities/NC-2019-1500.yml"
    wrong = qms(firm, "record", "import", "nonconformity", given(firm, HEAD + rows.replace("minor", "large")))
    assert len(wrong.err.splitlines()) < 60
    assert "and 1,450 more." in wrong.err
    many = HEAD + ROW.replace("NC-2019-004", "") * 10_001
    assert "there are more than 10,000 rows" in qms(firm, "record", "import", "nonconformity", given(firm, many)).err


_MEASURED = "file,period,value,source,by,on,comment\r\n"


@pytest.mark.parametrize(
    "kind", ["objective-measurements", "equipment-calibrations", "satisfaction", "document-review"]
)
def test_rows_of_a_series(qms: Qms, built: Clone, tmp_path: Path, kind: str) -> None:
    """Rows that were exported are taken in where they are missing, and left out where they stand already."""
    exported = qms(built, "record", "list", kind, "--format", "csv").text
    file = tmp_path / "rows.csv"
    file.write_bytes(exported.encode())
    known = qms(built, "record", "import", kind, str(file))
    assert (known.status, known.text) == (0, "")
    assert "Nothing to do" in known.err
    firm = type(built)(path=tmp_path / "firm", commit_ids=built.commit_ids, names=built.names)
    shutil.copytree(built.path, firm.path)
    paths = sorted({f"{row['file']}.csv" for row in csv.DictReader(io.StringIO(exported))})
    for each in (path for name in paths for path in (firm.path / "records").rglob(name)):
        if each.parent.name in ("objectives", "equipment", "satisfaction", "reviews"):
            each.unlink()
    made = qms(firm, "record", "import", kind, str(file))
    assert made.status == 0, made.err
    again = qms(firm, "record", "list", kind, "--format", "csv", "--preview").text
    assert list(csv.DictReader(io.StringIO(again))) == list(csv.DictReader(io.StringIO(exported)))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("OBJ-2026-001,2026-10,ninety,R,eva.lund,2026-11-02,", "line 3, column value: Field `value`: got “ninety”"),
        ("OBJ-2026-001,2026-10,99,R,eva.lind,2026-11-02,", "line 3, column by:"),
        ("OBJ-2026-009,2026-10,99,R,eva.lund,2026-11-02,", "line 3, column file: there is no record OBJ-2026-009."),
        (
            "SOP-004,2026-10,99,R,eva.lund,2026-11-02,",
            "line 3, column file: got “SOP-004”, expected the id of a record",
        ),
        ("OBJ-2026-001,2026-10,12,R,eva.lund,2026-11-02,", "OBJ-2026-001: with these rows it is achieved"),
        ("OBJ-2026-001,2026-10,99,R,,2026-11-02,", "line 3, column by:"),
    ],
)
def test_rows_that_cannot_be_taken_in(qms: Qms, built: Clone, tmp_path: Path, row: str, said: str) -> None:
    """A wrong cell, an unknown record, and a value that would contradict the state are named; nothing is written."""
    before = (built.path / "records/objectives/OBJ-2026-001.csv").read_bytes()
    good = "OBJ-2026-001,2026-10,99,R,eva.lund,2026-11-02,\r\n" if "these rows" not in said else ",,,,,,\r\n"
    file = tmp_path / "rows.csv"
    file.write_text(_MEASURED + good + row + "\r\n", encoding="utf-8", newline="")
    made = qms(built, "record", "import", "objective-measurements", str(file))
    assert made.status == 1, made.err
    assert said in made.err
    assert (built.path / "records/objectives/OBJ-2026-001.csv").read_bytes() == before
