"""`qms new` as people use it: documents that are in order from their first minute."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from support import Story, document, organization_file, policy

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Qms, Ran
    from support import Build, Clone

TYPES = {
    "procedure": {"id": r"SOP-\d{3}", "sections": ["Purpose", "Scope", "Formål"], "review": "24 months"},
    "form": {"id": r"FRM-\d{4}-\d{2}"},
    "approved": {"id": r"WI-\d{2}", "approvals": [{"role": "owner"}], "evidence": "attested"},
}


def story(**stated: object) -> Story:
    """A manual in which ids were used in every way in which one can be."""
    told = Story()
    told.policy("2021-01-04", {"types": TYPES, **stated})
    told.entry("2021-01-05", {"records/organization.yml": organization_file()})
    told.entry("2021-02-01", {"procedures/purchasing.md": document("SOP-004", supersedes=["SOP-006"])})
    told.entry("2021-02-02", {"procedures/sales.md": document("SOP-005", title="Sales", body="x\n")})
    gone = {"date": "2021-03-01", "superseded_by": "SOP-004", "reason": "Gone."}
    told.entry("2021-03-01", {"procedures/sales.md": document("SOP-005", revision=2, title="Sales", obsolete=gone)})
    told.entry("2021-04-01", {"procedures/sales.md": None})
    told.entry("2021-04-02", {"records/reviews/SOP-007.csv": "date,by,revision,outcome,comment\r\n"})
    return told


@pytest.fixture
def clone(build: Build) -> Clone:
    """The manual."""
    return build(story())


def written(ran: Ran, clone: Clone, path: str) -> str:
    """The text that was written, and nothing else."""
    assert (ran.status, ran.text) == (0, f"{path}\n"), ran.err
    assert clone.git("-c", "core.quotePath=false", "status", "--porcelain", "--untracked-files=all") == f"?? {path}"
    return (clone.path / path).read_bytes().decode()


def test_a_document_that_is_in_order_at_once(qms: Qms, clone: Clone) -> None:
    """The next id, the required fields, title and sections; `qms check` finds nothing, also after the merge."""
    before = qms(clone, "check").text
    ran = qms(clone, "new", "procedure", "Kontroll av måleutstyr")
    text = written(ran, clone, "procedures/kontroll-av-maaleutstyr.md")
    assert text == (
        "---\nid: SOP-008\ntitle: Kontroll av måleutstyr\ntype: procedure\nrevision: 1\nowner: quality-manager\n---\n\n"
        "# Kontroll av måleutstyr\n\n"
        "## Purpose\n\n<!-- What this document is for, in one or two sentences. -->\n\n"
        "## Scope\n\n<!-- Which work, places and people it holds for, and which it does not. -->\n\n"
        "## Formål\n"
    )
    assert "Written: SOP-008 Kontroll av måleutstyr, revision 1, owned by quality-manager" in ran.err
    assert "Another branch may take the same id" in ran.err
    assert "DC102" in ran.err
    assert qms(clone, "check").text == before
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message=Begin")
    assert qms(clone, "check").text == before
    assert qms(clone, "show", "SOP-008").text == text


def test_a_second_run(qms: Qms, clone: Clone) -> None:
    """The document is there already, before and after the merge; a second one of its title needs an id of its own."""
    assert qms(clone, "new", "procedure", "Orders").status == 0
    for _ in range(2):
        ran = qms(clone, "new", "procedure", "  orders ")
        assert (ran.status, ran.out) == (0, b"")
        assert "There is nothing to do: SOP-008 has this title already, in procedures/orders.md" in ran.err
        assert qms(clone, "new", "procedure", "Orders", "--id", "SOP-008").out == b""
        clone.git("add", "--all")
        clone.git("commit", "--quiet", "--allow-empty", "--message=Begin")
    ran = qms(clone, "new", "procedure", "Orders", "--id", "SOP-020")
    assert written(ran, clone, "procedures/orders-sop-020.md").startswith("---\nid: SOP-020\n")


def test_each_id_is_given_once(qms: Qms, clone: Clone) -> None:
    """What is proposed in the work tree counts, and what was withdrawn, has vanished or is only named does."""
    paths = [qms(clone, "new", "procedure", title).text for title in ("A", "B", "C")]
    assert paths == ["procedures/a.md\n", "procedures/b.md\n", "procedures/c.md\n"]
    assert "id: SOP-010" in (clone.path / "procedures/c.md").read_text()
    for used in ("SOP-004", "SOP-005", "SOP-006", "SOP-007", "SOP-009"):
        ran = qms(clone, "new", "procedure", "D", "--id", used)
        assert (ran.status, ran.out) == (1, b"")
        assert f"The id {used} is or was used" in ran.err


def test_ids_of_the_release_branch_that_was_fetched(qms: Qms, clone: Clone, tmp_path: Path) -> None:
    """A clone that is behind does not take a number that it can know of."""
    other = clone.clone(tmp_path / "other")
    clone.write("procedures/new.md", document("SOP-008", title="New"))
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message=New")
    other.git("fetch", "--quiet")
    assert qms(other, "new", "procedure", "Mine").status == 0
    assert "id: SOP-009" in (other.path / "procedures/mine.md").read_text()


def test_no_next_id_is_sure(qms: Qms, clone: Clone) -> None:
    """Then it has to be named, and has to fit."""
    ran = qms(clone, "new", "form", "Order")
    assert (ran.status, ran.out) == (2, b"")
    assert "leaves more open than one number" in ran.err
    assert "Name --id" in ran.err
    ran = qms(clone, "new", "form", "Order", "--id", "FRM-1")
    assert (ran.status, r"does not fit the numbering of the type Form, `FRM-\d{4}-\d{2}`" in ran.err) == (1, True)
    ran = qms(clone, "new", "form", "Order", "--id", "FRM-2026-01")
    assert written(ran, clone, "procedures/order.md").startswith("---\nid: FRM-2026-01\n")


def test_the_words_and_numbers_of_the_organization(qms: Qms, build: Build) -> None:
    """Foreign names and values, a scheme of letters, a folder of its own."""
    words = {
        "front_matter": {"id": "doc_id", "revision": "version", "owner": "eier"},
        "values": {"type": {"SOP": "procedure", "Prosedyre": "procedure"}},
        "revisions": "letter",
        "documents": ["docs/sops", "docs/forms"],
        "types": {"procedure": {"id": r"SOP-\d{3}"}},
    }
    told = Story()
    told.policy("2021-01-04", words)
    told.entry("2021-01-05", {"records/organization.yml": organization_file()})
    clone = build(told)
    ran = qms(clone, "new", "SOP", "Purchasing")
    text = written(ran, clone, "docs/sops/purchasing.md")
    assert text.startswith(
        "---\ndoc_id: SOP-001\ntitle: Purchasing\ntype: SOP\nversion: A\neier: quality-manager\n---\n"
    )
    assert qms(clone, "check").status == 0


def test_types(qms: Qms, clone: Clone) -> None:
    """A type is known by its id or its title; another one is not made up."""
    assert qms(clone, "new", "Procedure", "A").status == 0
    ran = qms(clone, "new", "prosedure", "B")
    assert (ran.status, ran.out, "Did you mean procedure?" in ran.err) == (1, b"", True)
    ran = qms(clone, "new", "xyz", "B")
    assert "There is no type xyz in qms.yml. There are: procedure, form, approved." in ran.err


def test_the_owner(qms: Qms, clone: Clone) -> None:
    """It is the role that is named and exists, else the only one of whoever runs this; otherwise it has to be named."""
    ran = qms(clone, "new", "procedure", "A", "--owner", "purchasing-manager")
    assert "\nowner: purchasing-manager\n" in written(ran, clone, "procedures/a.md")
    ran = qms(clone, "new", "procedure", "B", "--owner", "boss")
    assert (ran.status, "--owner is one of internal-auditor, purchasing-manager" in ran.err) == (2, True)
    two = organization_file({"Ann Berg": ["quality-manager", "buyer"]})
    for organization, address in ((None, "nobody@example.com"), (two, "ann@example.com")):
        clone.git("config", "user.email", address)
        clone.write("records/organization.yml", organization or organization_file())
        ran = qms(clone, "new", "procedure", "B")
        assert (ran.status, ran.out, "Name --owner (" in ran.err) == (2, b"", True), ran.err
    assert not (clone.path / "procedures/b.md").exists()


def test_places(qms: Qms, clone: Clone) -> None:
    """A file or a folder below the folders of documents, seen from where the command runs."""
    assert qms(clone, "new", "procedure", "A", "--path", "procedures/x/y.md").text == "procedures/x/y.md\n"
    assert qms(clone, "new", "procedure", "B", "--path", "procedures/z/").text == "procedures/z/b.md\n"
    assert qms(clone.path / "procedures/x", "new", "procedure", "C", "--path", ".").text == "procedures/x/c.md\n"
    assert qms(clone.path / "procedures/x", "new", "procedure", "D", "--path", "../d.md").text == "procedures/d.md\n"
    absolute = str(clone.path / "procedures/e.md")
    assert qms(clone, "new", "procedure", "E", "--path", absolute).text == "procedures/e.md\n"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("../outside.md", 2, "is no place for a document: --path names one below procedures"),
        ("/outside.md", 2, "is no place for a document"),
        ("x.md", 2, "is no place for a document"),
        ("records/x.md", 2, "is no place for a document"),
        (".git/x.md", 2, "is no place for a document"),
        ("procedures/.x.md", 2, "is no place for a document"),
        ("procedures/../records/x.md", 2, "is no place for a document"),
        ("procedures/x", 2, "has to end in .md"),
        ("procedures/x\n.md", 2, "has to end in .md"),
        ("procedures/purchasing.md", 1, "procedures/purchasing.md exists already, and is not replaced"),
        ("procedures/link.md", 1, "exists already"),
        ("procedures/out/x.md", 3, "is a symbolic link, and nothing is written through it"),
        ("procedures/purchasing.md/x.md", 3, "cannot be written: Not a directory"),
        (f"procedures/{'x' * 300}.md", 3, "cannot be written: File name too long"),
    ],
)
def test_a_place_that_is_none(qms: Qms, clone: Clone, path: str, status: int, words: str) -> None:
    """Nothing is written outside, through a link, over a file, or where no document is looked for."""
    (clone.path / "procedures/link.md").symlink_to("nowhere")
    (clone.path / "procedures/out").symlink_to("..")
    before = clone.git("status", "--porcelain", "--untracked-files=all")
    ran = qms(clone, "new", "procedure", "Orders", "--path", path)
    assert (ran.status, ran.out) == (status, b""), ran.err
    assert words in ran.err
    assert clone.git("status", "--porcelain", "--untracked-files=all") == before


def test_folders_of_documents(qms: Qms, build: Build) -> None:
    """Of several folders it is the one in which the type stands, else the first; the top folder is called so."""
    told = Story()
    told.policy("2021-01-04", {"types": TYPES, "documents": ["docs/sops", "docs/forms"]})
    told.entry("2021-01-05", {"docs/forms/order.md": document("FRM-2021-01", type="form")})
    clone = build(told)
    form = qms(clone, "new", "form", "More", "--owner", "buyer", "--id", "FRM-2021-02")
    procedure = qms(clone, "new", "procedure", "More", "--owner", "buyer")
    assert (form.text, procedure.text) == ("docs/forms/more.md\n", "docs/sops/more.md\n")
    told = Story()
    told.policy("2021-01-04", {"types": TYPES, "documents": ["."]})
    ran = qms(build(told, "top"), "new", "procedure", "More", "--owner", "buyer", "--path", "records/x.md")
    assert "--path names one below the top folder of the repository." in ran.err


def test_titles_that_are_none(qms: Qms, clone: Clone) -> None:
    """A title is one line of words."""
    for title, status in (("", 2), ("  ", 2), ("two\nlines", 2), ("x" * 4001, 1)):
        ran = qms(clone, "new", "procedure", title)
        assert (ran.status, ran.out) == (status, b""), ran.err
    assert qms(clone, "new", "procedure").status == 2
    assert clone.git("status", "--porcelain") == ""


def test_a_title_of_odd_characters(qms: Qms, clone: Clone) -> None:
    """It is read back as it was typed, from the field and from the heading."""
    title = '"R&D": {#a} *b* <script>x</script> \\ [c](d.md) # # e'
    path = qms(clone, "new", "procedure", title).text.strip()
    assert path == "procedures/r-d-a-b-script-x-script-c-d-md-e.md"
    assert qms(clone, "list", "--preview", "--format", "json").json[-1]["title"] == title
    assert path not in qms(clone, "check").text


def test_what_comes_next(qms: Qms, clone: Clone) -> None:
    """Who approves, and how."""
    ran = qms(clone, "new", "approved", "Welding")
    assert "It needs the approval of: Quality manager, by their review of the pull request." in ran.err
    assert "id: WI-01" in (clone.path / "procedures/welding.md").read_text()


def test_a_first_document_without_a_policy(qms: Qms, build: Build) -> None:
    """Where nothing says how ids look, or who owns, both have to be named; the folder is made."""
    told = Story()
    told.entry("2021-01-04", {"README.md": "x\n"})
    clone = build(told)
    assert qms(clone, "new", "procedure", "Purchasing", "--owner", "buyer").status == 2
    assert qms(clone, "new", "procedure", "Purchasing", "--id", "SOP-1").status == 2
    ran = qms(clone, "new", "procedure", "Purchasing", "--id", "SOP-1", "--owner", "buyer")
    assert written(ran, clone, "procedures/purchasing.md").startswith("---\nid: SOP-1\n")
    assert qms(clone, "new", "procedure", "Sales", "--owner", "buyer").text == "procedures/sales.md\n"
    assert "id: SOP-2" in (clone.path / "procedures/sales.md").read_text()


def test_a_policy_that_comes_with_the_document(qms: Qms, clone: Clone) -> None:
    """A type that the work tree adds is known."""
    clone.write("qms.yml", policy(types=TYPES | {"manual": {"id": r"MAN-\d"}}))
    assert qms(clone, "new", "manual", "Quality manual").text == "procedures/quality-manual.md\n"


def test_two_at_once(qms: Qms, clone: Clone) -> None:
    """Of two runs for the same title one writes the file, and the other writes nothing."""
    with ThreadPoolExecutor(2) as several:
        ran = list(several.map(lambda _: qms(clone, "new", "procedure", "Orders"), range(2)))
    assert sorted(path.name for path in (clone.path / "procedures").iterdir()) == ["orders.md", "purchasing.md"]
    assert {each.status for each in ran} <= {0, 1, 3}
    assert 0 in {each.status for each in ran}


def test_several_at_once(qms: Qms, clone: Clone) -> None:
    """Of several runs for different titles none gives away an id that another one has given away meanwhile."""
    with ThreadPoolExecutor(4) as several:
        ran = list(several.map(lambda each: qms(clone, "new", "procedure", f"Order {each}"), range(4)))
    texts = [path.read_text() for path in (clone.path / "procedures").glob("order-*.md")]
    ids = re.findall(r"(?m)^id: (.*)", "".join(texts))
    assert len(ids) == len(set(ids)) == sum(each.status == 0 for each in ran) > 0
    assert {each.status for each in ran} <= {0, 1}
    assert all("run this again" in each.err for each in ran if each.status)
