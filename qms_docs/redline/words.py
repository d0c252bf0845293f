"""Two lines of words as one, word by word."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from qms_docs.redline.marked import Fate, Span
from qms_docs.redline.readable import readable_pairs
from qms_docs.redline.sequence import gaps, matches
from qms_docs.redline.text import Run
from qms_docs.redline.tokens import LINE, TOKEN

if TYPE_CHECKING:
    import re
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from qms_docs.redline.sequence import Pairs, Steps
    from qms_docs.redline.text import Mark

__all__ = ["merged_code", "merged_words"]


def merged_words(old: Sequence[Run], new: Sequence[Run], steps: Steps) -> tuple[Span, ...]:
    """Both lines in one: what was taken out stands before what came in its place."""
    return _merged(list(_tokens(old, TOKEN)), list(_tokens(new, TOKEN)), steps)


def merged_code(old: Sequence[Run], new: Sequence[Run], steps: Steps) -> tuple[Span, ...]:
    """Both blocks of code in one: whole lines first, words within the lines that changed."""
    a, b = list(_tokens(old, LINE)), list(_tokens(new, LINE))
    pairs = _true_pairs(a, b, matches([_look(each) for each in a], [_look(each) for each in b], steps))
    spans: list[Span] = []
    for number, (gone, come) in enumerate(gaps(pairs, len(a), len(b))):
        spans += merged_words(a[gone.start : gone.stop], b[come.start : come.stop], steps)
        if number < len(pairs):
            spans.append(Span(Fate.KEPT, b[pairs[number][1]]))
    return _compact(spans)


def _tokens(runs: Iterable[Run], pattern: re.Pattern[str]) -> Iterator[Run]:
    for run in runs:
        if run.image:
            yield run
        else:
            yield from (Run(text, run.marks) for text in pattern.findall(run.text))


def _look(token: Run) -> Hashable:
    """What is compared: the words, and of a picture its bytes and alternative text; emphasis comes after."""
    image = token.image
    return token.text if image is None else (image.sha256 or image.name, image.words, image.is_formula)


def _merged(old: list[Run], new: list[Run], steps: Steps) -> tuple[Span, ...]:
    pairs = matches([_look(each) for each in old], [_look(each) for each in new], steps)
    pairs = readable_pairs(old, new, pairs)
    pairs = _true_pairs(old, new, pairs)
    numbers = _numbers(old, new, pairs)
    spans: list[Span] = []
    for number, (gone, come) in enumerate(gaps(pairs, len(old), len(new))):
        spans += (Span(Fate.DELETED, _renumbered(old[i], numbers)) for i in gone)
        spans += (Span(Fate.INSERTED, new[j]) for j in come)
        if number < len(pairs):
            spans.append(Span(Fate.KEPT, new[pairs[number][1]]))
    return _compact(spans)


def _compact(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Words of one fate and look that follow each other are one span."""
    whole: list[Span] = []
    for (fate, marks, is_image), group in groupby(spans, key=_kind):
        alike = list(group)
        whole += alike if is_image else [Span(fate, Run("".join(span.run.text for span in alike), marks))]
    return tuple(whole)


def _kind(span: Span) -> tuple[Fate, tuple[Mark, ...], bool]:
    return span.fate, span.run.marks, span.run.image is not None


def _true_pairs(old: Sequence[Run], new: Sequence[Run], pairs: Pairs) -> Pairs:
    """The pairs that look the same as well; each element of the earlier line is one of the later, and the reverse."""
    there: dict[int, int] = {}
    back: dict[int, int] = {}
    kept: Pairs = []
    for i, j in pairs:
        a, b = old[i].marks, new[j].marks
        if not a and not b:
            kept.append((i, j))
            continue
        if [each.form for each in a] != [each.form for each in b]:
            continue
        if all(
            there.get(x.number, y.number) == y.number and back.get(y.number, x.number) == x.number
            for x, y in zip(a, b, strict=True)
        ):
            there.update((x.number, y.number) for x, y in zip(a, b, strict=True))
            back.update((y.number, x.number) for x, y in zip(a, b, strict=True))
            kept.append((i, j))
    return kept


def _numbers(old: Sequence[Run], new: Sequence[Run], pairs: Pairs) -> dict[int, int]:
    """The numbers that elements of the earlier line have in the whole: those of the later where they are the same."""
    numbers = {x.number: y.number for i, j in pairs for x, y in zip(old[i].marks, new[j].marks, strict=True)}
    free = 1 + max((mark.number for each in new for mark in each.marks), default=0)
    for each in old:
        for mark in each.marks:
            if mark.number not in numbers:
                numbers[mark.number] = free
                free += 1
    return numbers


def _renumbered(token: Run, numbers: Mapping[int, int]) -> Run:
    if not token.marks:
        return token
    return token._replace(marks=tuple(each._replace(number=numbers[each.number]) for each in token.marks))
