"""Texts come from pull requests of anybody: nothing in them runs, poses as the site, or fetches from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_document_control.active_content import harmless
from mkdocs_document_control.sanitizer import Sanitizer
from qms_docs.keeping.store import Store
from support import document

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer
    from support import Build
    from support.sites import Publish, Tell

HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">"&lt;b&gt;'
PLAIN_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p onclick='x()'>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script>a", "a"),
        ("<style>body{display:none}</style>a", "a"),
        ("<iframe src='https://evil.example'></iframe>a", "a"),
        ("<form action='https://evil.example'><button>b</button></form>", "b"),
        ("<a href='javascript:alert(1)'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<p id='__config' class='md-overlay qms-header note'>a</p>", '<p class="note">a</p>'),
        ("<p style='position:fixed; text-align: right'>a</p>", '<p style="text-align:right">a</p>'),
        ("<pre class='mermaid'>a</pre>", "<pre>a</pre>"),
        ("<input type='text' name='q'>", ""),
        ("<input type='checkbox'>", '<input disabled="" type="checkbox">'),
        ("<label for='__drawer'>a</label>", "<label>a</label>"),
        (
            "<details class='note' open><summary>a</summary></details>",
            '<details class="note" open=""><summary>a</summary></details>',
        ),
        (
            '<input checked="checked" id="__tabbed_1_1" name="__tabbed_1" type="radio">',
            '<input checked="checked" id="__tabbed_1_1" name="__tabbed_1" type="radio">',
        ),
    ],
)
def test_html_is_cut_down(html: str, cleaned: str) -> None:
    """HTML keeps what the theme needs and loses what could do harm."""
    assert Sanitizer(mermaid=False).clean(html) == cleaned


@pytest.mark.parametrize(
    "address", ["https://evil.example/a.png", "//evil.example/a.png", "/\\evil.example/a.png", " htt\tps://e.example/a"]
)
def test_image_of_another_site_becomes_words(address: str) -> None:
    """An image from another host is replaced by its alternative text and a remark."""
    cleaned = Sanitizer(mermaid=False).clean(f'<img src="{address}" alt="A &lt;chart&gt;">')
    assert "evil" not in cleaned
    assert "<img" not in cleaned
    assert "A &lt;chart&gt; <small>(image not shown" in cleaned


@pytest.mark.parametrize(
    ("name", "content", "active"),
    [
        ("a.svg", PLAIN_DRAWING, False),
        ("a.html", b"plain words", True),
        ("a.svg", b"<svg><image href='https://evil.example/a.png'/></svg>", True),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg>&x;</svg>", True),
        ("a.svg", b"<?xml-stylesheet href='a.css'?><svg/>", True),
        ("a.svg", b"no drawing", True),
        ("a.pdf", b"<script>", False),
    ],
)
def test_active_files_are_known(name: str, content: bytes, *, active: bool) -> None:
    """A file that a browser would run is told from one that it shows, also where that was found out before."""
    drawings: Drawer[bytes, bytes | bool] = Store().drawer("still-drawings")
    assert (harmless(name, content, drawings) is None) is active
    assert (harmless(name, content, drawings) is None) is active


def test_active_file_is_not_published(tell: Tell, build: Build, publish: Publish) -> None:
    """An attached file that a browser would run is left out, and the link to it becomes words."""
    story = tell()
    body = "[form](form.html) ![Drawing](bad.svg) ![Good](good.svg)\n"
    moving = '<svg xmlns="http://www.w3.org/2000/svg"><animate/></svg>'
    files = {"form.html": "<script>1</script>", "bad.svg": moving, "good.svg": PLAIN_DRAWING}
    named = {f"procedures/{name}": content for name, content in files.items()}
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=body), **named})
    site = publish(build(story))
    assert not site.holds("form.html")
    assert not site.holds("bad.svg")
    assert site.holds("good.svg")
    assert "form (file not published) Drawing (file not published)" in site.words("/a/")


def test_hostile_words_stay_words(tell: Tell, build: Build, publish: Publish) -> None:
    """Titles, summaries, reasons, names and headings appear as they are written, and nothing in them runs."""
    story = tell()
    change = {"class": "minor", "summary": HOSTILE, "reason": HOSTILE}
    body = f"## {HOSTILE}\n\nText [{HOSTILE}](SOP-001).\n"
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", title=HOSTILE)})
    told = document("SOP-001", 2, title=HOSTILE, change=change, department=HOSTILE, body=body, heading=False)
    story.entry("2026-02-05", {"procedures/a.md": f"{told}"}, by='Eve "x" O\'Hara & Co')
    repository = build(story)
    site = publish(repository, mode="preview")
    for address in ("/", "/a/", "/register/", "/departments/", "/types/"):
        html = site.html(address)
        assert "<script>alert(1)" not in html, address
        assert 'onerror="alert' not in html, address
        assert "</title><script" not in html, address
    assert HOSTILE in site.words("/register/").replace("'", "'")


def test_text_cannot_choose_its_template(tell: Tell, build: Build, publish: Publish) -> None:
    """What looks like front matter at the start of a text is text, in either form that MkDocs knows."""
    story = tell()
    story.entry(
        "2026-01-05",
        {
            "procedures/a.md": document("SOP-001", body="template: 404.html\nauthor: x\n\nWords.\n", heading=False),
            "procedures/b.md": document("SOP-002", body="---\ntemplate: 404.html\n---\nWords.\n", heading=False),
        },
    )
    site = publish(build(story))
    assert "template: 404.html" in site.words("/a/")
    assert "template: 404.html" in site.words("/b/")
