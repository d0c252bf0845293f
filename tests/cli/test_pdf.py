"""Documents on paper: what stands on every page, what a reader hears, and the same bytes each time."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from support import Story, document, policy
from support.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Qms, Ran
    from support import Clone

MKDOCS = """\
site_name: The manual of Fjordlys
site_url: https://manual.example/
docs_dir: procedures
theme: {name: material, font: false}
plugins: [search, document-control]
markdown_extensions: [admonition, footnotes, tables, toc, pymdownx.superfences, pymdownx.arithmatex]
"""
PATH = "procedures/buying/purchasing.md"
ROWS = "\n".join(f"| {number} | goods |" for number in range(90))
BODY = f"""\
Siehe [[SOP-009]], [Sales](../sales.md#scope), [the next](#rows) and [elsewhere](https://example.com/).

```mermaid
flowchart LR
  A[Need] -- asked --> B[Order]
```

The limit is $x < 5$. ![The flow](flow.svg) ![A photo](photo.png)

!!! note
    Mind the rows.

## Rows

| Row | What |
|---|---|
{ROWS}
"""
FIRST = document("SOP-004", 1, owner="purchasing-manager", body=BODY, language="de")
SECOND = document("SOP-004", 2, owner="purchasing-manager", body=BODY, language="de", title="Einkauf")
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="1" y="9">Drawn words</text></svg>'
TYPES = {
    "procedure": {"approvals": [{"role": "quality-manager"}, {"role": "owner"}], "evidence": "signed"},
    "note": {"approvals": []},
}


def picture(width: int, height: int) -> bytes:
    """A white picture of this size."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height)
    size = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", size) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A manual with a signed document of two revisions, one that refers to it, and a restricted one."""
    desk = Desk(tmp_path_factory.mktemp("keys"))
    people = {"Cid Dahl": ["quality-manager"], "Eva Lund": ["purchasing-manager"]}
    story = Story()
    story.policy("2026-01-01", {"types": TYPES})
    story.entry("2026-01-02", {"records/organization.yml": desk.organization(people), "mkdocs.yml": MKDOCS})
    files = {"procedures/buying/flow.svg": DRAWING, "procedures/buying/photo.png": picture(60, 30)}
    shown = {"flow.svg": DRAWING.encode(), "photo.png": picture(60, 30)}
    story.entry("2026-01-05", {PATH: FIRST, **files}, by="Kai Moen")
    for text, day in ((FIRST, "2026-01-06"), (SECOND, "2026-03-02")):
        if text is SECOND:
            story.entry("2026-03-01", {PATH: SECOND}, by="Kai Moen")
        approvals: dict[str, str] = {}
        for by, role in (("Eva Lund", "purchasing-manager"), ("Cid Dahl", "quality-manager")):
            number = 2 if text is SECOND else 1
            approvals |= desk.approval(text, by, role, f"{day}T09:00:00Z", revision=number, files=shown)
        story.entry(day, approvals)
    sales = document("SOP-009", type="note", title="Sales", body="## Scope\n\nAs in [purchasing](SOP-004#rows).\n")
    secret = document("SOP-010", type="note", title="Prices", confidentiality="restricted")
    story.entry("2026-03-05", {"procedures/sales.md": sales, "procedures/prices.md": secret})
    return story.build(tmp_path_factory.mktemp("pdf") / "manual")


@pytest.fixture(scope="module")
def purchasing(qms: Qms, manual: Clone, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document in force on a day, printed."""
    folder = tmp_path_factory.mktemp("printed")
    ran = qms(manual, "pdf", "SOP-004", "--as-of", "2026-04-01", "-o", str(folder))
    assert (ran.status, ran.err, ran.text) == (0, "", f"{folder / 'SOP-004.pdf'}\n")
    return folder / "SOP-004.pdf"


def words(page: Any) -> str:  # noqa: ANN401 - a page of pypdf
    """The words of a page in one line."""
    return " ".join(page.extract_text().split())


def elements(reader: PdfReader) -> Iterator[Any]:
    """Everything that a reader program is told about the structure."""
    waiting = [reader.root_object["/StructTreeRoot"]["/K"]]  # type: ignore[index]
    while waiting:
        each = waiting.pop(0)
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            waiting = [*each, *waiting]
        elif isinstance(each, dict) and "/S" in each:
            yield each
            if "/K" in each:
                waiting.insert(0, each["/K"])


def failed(ran: Ran, status: int, sentence: str) -> None:
    """The command said this, and printed nothing."""
    assert ran.status == status
    assert sentence in ran.err
    assert ran.out == b""


def test_every_page_says_what_it_is(purchasing: Path) -> None:
    """Head and foot of every page say id, title, revision, day, status, approvals, page, state and the rule."""
    reader = PdfReader(purchasing)
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        said = words(page)
        assert "SOP-004 Einkauf" in said
        assert "Revision 2" in said
        assert "Effective: 2 March 2026" in said
        assert "In force since 2 March 2026." in said
        assert "Cid Dahl, Quality manager (2 March 2026, signature verified)" in said
        assert "Eva Lund, Purchasing manager (2 March 2026, signature verified)" in said
        assert f"Page {number} of {len(reader.pages)}" in said
        assert "Uncontrolled when printed" in said
        assert "Printed from the state of 1 April 2026" in said
        assert "https://manual.example/buying/purchasing/#revision-2" in said
        assert "SUPERSEDED" not in said


def test_text_is_that_of_the_site(purchasing: Path) -> None:
    """Diagrams, formulas, notes, tables and drawings are there, and a long table repeats its titles on each page."""
    reader = PdfReader(purchasing)
    pages = [words(page) for page in reader.pages]
    everything = " ".join(pages)
    for expected in ("Need", "asked", "Order", "Note Mind the rows.", "Drawn words"):
        assert expected in everything, expected
    rows = [page for page in pages if "goods" in page]
    assert len(rows) > 1
    assert all("Row What" in page for page in rows)
    assert sum(page.count(" goods") for page in rows) == 90
    photo = reader.pages[0].images[0].image
    assert photo is not None
    assert photo.size == (60, 30)


def test_people_who_cannot_see_it_are_told(purchasing: Path) -> None:
    """The file is tagged, names its language and title, and has bookmarks; figures say in words what they show."""
    reader = PdfReader(purchasing)
    assert reader.metadata is not None
    assert reader.metadata.title == "SOP-004 Einkauf, revision 2"
    assert reader.root_object["/Lang"] == "de"
    assert reader.root_object["/MarkInfo"] == {"/Marked": True}
    assert b"pdfuaid" in reader.root_object["/Metadata"].get_object().get_data()  # type: ignore[union-attr]
    found = list(elements(reader))
    kinds = {each["/S"] for each in found}
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link"} <= kinds
    told = [each.get("/Alt") for each in found if each["/S"] == "/Figure"]
    assert "Flow chart. Need → Order (asked)" in told
    assert "x < 5" in told
    assert "The flow" in told
    assert "A photo" in told
    assert None not in told
    outline = [each for each in reader.outline if not isinstance(each, list)]
    assert [each["/Title"] for each in outline] == ["Einkauf"]


def test_links_lead_out_of_the_paper(purchasing: Path) -> None:
    """Links within the text lead there, those to other documents to their pages on the site."""
    reader = PdfReader(purchasing)
    annotations = [each.get_object() for page in reader.pages for each in page.get("/Annots", [])]
    addresses = {each["/A"]["/URI"] for each in annotations if "/A" in each and "/URI" in each["/A"]}
    assert addresses == {
        "https://manual.example/sales/",
        "https://manual.example/sales/#scope",
        "https://example.com/",
    }
    assert "SOP-004--rows" in reader.named_destinations


def test_whole_manual_has_contents_and_no_restricted_document(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """Without ids every document in force is in one file, with contents that lead to it; restricted ones are not."""
    ran = qms(manual, "pdf", "--as-of", "2026-04-01", "-o", str(tmp_path))
    assert (ran.status, ran.text) == (0, f"{tmp_path / 'manual.pdf'}\n")
    assert ran.err == "Left out, because they are restricted: 1. Name them to print them.\n"
    reader = PdfReader(tmp_path / "manual.pdf")
    pages = [words(page) for page in reader.pages]
    assert "The manual of Fjordlys" in pages[0]
    assert "2 controlled documents" in pages[0]
    sales = next(number for number, page in enumerate(pages, 1) if "SOP-009 Sales Revision" in page)
    assert f"SOP-009 Sales 1 5 March 2026 {sales}" in pages[1]
    assert "Prices" not in " ".join(pages)
    links = [each.get_object() for each in reader.pages[sales - 1]["/Annots"]]
    assert not [each for each in links if "/A" in each and "/URI" in each["/A"]]
    titles = [each["/Title"] for each in reader.outline if not isinstance(each, list)]
    assert titles == ["The manual of Fjordlys", "Contents", "Einkauf", "Sales"]


def test_a_file_for_each_document(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """With --each every document has a file of its own; an earlier file of that name is replaced."""
    (tmp_path / "SOP-009.pdf").write_bytes(b"earlier")
    ran = qms(manual, "pdf", "--each", "-o", str(tmp_path))
    assert ran.status == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["SOP-004.pdf", "SOP-009.pdf"]
    assert PdfReader(tmp_path / "SOP-009.pdf").pages


def test_restricted_document_is_marked_on_each_page(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """A restricted document is printed when it is named, and says on each page that it is restricted."""
    assert qms(manual, "pdf", "SOP-010", "-o", str(tmp_path)).status == 0
    pages = [words(page) for page in PdfReader(tmp_path / "SOP-010.pdf").pages]
    assert all("RESTRICTED" in page.upper() for page in pages)
    # The site says nothing of its revisions, so that no code leads there.
    assert all("the master document list says" in page for page in pages)


def test_what_is_not_in_force_is_marked_across_every_page(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """Past revisions and previews carry in large letters what they are; what was in force on a day does not."""
    assert qms(manual, "pdf", "SOP-004", "--revision", "1", "-o", str(tmp_path)).status == 0
    for page in PdfReader(tmp_path / "SOP-004-revision-1.pdf").pages:
        assert "SUPERSEDED" in words(page)
        assert "Superseded on 2 March 2026." in words(page)
    assert qms(manual, "pdf", "SOP-009", "--preview", "-o", str(tmp_path)).status == 0
    for page in PdfReader(tmp_path / "SOP-009.pdf").pages:
        assert "PREVIEW, NOT CONTROLLED" in words(page)
        assert "Uncontrolled when printed" not in words(page)
    assert qms(manual, "pdf", "SOP-004", "--as-of", "2026-02-01", "-o", str(tmp_path)).status == 0
    for page in PdfReader(tmp_path / "SOP-004.pdf").pages:
        assert "SUPERSEDED" not in words(page)
        assert "Revision 1" in words(page)


@pytest.mark.parametrize(
    "variables",
    [
        {"TZ": "Asia/Tokyo"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "C", "LANGUAGE": "de"},
        {"PYTHONHASHSEED": "7"},
        {"QMS_CACHE": "off"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": ""},
    ],
)
def test_same_commit_and_day_are_the_same_bytes(
    qms: Qms, manual: Clone, purchasing: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    """Printed again in another time zone or language, without what is kept, from a clone elsewhere: the same bytes."""
    clone = manual.clone(tmp_path / "clone")
    ran = qms(clone, "pdf", "SOP-004", "--as-of", "2026-04-01", "-o", "again", variables=variables)
    assert ran.status == 0, ran.err
    assert (clone.path / "again" / "SOP-004.pdf").read_bytes() == purchasing.read_bytes()


def test_settings_of_git_and_of_the_machine_change_no_byte(
    qms: Qms, manual: Clone, purchasing: Path, tmp_path: Path
) -> None:
    """What a user has told git, who may read new files, and what an earlier run has kept are in no file."""
    (tmp_path / "gitconfig").write_text(
        "[core]\n autocrlf = true\n quotePath = false\n abbrev = 4\n[diff]\n renames = false\n noprefix = true\n"
        "[log]\n date = relative\n showSignature = true\n[i18n]\n logOutputEncoding = latin1\n[color]\n ui = always\n"
    )
    variables = {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"), "QMS_CACHE": str(tmp_path / "cache")}
    before = os.umask(0o077)
    try:
        for folder in ("cold", "warm"):
            arguments = ("pdf", "SOP-004", "--as-of", "2026-04-01", "-o", str(tmp_path / folder))
            assert qms(manual, *arguments, variables=variables).status == 0
    finally:
        os.umask(before)
    assert (tmp_path / "cold" / "SOP-004.pdf").read_bytes() == purchasing.read_bytes()
    assert (tmp_path / "warm" / "SOP-004.pdf").read_bytes() == purchasing.read_bytes()


def test_whole_manual_is_the_same_bytes(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """The manual as a whole is a function of commit and day, too."""
    printed = []
    for folder, seed in (("one", "1"), ("two", "2")):
        where = str(tmp_path / folder)
        assert qms(manual, "pdf", "--as-of", "2026-04-01", "-o", where, variables={"PYTHONHASHSEED": seed}).status == 0
        printed.append((tmp_path / folder / "manual.pdf").read_bytes())
    assert printed[0] == printed[1]


def test_addresses_lead_to_pages_that_say_what_holds(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """The address on each file leads to a place of the site that is there, also once a revision is superseded."""
    clone = manual.clone(tmp_path / "clone")
    for arguments in (("SOP-004",), ("SOP-004", "--revision", "1"), ("SOP-009",)):
        assert qms(clone, "pdf", *arguments, "-o", str(tmp_path)).status == 0
    withdrawn = {"date": "2026-04-01", "superseded_by": "SOP-004", "reason": "Nobody needs it."}
    clone.write("procedures/sales.md", document("SOP-009", 2, type="note", title="Sales", obsolete=withdrawn))
    clone.write("mkdocs.yml", MKDOCS.replace("document-control]", "{document-control: {fail_on: never}}]"))
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "Withdraw SOP-009")
    assert qms(clone, "build", "--mode", "controlled").status == 0
    for path in tmp_path.glob("*.pdf"):
        [address] = set(re.findall(r"https://manual\.example/\S+", words(PdfReader(path).pages[0])))
        place, _, anchor = address.removeprefix("https://manual.example/").partition("#")
        page = (clone.path / "site" / place / "index.html").read_text(encoding="utf-8")
        assert f'<tr id="{anchor}"' in page, address
    assert len(list(tmp_path.glob("*.pdf"))) == 3


def test_on_a_public_site_paper_leads_to_public_pages_alone(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """A document that the site does not show carries no code that leads to nothing."""
    clone = manual.clone(tmp_path / "clone")
    policy_of_today = (clone.path / "qms.yml").read_text(encoding="utf-8")
    clone.write("qms.yml", policy_of_today + "site: {audience: public}\n")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "Publish")
    assert qms(clone, "pdf", "SOP-009", "-o", "out").status == 0
    said = words(PdfReader(clone.path / "out" / "SOP-009.pdf").pages[0])
    assert "the master document list says" in said
    assert "manual.example" not in said


def test_nothing_is_half_written_when_it_is_interrupted(manual: Clone, tmp_path: Path) -> None:
    """After Ctrl+C every file that is there is whole, nothing else lies beside it, and the status is 130."""
    from cli.conftest import environment  # noqa: PLC0415 - as below

    command = [sys.executable, "-m", "qms_docs", "pdf", "SOP-009", "SOP-004", "-o", str(tmp_path / "out")]
    with subprocess.Popen(
        command, cwd=manual.path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith(b"SOP-009.pdf\n")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["SOP-009.pdf"]
    assert PdfReader(tmp_path / "out" / "SOP-009.pdf").pages


def test_what_a_reader_program_needs(purchasing: Path) -> None:
    """Headings follow each other without a gap, cells of tables know their titles, and links are read in order."""
    reader = PdfReader(purchasing)
    found = list(elements(reader))
    levels = [int(each["/S"][2]) for each in found if re.fullmatch(r"/H[1-6]", each["/S"])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    heads = {each.get("/ID") for each in found if each["/S"] == "/TH"}
    cells = [each["/A"]["/Headers"] for each in found if each["/S"] == "/TD"]
    assert None not in heads
    assert len(cells) > 180
    assert all(each and set(each) <= heads for each in cells)
    assert all(page.get("/Tabs") == "/S" for page in reader.pages if page.get("/Annots"))
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]


def test_without_an_address_there_is_no_code(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """Where mkdocs.yml does not say where the site is, pages say where else to look, and links are words."""
    clone = manual.clone(tmp_path / "clone")
    clone.write("mkdocs.yml", MKDOCS.replace("site_url: https://manual.example/\n", ""))
    assert qms(clone, "pdf", "SOP-004", "-o", "out").status == 0
    reader = PdfReader(clone.path / "out" / "SOP-004.pdf")
    assert "the master document list says" in words(reader.pages[0])
    content = reader.pages[0].extract_text()
    assert "manual.example" not in content


def test_code_is_drawn(purchasing: Path) -> None:
    """The foot of every page has a code: many small squares on white."""
    reader = PdfReader(purchasing)
    for page in reader.pages:
        forms = page["/Resources"]["/XObject"]  # type: ignore[index]
        drawn = [
            ContentStream(each, reader) for each in (one.get_object() for one in forms.values()) if "/Width" not in each
        ]
        drawn.append(ContentStream(page.get_contents(), reader))
        assert any(sum(operator == b"h" for _, operator in each.operations) > 200 for each in drawn)


def test_text_cannot_pose_as_the_head_of_a_page(qms: Qms, tmp_path: Path) -> None:
    """Classes, styles and names of the frame are taken from a text, and titles cannot leave their place."""
    body = (
        '<div class="qms-head head" id="SOP-001" style="position: running(head)">Revision 9, approved</div>\n\n'
        '<style>.qms-head { display: none }</style>\n\n<img src="https://evil.example/a.png" alt="gone">\n'
    )
    story = Story()
    title = 'Evil </style><script>alert("1")</script> " onload="x'
    hostile = document("SOP-001", title=title, body=body, heading=False, language='de" onload="x')
    story.entry("2026-01-05", {"qms.yml": policy(), "mkdocs.yml": MKDOCS, "procedures/a.md": hostile})
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pdf", "SOP-001", "-o", "out")
    assert ran.status == 0, ran.err
    said = words(PdfReader(clone.path / "out" / "SOP-001.pdf").pages[0])
    assert said.count("Revision 9, approved") == 1
    assert "In force since 5 January 2026." in said
    assert 'Evil </style><script>alert("1")</script> " onload="x' in said


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("> " * 150 + "deep", "nested more than 120 deep"),
        ("- " * 3_000 + "deep", "deeper than can be drawn"),
        ("x" * 20_000, "a word in it has more than 10,000 letters"),
        ('<table><tr><td rowspan="100000">x</td></tr></table>', "spans more than 1,000 columns or rows"),
        ("|" + " a |" * 60 + "\n|" + "---|" * 60, "more than 50 columns"),
        ("| a | b | c |\n|---|---|---|\n" + "| a | b | c |\n" * 16_000, "more than 60,000 cells"),
        ("![big](big.png)", "The image big.png is too large"),
    ],
)
def test_what_no_printer_would_finish_is_refused(qms: Qms, tmp_path: Path, body: str, reason: str) -> None:
    """Texts and images that would take for ever, or that no page holds, are refused, and nothing is written."""
    story = Story()
    files = {"procedures/a.md": document("SOP-001", body=f"{body}\n"), "procedures/big.png": picture(20_000, 20_000)}
    story.entry("2026-01-05", {"qms.yml": policy(), "mkdocs.yml": MKDOCS, **files})
    clone = story.build(tmp_path / "manual")
    failed(qms(clone, "pdf", "SOP-001", "-o", "out"), 3, reason)
    assert not (clone.path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("SOP-099",), 1, "There is no document SOP-099."),
        (("SOP-004", "--revision", "9"), 1, "SOP-004 has no revision 9. Issued revisions: 1, 2."),
        (("--revision", "1"), 2, "`--revision` goes with exactly one id"),
        (("SOP-004", "--each"), 2, "`--each` prints every document"),
        (("--as-of", "2020-01-01"), 1, "No document is in force on 2020-01-01"),
        (("SOP-004", "--as-of", "2026-01-05"), 1, "No revision of SOP-004 is in force on 2026-01-05"),
        (("SOP-004", "--preview", "--as-of", "2020-01-01"), 2, "The work tree has no past"),
    ],
)
def test_what_there_is_not_is_said(  # noqa: PLR0917 - pytest passes them by name
    qms: Qms, manual: Clone, tmp_path: Path, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    """Unknown documents and revisions are status 1, a combination without a meaning is 2, and nothing is written."""
    failed(qms(manual, "pdf", *arguments, "-o", str(tmp_path / "out")), status, sentence)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("ImportError('weasyprint')", "Install them with `pip install 'qms-docs[pdf]'`."),
        ("OSError('libpango')", "apt-get install libpango-1.0-0"),
    ],
)
def test_without_the_printer_it_says_what_to_install(
    qms: Qms, manual: Clone, tmp_path: Path, fault: str, sentence: str
) -> None:
    """Where WeasyPrint or its libraries are missing, the command says how to install them, with status 3."""
    (tmp_path / "weasyprint.py").write_text(f"raise {fault}\n", encoding="utf-8")
    from cli.conftest import environment  # noqa: PLC0415 - the path that the command runs with

    path = f"{tmp_path}:{environment()['PYTHONPATH']}"
    failed(qms(manual, "pdf", "SOP-004", "-o", str(tmp_path / "out"), variables={"PYTHONPATH": path}), 3, sentence)


def test_a_folder_that_cannot_be_written_to(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """A file in the place of the folder, or a folder in that of the file, is named, and stays."""
    (tmp_path / "file").write_bytes(b"mine")
    failed(qms(manual, "pdf", "SOP-009", "-o", str(tmp_path / "file")), 3, "cannot be written")
    (tmp_path / "SOP-009.pdf").mkdir()
    failed(qms(manual, "pdf", "SOP-009", "-o", str(tmp_path)), 3, "is no regular file")
    assert (tmp_path / "file").read_bytes() == b"mine"
