"""A flow chart as SVG that stands still: one colour, that of the text around it, and shapes that say what they mean."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from qms_docs.figures.chart_layout import laid_out
from qms_docs.figures.flow_chart import Shape, Stroke, Tip
from qms_docs.figures.lettering import LINE, SIZE
from qms_docs.figures.shapes import number, outline, size_of_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qms_docs.figures.arrangement import Point
    from qms_docs.figures.chart_layout import ChartLayout, PlacedEdge, PlacedGroup, PlacedNode
    from qms_docs.figures.flow_chart import FlowChart, Node

__all__ = ["chart_svg", "figure_svg", "steps_of", "tip_svg", "words_svg"]

_MARGIN = 10.0
_ARROW, _HALF = 9.0, 4.5
_DRAWN = {Stroke.PLAIN: "", Stroke.DOTTED: ' stroke-dasharray="2 4"', Stroke.THICK: ' stroke-width="3"'}
_LONGEST_DESCRIPTION = 4000


def chart_svg(chart: FlowChart) -> str:
    """The figure of a chart."""
    layout = laid_out(chart)
    name = chart.name or chart.title.replace("\n", " ") or chart.kind
    drawn = figure_svg((0.0, 0.0), layout.size, name, _described(chart), "".join(_drawn(layout)), chart.title)
    # What is in a picture is nothing for people who cannot see it; links have to be reached by them too.
    linked = any(each.address for each in chart.nodes)
    return drawn.replace(' role="img"', ' role="group"', 1) if linked else drawn


def figure_svg(corner: Point, size: Point, name: str, description: str, drawn: str, title: str) -> str:  # noqa: PLR0913, PLR0917 - what a figure has
    """A figure around what is drawn, with its words for people who cannot see it."""
    width, height = (each + 2 * _MARGIN for each in size)
    view = " ".join(number(each) for each in (corner[0] - _MARGIN, corner[1] - _MARGIN, width, height))
    told = description if len(description) <= _LONGEST_DESCRIPTION else f"{description[:_LONGEST_DESCRIPTION]} \u2026"
    caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
    return (
        f'<figure class="flow-chart" tabindex="0" style="--flow-chart-width: {width:.0f}px">'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{width:.0f}" height="{height:.0f}" '
        f'role="img" fill="none" stroke="currentColor" stroke-width="1.4" font-size="{SIZE:g}">'
        f"<title>{escape(name)}</title><desc>{escape(told)}</desc>{drawn}</svg>{caption}</figure>"
    )


def _described(chart: FlowChart) -> str:
    """What the chart shows in words, for people who cannot see it; arrows are understood in every language."""
    return chart.description or "; ".join(steps_of(chart))


def steps_of(chart: FlowChart) -> list[str]:
    """What a chart shows, edge by edge, in words."""
    words = {node.id: _name(node) for node in chart.nodes}
    words |= {group.id: group.title or group.id for group in chart.groups}
    steps = []
    linked = set()
    for edge in chart.edges:
        linked |= {edge.source, edge.target}
        if edge.stroke is not Stroke.HIDDEN:
            answer = f" ({' '.join(edge.words.split())})" if edge.words else ""
            steps.append(f"{words[edge.source]} → {words[edge.target]}{answer}")
    return steps + [words[node.id] for node in chart.nodes if node.id not in linked]


def _name(node: Node) -> str:
    """The words of a node; where it has none, what its shape means."""
    return node.words.replace("\n", " ") or {Shape.START: "Start", Shape.END: "End"}.get(node.shape, "?")


def _drawn(layout: ChartLayout) -> Iterator[str]:
    for group in layout.groups:
        yield _group(group)
    for edge in layout.edges:
        if edge.edge.stroke is not Stroke.HIDDEN:
            yield from _edge(edge, sideways=layout.sideways)
    for node in layout.nodes:
        yield _node(node)


def _group(placed: PlacedGroup) -> str:
    (x, y), (width, height) = placed.corner, placed.size
    frame = f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="4"'
    words = words_svg(
        placed.lines, (x + 8, y + 4 + len(placed.lines) * LINE / 2), anchor="start", weight=' font-weight="600"'
    )
    return f'{frame} stroke-width="1" stroke-dasharray="6 3"/>{words}'


def _node(placed: PlacedNode) -> str:
    x, y = placed.middle
    lower = {Shape.CYLINDER: 4.0, Shape.DOCUMENT: -6.0}.get(placed.node.shape, 0.0)
    drawn = outline(placed.node.shape, placed.middle, placed.size) + words_svg(placed.lines, (x, y + lower))
    address = escape(placed.node.address)
    return f'<a href="{address}">{drawn}</a>' if address else drawn


def words_svg(lines: Sequence[str], middle: Point, anchor: str = "middle", weight: str = "") -> str:
    """Words around their middle, or behind it."""
    x, y = middle
    first = y - (len(lines) - 1) * LINE / 2 + SIZE * 0.35
    return "".join(
        f'<text x="{number(x)}" y="{number(first + place * LINE)}" text-anchor="{anchor}" fill="currentColor" '
        f'stroke="none"{weight}>{escape(line)}</text>'
        for place, line in enumerate(lines)
    )


def _edge(placed: PlacedEdge, *, sideways: bool) -> Iterator[str]:
    points = _without_repeats(placed.points)
    begin, end = placed.edge.start, placed.edge.end
    # An edge from a node to itself leaves it at the side.
    upright = sideways == (placed.edge.source == placed.edge.target)
    first, last = _away(points[0], points, upright=upright), _away(points[-1], points[::-1], upright=upright)
    body = list(points)
    body[0] = _moved(body[0], first, _ARROW - 1 if begin is not Tip.NONE else 0.0)
    body[-1] = _moved(body[-1], last, _ARROW - 1 if end is not Tip.NONE else 0.0)
    for part in _around_words(body, placed):
        yield f'<path d="{_way(part, sideways=sideways)}"{_DRAWN[placed.edge.stroke]}/>'
    yield tip_svg(begin, points[0], first)
    yield tip_svg(end, points[-1], last)
    if placed.words_at:
        yield words_svg(placed.lines, placed.words_at)


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 0.05:  # noqa: PLR2004 - less is nothing
            kept.append(point)
    return kept


def _around_words(points: list[Point], placed: PlacedEdge) -> list[list[Point]]:
    """The line in two parts where it would run through its own words."""
    if placed.words_at is None:
        return [points]
    (x, y), (wide, high) = placed.words_at, size_of_words(placed.lines)
    for place, (one, other) in enumerate(pairwise(points)):
        middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
        inside = abs(middle[0] - x) < wide / 2 + 1 and abs(middle[1] - y) < high / 2 + 1
        if inside:
            return [part for part in (points[: place + 1], points[place + 1 :]) if len(part) > 1]
    return [points]


def _way(points: Sequence[Point], *, sideways: bool) -> str:
    """A line that bends softly between the rows."""
    x, y = points[0]
    way = [f"M{number(x)} {number(y)}"]
    for (fx, fy), (tx, ty) in pairwise(points):
        if abs(fx - tx) < 0.5 or abs(fy - ty) < 0.5:  # noqa: PLR2004 - straight to the eye
            way.append(f"L{number(tx)} {number(ty)}")
        elif sideways:
            middle = number((fx + tx) / 2)
            way.append(f"C{middle} {number(fy)} {middle} {number(ty)} {number(tx)} {number(ty)}")
        else:
            middle = number((fy + ty) / 2)
            way.append(f"C{number(fx)} {middle} {number(tx)} {middle} {number(tx)} {number(ty)}")
    return "".join(way)


def _away(point: Point, points: Sequence[Point], *, upright: bool) -> Point:
    """The direction in which a line leaves its end: along the chart, whatever bend follows."""
    axis = 1 if upright else 0
    ahead = next((each[axis] - point[axis] for each in points if each[axis] != point[axis]), 1.0)
    sign = 1.0 if ahead > 0 else -1.0
    return (0.0, sign) if upright else (sign, 0.0)


def _moved(point: Point, direction: Point, by: float) -> Point:
    return point[0] + direction[0] * by, point[1] + direction[1] * by


def tip_svg(tip: Tip, at: Point, away: Point) -> str:
    """What stands at an end; `away` leads back along the line."""
    if tip is Tip.NONE:
        return ""
    (x, y), (dx, dy) = at, away
    if tip is Tip.DOT:
        cx, cy = _moved(at, away, _HALF)
        return f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{_HALF:g}" fill="currentColor" stroke="none"/>'
    if tip is Tip.CROSS:
        cx, cy = _moved(at, away, _HALF)
        return f'<path d="M{number(cx - 4)} {number(cy - 4)}l8 8m0 -8l-8 8" stroke-width="2"/>'
    bx, by = x + dx * _ARROW, y + dy * _ARROW
    corners = f"{number(bx - dy * _HALF)},{number(by + dx * _HALF)} {number(bx + dy * _HALF)},{number(by - dx * _HALF)}"
    return f'<polygon points="{number(x)},{number(y)} {corners}" fill="currentColor" stroke="none"/>'
