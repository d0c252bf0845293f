"""What charts are drawn of: words, lines, bars with patterns, legends, and the frame around them.

Everything is drawn in the colour of the text around the chart, and told apart by pattern, mark and line; classes let a
page add colours. Patterns are drawn line by line, because the ids of definitions would clash on a page of many charts.
"""

from __future__ import annotations

from enum import Enum
from html import escape
from typing import TYPE_CHECKING

from qms_docs.figures.lettering import SIZE as MEASURED
from qms_docs.figures.lettering import width_of
from qms_docs.figures.shapes import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["LINE", "SIZE", "WIDTH", "Fill", "bar", "framed", "legend", "ruled", "shortened", "wide", "words", "wrapped"]

WIDTH = 360.0
"""As wide as the text on a telephone, so that the letters there are as high as drawn."""
SIZE = 11.0
LINE = 14.0
_KEY = 10.0
_GAP = 4.0
_LONGEST_NAME, _LONGEST_DESCRIPTION = 200, 1500


class Fill(Enum):
    """How a bar is filled, so that series are told apart without colour."""

    SOLID = "solid"
    """Filled."""
    HATCHED = "hatched"
    """An outline with lines across."""
    EMPTY = "empty"
    """An outline alone."""
    LINED = "lined"
    """An outline with level lines."""


def framed(name: str, description: str, height: float, drawn: Iterable[str]) -> str:
    """A chart of the common width, with its words for people who cannot see it."""
    return (
        f'<svg class="qms-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(WIDTH)} {number(height)}" '
        f'width="{number(WIDTH)}" height="{number(height)}" role="img" fill="none" stroke="none" '
        f'font-size="{number(SIZE)}"><title>{escape(shortened(name, _LONGEST_NAME))}</title>'
        f"<desc>{escape(shortened(description, _LONGEST_DESCRIPTION))}</desc>{''.join(drawn)}</svg>"
    )


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters; what is cut off is shown by dots."""
    told = " ".join(text.split())
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def wide(text: str) -> float:
    """How wide a line of words is at most."""
    return width_of(text) * SIZE / MEASURED


def words(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> str:
    """A line of words on its base line."""
    more = (f' text-anchor="{anchor}"' if anchor != "start" else "") + (' font-weight="700"' if bold else "")
    return f'<text x="{number(x)}" y="{number(y)}" fill="currentColor"{more}>{escape(text)}</text>'


def wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """The words in at most so many lines; what is cut off is shown by dots."""
    lines: list[str] = []
    line = ""
    for word in _words(text, room):
        longer = f"{line} {word}" if line else word
        if line and wide(longer) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        while last and wide(f"{last}…") > room:
            last = last[:-1]
        lines[most - 1 :] = [f"{last.rstrip()}…"]
    return tuple(lines)


def _words(text: str, room: float) -> Iterator[str]:
    """The words; those that are wider than a line in pieces."""
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and wide(piece + letter) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def ruled(start: tuple[float, float], end: tuple[float, float], *, faint: bool = False, dashes: str = "") -> str:
    """A straight line."""
    more = (' stroke-opacity="0.25"' if faint else "") + (f' stroke-dasharray="{dashes}"' if dashes else "")
    d = f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}"
    return f'<path d="{d}" stroke="currentColor"{more}/>'


def bar(left: float, top: float, width: float, height: float, fill: Fill) -> str:
    """A rectangle with its pattern; nothing where it has no size."""
    if width <= 0 or height <= 0:
        return ""
    place = f'x="{number(left)}" y="{number(top)}" width="{number(width)}" height="{number(height)}"'
    if fill is Fill.SOLID:
        return f'<rect {place} fill="currentColor"/>'
    box = f'<rect {place} stroke="currentColor"/>'
    if fill is Fill.EMPTY:
        return box
    lines = _hatching if fill is Fill.HATCHED else _levels
    d = "".join(lines(left, top, width, height))
    return f'{box}<path d="{d}" stroke="currentColor" stroke-width="0.8"/>' if d else box


def _hatching(left: float, top: float, width: float, height: float) -> Iterator[str]:
    """Lines that rise from left to right, cut off at the sides of the rectangle."""
    step = max(4.0, (width + height) / 60)
    offset = step
    while offset < width + height:
        x1, y1 = left + max(0.0, offset - height), top + min(offset, height)
        x2, y2 = left + min(offset, width), top + max(0.0, offset - width)
        yield f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
        offset += step


def _levels(left: float, top: float, width: float, height: float) -> Iterator[str]:
    step = max(3.0, height / 60)
    y = top + step
    while y < top + height:
        yield f"M{number(left)} {number(y)}h{number(width)}"
        y += step


def legend(entries: Sequence[tuple[str, str]], top: float) -> tuple[list[str], float]:
    """Keys with their words, in as many lines as they take, and where these end.

    A key is drawn for the square of ten units at 0, 0.
    """
    drawn: list[str] = []
    x, y = 0.0, top
    for key, told in entries:
        lines = wrapped(told, WIDTH - _KEY - _GAP, 3)
        taken = _KEY + _GAP + max(map(wide, lines))
        if x and x + taken > WIDTH:
            x, y = 0.0, y + LINE
        drawn.append(f'<g transform="translate({number(x)} {number(y)})">{key}</g>')
        drawn += [words(x + _KEY + _GAP, y + 9 + LINE * place, line) for place, line in enumerate(lines)]
        if len(lines) > 1:
            x, y = 0.0, y + LINE * len(lines)
        else:
            x += taken + 12
    return drawn, y + (LINE if x else 0.0)
