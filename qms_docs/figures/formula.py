"""A formula in TeX's language, drawn as outlines of letters, so that it looks the same on every machine."""

from __future__ import annotations

import logging
import re
import unicodedata
from contextlib import contextmanager
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qms_docs.figures.outlines import UNIT, short_path
from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

__all__ = ["formula_svg"]

_LONGEST = 1_000
_HEAVIEST = 60_000
"""How much work a formula may be: drawing doubles it with every level of nesting."""
_SIZE = 20.0
_COMMAND = re.compile(r"\\[A-Za-z]+")
_DEFINING = re.compile(
    r"\\(?:def|newcommand|renewcommand|let|href|url|includegraphics|input|require|unicode|class|style|cssId)\b"
)
_ENVIRONMENT = re.compile(r"\\begin\s*\{(?P<name>[^{}]*)\}")
_ENVIRONMENTS = frozenset(
    (
        *("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array", "cases", "split"),
        *("align", "align*", "aligned", "gather", "gather*", "gathered", "equation", "equation*"),
    )
)
_OPENING, _CLOSING = re.compile(r"(?<!\\)\{|\\left\b|\\begin\b"), re.compile(r"(?<!\\)\}|\\right\b|\\end\b")
_DEEPEST = 12
_DRAWN = frozenset(
    (
        *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup"),
        *("munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom"),
        *("mfenced", "mmultiscripts", "mprescripts", "none"),
    )
)
_LOOKS = frozenset(("mathcolor", "mathbackground", "href", "class", "style", "id"))
_FAILURES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration, TypeError, ValueError),
    ET.ParseError,
)
_SPACE = "{http://www.w3.org/1998/Math/MathML}"


def formula_svg(tex: str, *, block: bool) -> tuple[str, int]:
    """The drawing of a formula, whose alternative text is what was written; and how much work it was.

    Raises UndrawnError where it says what is not drawn.
    """
    mathml = _checked(tex.strip(), block=block)
    try:
        # What the library does not expect ends in whatever exception it meets there.
        with _silence():
            drawn = _ziamath().Math(ET.tostring(mathml, encoding="unicode"), _SIZE)
            missing = next(
                (each for each in "".join(mathml.itertext()) if _is_seen(each) and not drawn.font.glyphindex(each)), ""
            )
            picture: ET.Element = drawn.svgxml()
        left, top, width, height = (float(each) for each in picture.attrib["viewBox"].split())
        outlines = "".join(_outline(each) for each in picture)
    except _FAILURES as error:
        raise _unreadable(tex) from error
    if missing:
        raise UndrawnError(1, f"The letters of formulas have no “{missing}”.", "Write it beside the formula.")
    words = escape(" ".join(tex.split()))
    below = 0.0 if block else -(top + height) / _SIZE
    view = " ".join(f"{each * UNIT:.0f}" for each in (left, top, width, height))
    return (
        f'<svg class="formula" xmlns="http://www.w3.org/2000/svg" role="img" fill="currentColor" viewBox="{view}" '
        f'width="{width / _SIZE:.3f}em" height="{height / _SIZE:.3f}em" style="vertical-align: {below:.3f}em">'
        f"<title>{words}</title>{outlines}</svg>"
    ), _weight(mathml)


@contextmanager
def _silence() -> Iterator[None]:
    """What the libraries say to the root logger sets up no logging for the whole program."""
    nobody = logging.NullHandler()
    logging.getLogger().addHandler(nobody)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(nobody)


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "ZC"


