"""Texts of documents in comments on a forge do nothing but be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qms_docs.reports.forge_text import code, command, html_text, inline, prose

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LOOKED_UP = re.compile(
    r"(?<![\w])@[\w\"/-]|(?<!\w)[#!$%~^&*][\w\"]|\b(GH|GL)-\d|:[\w+-]+:|\w+://|www\.\w|\w@\w|(?<!\w)[0-9a-f]{7,64}(?!\w)"
    r"|\[\[|\{\+|\[-|[\x00-\x1f\x7f\u202e]",
    re.IGNORECASE,
)
"""What GitHub, GitLab or Gitea would turn into a link, a mention, an image or something else."""
HOSTILE = (
    "@all",
    "cc @org/team and @ann-berg",
    'fixes #12, group/project!7, $3, %milestone, %"my one", ~label, &12, ^alert#1, GH-12, GL-3',
    "https://evil.example/x www.evil.example ftp://x mailto:a@b.example a@b.example",
    "![image](https://evil.example/i.png) [link](https://evil.example) <https://evil.example>",
    "<img src=x onerror=alert(1)><script>alert(1)</script><!-- --></details></summary>",
    "`code` **bold** _it_ ~~gone~~ | cell | $x$ :tada: {+in+} [-out-] [[SOP-001]]",
    "&#64;all &lt;b&gt; &commat;all",
    "deadbeef deadbeefdeadbeefdeadbeefdeadbeefdeadbeef 1234567",
    "one\n\n/close\n# heading\n- item\r\n> quote\x1b[31m\u202eback\u2028/merge",
    "\\",
    "ends in \\",
    "\udcff\ufffe",
)


class _Read(HTMLParser):
    """What a browser shows and what elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += [tag, *(name for name, _ in attrs)]
        self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.within.remove(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(markdown: str) -> tuple[set[str], str]:
    """The elements of a rendered text and its words, without what nobody sees."""
    reader = _Read()
    reader.feed(_MARKDOWN.render(markdown))
    return set(reader.elements), "".join(reader.text)


def seen(text: str) -> str:
    """The words as a reader sees them."""
    return " ".join(text.replace("\u2060", "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_of_markdown_holds_words_alone(text: str) -> None:
    """No element comes of it, nothing to look up, and what is read is what was written."""
    elements, words = read(f"- **Reason**: {inline(text)}\n")
    assert elements == {"ul", "li", "strong"}
    assert LOOKED_UP.search(words.removeprefix("\nReason").strip("\n")) is None
    written = re.sub(r"[\x1b\u202e\udcff\ufffe]", "\ufffd", text)
    assert seen(words) == f"Reason: {seen(written)}"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_a_table_stays_one(text: str) -> None:
    """A bar or a line break in a title makes no further cell or row."""
    rendered = _MARKDOWN.render(f"| A | B |\n|---|---|\n| x {inline(text)} | y |\n")
    assert (rendered.count("<td>"), rendered.count("<tr>")) == (2, 2)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_block_of_html_holds_words_alone(text: str) -> None:
    """Each line of a text within a paragraph of HTML makes no element and nothing to look up."""
    for line in text.splitlines():
        elements, words = read(f"<p><b>Line 1</b>\n<br>{html_text(line)}</p>\n")
        assert elements == {"p", "b", "br"}
        assert LOOKED_UP.search(words.replace("\n", " ")) is None


@given(st.text(max_size=60))
def test_no_text_is_anything_else(text: str) -> None:
    """Whatever is written makes no element, in a line, in a name, in a sentence and in a block."""
    assert read(f"- **A**: {inline(text)}\n")[0] == {"ul", "li", "strong"}
    assert read(f"- **A**: {code(text)} x\n")[0] == {"ul", "li", "strong", "code"}
    assert read(f"- **A**: {prose(text)} x\n")[0] - {"code"} == {"ul", "li", "strong"}
    line = next(iter(text.splitlines()), "")
    assert read(f"<p><b>A</b>\n<br>{html_text(line)}</p>\n")[0] == {"p", "b", "br"}


def test_names_in_our_sentences_are_code() -> None:
    """What stands between backticks in a remedy is code; one backtick alone is a character."""
    assert prose("Set `revision: 4` and go on.") == "Set <code>revision: 4</code> and go on."
    assert prose("Link to a`b.") == "Link to a\\`b."


def test_a_command_is_offered_for_plain_names_only() -> None:
    """An id that is no plain word is shown, and is no command to copy."""
    assert command("qms diff {} {}..", "SOP-004", "3") == "`qms diff SOP-004 3..`"
    assert command("qms diff {} {}..", "SOP 1; rm", "3") == "<code>qms diff SOP 1; rm 3..</code>"


def test_long_words_are_cut() -> None:
    """A text without end is cut, with a mark."""
    assert inline("x" * 600) == "x" * 500 + "…"
