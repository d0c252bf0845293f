"""`qms pack`: what an auditor finds in it, what stays out, and the same bytes everywhere."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from pypdf import PdfReader

from cli.conftest import environment
from support import Story, document, policy
from support.packs import DAY, MKDOCS, NC, SECRET, files_of, told

if TYPE_CHECKING:
    from cli.conftest import Qms
    from support import Clone

_ADDRESS = re.compile(r"(?:href|src)=\"([^\"]*)\"")


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The manual to pack, which no test may change."""
    return told(tmp_path_factory.mktemp("keys")).build(tmp_path_factory.mktemp("pack") / "manual")


@pytest.fixture(scope="module")
def open_manual(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """The same without anything restricted."""
    keys = tmp_path_factory.mktemp("keys")
    return told(keys, restricted=False).build(tmp_path_factory.mktemp("pack") / "manual")


@pytest.fixture(scope="module")
def pack(qms: Qms, manual: Clone, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack as it is made without further options."""
    target = tmp_path_factory.mktemp("packed") / "pack.zip"
    ran = qms(manual, "pack", "--as-of", DAY, "-o", str(target))
    assert ran.status == 0, ran.err
    digest, name = ran.text.split("  ")
    assert name == f"{target}\n"
    assert subprocess.check_output(["sha256sum", str(target)], text=True).startswith(digest)
    return target


@pytest.fixture(scope="module")
def files(pack: Path) -> dict[str, bytes]:
    """What is in it."""
    return files_of(pack)


def test_what_an_auditor_finds(files: dict[str, bytes]) -> None:
    """Start page, lists, texts, PDF, histories, redlines, approvals, organization, records, sums and a verifier."""
    folder = "documents/SOP-004"
    assert {
        *("index.html", "verify.py", "SHA256SUMS", "manifest.json", "contents.json", "answers.html", "answers.csv"),
        *("master-list.html", "master-list.csv", "master-list.json", "clauses.html", "rules.html", "findings.json"),
        *("organization.html", "organization/qms.yml", "organization/organization.yml", "records.html"),
        *(f"{folder}/index.html", f"{folder}/history.json", f"{folder}/revision-2.html", f"{folder}/revision-2.pdf"),
        *(f"{folder}/revision-1.html", f"{folder}/redline-1-to-2.html", f"{folder}/revision-1.listing.txt"),
        *(f"{folder}/approvals-2/cid.dahl/{name}" for name in ("approval.yml", "statement.txt", "statement.txt.sig")),
    } <= set(files)
    page = files[f"{folder}/revision-2.html"].decode()
    assert "Orders, 2." in page
    assert 'href="../SOP-009/revision-1.html#SOP-009--scope"' in page
    assert re.search(r'<img[^>]* src="\.\./\.\./sources/[0-9a-f]{64}\.svg"', page)
    assert re.search(r'href="\.\./\.\./sources/[0-9a-f]{64}\.pdf"', page)
    old = files[f"{folder}/revision-1.html"].decode()
    assert "Orders, 1." in old
    assert "Superseded" in old
    assert "<ins>" in files[f"{folder}/redline-1-to-2.html"].decode()
    assert "Orders, 2." in PdfReader(io.BytesIO(files[f"{folder}/revision-2.pdf"])).pages[0].extract_text()
    assert "SOP-004" in files["clauses.html"].decode()
    assert "Cid Dahl" in files["organization.html"].decode()
    assert "NC-2026-001" in files["records.html"].decode()


def test_lists_are_those_of_the_commands(qms: Qms, manual: Clone, files: dict[str, bytes]) -> None:
    """Master list, history and findings have the shapes and words of the commands for the same day."""
    listing = [each for each in qms(manual, "list", "--as-of", DAY, "--format", "json").json if each["id"] != "SOP-010"]
    assert json.loads(files["master-list.json"]) == listing
    history = qms(manual, "history", "SOP-004", "--as-of", DAY, "--format", "json").json
    assert json.loads(files["documents/SOP-004/history.json"]) == history
    report, packed = qms(manual, "check", "--as-of", DAY, "--format", "json").json, json.loads(files["findings.json"])
    assert packed["commit"] == report["commit"] == json.loads(files["manifest.json"])["commit"]
    assert packed["findings"] == [each for each in report["findings"] if "002" not in str(each)]


def test_every_link_leads_somewhere(files: dict[str, bytes]) -> None:
    """Every address within the pack is relative and there, with its anchor; no page has a script or asks a network."""
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        page = content.decode()
        assert "<script" not in page.lower()
        for address in _ADDRESS.findall(page):
            parts = urlsplit(address.replace("&amp;", "&"))
            if parts.scheme:
                assert parts.scheme in ("https", "mailto"), (name, address)
                assert not re.search(rf'<(?:img|link)[^>]*"{re.escape(address)}"', page)
                continue
            target = os.path.normpath(PurePosixPath(name).parent / unquote(parts.path)) if parts.path else name
            assert target in files, (name, address)
            if parts.fragment and target.endswith(".html"):
                assert f'id="{unquote(parts.fragment)}"' in files[target].decode(), (name, address)


def test_nothing_restricted_is_in_it(pack: Path, files: dict[str, bytes]) -> None:
    """Of restricted documents and records the pack says how many there are, and nothing else; so no history in git."""
    assert "1 document," in files["index.html"].decode()
    assert "1 record," in files["index.html"].decode()
    assert json.loads(files["contents.json"])["left_out"]["documents"] == 1
    assert "history.bundle" not in files
    assert "history in git was left out" in files["index.html"].decode()
    for name, content in files.items():
        for word in (SECRET, "SOP-010", "prices.md", "Ten per cent", "NC-2026-002", "A name"):
            assert word.encode() not in content, (name, word)
        if name.endswith(".pdf") and name.startswith("documents/"):
            assert not any(SECRET in page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    with zipfile.ZipFile(pack) as archive:
        assert not any("SOP-010" in each for each in archive.namelist())


def test_everything_is_in_it_when_asked_for(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """With --include-restricted nothing stays out, the history in git neither, and the pack says what it holds."""
    ran = qms(
        manual,
        "pack",
        "--as-of",
        DAY,
        "--no-pdf",
        "--include-restricted",
        "--record",
        "NC-2026-002",
        "-o",
        str(tmp_path / "p.zip"),
    )
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    assert "Ten per cent" in files["documents/SOP-010/revision-1.html"].decode()
    assert "A name" in files["records/NC-2026-002.html"].decode()
    assert "records/NC-2026-001.html" not in files
    assert "this pack holds restricted documents" in files["index.html"].decode()
    (tmp_path / "history.bundle").write_bytes(files["history.bundle"])
    subprocess.run(["git", "clone", "--quiet", "history.bundle", "clone"], cwd=tmp_path, check=True)
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=tmp_path / "clone", text=True).strip()
    assert head == json.loads(files["manifest.json"])["commit"]


@pytest.mark.parametrize(
    "files",
    [
        {"procedures/a.md": document("SOP-001", confidentiality="restricted")},
        {"procedures/a.md": document("SOP-001", status="draft", confidentiality="restricted")},
        {"records/nonconformities/NC-2026-009.yml": NC.replace("001", "009") + "confidentiality: restricted\n"},
    ],
    ids=["text", "draft", "record"],
)
def test_history_stays_out_where_it_ever_held_something_restricted(
    qms: Qms, tmp_path: Path, files: dict[str, str]
) -> None:
    """Also where nothing of the day is restricted, what once was, on whatever branch, keeps the history in git out."""
    story = Story()
    story.entry("2026-01-05", {"qms.yml": policy(), "mkdocs.yml": MKDOCS, "procedures/b.md": document("SOP-002")})
    side = story.branch("side")
    side.entry("2026-01-06", files)
    side.entry("2026-01-07", dict.fromkeys(files))
    story.merge("2026-01-08", side)
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pack", "--no-pdf", "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    assert "The history in git is left out" in ran.err
    assert "history.bundle" not in files_of(tmp_path / "p.zip")


def test_earlier_revision_that_was_restricted(qms: Qms, tmp_path: Path) -> None:
    """Of a document that was restricted once, the texts of that time stay out, and are counted."""
    story = Story()
    first = document("SOP-001", confidentiality="restricted", body="Hush.\n", title="Quiet")
    story.entry("2026-01-05", {"qms.yml": policy(), "mkdocs.yml": MKDOCS, "procedures/a.md": first})
    story.entry("2026-01-06", {"procedures/a.md": document("SOP-001", 2, body="Open.\n")})
    clone = story.build(tmp_path / "manual")
    assert qms(clone, "pack", "--no-pdf", "-o", str(tmp_path / "p.zip")).status == 0
    files = files_of(tmp_path / "p.zip")
    assert not any(b"Hush" in content for content in files.values())
    assert "documents/SOP-001/revision-1.html" not in files
    assert "1 earlier revision of documents" in files["index.html"].decode()
    assert qms(tmp_path, "verify", "p.zip").status == 0


def test_links_give_no_title_away(qms: Qms, tmp_path: Path) -> None:
    """A link to something restricted shows the id that its author wrote; a public site's readers do not matter here."""
    story = Story()
    body = "See [[SOP-002]], [it](prices.md), [[SOP-003]] and [[NC-2026-001]].\n"
    texts = {
        "procedures/a.md": document("SOP-001", body=body, confidentiality="public"),
        "procedures/prices.md": document("SOP-002", title=SECRET, confidentiality="restricted"),
        "procedures/c.md": document("SOP-003", title="Packing"),
        "records/nonconformities/NC-2026-001.yml": NC + "confidentiality: restricted\n",
    }
    story.entry("2026-01-05", {"qms.yml": policy(site={"audience": "public"}), "mkdocs.yml": MKDOCS, **texts})
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pack", "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    for name, content in files.items():
        assert SECRET.encode() not in content, name
        assert b"Wrong label" not in content, name
    page = files["documents/SOP-001/revision-1.html"].decode()
    assert 'href="../SOP-003/revision-1.html">SOP-003 Packing</a>' in page
    assert "See <span>SOP-002</span>, <span>it<small> (left out)</small></span>, <a" in page
    assert "and <span>NC-2026-001</span>." in page
    printed = PdfReader(io.BytesIO(files["documents/SOP-001/revision-1.pdf"]))
    assert not any(SECRET in each.extract_text() for each in printed.pages)


def test_empty_manual(qms: Qms, tmp_path: Path) -> None:
    """A manual in which nothing was issued yet is packed; a draft is neither in it nor counted as restricted."""
    story = Story()
    draft = document("SOP-001", status="draft")
    story.entry("2026-01-05", {"qms.yml": policy(), "mkdocs.yml": MKDOCS, "procedures/a.md": draft})
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pack", "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    assert not any(each.startswith("documents/") for each in files)
    page = files["index.html"].decode()
    assert "No issued document and no record of the day was left out for being restricted." in page
    assert "<li>SOP-001 Purchasing, revision 1</li>" in page
    assert json.loads(files["contents.json"])["drafts"] == [{"id": "SOP-001", "title": "Purchasing", "revision": "1"}]
    assert "history.bundle" in files
    assert qms(tmp_path, "verify", "p.zip").status == 0


def test_what_is_not_in_it_is_named(qms: Qms, tmp_path: Path) -> None:
    """Drafts are named but for restricted ones, uncontrolled pages are counted, and nothing else is counted."""
    story = Story()
    text = document("SOP-001", type="note", title="Sales")
    rules = policy(types={"note": {"approvals": []}})
    home = "---\ncontrolled: false\ntitle: Home\n---\n# Home\n"
    story.entry(
        "2026-01-05", {"qms.yml": rules, "mkdocs.yml": MKDOCS, "procedures/a.md": text, "procedures/index.md": home}
    )
    draft = document("SOP-001", 2, type="note", title="Sales anew", status="draft")
    hidden = document("SOP-002", type="note", title=SECRET, status="draft", confidentiality="restricted")
    later = document("SOP-003", type="note", title="Later", effective="2027-01-01")
    story.entry("2026-01-06", {"procedures/a.md": draft, "procedures/b.md": hidden, "procedures/c.md": later})
    ran = qms(story.build(tmp_path / "manual"), "pack", "--as-of", DAY, "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    page = files["index.html"].decode()
    assert "<li>SOP-001 Sales anew, revision 2 (earlier revisions are in the pack)</li>" in page
    assert "1 page among the documents that is marked as not controlled" in page
    assert "2 documents, of which 1 is in force; 1 text in force as PDF." in page
    assert "2 revisions, each with its text. No approval of any of them is recorded." in page
    assert "No signature is in this pack" in page
    assert "ssh-keygen" not in page
    contents = json.loads(files["contents.json"])
    assert (len(contents["drafts"]), contents["uncontrolled_pages"]) == (1, 1)
    assert not any(SECRET.encode() in content for content in files.values())
    assert "<dt>Approved</dt><dd>not asked for by the policy</dd>" in files["documents/SOP-001/index.html"].decode()
    assert "Issued: takes effect on 1 January 2027" in files["master-list.html"].decode()
    assert json.loads(files["master-list.json"])[1]["status"] == "approved"


def test_withdrawn_document(qms: Qms, tmp_path: Path) -> None:
    """Day, reason and successor of a withdrawal stand with the document, with the revision and in the answers."""
    story = Story()
    rules = policy(types={"note": {"approvals": []}})
    texts = {f"procedures/{name}.md": document(f"SOP-00{name}", type="note") for name in (1, 2)}
    story.entry("2026-01-05", {"qms.yml": rules, "mkdocs.yml": MKDOCS, **texts})
    gone = {"date": "2026-02-01", "superseded_by": "SOP-002", "reason": "Both are one."}
    story.entry("2026-01-20", {"procedures/1.md": document("SOP-001", 2, type="note", obsolete=gone)})
    ran = qms(story.build(tmp_path / "manual"), "pack", "--as-of", DAY, "--no-pdf", "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    words = "Withdrawn from use from 1 February 2026 on. Reason: Both are one. In its place: SOP-002."
    folder = "documents/SOP-001"
    assert files[f"{folder}/index.html"].decode().count(words) == 2
    assert f"<dt>Withdrawal</dt><dd>{words}</dd>" in files[f"{folder}/revision-2.html"].decode()
    assert words not in files[f"{folder}/revision-1.html"].decode()
    assert "Links in this text lead to what other documents say on" in files[f"{folder}/revision-1.html"].decode()
    assert words in files["answers.html"].decode()
    redline = files[f"{folder}/redline-1-to-2.html"].decode()
    assert (redline.count("<h1"), '<a href="../../master-list.html">' in redline) == (1, True)


def test_records_that_an_auditor_asks_for(qms: Qms, tmp_path: Path) -> None:
    """External documents, acknowledgements and reviews have sections; a document says on which review it rests."""
    story = Story()
    rules = policy(types={"note": {"approvals": [], "review": "24 months"}})
    reviews = "date,by,revision,outcome,comment\n2026-02-03,ann.berg,1,keep,\n"
    texts = {"procedures/1.md": document("SOP-001", type="note"), "records/reviews/SOP-001.csv": reviews}
    story.entry("2026-01-05", {"qms.yml": rules, "mkdocs.yml": MKDOCS, **texts})
    ran = qms(story.build(tmp_path / "manual"), "pack", "--as-of", DAY, "--no-pdf", "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    page = files["records.html"].decode()
    assert page.count("<p>None is on record.</p>") == 2
    assert "<li>SOP-001: 1 row, the last of 3 February 2026</li>" in page
    about = files["documents/SOP-001/index.html"].decode()
    assert "by 3 February 2028, counted from the later of the last issue and the review of 3 February 2026" in about
    assert "1 file of records kept in rows" in files["index.html"].decode()


SETTINGS = """\
[core]
\tcompression = 0
\tquotePath = false
\tabbrev = 8
[pack]
\tthreads = 2
\twindow = 1
\tdepth = 1
[log]
\tdate = relative
\tshowSignature = true
[i18n]
\tlogOutputEncoding = ISO-8859-1
"""


def repacked(clone: Clone, _: Path) -> None:
    """One pack with other deltas."""
    clone.git("repack", "-adfq", "--depth=3", "--window=2")


def loose(clone: Clone, tmp_path: Path) -> None:
    """Each object by itself."""
    objects = clone.path / ".git" / "objects"
    packs = [each.rename(tmp_path / each.name) for each in (objects / "pack").glob("*.pack")]
    for each in packs:
        with each.open("rb") as stream:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=clone.path, stdin=stream, check=True)


def own_settings(clone: Clone, _: Path) -> None:
    """Settings and attributes of the clone."""
    for name, value in {
        "core.compression": "0",
        "pack.window": "1",
        "pack.compression": "1",
        "core.bigFileThreshold": "1",
    }.items():
        clone.git("config", name, value)
    (clone.path / ".git" / "info").mkdir(exist_ok=True)
    (clone.path / ".git" / "info" / "attributes").write_text("* -delta\n")


@pytest.mark.parametrize("prepare", [repacked, loose, own_settings])
def test_same_bytes_on_every_machine(qms: Qms, open_manual: Clone, tmp_path: Path, prepare: object) -> None:
    """Time zone, language, umask, settings, hash seed, folder, what is kept and how git has packed change no byte."""
    first = qms(open_manual, "pack", "--as-of", DAY, "-o", str(tmp_path / "a.zip"))
    assert first.status == 0, first.err
    clone = open_manual.clone(tmp_path / "clone with blanks")
    assert callable(prepare)
    prepare(clone, tmp_path)
    (tmp_path / "gitconfig").write_text(SETTINGS)
    variables = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "QMS_CACHE": "off",
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "USER": "other",
        "HOME": str(tmp_path),
    }
    before = os.umask(0o077)
    try:
        ran = qms(clone.path / "procedures", "pack", "--as-of", DAY, "-o", str(tmp_path / "b.zip"), variables=variables)
    finally:
        os.umask(before)
    assert ran.status == 0, ran.err
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_later_entries_change_nothing(qms: Qms, tmp_path: Path) -> None:
    """The pack of a day is the same once the manual has gone on: policy, settings, names and the clock too."""
    story = told(tmp_path, restricted=False)
    early = story.build(tmp_path / "early")
    text = document("SOP-009", 2, type="note", title="Selling", body="## Scope\n\nNew.\n")
    later = {
        "procedures/sales.md": text,
        "mkdocs.yml": MKDOCS.replace("admonition, ", ""),
        ".mailmap": "K <k@example.com> <kai@example.com>\n",
    }
    story.entry("2026-05-01", later)
    late = story.build(tmp_path / "late")
    late.write("procedures/draft.md", "not committed")
    for clone, name in ((early, "a.zip"), (late, "b.zip")):
        ran = qms(clone, "pack", "--as-of", DAY, "--no-pdf", "-o", str(tmp_path / name))
        assert ran.status == 0, ran.err
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert "What is not on the release line has no part in the pack." in ran.err


def test_pack_tells_nothing_of_the_machine(pack: Path, manual: Clone, files: dict[str, bytes]) -> None:
    """No path, name of a user or time of the machine is in it; every file has the same time and permissions."""
    with zipfile.ZipFile(pack) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.external_attr >> 16 for each in archive.infolist()} == {0o100644}
    for name, content in files.items():
        for word in (str(manual.path), str(Path.home()), time.strftime("%Y-%m-%dT")):
            assert word.encode() not in content, (name, word)


def test_findings_stop_nothing(qms: Qms, tmp_path: Path) -> None:
    """Findings of the day are in the pack and said, and it is made all the same."""
    story = Story()
    story.entry(
        "2026-01-05",
        {"qms.yml": policy(), "mkdocs.yml": MKDOCS, "procedures/a.md": document("SOP-001", body="[x](SOP-077)\n")},
    )
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pack", "--no-pdf", "-o", "p.zip")
    assert ran.status == 0
    assert "1 error" in ran.err
    files = files_of(clone.path / "p.zip")
    assert "DC105" in files["rules.html"].decode()
    assert "found 1 departure." in files["index.html"].decode()


def test_redlines_draw_figures_by_the_settings_of_the_day(qms: Qms, tmp_path: Path) -> None:
    """A changed diagram is both pictures, and formulas are formulas where the site of that day had them."""
    story = told(tmp_path, restricted=False)
    story.entry("2026-03-10", {"mkdocs.yml": MKDOCS.replace("admonition, ", "admonition, pymdownx.arithmatex, ")})
    for number, word in enumerate(("Order", "Offer"), 1):
        body = f"```mermaid\nflowchart LR\n  A[Need] --> B[{word}]\n```\n\nIt is $x_{number}$.\n"
        text = document("SOP-050", number, type="note", title="Drawn", body=body)
        story.entry(f"2026-03-1{number}", {"procedures/drawn.md": text})
    story.entry("2026-05-01", {"mkdocs.yml": MKDOCS})
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pack", "--as-of", "2026-03-20", "--no-pdf", "-o", str(tmp_path / "pack.zip"))
    assert ran.status == 0, ran.err
    page = files_of(tmp_path / "pack.zip")["documents/SOP-050/redline-1-to-2.html"].decode()
    assert page.count('<figure class="flow-chart"') == 2
    assert page.count('<svg class="formula"') == 2


def test_odd_ids_and_hostile_texts(qms: Qms, tmp_path: Path) -> None:
    """Ids that no file can bear, or two that one system takes for one, have folders; markup of a text does nothing."""
    story = Story()
    body = '<script>alert(1)</script><img src="https://evil.example/x.png"> <a href="javascript:alert(1)">x</a>\n'
    texts = {
        f"procedures/{number}.md": document(name, title='</title><script>alert("2")</script>', body=body)
        for number, name in enumerate(("SOP-1", "sop-1", "CON", "..", "x/y"))
    }
    story.entry("2026-01-05", {"qms.yml": policy(), "mkdocs.yml": MKDOCS, **texts})
    clone = story.build(tmp_path / "manual")
    ran = qms(clone, "pack", "--no-pdf", "-o", str(tmp_path / "p.zip"))
    assert ran.status == 0, ran.err
    files = files_of(tmp_path / "p.zip")
    folders = {each.split("/")[1].lower() for each in files if each.startswith("documents/")}
    assert len(folders) == len(json.loads(files["master-list.json"])) >= 3
    assert not {"con", ".."} & folders
    for name, content in files.items():
        if name.endswith(".html"):
            assert b"<script" not in content, name
            assert b"javascript:" not in content, name
            assert b'src="https' not in content, name
    assert qms(tmp_path, "verify", "p.zip").status == 0


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ((), 2, "Missing option '-o'"),
        (("-o", "-"), 2, "A pack is written to a file: name one with `-o`"),
        (("-o", "p.zip", "--as-of", "2020-01-01"), 1, "There was no manual yet on 2020-01-01"),
        (("-o", "p.zip", "--no-pdf", "--record", "NC-9"), 1, "There is no record NC-9 on"),
        (("-o", "p.zip", "--no-pdf", "--record", "NC-2026-002"), 2, "`--include-restricted` takes it in"),
        (("-o", "p.zip", "--no-pdf", "--records", "letters"), 2, "There is no type of records letters."),
        (("-o", "nowhere/p.zip", "--no-pdf"), 3, "cannot be written: No such file or directory."),
        (("-o", "procedures", "--no-pdf"), 3, "is no regular file, and is not replaced."),
        (("-o", "qms.yml", "--no-pdf"), 3, "is something else than what is to be written"),
    ],
)
def test_what_cannot_be_packed(qms: Qms, manual: Clone, arguments: tuple[str, ...], status: int, sentence: str) -> None:
    """Wrong use and what is not there end with a sentence, and leave nothing behind."""
    before = sorted(manual.path.iterdir()), (manual.path / "qms.yml").read_bytes()
    ran = qms(manual, "pack", *arguments)
    assert (ran.status, ran.out) == (status, b"")
    assert sentence in ran.err
    assert (sorted(manual.path.iterdir()), (manual.path / "qms.yml").read_bytes()) == before


