"""Formulas: drawn as outlines, or refused in a sentence."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from qms_docs.figures.figure import FigureKind, FigureSource, Work, drawn_figure
from qms_docs.figures.formula import formula_svg
from qms_docs.figures.outlines import short_path
from qms_docs.figures.undrawn import UndrawnError


@pytest.mark.parametrize(
    "tex",
    [
        r"u = \sqrt{\frac{1}{n-1}\sum_{i=1}^{n}(x_i-\bar{x})^2}",
        r"5\,\% \pm 0.1\,\mathrm{mm}",
        r"\begin{cases} 1 & x > 0 \\ 0 & \text{sonst für } x \end{cases}",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"a < b \Rightarrow C_{pk} \geq 1{,}33",
        r"\color{red}x",
    ],
)
def test_formula_is_drawn(tex: str) -> None:
    """A formula becomes outlines in the colour of the text, named by what was written, the same each time."""
    svg, _ = formula_svg(tex, block=False)
    drawing = ET.fromstring(svg)  # noqa: S314 - drawn here
    assert drawing[0].text == " ".join(tex.split())
    assert {each.tag.rpartition("}")[2] for each in drawing.iter()} <= {"svg", "title", "path", "rect"}
    assert drawing.attrib["fill"] == "currentColor"
    assert " id=" not in svg
    assert formula_svg(tex, block=False)[0] == svg


def test_formula_that_stands_alone_is_larger() -> None:
    """A formula of its own line has fractions of full size."""
    heights = [
        float(re.search(r'height="([\d.]+)em"', formula_svg(r"\frac{a}{b}", block=block)[0])[1])  # type: ignore[index]
        for block in (False, True)
    ]
    assert heights[0] < heights[1]


@pytest.mark.parametrize(
    ("tex", "fact"),
    [
        (r"\foo{x}", r"`\foo` is not known"),
        (r"\SI{5}{mm}", r"`\SI` is not known"),
        (r"\frac{1", "cannot be read"),
        ("}", "cannot be read"),
        ("x^", "cannot be read"),
        (r"\left(", "cannot be read"),
        ("", "empty"),
        ("  ", "empty"),
        (r"\href{javascript:alert(1)}{x}", r"`\href` is not drawn"),
        (r"\def\a{\a\a}\a", r"`\def` is not drawn"),
        (r"\begin{foo}x\end{foo}", r"`\begin{foo}` is not drawn"),
        (r"\boxed{x}", "`menclose` is not drawn"),
        ("日", "have no “日”"),
        ("x" * 2000, "more than 1000 characters"),
        ("x^" + "{x^" * 60 + "x" + "}" * 60, "nested too deeply"),
        ("x^" + "{x^" * 9 + "x" + "}" * 9, "nested too deeply"),
        ("{" * 500, "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_what_is_not_drawn_is_said(tex: str, fact: str) -> None:
    """Unknown commands, mistakes and what would take long are refused in a sentence."""
    with pytest.raises(UndrawnError, match=re.escape(fact)):
        formula_svg(tex, block=False)


def test_markup_in_a_formula_stays_words() -> None:
    """Markup that is written as a formula is drawn as letters and names nothing."""
    svg, _ = formula_svg(r"\text{<script>alert(1)</script>}", block=False)
    assert "<script" not in svg


def test_one_text_cannot_keep_a_build_busy() -> None:
    """Figures beyond a limit of work in one text are refused, whatever was drawn before."""
    work = Work()
    heavy = drawn_figure(FigureSource(kind=FigureKind.FORMULA, source="+".join(["x^{y^{z}}"] * 60)))
    assert heavy.work
    allowed = [work.allows(heavy) for _ in range(2_000_000 // heavy.work + 2)]
    assert allowed[0].undrawn is None
    assert allowed[-1].undrawn is not None
    assert "more diagrams and formulas" in allowed[-1].undrawn.fact


def test_outlines_lose_no_point() -> None:
    """A shortened outline leads over the same points, relative to each other."""
    assert short_path("M 1 -2 L 1 -2 L 2.5 3 Q 0 0 1 1 Z") == "m25-50l37 125q-62-75-37-50z"
    with pytest.raises(ValueError, match="A"):
        short_path("A 1 1 0 0 0 1 1")
