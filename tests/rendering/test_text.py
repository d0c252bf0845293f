"""A text as it reads: what Markdown and its dialect stand for, cleaned of what could harm."""

from __future__ import annotations

import random

import pytest

from qms_docs.redline.text import Block, plain_words
from qms_docs.rendering.text import Texts
from qms_docs.views.paper_documents import audited_text, is_looked_for


def blocks(body: str, files: dict[str, str] | None = None, content: bytes | None = None) -> tuple[Block, ...]:
    """The blocks of a text."""
    return Texts().blocks(body, files or {}, lambda _: content)


def outline(whole: Block) -> str:
    """The tags of a block and its words in one line."""
    inner = [outline(each) for each in whole.blocks] or [plain_words(whole)]
    return f"{whole.tag or 'text'}({', '.join(inner)})"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("# Scope {#scope}\n\nWords.{: .x}", ["h1(Scope)", "p(Words.{: .x})"]),
        ("See ![Flow](f.png){ width=300 } now.", ["p(See Flow now.)"]),
        ("Words.\n{: .lead }", ["p(Words.)"]),
        (
            '!!! note "Careful"\n    Inside.\n\n    - a\n\nAfter.',
            ["div(p(Careful), p(Inside.), ul(li(a)))", "p(After.)"],
        ),
        ("??? warning\n    Folded.", ["div(p(Warning), p(Folded.))"]),
        ('=== "Tab"\n    Text.', ["div(p(Tab), p(Text.))"]),
        ("!!!\nnot a notice", ["p(!!! not a notice)"]),
        ("- [ ] open\n- [x] done\n- [link][x]", ["ul(li(\u2610 open), li(\u2611 done), li([link][x]))"]),
        ("Term\n:   Meaning", ["dl(dt(Term), dd(Meaning))"]),
        ("See it.[^1]\n\n[^1]: A note.", ["p(See it.[1])", "ol(li(A note.))"]),
        ("[[SOP-004]], [[SOP-009|sales]] and `[[SOP-001]]`", ["p(SOP-004, sales and [[SOP-001]])"]),
        ("<details><summary>More</summary>\n\nHidden.\n\n</details>", ["p(More)", "p(Hidden.)"]),
        ("A <ins>b</ins> <del>c</del>", ["p(A b c)"]),
        ("one  \ntwo", ["p(one\ntwo)"]),
    ],
)
def test_what_a_text_stands_for(body: str, told: list[str]) -> None:
    """Notices, tabs, tasks, definitions, footnotes and links by id read as on the site; attribute lists do not."""
    assert [outline(each) for each in blocks(body)] == told


def test_marks_of_the_text_are_no_redline() -> None:
    """What a text itself marks as deleted or inserted is struck through or underlined, and nothing more."""
    (whole,) = blocks("A <ins>b</ins> <del>c</del>")
    assert [mark.tag for run in whole.runs for mark in run.marks] == ["u", "s"]


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>x",
        '<p onclick="alert(1)">x</p>',
        '<p class="redline-note" id="change-1" style="display:none">x</p>',
        '<div class="admonition redline-note">x</div>',
        "[x](javascript:alert(1))",
        '<a href=" java\tscript:alert(1)">x</a>',
        "[x](//elsewhere.example)",
        '<svg><a href="javascript:alert(1)">y</a></svg>x',
        '<iframe src="https://elsewhere.example">x</iframe>x',
    ],
)
def test_nothing_that_could_harm(body: str) -> None:
    """Scripts, handlers, styles, classes of this program and links that run something are gone; the words are left."""
    found = blocks(body)
    assert "x" in "".join(map(plain_words, found))
    waiting = list(found)
    while waiting:
        each = waiting.pop()
        waiting += each.blocks
        assert each.attributes in ((), (("class", "admonition"),))
        assert not any(mark.attributes for run in each.runs for mark in run.marks)


def test_what_is_nested_too_deeply() -> None:
    """Nothing is left out: the text stands there as it is written."""
    body = ">" * 70 + " Hidden words."
    (whole,) = blocks(body)
    assert (whole.tag, plain_words(whole)) == ("pre", body)


def test_markup_without_end() -> None:
    """Elements in thousands inside of each other are no trouble."""
    for mark in ("<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>"):
        assert "x" in "".join(map(plain_words, blocks(mark * 3000 + "x")))


def test_data_tables() -> None:
    """A table is that of every other page; where there is none, what is wrong stands in its place."""
    block = "```table\nfile: t.csv\ncaption: Tools\n```"
    (table,) = blocks(block, {"t.csv": "1"}, b"A,B\n1,2\n")
    assert outline(table) == "table(caption(Tools t.csv), tr(th(A), th(B)), tr(td(1), td(2)))"
    assert [outline(each) for each in blocks(block)] == ["p(Its data file t.csv does not exist here.)"]
    for content, fence in (
        (b"\xff\xfe", block),
        (b"A\n", "```table\n[\n```"),
        (b"A\n1\n", "```table\nfiel: t.csv\n```"),
    ):
        (missing,) = blocks(fence, {"t.csv": "1"}, content)
        assert missing.tag == "p"
        assert plain_words(missing)


def test_a_section_is_rendered_once() -> None:
    """Texts that share a section share its blocks; with other files it is another one."""
    texts = Texts()
    body = "# One\n\nWords.\n\n# Two\n\n![Flow](f.png)\n"
    first = texts.blocks(body, {"f.png": "1"}, lambda _: None)
    second = texts.blocks(body, {"f.png": "2"}, lambda _: None)
    assert [a is b for a, b in zip(first, second, strict=True)] == [True, True, False, False]


PIECES = (
    *(
        "# Scope",
        "## Records",
        "## Responsibilities {#who}",
        "### Other *roles*",
        "## Steps",
        "Evidence\n--------",
        "Aims\n====",
        "#No heading",
    ),
    *(
        "Words.",
        "- a\n- b",
        "- # Records in a list\n- b",
        "> ## Records quoted\n> so",
        "| a | b |\n|---|---|\n| c | d |",
        "---",
        "```\n## Records\n```",
    ),
    *(
        "![x](x.png)",
        "See [it][1].",
        "[1]: records.md",
        "A[^n].",
        "[^n]: ## Records",
        "<div>\n\n## Records\n\n</div>",
        "Term\n:   Evidence",
    ),
    *(
        "    ## Records as code",
        "## Retention of `[it][1]`",
        "##",
        "## Roles\nat once",
        "!!! note\n    ## Duties",
        "\t## Tab",
    ),
)


@pytest.mark.parametrize("seed", range(40))
def test_what_auditors_look_for(seed: int) -> None:
    """It is the same whether a whole text is rendered or what stands below some headings alone."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    texts = Texts()
    for _ in range(25):
        body = chance.choice(("\n\n", "\n")).join(chance.choices(PIECES, k=chance.randrange(1, 9)))
        some = audited_text(texts.blocks_below(body, is_looked_for))
        assert (body, some) == (body, audited_text(Texts().blocks(body, {}, lambda _: None)))


def test_little_is_rendered_of_what_nobody_looks_for() -> None:
    """Of a section that nobody looks for the heading is there and nothing else."""
    told = [outline(each) for each in Texts().blocks_below("# Steps\n\nOne.\n\n## Records\n\nTwo.", is_looked_for)]
    assert told == ["h1(Steps)", "h2(Records)", "p(Two.)"]
