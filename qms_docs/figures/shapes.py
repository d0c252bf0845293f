"""The outlines of nodes: how large they are around their words, and how they are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.figures.flow_chart import Shape
from qms_docs.figures.lettering import LINE, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.figures.arrangement import Point

__all__ = ["number", "outline", "size_of", "size_of_words"]

_BESIDE, _ABOVE = 14.0, 10.0
_SLANT = 14.0
_ROUND_END = 0.3
_POINT = 20.0
"""The size of a beginning or an end without words."""
_POINTS = (Shape.START, Shape.END)
_CIRCLES = (Shape.CIRCLE, Shape.RING, *_POINTS)


def size_of_words(lines: Sequence[str]) -> Point:
    """The size of the words of an edge, with a little room around them."""
    if not lines:
        return (0.0, 0.0)
    return (max(map(width_of, lines)) + 8, len(lines) * LINE + 4)


def size_of(shape: Shape, lines: Sequence[str]) -> Point:
    """Width and height of a node around its words."""
    wide, high = max(map(width_of, lines), default=0.0), max(len(lines), 1) * LINE
    if shape in _CIRCLES:
        return _round(shape, wide, high)
    width, height = wide + 2 * _BESIDE, high + 2 * _ABOVE
    if shape is Shape.RHOMBUS:
        # The corners of the words touch the sides.
        width = wide * 1.6 + 40
        return width, max(high * width / (width - wide) + 8, width * 0.4)
    if shape is Shape.ELLIPSE:
        return wide * 1.42 + 16, high * 1.42 + 12
    if shape in (Shape.LEAN_RIGHT, Shape.LEAN_LEFT, Shape.TRAPEZOID, Shape.TRAPEZOID_ALT):
        return width + 2 * _SLANT, height
    if shape in (Shape.HEXAGON, Shape.STADIUM, Shape.SUBROUTINE, Shape.FLAG):
        return width + height * _ROUND_END, height
    return width, height + (16 if shape in (Shape.CYLINDER, Shape.DOCUMENT) else 0)


def outline(shape: Shape, middle: Point, size: Point) -> str:
    """The elements of SVG that draw the shape."""
    (x, y), (width, height) = middle, size
    left, top, right, below = x - width / 2, y - height / 2, x + width / 2, y + height / 2
    slant, end = _SLANT, height * _ROUND_END / 2 + 4
    corners = {
        Shape.RHOMBUS: ((x, top), (right, y), (x, below), (left, y)),
        Shape.HEXAGON: (
            (left + end, top),
            (right - end, top),
            (right, y),
            (right - end, below),
            (left + end, below),
            (left, y),
        ),
        Shape.LEAN_RIGHT: ((left + slant, top), (right, top), (right - slant, below), (left, below)),
        Shape.LEAN_LEFT: ((left, top), (right - slant, top), (right, below), (left + slant, below)),
        Shape.TRAPEZOID: ((left + slant, top), (right - slant, top), (right, below), (left, below)),
        Shape.TRAPEZOID_ALT: ((left, top), (right, top), (right - slant, below), (left + slant, below)),
        Shape.FLAG: ((left, top), (right, top), (right, below), (left, below), (left + end, y)),
    }
    if shape in corners:
        points = " ".join(f"{number(px)},{number(py)}" for px, py in corners[shape])
        return f'<polygon points="{points}"/>'
    if shape in _CIRCLES:
        return _circles(shape, x, y, width / 2)
    if shape is Shape.ELLIPSE:
        return f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{number(width / 2)}" ry="{number(height / 2)}"/>'
    if shape is Shape.CYLINDER:
        return _cylinder(left, top, width, height)
    if shape is Shape.DOCUMENT:
        return _document(left, top, width, height)
    radius = {Shape.ROUND: 8.0, Shape.STADIUM: height / 2}.get(shape, 0.0)
    box = _box(left, top, width, height, radius)
    return box + _lines_beside(left, top, right, below) if shape is Shape.SUBROUTINE else box


def number(value: float) -> str:
    """A coordinate with one digit behind the point, so that equal pictures are equal text on every machine."""
    return f"{round(value + 0.0, 1):g}"


def _box(left: float, top: float, width: float, height: float, radius: float) -> str:
    rounded = f' rx="{number(radius)}"' if radius else ""
    return f'<rect x="{number(left)}" y="{number(top)}" width="{number(width)}" height="{number(height)}"{rounded}/>'


def _round(shape: Shape, wide: float, high: float) -> Point:
    across = (wide**2 + high**2) ** 0.5 + (18 if shape is Shape.RING else 10)
    return (_POINT, _POINT) if shape in _POINTS else (across, across)


def _circles(shape: Shape, x: float, y: float, radius: float) -> str:
    around = "" if shape is Shape.START else _circle(x, y, radius)
    if shape in _POINTS:
        dot = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius - 4)}" fill="currentColor"/>'
        return dot + around
    return around + (_circle(x, y, radius - 4) if shape is Shape.RING else "")


def _circle(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def _lines_beside(left: float, top: float, right: float, below: float) -> str:
    return "".join(f'<path d="M{number(x)} {number(top)}V{number(below)}"/>' for x in (left + 7, right - 7))


def _cylinder(left: float, top: float, width: float, height: float) -> str:
    bend, half = 7.0, width / 2
    arc = f"a{number(half)} {number(bend)} 0 0"
    return (
        f'<path d="M{number(left)} {number(top + bend)}{arc} 1 {number(width)} 0v{number(height - 2 * bend)}'
        f'{arc} 1 {number(-width)} 0z"/>'
        f'<path d="M{number(left)} {number(top + bend)}{arc} 0 {number(width)} 0"/>'
    )


def _document(left: float, top: float, width: float, height: float) -> str:
    wave = 8.0
    return (
        f'<path d="M{number(left)} {number(top)}h{number(width)}v{number(height - wave)}'
        f"c{number(-width / 4)} {number(-wave)} {number(-width / 4)} {number(-wave)} {number(-width / 2)} 0"
        f's{number(-width / 4)} {number(wave)} {number(-width / 2)} 0z"/>'
    )
