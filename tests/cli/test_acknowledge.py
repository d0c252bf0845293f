"""`qms acknowledge` as people use it: rows in records, and what they do to TR101."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from support import GitFailedError, Story, document, organization_file
from support.manuals import document_of

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Build, Clone

RECORD = "records/acknowledgements/SOP-004.csv"
HEADER = "person,document,revision,digest,on,method"
TODAY = datetime.now(UTC).date()
NEXT_YEAR = (TODAY + timedelta(days=365)).isoformat()


def story() -> Story:
    """A manual of which the buyers have to know one document, in a revision in force and one to come."""
    told = Story()
    kinds = {
        "procedure": {"acknowledge": "14 days", "retrain": ["major"]},
        "policy": {"approvals": [{"role": "quality-manager"}]},
    }
    told.policy("2021-01-04", {"types": kinds, "standards": []})
    people = {"Ann Berg": ["quality-manager", "buyer"], "Kai Moen": ["buyer"]}
    told.entry("2021-01-05", {"records/organization.yml": organization_file(people)})
    path = "procedures/purchasing.md"
    told.entry("2021-02-01", {path: document("SOP-004", applies_to=["buyer"])})
    told.entry("2022-02-01", {path: document("SOP-004", revision=2, applies_to=["buyer"])})
    coming = document("SOP-004", revision=3, applies_to=["buyer"], effective=NEXT_YEAR)
    told.entry("2022-03-01", {path: coming})
    told.entry("2022-04-01", {"procedures/policy.md": document("POL-001", type="policy", title="Policy")})
    obsolete = {"date": "2022-03-01", "superseded_by": "SOP-004", "reason": "Gone."}
    told.entry("2022-05-01", {"procedures/old.md": document("SOP-001", title="Old", obsolete=obsolete)})
    return told


@pytest.fixture
def clone(build: Build) -> Clone:
    """The manual."""
    return build(story())


def today() -> str:
    """The UTC day, which may be another than when the tests began."""
    return datetime.now(UTC).date().isoformat()


def rows(clone: Clone) -> list[str]:
    """The lines of the record."""
    return (clone.path / RECORD).read_text(encoding="utf-8").splitlines()


def digest(clone: Clone, number: str) -> str:
    """The digest of a revision."""
    revision = document_of(clone, "SOP-004", today=TODAY.isoformat()).revision(number)
    assert revision is not None
    return revision.digest


def test_the_revision_in_force(qms: Qms, clone: Clone) -> None:
    """The row names person, revision, digest and day; TR101 is silent about that person from then on."""
    before = qms(clone, "check").text
    assert "TR101 ann.berg (" in before
    assert "TR101 kai.moen (" in before
    ran = qms(clone, "acknowledge", "SOP-004")
    assert (ran.status, ran.text) == (0, f"{RECORD}\n"), ran.err
    assert rows(clone) == [HEADER, f"ann.berg,SOP-004,2,{digest(clone, '2')},{today()},commit"]
    assert clone.git("status", "--porcelain", "--untracked-files=all") == f"?? {RECORD}"
    after = qms(clone, "check").text
    assert "TR101 ann.berg" not in after
    assert "TR101 kai.moen (" in after
    assert "TR102" not in after


def test_a_second_run(qms: Qms, clone: Clone) -> None:
    """There is nothing to do, also where it was acknowledged on another day."""
    row = f"ann.berg,SOP-004,2,{digest(clone, '2')},2022-02-03,site"
    clone.write(RECORD, f"{HEADER}\n{row}\n")
    ran = qms(clone, "acknowledge", "SOP-004")
    assert (ran.status, ran.out) == (0, b"")
    assert "There is nothing to do: ann.berg acknowledged revision 2 of SOP-004 on 2022-02-03." in ran.err
    assert rows(clone) == [HEADER, row]


def test_before_it_takes_effect(qms: Qms, clone: Clone) -> None:
    """A revision that is approved can be read before its day, and that counts from the first."""
    ran = qms(clone, "acknowledge", "SOP-004", "--revision", "3", "--person", "kai.moen")
    assert ran.status == 0, ran.err
    assert rows(clone)[1] == f"kai.moen,SOP-004,3,{digest(clone, '3')},{today()},commit"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "Name the document"),
        (("SOP-004", "--import", "x.csv"), 2, "leave out ID"),
        (("SOP-004", "--person", "kai.mon"), 1, "Did you mean kai.moen?"),
        (("SOP-004", "--revision", "1"), 1, "Revision 1 of SOP-004 is superseded: revision 2 is in force."),
        (("SOP-004", "--revision", "7"), 1, "There is no revision 7 of SOP-004"),
        (("SOP-001",), 1, "SOP-001 is obsolete since"),
        (("POL-001",), 1, "No revision of POL-001 is in force yet"),
        (("POL-001", "--revision", "1"), 1, "Revision 1 of POL-001 is not approved"),
        (("SOP-099",), 1, "There is no document SOP-099"),
        (("--import", "none.csv"), 3, "none.csv cannot be read"),
    ],
)
def test_what_is_refused(qms: Qms, clone: Clone, arguments: tuple[str, ...], status: int, words: str) -> None:
    """Nothing is written, and the sentence says why."""
    ran = qms(clone, "acknowledge", *arguments)
    assert (ran.status, ran.out) == (status, b""), ran.err
    assert words in ran.err
    assert clone.git("status", "--porcelain", "--untracked-files=all") == ""


def test_what_nobody_is_called(qms: Qms, build: Build) -> None:
    """Without a list of people any id will do, and nothing else: rows stay for ever, so a wrong one is not written."""
    told = Story()
    told.policy("2021-01-04", {"types": {"procedure": {"review": "12 months"}}, "standards": []})
    told.entry("2021-02-01", {"procedures/purchasing.md": document("SOP-004", owner="buyer")})
    clone = build(told)
    for name in ('x,y "z', "Kai Moen", "a" * 101):
        ran = qms(clone, "acknowledge", "SOP-004", "--person", name)
        assert (ran.status, "the id of a person such as ann.berg" in ran.err) == (2, True), ran.err
    assert not (clone.path / RECORD).exists()
    assert qms(clone, "acknowledge", "SOP-004", "--person", "kai.moen").status == 0
    assert "SOP-004" in qms(clone, "status", "--for", "buyer").text
    assert qms(clone, "status", "--for", "byer").err == (
        "qms: There is no role or person byer in records/organization.yml. Did you mean buyer?\n"
    )


def test_a_list(qms: Qms, clone: Clone) -> None:
    """People are named by id or address, columns stand in any order; what is there already is counted, not repeated."""
    clone.write(RECORD, f"{HEADER}\nann.berg,SOP-004,1,{digest(clone, '1')},2021-02-03,site\n")
    listed = (
        "on,revision,document,person,remark", "2021-02-03,1,SOP-004,ann.berg,",
        "2022-02-05,2,SOP-004,KAI@example.com,good", "2022-02-05,2,SOP-004,kai.moen,twice",
    )  # fmt: skip
    clone.write("list.csv", "\r\n".join(listed))
    ran = qms(clone, "acknowledge", "--import", "list.csv")
    assert (ran.status, ran.text) == (0, f"{RECORD}\n"), ran.err
    assert "Written: 1 acknowledgement; 2 were there already." in ran.err
    assert rows(clone)[2:] == [f"kai.moen,SOP-004,2,{digest(clone, '2')},2022-02-05,import"]
    again = qms(clone, "acknowledge", "--import", "list.csv")
    assert (again.status, again.out) == (0, b"")
    assert "Nothing to do; 3 were there already." in again.err


def test_a_list_with_faults(qms: Qms, clone: Clone) -> None:
    """All faults are told with their lines, and nothing of the list is taken in."""
    lines = [
        "person,document,revision,on,digest",
        "kai.moen,SOP-004,2,2022-02-05,",
        "kay.moen,SOP-004,2,2022-02-05,",
        "kai.moen,SOP-044,2,2022-02-05,",
        "kai.moen,POL-001,1,2022-05-05,",
        f"kai.moen,SOP-004,2,{NEXT_YEAR},",
        "kai.moen,SOP-004,2,2021-12-31,",
        f"kai.moen,SOP-004,2,2022-02-05,{digest(clone, '1')}",
    ]
    clone.write("list.csv", "\n".join(lines))
    ran = qms(clone, "acknowledge", "--import", "list.csv")
    assert (ran.status, ran.out) == (1, b"")
    told = [line for line in ran.err.splitlines() if line.startswith("line ")]
    assert [line.split(":")[0] for line in told] == [f"line {number}" for number in range(3, 9)]
    assert "Did you mean kai.moen?" in told[0]
    assert "Nothing was written: 6 rows cannot be taken in." in ran.err
    assert not (clone.path / RECORD).exists()
    for content, words in (
        ("person,document,on\n", "name the column revision once"),
        ('a,"', "quotation mark"),
        ("", "person"),
    ):
        clone.write("list.csv", content)
        ran = qms(clone, "acknowledge", "--import", "list.csv")
        assert (ran.status, words in ran.err) == (1, True), ran.err


def test_a_list_as_a_spreadsheet_writes_it(qms: Qms, clone: Clone) -> None:
    """Semicolons between cells, and rows of nothing but separators at the end, are no faults."""
    for separator in ",;":
        lines = ["person,document,revision,on", "kai.moen,SOP-004,2,2022-02-05", ",,,", " , ,,"]
        clone.write("list.csv", "\ufeff" + "\r\n".join(lines).replace(",", separator))
        ran = qms(clone, "acknowledge", "--import", "list.csv")
        assert ran.status == 0, ran.err
        assert rows(clone)[1:] == [f"kai.moen,SOP-004,2,{digest(clone, '2')},2022-02-05,import"]


def test_a_list_that_is_none(qms: Qms, clone: Clone) -> None:
    """What cannot be read at all is called a list and not a record, in one sentence; what it says is quoted shortly."""
    clone.write("list.csv", "person,document,revision,on\n".encode("utf-16"))
    ran = qms(clone, "acknowledge", "--import", "list.csv")
    assert (ran.status, ran.err.count("\n")) == (1, 1)
    assert "Line 1: The list cannot be read: this line is not UTF-8." in ran.err
    clone.write("list.csv", f"person,document,revision,on\n{'x' * 9_000},SOP-004,2,2022-02-05\n")
    ran = qms(clone, "acknowledge", "--import", "list.csv")
    assert (ran.status, len(ran.err) < 300) == (1, True), ran.err


def test_an_address_of_two(qms: Qms, clone: Clone) -> None:
    """Nobody is credited with what somebody else of the same address has read."""
    listed = (clone.path / "records/organization.yml").read_text(encoding="utf-8")
    clone.write("records/organization.yml", listed.replace("[ann@", "[Kai@"))
    clone.write("list.csv", "person,document,revision,on\nkai@example.com,SOP-004,2,2022-02-05\n")
    ran = qms(clone, "acknowledge", "--import", "list.csv")
    assert ran.status == 1
    assert "line 2: “kai@example.com” is the address of ann.berg and kai.moen: name the person by id." in ran.err
    assert not (clone.path / RECORD).exists()


@pytest.mark.parametrize("before", [None, f"{HEADER}\n"], ids=["new", "there"])
def test_all_of_a_list_or_none(qms: Qms, clone: Clone, before: str | None) -> None:
    """Where the record of one document cannot be written, that of another is as it was before."""
    if before is not None:
        clone.write(RECORD, before)
    clone.write("records/acknowledgements/SOP-001.csv", f"{HEADER}\n").chmod(0o444)
    clone.write(
        "list.csv", "person,document,revision,on\nkai.moen,SOP-004,2,2022-02-05\nkai.moen,SOP-001,1,2022-05-05\n"
    )
    ran = qms(clone, "acknowledge", "--import", "list.csv")
    assert (ran.status, ran.out) == (3, b"")
    assert "SOP-001.csv is write-protected" in ran.err
    left = {file.name: file.read_text() for file in (clone.path / RECORD).parent.iterdir()}
    there = {} if before is None else {"SOP-004.csv": before}
    assert left == {"SOP-001.csv": f"{HEADER}\n", **there}


@pytest.mark.parametrize("merged_as", [None, "union"])
def test_two_people_on_two_branches(qms: Qms, clone: Clone, merged_as: str | None) -> None:
    """With `merge=union` git takes both rows, in whatever order; without, what it left undone is found and kept out."""
    if merged_as:
        clone.write(".gitattributes", f"/records/**/*.csv merge={merged_as}\n")
        clone.git("add", ".gitattributes")
        clone.git("commit", "--quiet", "--message=Rows of all")
    for person in ("ann.berg", "kai.moen"):
        clone.git("switch", "--quiet", "--create", person, "main")
        assert qms(clone, "acknowledge", "SOP-004", "--person", person).status == 0
        clone.git("add", "--all")
        clone.git("commit", "--quiet", "--message=Read")
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--quiet", "--no-edit", "ann.berg")
    if merged_as:
        clone.git("merge", "--quiet", "--no-edit", "kai.moen")
        assert {line.partition(",")[0] for line in rows(clone)} == {"person", "ann.berg", "kai.moen"}
        checked = qms(clone, "check", "--format", "json").json
        assert not {"RC101", "TR101", "TR102"} & {each["code"] for each in checked["findings"]}
        return
    with pytest.raises(GitFailedError):
        clone.git("merge", "--quiet", "--no-edit", "kai.moen")
    found = [each for each in qms(clone, "check", "--format", "json").json["findings"] if each["path"] == RECORD]
    assert [(each["code"], each["line"]) for each in found] == [("IN101", 2)]
    before = rows(clone)
    ran = qms(clone, "acknowledge", "SOP-004", "--person", "kai.moen")
    assert (ran.status, "an unfinished merge left its markers" in ran.err) == (1, True), ran.err
    assert rows(clone) == before


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A manual that two thousand people have to know."""
    told = story()
    people = {f"Person{number} Nobel": ["buyer"] for number in range(2_000)}
    told.entry("2022-06-01", {"records/organization.yml": organization_file({"Ann Berg": ["buyer"], **people})})
    return told.build(tmp_path_factory.mktemp("many") / "manual")


