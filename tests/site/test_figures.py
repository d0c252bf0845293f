"""Diagrams, formulas and drawings on the site: pictures that need no program and no other server."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING

from support import document
from support.sites import MKDOCS

if TYPE_CHECKING:
    import pytest

    from support import Build
    from support.sites import Publish, Tell

MATH = MKDOCS.replace("pymdownx.tasklist]", "pymdownx.tasklist, pymdownx.arithmatex]")
CHART = "```mermaid\nflowchart LR\n  A[Stock < 5 & falling] -- sent --> B{Confirmed?}\n```\n"
OTHER = "```mermaid\npie\n  title Parts\n```\n"


def test_flow_chart_is_drawn(tell: Tell, build: Build, publish: Publish) -> None:
    """A flow chart is a picture with its words, also in a note, without a program and without a request."""
    story = tell()
    body = CHART + "\n!!! note\n    In a note:\n\n" + "".join(f"    {line}\n" for line in CHART.splitlines())
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=body)})
    site = publish(build(story))
    article = site.article("/a/")
    assert article.count('<figure class="flow-chart"') == 2
    assert article.count("<desc>Stock &lt; 5 &amp; falling → Confirmed? (sent)</desc>") == 2
    assert 'class="mermaid"' not in article
    assert "flowchart LR" not in site.words("/a/")
    assert "Confirmed?" in site.text("search/search_index.json")


def test_formulas_are_drawn_where_the_site_has_them(tell: Tell, build: Build, publish: Publish) -> None:
    """With pymdownx.arithmatex, however it is set, formulas are pictures; a price and code stay what they are."""
    story = tell(mkdocs=MATH)
    body = "It costs $5 or $10, and $a < b$ holds; `$c$` is code.\n\n$$\n\\frac{a}{b}\n$$\n\n```math\nE = mc^2\n```\n"
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=body)})
    site = publish(build(story))
    article = site.article("/a/")
    assert article.count('<svg class="formula"') == 3
    assert article.count('<div class="formula-block">') == 2
    assert "<title>a &lt; b</title>" in article
    assert "It costs $5 or $10, and" in site.words("/a/")
    assert "<code>$c$</code>" in article
    assert "<script" not in article


def test_what_cannot_be_drawn_is_shown_as_written(tell: Tell, build: Build, publish: Publish) -> None:
    """Another diagram and a mistaken formula are shown as they are written, with a remark."""
    story = tell(mkdocs=MATH)
    body = OTHER + "\nThe formula $\\foo{x}$.\n"
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=body)})
    site = publish(build(story))
    words = site.words("/a/")
    assert "pie title Parts Diagram not drawn: “pie” begins no diagram that is drawn" in words
    assert "The formula \\foo{x} (formula not drawn)" in words


def test_text_brings_no_picture_of_its_own(tell: Tell, build: Build, publish: Publish) -> None:
    """Whatever a text writes in the place of a figure, it gets what is drawn from words, and nothing that runs."""
    story = tell(mkdocs=MATH)
    body = (
        '<figure class="flow-chart"><svg onload="alert(1)"><script>alert(2)</script><text>x</text></svg></figure>\n\n'
        '<pre class="figure-flow-chart">flowchart LR\nA["&lt;img src=x onerror=alert(3)&gt;"] --&gt; B</pre>\n\n'
        '<span class="arithmatex">\\(\\text{&lt;script&gt;}\\)</span>\n'
    )
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=body)})
    article = publish(build(story)).article("/a/")
    assert "alert(" not in article
    assert "<script" not in article
    assert "onload" not in article
    assert article.count("<text ") == 1
    assert "<text>" not in article


def test_program_of_the_site_draws_what_is_left(tell: Tell, build: Build, publish: Publish) -> None:
    """Where the site brings a program for diagrams, flow charts are drawn all the same, and it gets the others."""
    fence = "{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }"
    mkdocs = MKDOCS.replace("pymdownx.superfences", f"pymdownx.superfences: {{custom_fences: [{fence}]}}")
    story = tell(mkdocs=mkdocs + "extra_javascript: [mermaid.min.js]\n")
    files = {"procedures/a.md": document("SOP-001", body=f"{CHART}\n{OTHER}"), "procedures/mermaid.min.js": "//"}
    story.entry("2026-01-05", files)
    article = publish(build(story)).article("/a/")
    assert article.count('<figure class="flow-chart"') == 1
    assert '<pre class="mermaid"><code>pie' in article


def test_drawing_is_shown_without_its_programs(
    tell: Tell, build: Build, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    """A drawing in a file is shown without programs and links; one that fetches something is refused and named."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
    story = tell()
    files = {
        "procedures/a.md": document("SOP-001", body="![Plain](plain.svg) ![Bad](bad.svg) ![Away](away.svg)\n"),
        "procedures/plain.svg": svg.format("<rect/>"),
        "procedures/bad.svg": svg.format(
            '<script>x()</script><a href="https://evil.example"><rect onclick="x()"/></a>'
        ),
        "procedures/away.svg": svg.format('<image href="https://evil.example/x.png"/>'),
    }
    story.entry("2026-01-05", files)
    with caplog.at_level(logging.WARNING):
        site = publish(build(story))
    assert site.files()["plain.svg"] == files["procedures/plain.svg"].encode()
    assert "<rect></rect>" in site.text("bad.svg")
    assert site.files_with("evil.example") == []
    assert not site.holds("away.svg")
    assert "procedures/away.svg:1: DC110" in caplog.text