def _checked(tex: str, *, block: bool) -> ET.Element:
    """The formula as MathML in which everything is drawn."""
    if not tex:
        raise UndrawnError(1, "The formula is empty.", "Write it between the signs.")
    if len(tex) > _LONGEST:
        raise UndrawnError(1, f"The formula has more than {_LONGEST} characters.", "Divide it into several formulas.")
    if found := _DEFINING.search(tex):
        raise UndrawnError(1, f"`{found[0]}` is not drawn in a formula.", "Write what is meant with other signs.")
    unknown = next((each["name"] for each in _ENVIRONMENT.finditer(tex) if each["name"] not in _ENVIRONMENTS), None)
    if unknown is not None:
        raise UndrawnError(
            1, f"`\\begin{{{unknown}}}` is not drawn in a formula.", "Write it as align, cases or matrix."
        )
    if _depth(tex) > _DEEPEST:
        raise UndrawnError(1, "The formula is nested too deeply.", "Give its parts names, and write several formulas.")
    mathml = _mathml(tex, block=block)
    if block:
        mathml.set("displaystyle", "true")
    for element in mathml.iter():
        _check_element(element)
    if _weight(mathml) > _HEAVIEST:
        raise UndrawnError(1, "The formula is too long or nested too deeply.", "Write several formulas.")
    return mathml


def _depth(tex: str) -> int:
    deepest = depth = 0
    marks = [(found.start(), 1) for found in _OPENING.finditer(tex)]
    marks += [(found.start(), -1) for found in _CLOSING.finditer(tex)]
    for _, change in sorted(marks):
        depth += change
        deepest = max(deepest, depth)
        if depth < 0:
            raise _unreadable(tex)
    if depth:
        raise _unreadable(tex)
    return deepest


def _mathml(tex: str, *, block: bool) -> ET.Element:
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 - loaded with the first formula

    try:
        made: ET.Element = convert_to_element(tex, "block" if block else "inline")
    except _failures() as error:
        raise _unreadable(tex) from error
    return made


def _unreadable(tex: str) -> UndrawnError:
    fact = f"The formula “{tex[:60]}” cannot be read."
    return UndrawnError(1, fact, "Check that every bracket is closed and every command has what it needs.")


@cache
def _failures() -> tuple[type[Exception], ...]:
    """The library has exceptions of its own besides."""
    from latex2mathml import exceptions  # noqa: PLC0415 - as above

    own = (each for each in vars(exceptions).values() if isinstance(each, type) and issubclass(each, Exception))
    return (*_FAILURES, *own)


def _check_element(element: ET.Element) -> None:
    """Takes looks away; what nobody knows came through as the name of a command."""
    tag = element.tag.removeprefix(_SPACE)
    if tag not in _DRAWN:
        raise UndrawnError(1, f"A formula with `{tag}` is not drawn.", "Write what is meant with other signs.")
    for name in _LOOKS & set(element.attrib):
        del element.attrib[name]
    if tag == "mstyle" and not element.attrib:
        element.tag = "mrow"
    # The library writes letters by their numbers, which stand in the text once more as text.
    element.text = unescape(element.text) if element.text else element.text
    found = _COMMAND.search(element.text or "")
    if found and tag != "mtext":
        raise UndrawnError(1, f"The command `{found[0]}` is not known in a formula.", "Check its spelling.")


def _weight(element: ET.Element, depth: int = 1) -> int:
    return (1 << depth) + sum(_weight(each, depth + 1) for each in element)


def _outline(element: ET.Element) -> str:
    """One outline; its colour is that of the text."""
    tag = element.tag.rpartition("}")[2]
    if tag == "path":
        return f'<path d="{short_path(element.attrib["d"])}"/>'
    if tag == "rect":
        x, y, width, height = (float(element.attrib[name]) * UNIT for name in ("x", "y", "width", "height"))
        return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{max(height, 1):.0f}"/>'
    if tag in ("svg", "g", "title"):
        return "".join(_outline(each) for each in element)
    raise ValueError(tag)


@cache
def _ziamath() -> ModuleType:
    import ziamath  # noqa: PLC0415 - loaded with the first formula
    from ziamath.config import config  # noqa: PLC0415 - as above

    # Letters as outlines where they stand: with names that refer to each other, two formulas would share them.
    config.svg2 = False
    return ziamath