def test_a_list_of_thousands(qms: Qms, many: Clone) -> None:
    """All are taken in at once, and once: the record holds each row a single time."""
    lines = [f"person{number}.nobel,SOP-004,{revision},2022-05-01" for number in range(2_000) for revision in (1, 2)]
    many.write("list.csv", "\n".join(["person,document,revision,on", *lines, *lines]) + "\n")
    ran = qms(many, "acknowledge", "--import", "list.csv")
    assert (ran.status, "Written: 4000 acknowledgements; 4000 were there already." in ran.err) == (0, True), ran.err
    assert len(set(rows(many))) == len(rows(many)) == 4_001
    again = qms(many, "acknowledge", "--import", "list.csv")
    assert "Nothing to do; 8000 were there already." in again.err


def test_a_wrong_list_of_thousands(qms: Qms, many: Clone) -> None:
    """A list of something else ends with the first faults and their number, however long it is."""
    lines = [f"nobody{number}.{chr(97 + number % 26) * 9}el,SOP-004,1,2022-05-01" for number in range(20_000)]
    many.write("wrong.csv", "\n".join(["person,document,revision,on", *lines]) + "\n")
    ran = qms(many, "acknowledge", "--import", "wrong.csv")
    assert ran.status == 1
    assert "20000 rows cannot be taken in" in ran.err
