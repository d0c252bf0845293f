"""A line of words as HTML, with what was taken out in `<del>` and what came in in `<ins>`."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.redline.marked import Fate
from qms_docs.redline.notes import note_of_look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qms_docs.redline.marked import Span
    from qms_docs.redline.text import Image, Mark

__all__ = ["Figure", "FigureChange", "Link", "Part", "Picture", "line", "note", "seen"]


class Link(NamedTuple):
    """The start of a link, of which only the place where it is shown knows whither it leads there."""

    destination: str
    former: bool
    """Whether the earlier text alone has it."""


class Picture(NamedTuple):
    """An image, of which only the place where it is shown knows its address there."""

    image: Image
    former: bool
    """Whether it is the earlier text's."""


class Figure(NamedTuple):
    """A figure by its source, which is drawn where it is shown."""

    kind: str
    """The class of its block, or `formula` for one in a line."""
    source: str
    former: bool
    """Whether it is the earlier text's."""


class FigureChange(NamedTuple):
    """What a chart shows that the one before did not, in words, which are found where charts are drawn."""

    before: str
    after: str


Part = str | Link | Picture | Figure | FigureChange
"""HTML that is safe in any page, or what takes its form where it is shown."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufeff]")
_ELEMENTS = {Fate.INSERTED: "ins", Fate.DELETED: "del"}


def seen(text: str, *, changed: bool = False) -> str:
    """Words as HTML: what would turn the words around it does not, and what nobody sees is named where it changed."""
    text = _TURNING.sub("\N{REPLACEMENT CHARACTER}", text)
    return escape(_UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text) if changed else text)


def note(words: str, *, behind: bool = False) -> str:
    """Words of this program within a text, before or behind the words that they are about."""
    if not words:
        return ""
    return f'<small class="redline-note">{" " if behind else ""}({escape(words)}){"" if behind else " "}</small>'


def line(spans: Sequence[Span], *, code: bool = False) -> Iterator[Part]:
    """The words of a block."""
    whole = frozenset(mark.number for span in spans if span.fate is Fate.KEPT for mark in span.run.marks)
    groups = [(key, list(group)) for key, group in groupby(spans, key=lambda span: _frame(span, whole))]
    opened: list[Mark] = []
    for number, ((fate, outer), group) in enumerate(groups):
        yield from _turned(opened, outer)
        element = _ELEMENTS.get(fate)
        if element and any(span.run.image for span in group):
            yield from _pictures(group, element, others=_others(groups, number))
            continue
        yield f"<{element}>" if element else ""
        yield from _words(group, len(outer), code=code)
        yield f"</{element}>" if element else ""
        if fate is Fate.INSERTED and number and groups[number - 1][0][0] is Fate.DELETED:
            yield note(note_of_look(groups[number - 1][1], group), behind=True)
    yield from _turned(opened, ())


def _frame(span: Span, whole: frozenset[int]) -> tuple[Fate, tuple[Mark, ...]]:
    """What became of the words, and the elements around them that both texts have."""
    marks = span.run.marks
    outer = next((marks[:place] for place, mark in enumerate(marks) if mark.number not in whole), marks)
    return span.fate, outer


def _others(groups: Sequence[tuple[tuple[Fate, object], list[Span]]], number: int) -> bool:
    """Whether another picture stands beside this one for the other text."""
    beside = groups[number - 1] if groups[number][0][0] is Fate.INSERTED and number else None
    if groups[number][0][0] is Fate.DELETED and number + 1 < len(groups):
        beside = groups[number + 1]
    if beside is None or beside[0][0] is Fate.KEPT:
        return False
    return any(span.run.image for span in beside[1])


def _turned(opened: list[Mark], wanted: Sequence[Mark]) -> Iterator[Part]:
    """What ends and begins, from one place of a line to the next."""
    common = 0
    while common < min(len(opened), len(wanted)) and opened[common].number == wanted[common].number:
        common += 1
    while len(opened) > common:
        yield f"</{opened.pop().tag}>"
    for mark in wanted[common:]:
        opened.append(mark)
        yield from _begun(mark)


def _begun(mark: Mark, *, former: bool = False) -> Iterator[Part]:
    given = dict(mark.attributes)
    if "href" in given:
        yield Link(given["href"], former)
    else:
        yield f"<{mark.tag}" + "".join(f' {name}="{escape(value)}"' for name, value in given.items()) + ">"


def _words(group: Iterable[Span], outer: int, *, code: bool) -> Iterator[Part]:
    opened: list[Mark] = []
    for fate, run in group:
        yield from _turned_within(opened, run.marks[outer:], former=fate is Fate.DELETED)
        if run.image:
            yield _picture(run.image, former=fate is Fate.DELETED)
        else:
            text = seen(run.text, changed=fate is not Fate.KEPT)
            yield text if code else text.replace("\n", "<br>")
    yield from _turned(opened, ())


def _turned_within(opened: list[Mark], wanted: Sequence[Mark], *, former: bool) -> Iterator[Part]:
    for part in _turned(opened, wanted):
        yield part._replace(former=former) if isinstance(part, Link) else part


def _pictures(group: Sequence[Span], element: str, *, others: bool) -> Iterator[Part]:
    """Pictures that came or went, each with a word about it; before and after stand beside each other."""
    for is_image, spans in groupby(group, key=lambda span: span.run.image is not None):
        for span in spans:
            if is_image and span.run.image:
                yield f'<span class="redline-image"><{element}>'
                yield _picture(span.run.image, former=span.fate is Fate.DELETED)
                yield f"</{element}>{note(_caption(span, others=others), behind=True)}</span>"
            else:
                yield f"<{element}>{seen(span.run.text, changed=True)}</{element}>"


def _picture(image: Image, *, former: bool) -> Part:
    return Figure("formula", image.name, former) if image.is_formula else Picture(image, former)


def _caption(span: Span, *, others: bool) -> str:
    is_new = span.fate is Fate.INSERTED
    is_formula = span.run.image is not None and span.run.image.is_formula
    what = "formula" if is_formula else "image"
    said = ("after" if is_new else "before") if others else f"{what} added" if is_new else f"{what} removed"
    words = span.run.image.words if span.run.image else ""
    return f"{said}: {words}" if words else said
