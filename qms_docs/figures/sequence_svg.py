"""A sequence diagram as SVG: a line for each participant, and what goes from one to another below each other."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.figures.chart_svg import figure_svg, tip_svg, words_svg
from qms_docs.figures.flow_chart import Shape, Stroke, Tip
from qms_docs.figures.lettering import LINE, lines_of, width_of
from qms_docs.figures.sequence import FrameBegin, FrameEnd, FrameNext, Message, Note
from qms_docs.figures.shapes import number, outline, size_of
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qms_docs.figures.sequence import SequenceDiagram, Step

__all__ = ["sequence_steps", "sequence_svg"]

_GAP, _BETWEEN, _LOOP, _INSET = 26.0, 14.0, 34.0, 10.0
_TIP = 8.0


def sequence_svg(diagram: SequenceDiagram) -> str:
    """The figure of a diagram."""
    return _Picture(diagram).svg()


def sequence_steps(diagram: SequenceDiagram) -> list[str]:
    """What happens, step by step, in words."""
    words = {each.id: each.words.replace("\n", " ") for each in diagram.participants}
    told = []
    for step in diagram.steps:
        match step:
            case Message():
                said = f": {' '.join(step.words.split())}" if step.words else ""
                told.append(f"{words[step.source]} \u2192 {words[step.target]}{said}")
            case Note():
                told.append(f"{', '.join(words[each] for each in step.of)}: {' '.join(step.words.split())}")
            case FrameBegin():
                told.append(f"[{step.kind} {step.words}".rstrip())
            case FrameNext():
                told.append(f"else {step.words}".rstrip())
            case FrameEnd():
                told[-1] += "]"
    return told or list(words.values())


@dataclass(slots=True)
class _Frame:
    """A frame that is open."""

    begin: FrameBegin
    top: float
    depth: int
    nexts: list[tuple[float, str]] = field(default_factory=list)


class _Picture:
    """Where everything stands: participants from left to right, steps from top to bottom."""

    def __init__(self, diagram: SequenceDiagram) -> None:
        self._diagram = diagram
        self._lines = {each.id: lines_of(each.words) for each in diagram.participants}
        self._place = {each.id: at for at, each in enumerate(diagram.participants)}
        self._middles = self._spread()
        self._high = max(size_of(Shape.BOX, lines)[1] for lines in self._lines.values())
        self._at = self._high + _BETWEEN
        self._covered: list[tuple[float, float, float, float]] = []
        """Where words stand, through which no line of a participant runs: left, right, top, bottom."""
        self._open: list[_Frame] = []
        self._frames: list[str] = []
        self._parts: list[str] = []
        ends = self._middles[-1] + self._half(-1), *(self._right_of(each) for each in diagram.steps)
        lefts = self._middles[0] - self._half(0), *(self._left_of(each) for each in diagram.steps)
        deepest = _depth(diagram.steps)
        self._right, self._left = max(ends) + _INSET * deepest, min(lefts) - _INSET * deepest

    def svg(self) -> str:
        """Frames lie behind lines, lines behind messages."""
        for step in self._diagram.steps:
            self._step(step)
        bottom = self._at + 4
        lifelines = "".join(self._lifeline(x, bottom) for x in self._middles)
        heads = "".join(self._head(each.id) for each in self._diagram.participants)
        drawn = f"{lifelines}{''.join(self._frames)}{heads}{''.join(self._parts)}"
        described = self._diagram.description or "; ".join(sequence_steps(self._diagram))
        name = self._diagram.name or self._diagram.title.replace("\n", " ") or "Sequence diagram"
        size = (self._right - self._left, bottom)
        return figure_svg((self._left, 0.0), size, name, described, drawn, self._diagram.title)

    def _lifeline(self, x: float, bottom: float) -> str:
        gaps = sorted((top, below) for left, right, top, below in self._covered if left < x < right)
        way, at = "", self._high
        for top, below in [*gaps, (bottom, bottom)]:
            way += f"M{number(x)} {number(at)}V{number(top)}" if top > at else ""
            at = max(at, below)
        return f'<path d="{way}" stroke-width="1" stroke-dasharray="4 4"/>'

    def _half(self, place: int) -> float:
        return size_of(Shape.BOX, list(self._lines.values())[place])[0] / 2

    def _spread(self) -> list[float]:
        """The middle of each participant: as far from the others as names and messages need."""
        halves = [size_of(Shape.BOX, lines)[0] / 2 for lines in self._lines.values()]
        middles = [halves[0]]
        for place in range(1, len(halves)):
            least = middles[-1] + halves[place - 1] + halves[place] + _GAP
            for step in self._diagram.steps:
                if isinstance(step, Message):
                    first, last = sorted((self._place[step.source], self._place[step.target]))
                    if last == place and first < last:
                        least = max(least, middles[first] + _wide(step.words) + _GAP)
                    elif first == last == place - 1:
                        least = max(least, middles[first] + _LOOP + _wide(step.words) + 12)
                elif isinstance(step, Note) and step.place != "over":
                    beside = place - 1 if step.place == "right" else place
                    if self._place[step.of[0]] == beside:
                        least = max(least, middles[-1] + _wide(step.words) + 2 * _GAP)
            middles.append(least)
        return middles

    def _right_of(self, step: Step) -> float:
        if isinstance(step, Message) and step.source == step.target:
            return self._x(step.source) + _LOOP + _wide(step.words) + 10
        if isinstance(step, Note):
            left, wide = self._note_box(step)
            return left + wide
        if isinstance(step, FrameBegin):
            return self._middles[0] - self._half(0) + width_of(f"{step.kind} [{step.words}]") + 24
        return 0.0

    def _left_of(self, step: Step) -> float:
        return self._note_box(step)[0] if isinstance(step, Note) else self._middles[0]

    def _x(self, name: str) -> float:
        return self._middles[self._place[name]]

    def _head(self, name: str) -> str:
        x, y = self._x(name), self._high / 2
        size = (size_of(Shape.BOX, self._lines[name])[0], self._high)
        return outline(Shape.BOX, (x, y), size) + words_svg(self._lines[name], (x, y))

    def _step(self, step: Step) -> None:
        match step:
            case Message():
                self._message(step)
            case Note():
                self._note(step)
            case FrameBegin():
                self._open.append(_Frame(step, self._at, len(self._open)))
                self._at += LINE * max(len(lines_of(step.words)), 1) + _BETWEEN
            case FrameNext():
                self._open[-1].nexts.append((self._at, step.words))
                self._at += LINE + _BETWEEN
            case FrameEnd():
                self._frame_end()

    def _message(self, step: Message) -> None:
        lines = lines_of(step.words)
        source, target = self._x(step.source), self._x(step.target)
        dashes = ' stroke-dasharray="2 4"' if step.stroke is Stroke.DOTTED else ""
        if source == target:
            high = max(len(lines) * LINE, 22.0)
            y = self._at + 4
            way = f"M{number(source)} {number(y)}h{number(_LOOP)}v{number(high)}h{number(_TIP - _LOOP)}"
            self._parts.append(f'<path d="{way}"{dashes}/>{tip_svg(step.end, (source, y + high), (1.0, 0.0))}')
            self._parts.append(words_svg(lines, (source + _LOOP + 6, y + high / 2), anchor="start"))
            self._at = y + high + _BETWEEN
            return
        self._at += len(lines) * LINE
        sign = 1.0 if target > source else -1.0
        begin = source + sign * (_TIP if step.start is not Tip.NONE else 0.0)
        end = target - sign * (_TIP if step.end is not Tip.NONE else 0.0)
        y = self._at + 4
        self._parts.append(f'<path d="M{number(begin)} {number(y)}H{number(end)}"{dashes}/>')
        self._parts += [tip_svg(step.start, (source, y), (sign, 0.0)), tip_svg(step.end, (target, y), (-sign, 0.0))]
        middle = ((source + target) / 2, y - 4 - len(lines) * LINE / 2)
        self._parts.append(words_svg(lines, middle))
        wide, high = _wide(step.words) / 2 + 2, len(lines) * LINE / 2
        self._covered.append((middle[0] - wide, middle[0] + wide, middle[1] - high, middle[1] + high))
        self._at = y + _BETWEEN

    def _note_box(self, step: Note) -> tuple[float, float]:
        """Its left edge and its width."""
        wide = _wide(step.words) + 16
        xs = sorted(self._x(each) for each in step.of)
        if step.place == "over":
            wide = max(wide, xs[-1] - xs[0] + 40 if len(xs) > 1 else wide)
            return (xs[0] + xs[-1]) / 2 - wide / 2, wide
        return (xs[0] + 10, wide) if step.place == "right" else (xs[0] - 10 - wide, wide)

    def _note(self, step: Note) -> None:
        lines = lines_of(step.words)
        left, wide = self._note_box(step)
        high = len(lines) * LINE + 10
        middle = (left + wide / 2, self._at + high / 2)
        # The line of a participant does not run through what is said.
        self._covered.append((left, left + wide, self._at, self._at + high))
        self._parts.append(outline(Shape.BOX, middle, (wide, high)) + words_svg(lines, middle))
        self._at += high + _BETWEEN

    def _frame_end(self) -> None:
        frame = self._open.pop()
        inset = _INSET * frame.depth
        left, right = self._left + inset, self._right - inset
        self._frames.append(
            f'<rect x="{number(left)}" y="{number(frame.top)}" width="{number(right - left)}" '
            f'height="{number(self._at - frame.top)}" rx="3" stroke-width="1"/>'
        )
        said = f"{frame.begin.kind} [{frame.begin.words}]" if frame.begin.words else frame.begin.kind
        self._name_frame(said, left, frame.top, ' font-weight="600"')
        for y, words in frame.nexts:
            self._frames.append(
                f'<path d="M{number(left)} {number(y)}H{number(right)}" stroke-width="1" stroke-dasharray="6 3"/>'
            )
            if words:
                self._name_frame(f"[{words}]", left, y)
        self._at += _BETWEEN

    def _name_frame(self, words: str, left: float, top: float, weight: str = "") -> None:
        self._frames.append(words_svg((words,), (left + 6, top + LINE / 2 + 2), "start", weight))
        self._covered.append((left, left + 8 + width_of(words), top + 1, top + LINE + 4))


def _wide(words: str) -> float:
    return max(map(width_of, lines_of(words)), default=0.0)


def _depth(steps: Sequence[Step]) -> int:
    deepest = depth = 0
    for step in steps:
        depth += isinstance(step, FrameBegin) - isinstance(step, FrameEnd)
        deepest = max(deepest, depth)
    return deepest
