"""The redline as HTML: for pages, and for comments on a forge."""

from __future__ import annotations

import re

from qms_docs.figures.page_figures import PageFigures
from qms_docs.rendering.text import Texts
from qms_docs.views.redline import Redline, redline


def of(old: str, new: str, files: tuple[dict[str, str], dict[str, str]] = ({}, {})) -> Redline:
    """The redline of two texts."""
    texts = Texts(formulas=True)
    return redline(*(texts.blocks(body, given, lambda _: None) for body, given in zip((old, new), files, strict=True)))


def html(old: str, new: str, files: tuple[dict[str, str], dict[str, str]] = ({}, {})) -> str:
    """It as HTML, with links and pictures as the texts name them."""
    return of(old, new, files).html(
        lambda to, _: to, lambda image, former: f"{'old' if former else 'new'}/{image.name}", figures()
    )


def figures() -> PageFigures:
    """What draws figures and keeps none."""
    return PageFigures(lambda _, draw: draw())


def test_words() -> None:
    """Words are marked within their elements, and everything is escaped."""
    assert html("Use *a & b* here", "Use *a < c* here") == (
        '<p class="redline-changed" id="change-1">Use <em>a <del>&amp; b</del><ins>&lt; c</ins></em> here</p>'
    )


def test_an_insertion_with_emphasis_is_one() -> None:
    """Elements that came in with it lie inside, so that it is announced once."""
    assert "<ins> It is <strong>always</strong> so.</ins>" in html("Yes.", "Yes. It is **always** so.")


def test_a_link_that_leads_elsewhere() -> None:
    """Where words stay and only the destination changes, it is said."""
    said = html("See [it](a.md).", "See [it](b.md).")
    assert '<del><a href="a.md">it</a></del><ins><a href="b.md">it</a></ins>' in said
    assert "(link leads to b.md, was a.md)" in said
    assert "(same words, set differently)" in html("So *is* it.", "So **is** it.")


def test_pictures_beside_each_other() -> None:
    """Before and after, each with its alternative text."""
    said = html("![Flow](f.png)", "![Flow](f.png)", ({"f.png": "1"}, {"f.png": "2"}))
    assert '<del><img src="old/f.png" alt="Flow"></del><small class="redline-note"> (before: Flow)</small>' in said
    assert '<ins><img src="new/f.png" alt="Flow"></ins><small class="redline-note"> (after: Flow)</small>' in said
    assert "(image added: Flow)" in html("Text", "Text ![Flow](f.png)")


def test_numbers_of_a_list() -> None:
    """Items keep the numbers of their own text."""
    said = html("1. one\n2. two\n3. three", "1. one\n2. new and more\n3. three")
    assert re.findall(r"<li[^>]*>", said) == ["<li>", '<li class="redline-changed" id="change-1">', "<li>"]
    added = html("1. one\n2. two", "1. one\n2. between\n3. two")
    assert re.findall(r'value="(\d)"', added) == ["1", "2", "3"]


def test_what_moved_leads_there_and_back() -> None:
    """The old place names what stood there and leads to the new one, and the reverse."""
    paragraph = "Suppliers are evaluated once a year by the buyer."
    said = html(f"{paragraph}\n\nA.\n\nB.\n\nC.", f"A.\n\nB.\n\nC.\n\n{paragraph}")
    assert f'id="move-1-from">Moved from here: \u201c{paragraph}\u201d <a href="#move-1">' in said
    assert '<a id="move-1" href="#move-1-from">moved here</a>' in said
    assert said.count(paragraph) == 2
    assert "<ins>" not in said
    assert "<del>" not in said


def test_where_and_how_much() -> None:
    """Sections with changes are named with their first one; passages are counted by what became of them."""
    found = of(
        "# A\n\nOne two.\n\n## B\n\nSame.\n\n## C\n\nx y", "# A\n\nOne three.\n\n## B\n\nSame.\n\n## C\n\nx y\n\nNew."
    )
    assert [tuple(each) for each in found.places] == [("A", "change-1", 1), ("C", "change-2", 1)]
    assert found.summary == "Passages of the text: 1 changed and 1 added."
    assert of("Same.", "Same.").summary == "The text reads the same."
    assert of("Same.", "Same.").same


def test_signs_that_nobody_sees() -> None:
    """A sign that turns the words after it turns nothing, and one that cannot be seen is named where it came in."""
    assert "\u202e" not in html("a", "a \u202ebc")
    assert "[U+200B]" in html("pay 10", "pay 10\u200b")


def test_a_comment_on_a_forge() -> None:
    """One line without links, classes or addresses; what stayed is an ellipsis, and names call nobody."""
    stays = "\n\n".join(f"Paragraph {number} stays." for number in range(5))
    old = f"# P\n\n{stays}\n\n## Scope\n\nAsk [Ann](ann.md).\n\n- a\n- b\n- c\n\n{stays}"
    new = old.replace("Ann](ann.md).", "Ann](ann.md) and @bob, see #12.").replace("- b", "- b2")
    brief = of(old, new).brief()
    assert brief == (
        "<div><p>\u2026</p><h2>Scope</h2><p>Ask Ann<ins> and @\u2060bob, see #\u206012</ins>.</p>"
        "<ul><li>\u2026</li><li><del>b</del><ins>b2</ins></li><li>\u2026</li></ul><p>\u2026</p></div>"
    )
    assert of("Same.", "Same.").brief() == ""


