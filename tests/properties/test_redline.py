"""Whatever two texts say: their redline holds both of them, is well formed, and takes no more than its steps."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from qms_docs.redline.block_html import written
from qms_docs.redline.marked import after, before
from qms_docs.redline.merge import merged
from qms_docs.redline.sequence import Steps, matches
from qms_docs.redline.text import Block, Image, Mark, Run, block, joined, leaf, plain_words
from qms_docs.rendering.text import Texts
from qms_docs.views.redline import redline

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = st.sampled_from(
    ["order", "check", "the", "manager", "two", "three", "10,000", ".", " ", "<b>", "&", "é", "\u202e"]
)
_LINES = st.lists(_WORDS, max_size=12).map(" ".join).map(str.strip)
_MARKS = st.sampled_from(
    [(), (("em", ()),), (("a", (("href", "a.md"),)),), (("a", (("href", "b.md"),)), ("strong", ()))]
)
_FORMULAS = st.sampled_from(["x", "x+y"]).map(lambda tex: Image(tex, tex, None, is_formula=True))
_IMAGES = _FORMULAS | st.builds(
    Image,
    st.sampled_from(["a.png", "b.png"]),
    st.sampled_from(["", "Flow"]),
    st.sampled_from(["1", "2", None]),
    st.just(False),  # noqa: FBT003 - a strategy, not an argument
)


@st.composite
def _runs(draw: st.DrawFn) -> tuple[Run, ...]:
    runs: list[Run] = []
    for number, (text, marks, image) in enumerate(
        draw(st.lists(st.tuples(_LINES, _MARKS, st.one_of(st.none(), st.none(), _IMAGES)), min_size=1, max_size=4))
    ):
        around = tuple(Mark(*form, 10 * number + depth) for depth, form in enumerate(marks))
        runs.append(Run("" if image else text or "x", around, image))
    return joined(runs)


def _leaves(*tags: str) -> st.SearchStrategy[Block]:
    return st.builds(leaf, st.sampled_from(tags), _runs())


def _table(rows: Sequence[Sequence[tuple[Run, ...]]], width: int) -> Block:
    cut = [[*row[:width], *[(Run("x"),)] * (width - len(row))] for row in rows]
    return block(
        "table",
        tuple(
            block("tr", tuple(leaf("td" if at else "th", cell) for cell in row), () if at else (("head", ""),))
            for at, row in enumerate(cut)
        ),
    )


_TABLES = st.builds(_table, st.lists(st.lists(_runs(), max_size=3), min_size=1, max_size=4), st.integers(1, 3))
_CODE = st.lists(_LINES, min_size=1, max_size=4).map("\n".join).map(lambda text: leaf("pre", (Run(text or "x"),)))
_FIGURES = _CODE.map(lambda code: leaf("pre", code.runs, (("class", "figure-flow-chart"),)))
_FLOW = st.recursive(
    st.one_of(_leaves("p", "p", "h2", "h3"), _TABLES, _CODE, _FIGURES),
    lambda inner: st.one_of(
        st.builds(
            lambda tag, items: block(tag, tuple(items)),
            st.sampled_from(["ul", "ol"]),
            st.lists(
                st.one_of(
                    _leaves("li"),
                    st.builds(
                        lambda first, rest: block("li", (first, *rest)),
                        _leaves(""),
                        st.lists(inner, min_size=1, max_size=2),
                    ),
                ),
                min_size=1,
                max_size=4,
            ),
        ),
        st.builds(lambda parts: block("blockquote", tuple(parts)), st.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=5,
)
_TEXTS = st.lists(_FLOW, max_size=6)


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[list[Block], list[Block]]:
    """Two texts that share blocks: some stay, some move, some go, some come."""
    old = draw(_TEXTS)
    new = [each for each in draw(st.permutations(old)) if draw(st.booleans())] if draw(st.booleans()) else list(old)
    for each in draw(st.lists(_FLOW, max_size=3)):
        new.insert(draw(st.integers(0, len(new))), each)
    return old, new


def _canonical(whole: Block) -> object:
    """A block with words of its own is the same as one that holds these words."""
    if not whole.blocks:
        return whole.tag, whole.attributes, ((("", (), tuple(map(_look, whole.runs)))),) if whole.runs else ()
    return (
        whole.tag,
        whole.attributes,
        tuple(("", (), tuple(map(_look, each.runs))) if each.tag == "" else _canonical(each) for each in whole.blocks),
    )


def _look(run: Run) -> object:
    image = run.image and (run.image.sha256 or run.image.name, run.image.words)
    return run.text, run.marks, image


@settings(max_examples=150, deadline=None)
@given(_pairs())
def test_both_texts_are_in_it(pair: tuple[list[Block], list[Block]]) -> None:
    """Without what came in it is the earlier text, without what went out the later one, element for element."""
    old, new = pair
    whole = merged(old, new)
    assert [_canonical(each) for each in after(whole)] == [_canonical(each) for each in new]
    assert [_canonical(each) for each in before(whole)] == [_canonical(each) for each in old]


class _Reading(HTMLParser):
    """The words of a redline as HTML, without those of one side and without the notes of the program."""

    def __init__(self, left_out: str) -> None:
        super().__init__()
        self.left_out = left_out
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self._add(given["alt"] or "")
        if tag in ("img", "br", "hr"):
            return
        classes = (given.get("class") or "").split()
        self.open.append(
            (
                tag,
                tag == self.left_out
                or bool({"redline-note", "redline-left", "redline-sides", "redline-told"} & set(classes)),
            )
        )

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> ends nothing"
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, words: str) -> None:
        if not any(hidden for _, hidden in self.open):
            self.words.append(words)


class _Figures:
    """Figures as their sources, so that no word comes from elsewhere."""

    def drawn(self, _: str, source: str, *, former: bool) -> str:
        return f"<figure{' hidden' if former else ''}>{escape(source)}</figure>"

    def told(self, _before: str, _after: str) -> str:
        return ""


def _read(html: str, left_out: str) -> Counter[str]:
    reading = _Reading(left_out)
    reading.feed(html)
    reading.close()
    assert not reading.open
    return _signs("".join(reading.words))


def _signs(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text.replace("\u202e", "\ufffd")))


@settings(max_examples=80, deadline=None)
@given(_pairs())
def test_the_page_is_well_formed(pair: tuple[list[Block], list[Block]]) -> None:
    """Every element ends where it has to, and without `<del>` and notes the words of the later text are left."""
    old, new = pair
    html = redline(old, new).html(lambda to, _: to, lambda image, _: image.name, _Figures())
    assert _read(html, "del") == _signs("".join(map(plain_words, new)))
    if "redline-moved" not in html:
        assert _read(html, "ins") == _signs("".join(map(plain_words, old)))


@settings(max_examples=80, deadline=None)
@given(_pairs(), st.integers(200, 5000))
def test_the_comment_is_one_line(pair: tuple[list[Block], list[Block]], most: int) -> None:
    """What goes into a comment is well formed, has no line of its own, calls nobody and keeps its length."""
    brief = redline(*pair).brief(most)
    _read(brief, "")
    assert "\n" not in brief
    assert len(brief) <= most + 100
    assert not re.search(r" (?:class|id|href|src)=", brief)


@settings(max_examples=80, deadline=None)
@given(_pairs(), st.integers(0, 300))
def test_with_hardly_any_steps(pair: tuple[list[Block], list[Block]], most: int) -> None:
    """Where the steps are used up the redline is coarser, and still holds both texts."""
    old, new = pair
    steps = Steps(most)
    whole = merged(old, new, steps)
    assert steps.taken <= most
    assert [_canonical(each) for each in after(whole)] == [_canonical(each) for each in new]
    assert [_canonical(each) for each in before(whole)] == [_canonical(each) for each in old]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=60), st.lists(st.integers(0, 6), max_size=60))
def test_what_two_rows_share(old: list[int], new: list[int]) -> None:
    """Pairs are of equal items and rise on both sides; of short rows no more could be had."""
    pairs = matches(old, new, Steps(10**6))
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    assert len(pairs) == _longest(old, new)


def _longest(old: list[int], new: list[int]) -> int:
    row = [0] * (len(new) + 1)
    for a in old:
        last = 0
        for place, b in enumerate(new, 1):
            last, row[place] = row[place], last + 1 if a == b else max(row[place], row[place - 1])
    return row[-1]


_MARKDOWN = st.lists(
    st.sampled_from([
        *("# Scope", "## Records", "# Scope {#x}", "## \\# &amp;", "- one", "- two", "  more", "    code", "1. first"),
        *("> said", "```", "words *and* `more`", "---", "| A | B |", "|---|---|", "| 1 | 2 |", "", "", "", "Term"),
        *("!!! note", "    inside", ":   meaning", "<b>raw</b>", "<div>", "</div>", "[[SOP-004]]", "[x]: y.md"),
        "![Flow](flow.png)",
    ]),
    max_size=14,
).map("\n".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_MARKDOWN)
def test_sections_and_the_whole(body: str) -> None:
    """A text that is rendered section by section reads as one that is rendered as a whole."""
    whole = Texts().blocks("[never]: used.md\n\n" + body, {}, lambda _: None)
    divided = Texts().blocks(body, {}, lambda _: None)
    assert [each.key for each in divided] == [each.key for each in whole]


@settings(max_examples=150, deadline=None)
@given(_MARKDOWN)
def test_cleaned_and_not(body: str) -> None:
    """A text without markup of its own reads the same whether it went through the cleaning or not."""
    plain = re.sub(r"</?(?:b|div)>", "", body)
    cleaned = Texts().blocks("<div></div>\n\n" + plain, {}, lambda _: None)
    assert [each.key for each in Texts().blocks(plain, {}, lambda _: None)] == [each.key for each in cleaned]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text(old: str, new: str) -> None:
    """Any two texts give a page in which nothing of theirs is markup."""
    texts = Texts()
    blocks = [texts.blocks(each, {}, lambda _: None) for each in (old, new)]
    html = "".join(part for part in written(merged(*blocks)).parts if isinstance(part, str))
    assert not re.search(
        r"<(?:script|style|iframe|object|form|svg)|\son\w+=|javascript:", re.sub(r">[^<]*<", "><", html)
    )