def test_drawn_figures_are_the_same_when_they_are_kept(tell: Tell, build: Build, publish: Publish) -> None:
    """A second build takes figures from the first, and its pages are the same bytes."""
    story = tell(mkdocs=MATH)
    story.entry("2026-01-05", {"procedures/a.md": document("SOP-001", body=f"{CHART}\nSee $x^2$ and $\\foo$.\n")})
    repository = build(story)
    first = publish(repository).files()
    again = publish(repository).files()
    assert first["a/index.html"] == again["a/index.html"]


def test_figures_of_the_past_are_drawn(tell: Tell, build: Build, publish: Publish) -> None:
    """Past revisions, the manual of a day, previews and comparisons show figures as the page of the document does."""
    story = tell(mkdocs=MATH)
    for number, word in enumerate(("Stock", "Store"), 1):
        body = f"{CHART.replace('Stock', word)}\nIt is $x_{number}$.\n"
        story.entry(f"2026-01-0{number}", {"procedures/a.md": document("SOP-001", number, body=body)})
    clone = build(story)
    site = publish(clone)
    for address, word in (("/a/", "Store"), ("/a/revisions/1/", "Stock")):
        article = site.article(address)
        assert article.count('<figure class="flow-chart"') == 1
        assert f"<desc>{word} &lt; 5" in article
        assert article.count('<svg class="formula"') == 1
    compared = site.article("/a/revisions/1..2/")
    assert compared.count('<figure class="flow-chart"') == 2
    assert "Diagram changed. Gone: \u201cStock &lt; 5 &amp; falling \u2192 Confirmed? (sent)\u201d. New:" in compared
    assert compared.count('<svg class="formula"') == 2
    assert "<desc>Stock &lt; 5" in publish(clone, as_of=date(2026, 1, 1)).article("/a/")
    clone.write("procedures/a.md", document("SOP-001", 3, body=CHART.replace("Stock", "Heap")))
    preview = publish(clone, mode="preview")
    assert "<desc>Heap &lt; 5" in preview.article("/a/")
    assert "<desc>Heap &lt; 5" in preview.article("/a/revisions/2..3/")


def test_comparisons_follow_the_setting_for_formulas(tell: Tell, build: Build, publish: Publish) -> None:
    """Where the site begins to take `$` for the sign of a formula, a comparison that was kept is drawn anew."""
    story = tell()
    for number in (1, 2):
        text = document("SOP-001", number, body=f"It is $x_{number}$.\n")
        story.entry(f"2026-01-0{number}", {"procedures/a.md": text})
    clone = build(story)
    assert "<svg" not in publish(clone).article("/a/revisions/1..2/")
    clone.write("mkdocs.yml", MATH)
    assert publish(clone, mode="controlled").article("/a/revisions/1..2/").count('<svg class="formula"') == 2
