"""The digest of a text and the files that it shows, as `sha256sum` has it (document-control.md 5, settled.md 21)."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import Build, Executable, Link, Story, Submodule, document
from support.manuals import document_of, manual_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from support.trees import Content

PATH = "procedures/buying/purchasing.md"


def by_sha256sum(folder: Path, text: str, shown: Mapping[str, bytes]) -> str:
    """The digest by the coreutils alone: files under the names that the listing gives them, the document first."""
    place = folder / "one" / "two" / "three"
    place.mkdir(parents=True)
    for name, content in {"SOP-004": text.encode(), **shown}.items():
        file = Path(f"{place}/{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    names = ["SOP-004", *sorted(shown, key=str.encode)]
    listing = subprocess.run(["sha256sum", "--", *names], cwd=place, check=True, capture_output=True).stdout
    return "qms1:" + subprocess.run(["sha256sum"], input=listing, check=True, capture_output=True).stdout.decode()[:64]


def digest_of(build: Build, text: str, files: Mapping[str, Content], **policy: object) -> str:
    """The digest of a document that stands beside files."""
    return document_of(build(told(text, files, **policy))).revisions[0].digest


def told(text: str, files: Mapping[str, Content], **policy: object) -> Story:
    """A story in which a document is written beside files."""
    story = Story()
    story.policy("2026-01-01", policy)
    story.entry("2026-01-05", {PATH: text, **files})
    return story


def names(build: Build, body: str, files: Mapping[str, Content], **policy: object) -> list[str]:
    """The names of the files that a text with this body shows, in the order of the listing."""
    found = document_of(build(told(document(body=body), files, **policy)))
    return [each.name for each in found.revisions[0].text.text.files]


def test_text_alone(build: Build, tmp_path: Path) -> None:
    """A text without files has a listing of one line."""
    text = document()
    assert digest_of(build, text, {}) == by_sha256sum(tmp_path, text, {})


def test_known_digest(build: Build) -> None:
    """A digest never changes from one release of this program to the next."""
    text = "---\nid: SOP-004\ntype: procedure\nrevision: 1\n---\n![Flow](flow.png)\n"
    digest = digest_of(build, text, {"procedures/buying/flow.png": b"one"})
    assert digest == "qms1:04ccfbfbeb5f27d5ebeab9b29b6d259e2d8cb75d77b5db849be2044ca5fa596e"


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("bom", [False, True], ids=["plain", "BOM"])
def test_bytes_as_they_are(build: Build, tmp_path: Path, newline: str, *, bom: bool) -> None:
    """Bytes are those of git: line endings and byte order mark are part of the text."""
    text = document(body="![Flow](flow.png)\n", newline=newline, bom=bom)
    files = {"procedures/buying/flow.png": b"\r\n\x00\xff"}
    assert digest_of(build, text, files) == by_sha256sum(tmp_path, text, {"flow.png": b"\r\n\x00\xff"})


def test_every_kind_of_reference(build: Build, tmp_path: Path) -> None:
    """Images, links, reference definitions, HTML and tables of data count; the order is that of the bytes."""
    body = """
![inline](b.png) and [a form](forms/order.pdf "The form") and ![by reference][r] and [shortcut].

<img src="c.png" alt="x"> and <a href='d.pdf'>words</a> and <IMG SRC=e.png>

<figure>
<img
  alt="x"
  src="f.png">
</figure>

| ![in a cell](g.png) | [x](h.pdf) |
|---|---|
| 1 | ![](<i j.png>) |

> ![in a quotation](k.png)

1. ![in a list](l.png)

    - ![deep in it](m.png)

[![an image in a link](n.png)](o.pdf)

```table
file: tools.csv
```

# Heading with ![an image](p.png)