def test_a_long_comment() -> None:
    """What does not fit is said to be left out; a long table shows its first changes."""
    old = "\n\n".join(f"Paragraph {number} of the text." for number in range(500))
    brief = of(old, old.replace("text", "document")).brief(4_000)
    assert len(brief) < 4_200
    assert "more changes are too long to be shown here" in brief
    rows = "".join(f"| part {number} | 1 |\n" for number in range(500))
    table = f"| A | B |\n|---|---|\n{rows}"
    shown = of(table, table.replace("| 1 |", "| 2 |")).brief()
    assert shown.count("<ins>2</ins>") == 40
    assert '<td colspan="2">\u2026</td>' in shown


CHART = "```mermaid\nflowchart LR\n  A[Need] -- asked --> B[Order]\n  B --> C[Goods]\n```\n"


def test_changed_chart_is_shown_as_both_pictures() -> None:
    """Both pictures stand beside each other, with what changed in words and the lines of the source that changed."""
    said = html(CHART, CHART.replace("Goods", "Parcel"))
    assert said.count('<figure class="flow-chart"') == 2
    assert said.index("<p>Before</p><del><figure") < said.index("<p>After</p><ins><figure")
    assert "Diagram changed. Gone: \u201cOrder \u2192 Goods\u201d. New: \u201cOrder \u2192 Parcel\u201d." in said
    assert "B --&gt; C[<del>Goods</del><ins>Parcel</ins>]" in said
    assert of(CHART, CHART.replace("Goods", "Parcel")).changed == 1


def test_chart_that_stayed_came_or_went() -> None:
    """What stayed is one picture without a mark; what came or went as a whole says so."""
    assert html(CHART, CHART).count("<figure") == 1
    assert "redline-kept" not in html(CHART, CHART).replace('class="redline-figure redline-kept"', "")
    assert "(diagram added) </small></p><ins><figure" in html("Text.", f"Text.\n\n{CHART}")
    assert "(diagram removed) </small></p><del><figure" in html(f"Text.\n\n{CHART}", "Text.")


def test_chart_that_was_drawn_anew_has_still_two_pictures() -> None:
    """Where nothing of its source stayed it is the same chart all the same; code beside a chart is none."""
    anew = "```mermaid\nflowchart TD\n  x{{Other}} ==> y\n```\n"
    assert html(CHART, anew).count("<figure") == 2
    code = html(CHART, CHART.replace("mermaid", "text"))
    assert code.count("<figure") == 1
    assert "(diagram removed)" in code


def test_chart_that_is_not_drawn_is_code_with_the_reason() -> None:
    """Beside the picture stands what cannot be drawn, as it is written."""
    said = html(CHART, CHART.replace("flowchart LR", "pie"))
    assert said.count("<figure") == 1
    assert "<code>pie\n" in said
    assert "Diagram not drawn: " in said


def test_formulas_are_drawn() -> None:
    """A formula that changed is shown before and after, in a line and by itself; a price is none."""
    said = html("It is $5 or $6, at $x < 5$ most.", "It is $5 or $6, at $x < 4$ most.")
    assert "It is $5 or $6, at " in said
    assert said.count('<svg class="formula"') == 2
    assert "(before: x &lt; 5)" in said
    assert "(after: x &lt; 4)" in said
    block = html("$$\na\n- b\n$$\n", "$$\na\n- c\n$$\n")
    assert block.count('<div class="formula-block">') == 2
    assert "Formula changed. </p>" in block
    assert "<li>" not in block


def test_text_brings_no_figure_of_its_own() -> None:
    """Whatever HTML a text writes in the place of a figure, it gets what is drawn from words."""
    body = (
        '<pre class="figure-flow-chart">flowchart LR\nA["&lt;img src=x onerror=y&gt;"] --&gt; B</pre>\n'
        '<span class="arithmatex">\\(a<b>c</b>\\)</span> <span class="arithmatex">\\(x\\)</span>\n'
        '<figure class="flow-chart"><svg onload="alert(1)"></svg></figure>\n'
    )
    said = html("", body)
    assert said.count("<figure class=") == 1
    assert said.count('<svg class="formula"') == 2
    assert "<img" not in said
    assert "<b>" not in said
    assert "onload" not in said


def test_comments_on_forges_hold_code() -> None:
    """In a comment a chart stays code, shortened to what changed, and a formula is told as it is written."""
    brief = of(CHART + "\nAt $x < 5$.", CHART.replace("Goods", "Parcel") + "\nAt $x < 4$.").brief()
    assert "<svg" not in brief
    assert "<del>Goods</del><ins>Parcel</ins>" in brief
    assert "<code>x &lt; 5</code>" in brief