def test_what_a_pack_replaces(qms: Qms, open_manual: Clone, tmp_path: Path) -> None:
    """An earlier pack gives way, a foreign file only with --force."""
    target = tmp_path / "p.zip"
    pack = ("pack", "--no-pdf", "--as-of", DAY, "-o", str(target))
    target.write_bytes(b"PK\x03\x04 somebody's photographs")
    assert qms(open_manual, *pack).status == 3
    assert target.read_bytes() == b"PK\x03\x04 somebody's photographs"
    assert qms(open_manual, *pack, "--force").status == 0
    first = target.read_bytes()
    assert qms(open_manual, *pack).status == 0
    assert target.read_bytes() == first
    assert [each.name for each in tmp_path.iterdir()] == ["p.zip"]


def test_interrupted_pack_leaves_nothing(manual: Clone, tmp_path: Path) -> None:
    """Ctrl+C ends with 130, and neither the file nor a part of it is left."""
    # On a busy machine the pack may be whole before this process has seen its beginning.
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        status, said = _interrupted(manual, folder)
        if (folder / "p.zip").exists():
            continue
        assert (status, b"Traceback" in said) == (130, False), said
        assert list(folder.iterdir()) == []
        return
    pytest.fail("five packs were made before they could be interrupted")


def _interrupted(manual: Clone, folder: Path) -> tuple[int, bytes]:
    """The exit status and the talk of a command that is interrupted once its file has begun."""
    command = [sys.executable, "-m", "qms_docs", "pack", "-o", str(folder / "p.zip")]
    running = subprocess.Popen(command, cwd=manual.path, env=environment(), stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not any(folder.iterdir()):
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    return running.returncode, said


def test_shallow_clone_is_refused(qms: Qms, manual: Clone, tmp_path: Path) -> None:
    """Where a part of the history is missing nothing is packed: status 3."""
    subprocess.run(["git", "clone", "-q", "--depth=1", manual.path.as_uri(), str(tmp_path / "shallow")], check=True)
    ran = qms(tmp_path / "shallow", "pack", "-o", str(tmp_path / "p.zip"))
    assert (ran.status, ran.out) == (3, b"")
    assert "This clone is shallow" in ran.err
    assert not (tmp_path / "p.zip").exists()


def test_verify_says_what_it_is(qms: Qms, pack: Path, tmp_path: Path) -> None:
    """`qms verify PACK` needs no repository, gives JSON, and names what was changed with status 1."""
    ran = qms(tmp_path, "verify", str(pack), "--format", "json")
    assert ran.status == 0, ran.err
    assert ran.json["ok"] is True
    assert ran.json["problems"] == []
    assert ran.json["checked"]["signatures"] == 4
    (tmp_path / "p.zip").write_bytes(pack.read_bytes()[:-7])
    ran = qms(tmp_path, "verify", "p.zip", "--format", "json")
    assert (ran.status, ran.json["ok"]) == (1, False)
    assert set(ran.json["problems"][0]) >= {"code", "what", "path", "expected", "got"}
    ran = qms(tmp_path, "verify", "p.zip", "p.zip")
    assert (ran.status, "An audit pack is verified by itself" in ran.err) == (2, True)


def test_manifest_of_a_pack_is_one(qms: Qms, manual: Clone, files: dict[str, bytes], tmp_path: Path) -> None:
    """The manifest in a pack is verified against the repository like every other."""
    (tmp_path / "manifest.json").write_bytes(files["manifest.json"])
    ran = qms(manual, "verify", str(tmp_path / "manifest.json"))
    assert (ran.status, "In order" in ran.err) == (0, True)