[r]: q.png "A title"
[shortcut]: <r s.pdf>
"""
    shown = {
        **{f"{name}.png": name.encode() for name in "bcefgklmnpq"},
        **{f"{name}.pdf": name.encode() for name in "dho"},
        "forms/order.pdf": b"form",
        "i j.png": b"ij",
        "r s.pdf": b"rs",
        "tools.csv": b"a,b\n",
    }
    text = document(body=body)
    files = {f"procedures/buying/{name}": content for name, content in shown.items()}
    assert names(build, body, files) == sorted(shown)
    assert document_of(build(told(text, files), "again")).revisions[0].digest == by_sha256sum(tmp_path, text, shown)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a%20b.png", "a b.png"),
        ("a%2520b.png", "a%20b.png"),
        ("%C3%A5.png", "å.png"),
        ("å.png", "å.png"),
        ("%E5.png", "\udce5.png"),
        ("a.png?raw=1", "a.png"),
        ("a.png#top", "a.png"),
        ("a.png?x=1#top", "a.png"),
        ("a%3Fb.png", "a?b.png"),
        ("a%23b.png", "a#b.png"),
        ("./a.png", "a.png"),
        ("x/../a.png", "a.png"),
        ("x//a.png", "x/a.png"),
        ("../shared/a.png", "../shared/a.png"),
        ("a", "a"),
        ("A.PNG", "A.PNG"),
        ("a+b.png", "a+b.png"),
        ("a.tar.gz", "a.tar.gz"),
        ("md", "md"),
        ("mailto.png", "mailto.png"),
        ("検査.png", "検査.png"),
        ("-a.png", "-a.png"),
        ("a%2Fb.png", "a/b.png"),
    ],
)
def test_names(build: Build, tmp_path: Path, written: str, path: str) -> None:
    """The file is found behind percent-encoding, query and fragment; the listing has the name as written."""
    text = document(body=f"![x]({written})\n")
    files = {f"procedures/buying/{path}".replace("buying/../", ""): b"one"}
    assert digest_of(build, text, files) == by_sha256sum(tmp_path, text, {written: b"one"})


def test_two_names_of_one_file(build: Build, tmp_path: Path) -> None:
    """Equal names give one line; two names of the same file give two."""
    text = document(body="![x](a.png) ![y](a.png) [z](./a.png) [w](a.png#top)\n")
    shown = {"a.png": b"one", "./a.png": b"one", "a.png#top": b"one"}
    assert digest_of(build, text, {"procedures/buying/a.png": b"one"}) == by_sha256sum(tmp_path, text, shown)


def test_order_of_bytes(build: Build, tmp_path: Path) -> None:
    """The lines are in the order of the UTF-8 bytes of their names, whatever order people would expect."""
    written = [
        "é.png",
        "z.png",
        "Z.png",
        "a-b.png",
        "a/b.png",
        "a.png",
        "\U0001f600.png",
        "\uffee.png",
        "10.png",
        "9.png",
    ]
    text = document(body="".join(f"![x]({name})\n" for name in written))
    files = {f"procedures/buying/{name}": name.encode() for name in written}
    shown = {name: name.encode() for name in written}
    assert digest_of(build, text, files) == by_sha256sum(tmp_path, text, shown)


CODE = [
    "`![x](a.png)`",
    "```\n![x](a.png)\n```",
    "~~~ text\n![x](a.png)\n~~~",
    "````\n```\n![x](a.png)\n```\n````",
    "    ![x](a.png)",
    "- item\n\n      ![x](a.png)",
    "> ```\n> ![x](a.png)\n> ```",
    "<!-- ![x](a.png) <img src='a.png'> -->",
    "<!--\n\n![x](a.png)\n\n-->",
    "\\![x]\\(a.png)",
    "`` <img src='a.png'> ``",
    "<code>`<img src='a.png'>`</code>",
    "```html\n<img src='a.png'>\n<a href='a.png'>x</a>\n```",
    "```tables\nfile: a.png\n```",
    "```table-of-contents\nfile: a.png\n```",
    "```python table\nfile: a.png\n```",
    "```table\nfiles: a.png\n```",
    "```table\n[broken\n```",
    "```table\nfile: [a.png]\n```",
    "!!! note\n\n    ```\n    ![x](a.png)\n    ```",
    "[x]: a.png",
]


@pytest.mark.parametrize("body", CODE)
def test_code_is_left_out(build: Build, body: str) -> None:
    """What stands in code, in a comment or behind an escape shows nothing; nor does a definition that nobody uses."""
    assert names(build, f"{body}\n", {"procedures/buying/a.png": b"one"}) == []


SHOWN = [
    "!!! note\n    ![x](a.png)",
    "!!! note\n\n    words\n\n    ![x](a.png)",
    '??? warning "Title"\n\n    ![x](a.png)',
    "???+ tip\n\n    !!! note\n\n        ![x](a.png)",
    '=== "Tab"\n\n    ![x](a.png)',
    "words[^1]\n\n[^1]:\n    words\n\n    ![x](a.png)",
    "Term\n:   words\n\n    ![x](a.png)",
    "```\ncode\n```\n\n![x](a.png)",
    "```python\n!!! not a note\n```\n\n!!! note\n\n    ![x](a.png)",
    "```\n```python\n```\n\n!!! note\n\n    ![x](a.png)",
    "```code``` words\n\n!!! note\n\n    ![x](a.png)",
    "`code` ![x](a.png)",
    "> [x](\n> a.png)",
    "> [x]:\n> a.png\n\n[x]",
    "[x](\n  a.png\n  'title'\n)",
    "![x][]\n\n[X]:\n   a.png",
    "[x](<a.png>)",
    "**[x](a.png)**",
    "[`x`](a.png)",
    "<div markdown>\n\n![x](a.png)\n\n</div>",
    '<p><img src = "a.png"/></p>',
    '<img src="&#97;.png">',
    "![x](&#97;.png)",
    "![x](a\\.png)",
    "[x]( a.png )",
    "| a |\n|---|\n| [x](a.png) |",
    "~~~table\nfile: a.png\n~~~",
    "``` table\nfile: a.png\n```",
    "```table {#tools}\nfile: 'a.png'\ncaption: Tools\n```",
    "- item\n\n    ```table\n    file: a.png\n    ```",
    "!!! note\n\n    ```table\n    file: a.png\n    ```",
]


@pytest.mark.parametrize("body", SHOWN)
def test_what_the_site_shows(build: Build, body: str) -> None:
    """Files in admonitions, tabs, footnotes, quotations and lists count, in every way of writing."""
    assert len(names(build, f"{body}\n", {"procedures/buying/a.png": b"one"})) == 1


@pytest.mark.parametrize(
    "written",
    [
        "https://example.com/a.png",
        "//example.com/a.png",
        "mailto:ann@example.com",
        "data:image/png;base64,AAAA",
        "/procedures/buying/a.png",
        "#top",
        "?x=1",
        "other.md",
        "other.md#top",
        "OTHER.MD",
        "other%2Emd",
        "../../records/a.png",
        "../../outside/a.png",
        "../../../a.png",
        "../../qms.yml",
        "folder",
        "folder/",
        ".",
        "missing.png",
        "module",
        "dangling",
        "loop",
        "out",
        "absolute",
        "to-page",
        "a%00.png",
        "a%5Cb.png",
    ],
)
def test_what_does_not_count(build: Build, written: str) -> None:
    """Other places, pages, folders, records and files that are not there or lie elsewhere give no line."""
    here = "procedures/buying"
    files: dict[str, Content] = {
        f"{here}/a.png": b"one",
        f"{here}/other.md": document("SOP-005"),
        f"{here}/OTHER.MD": document("SOP-006"),
        f"{here}/folder/a.png": b"one",
        f"{here}/module": Submodule("1" * 40),
        f"{here}/dangling": Link("nowhere"),
        f"{here}/loop": Link("loop"),
        f"{here}/out": Link("../../../etc/passwd"),
        f"{here}/absolute": Link("/etc/hostname"),
        f"{here}/to-page": Link("other.md"),
        "records/a.png": b"record",
        "outside/a.png": b"outside",
    }
    assert names(build, f"![x]({written}) [y]({written}) <img src='{written}'>\n", files) == []


def test_symbolic_links(build: Build, tmp_path: Path) -> None:
    """A link counts under its own name with the bytes to which it leads, through any links inside the repository."""
    body = "![a](one.png) ![b](two.png) ![c](folder/a.png)\n"
    files: dict[str, Content] = {
        "drawings/a.png": b"drawing",
        "procedures/buying/one.png": Link("../../drawings/a.png"),
        "procedures/buying/two.png": Link("one.png"),
        "procedures/buying/folder": Link("../../drawings"),
    }
    text = document(body=body)
    shown = dict.fromkeys(("one.png", "two.png", "folder/a.png"), b"drawing")
    assert digest_of(build, text, files) == by_sha256sum(tmp_path, text, shown)


def test_executable_file(build: Build, tmp_path: Path) -> None:
    """A file that may be executed counts like any other."""
    text = document(body="[x](run.sh)\n")
    files: dict[str, Content] = {"procedures/buying/run.sh": Executable("#!/bin/sh\n")}
    assert digest_of(build, text, files) == by_sha256sum(tmp_path, text, {"run.sh": b"#!/bin/sh\n"})


def test_pointer_of_a_large_file(build: Build, tmp_path: Path) -> None:
    """The pointer that large-file storage keeps in git is the file."""
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    text = document(body="![x](film.mp4)\n")
    files: dict[str, Content] = {".gitattributes": "*.mp4 filter=lfs\n", "procedures/buying/film.mp4": pointer}
    assert digest_of(build, text, files) == by_sha256sum(tmp_path, text, {"film.mp4": pointer})


def test_records_inside_the_documents(build: Build) -> None:
    """Files below the folder of records never count, also where it lies among the documents."""
    files = {"procedures/records/a.png": b"one", "procedures/buying/b.png": b"two"}
    body = "![x](../records/a.png) ![y](b.png)\n"
    assert names(build, body, files, records="procedures/records") == ["b.png"]


def test_second_folder_of_documents(build: Build) -> None:
    """A file in another folder of documents counts."""
    files = {"docs/a.png": b"one", "elsewhere/b.png": b"two"}
    body = "![x](../../docs/a.png) ![y](../../elsewhere/b.png)\n"
    assert names(build, body, files, documents=["procedures", "docs"]) == ["../../docs/a.png"]


def test_whole_repository(build: Build) -> None:
    """Where the whole repository holds documents, files anywhere but in the records count, and none outside."""
    files = {"a.png": b"one", "records/b.png": b"two"}
    body = "![x](../../a.png) ![y](../../records/b.png) ![z](../../../a.png)\n"
    assert names(build, body, files, documents=["."]) == ["../../a.png"]


@pytest.mark.parametrize("name", ["a\\\\b.png", "<a\\\\b.png>"])
def test_backslash_in_a_name(build: Build, name: str) -> None:
    """A name with a backslash is refused: it gives a fault and no line."""
    clone = build(told(document(body=f"![x]({name})\n"), {"procedures/buying/a\\b.png": b"one"}))
    assert document_of(clone).revisions[0].text.text.files == ()
    faults = [fault for fault in manual_of(clone, judged=True).faults if "backslash" in fault.fact]
    assert [(fault.path, fault.line, fault.document) for fault in faults] == [(PATH, 11, "SOP-004")]
