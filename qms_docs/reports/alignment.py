"""Two texts side by side: which passages changed, line by line and word by word."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, cast

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Aligned", "Line", "Passage", "Span", "SpanKind", "aligned", "passages"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_CONTEXT = 2
_MOST_ROWS = 100
_ALIKE = 0.5
_LONGEST, _MOST_PAIRS, _LEAST_PAIRS = 20_000, 30_000, 1_000
"""Passages with more lines or words, or more pairs of equal ones, are shown as replaced: aligning them takes minutes.
Where many passages changed, each has its share of the pairs, but not less than the least."""


class SpanKind(Enum):
    """What became of some words."""

    KEPT = "kept"
    """They stand in both texts."""
    GONE = "gone"
    """They were taken out."""
    COME = "come"
    """They came in."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one line with the same fate."""

    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of either text, or of both, word by word."""

    tag: str
    """As difflib calls what became of it: `equal`, `delete`, `insert`, `replace`."""
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Changes that lie close together, with two lines around them."""

    line: int
    """The place of its first line in the later text, from 0."""
    lines: tuple[Line, ...]


class Aligned(NamedTuple):
    """A passage of the earlier text and the passage of the later one that stands in its place."""

    tag: str
    old_from: int
    old_to: int
    new_from: int
    new_to: int


def passages(before: str, after: str) -> Iterator[Passage]:
    """The passages of two texts that differ, in their order."""
    old, new = before.splitlines(), after.splitlines()
    changes = aligned(old, new)
    if all(each.tag == "equal" for each in changes):
        return
    replaced = sum(each.tag == "replace" for each in changes)
    most_pairs = max(_MOST_PAIRS // max(replaced, 1), _LEAST_PAIRS)
    for group in _grouped(changes):
        lines = (
            line
            for each in group
            for line in _lines(each.tag, old[each.old_from : each.old_to], new[each.new_from : each.new_to], most_pairs)
        )
        yield Passage(group[0].new_from, tuple(lines))


def aligned(old: Sequence[str], new: Sequence[str], most_pairs: int = _MOST_PAIRS) -> list[Aligned]:
    """The passages of two lists of lines or words side by side; blank ones are not aligned for their own sake."""
    head, tail = _equal_ends(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    middle: list[tuple[str, int, int, int, int]]
    if len(a) + len(b) > _LONGEST or _pairs(a, b) > most_pairs:
        middle = [("replace", 0, len(a), 0, len(b))]
    else:
        middle = list(difflib.SequenceMatcher(_is_blank, a, b, autojunk=False).get_opcodes())
    changes = [Aligned(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in middle]
    ends = [Aligned("equal", len(old) - tail, len(old), len(new) - tail, len(new))] if tail else []
    return [*([Aligned("equal", 0, head, 0, head)] if head else []), *changes, *ends]


def _equal_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items at the beginning and at the end are the same."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _is_blank(item: str) -> bool:
    return not item.strip()


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal items there are, which is what aligning them takes time for."""
    counted = Counter(new)
    return sum(number * counted[item] for item, number in Counter(old).items() if not _is_blank(item))


def _grouped(changes: Sequence[Aligned]) -> Iterator[list[Aligned]]:
    """Changes that lie close together, with the lines around them."""
    group: list[Aligned] = []
    for place, each in enumerate(changes):
        if each.tag != "equal":
            group.append(each)
            continue
        after = each._replace(
            old_to=min(each.old_to, each.old_from + _CONTEXT), new_to=min(each.new_to, each.new_from + _CONTEXT)
        )
        before = each._replace(
            old_from=max(each.old_from, each.old_to - _CONTEXT), new_from=max(each.new_from, each.new_to - _CONTEXT)
        )
        if place == 0:
            group = [before]
        elif place == len(changes) - 1:
            group.append(after)
        elif each.old_to - each.old_from > 2 * _CONTEXT:
            yield [*group, after]
            group = [before]
        else:
            group.append(each)
    if any(each.tag != "equal" for each in group):
        yield group


def _lines(tag: str, old: Sequence[str], new: Sequence[str], most_pairs: int) -> Iterator[Line]:
    match tag:
        case "equal":
            yield from (Line(tag, (Span(SpanKind.KEPT, line),)) for line in new)
        case "delete":
            yield from (Line(tag, (Span(SpanKind.GONE, line),)) for line in old)
        case "insert":
            yield from (Line(tag, (Span(SpanKind.COME, line),)) for line in new)
        case _ if _are_rows(old) and _are_rows(new):
            yield from _row_lines(old, new, most_pairs)
        case _:
            yield from (Line(tag, spans) for spans in _words("\n".join(old), "\n".join(new), most_pairs))


def _are_rows(lines: Sequence[str]) -> bool:
    """Whether they are few rows of tables: a row is compared with a row, where sentences go on in the next line."""
    return len(lines) <= _MOST_ROWS and all(line.lstrip().startswith("|") for line in lines)


def _row_lines(old: Sequence[str], new: Sequence[str], most_pairs: int) -> Iterator[Line]:
    """Rows with most words in common side by side; the others went or came as a whole."""
    done_old = done_new = 0
    for left, right in [*_like_rows(old, new), (len(old), len(new))]:
        yield from _lines("delete", old[done_old:left], (), most_pairs)
        yield from _lines("insert", (), new[done_new:right], most_pairs)
        if left < len(old):
            yield from (Line("replace", spans) for spans in _words(old[left], new[right], most_pairs))
        done_old, done_new = left + 1, right + 1


def _like_rows(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the rows that are each other's successors, in order: the choice that keeps most words."""
    words = [[Counter(_WORD.findall(line.replace("|", " "))) for line in lines] for lines in (old, new)]
    # The best choice for the first rows of each side; rows that share less than half of their words are no pair.
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(new) + 1)]
    for i, left in enumerate(words[0]):
        line = [(0.0, cast("tuple[tuple[int, int], ...]", ()))]
        for j, right in enumerate(words[1]):
            alike = _likeness(left, right)
            pairs = best[i][j]
            choices = [best[i][j + 1], line[j]]
            if alike >= _ALIKE:
                choices.append((pairs[0] + alike, (*pairs[1], (i, j))))
            line.append(max(choices, key=lambda each: each[0]))
        best.append(line)
    return list(best[-1][-1][1])


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    """The share of words that two rows have in common, blanks left out."""
    total = sum(number for word, number in (left + right).items() if word.strip())
    return 2 * sum(number for word, number in (left & right).items() if word.strip()) / total if total else 0.0


def _words(old: str, new: str, most_pairs: int) -> Iterator[tuple[Span, ...]]:
    """The words of a changed passage, line by line."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    spans: list[Span] = []
    for each in aligned(before, after, most_pairs):
        gone, come = "".join(before[each.old_from : each.old_to]), "".join(after[each.new_from : each.new_to])
        if each.tag == "equal":
            spans.append(Span(SpanKind.KEPT, come))
        else:
            spans += [Span(SpanKind.GONE, gone), Span(SpanKind.COME, come)]
    yield from _by_line(spans)


def _by_line(spans: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """The spans cut at the ends of lines; what is empty is left out."""
    line: list[Span] = []
    for span in spans:
        first, *more = span.text.split("\n")
        line.append(Span(span.kind, first))
        for text in more:
            yield tuple(each for each in line if each.text)
            line = [Span(span.kind, text)]
    yield tuple(each for each in line if each.text)
