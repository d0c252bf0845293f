"""From the parts of a text to its blocks."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from qms_docs.redline.text import FIGURES, HEADINGS, Attributes, Block, Image, Mark, Run, block, joined, leaf
from qms_docs.rendering.cleaning import is_followed
from qms_docs.rendering.events import FORMULA, VOID, Kind
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qms_docs.rendering.events import Event

__all__ = ["blocks_of"]

_BLOCKS = HEADINGS | frozenset(
    (
        "blockquote",
        "caption",
        "dd",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    )
)
_RENAMED = {
    "details": "div",
    "summary": "p",
    "del": "s",
    "ins": "u",
    "cite": "i",
    "dfn": "i",
    "var": "i",
    "samp": "code",
}
"""Deletions and insertions that a text marks as such are none of its revision."""
_MARKS = frozenset(("a", "abbr", "b", "code", "em", "i", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup", "u"))
_FLOWING = frozenset(("dd", "dt", "li", "td", "th"))
"""Blocks of words in which a first paragraph is not set apart."""
_HOLDERS = frozenset(("blockquote", "dl", "figure", "ol", "table", "tr", "ul", "div"))
_INSIDE = {"dl": "dd", "ol": "li", "table": "td", "tr": "td", "ul": "li"}
"""What words become that stand where HTML has no place for any."""
_KINDS = re.compile(r"(?:admonition|tabbed|admonition-title)(?: (?!md-|qms-|redline)[\w\-]+)*", re.IGNORECASE)
"""A text may say what kind of notice it gives, and not pose as the theme or as a mark of this program."""
_FIRST_NUMBER = re.compile(r"0|[2-9]|[1-9][0-9]{1,7}")
_SPAN = re.compile(r"[2-9]|[1-9][0-9]{1,2}")
_DEEPEST, _MOST_MARKS = 40, 8
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")


@dataclass(slots=True)
class _Frame:
    """A block that is not finished."""

    tag: str
    attributes: Attributes = ()
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def blocks_of(events: Iterable[Event], images: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks of a text; `images` are the SHA-256 of the files that belong to it, by the name that it gives them."""
    builder = _Builder(images)
    for event in events:
        builder.add(event)
    return builder.finished()


class _Builder:
    def __init__(self, images: Mapping[str, str]) -> None:
        self._images = images
        self._frames = [_Frame("")]
        self._marks: list[Mark] = []
        self._number = 0
        self._head = False
        self._formula: list[str] | None = None
        """The words of a formula that has begun."""

    def add(self, event: Event) -> None:
        """The next part has its place."""
        tag = _RENAMED.get(event.what, event.what) if event.kind is not Kind.WORDS else ""
        if self._formula is not None and event.kind is Kind.WORDS:
            self._formula.append(event.what)
            return
        if tag == "span" or self._formula is not None:
            self._end_formula()
        if tag == "span" and event.kind is Kind.START and dict(event.attributes).get("class") == FORMULA:
            self._formula = []
        elif event.kind is Kind.WORDS:
            self._words(event.what)
        elif tag in VOID:
            self._void(tag, dict(event.attributes))
        elif tag == "thead":
            self._head = event.kind is Kind.START
        elif tag in _MARKS:
            self._mark(tag, event)
        elif tag in _BLOCKS or tag == "div":
            if event.kind is Kind.START:
                self._open(tag, dict(event.attributes))
            else:
                self._close(tag)

    def finished(self) -> tuple[Block, ...]:
        """All blocks, those that were not ended as well."""
        self._end_formula()
        while len(self._frames) > 1:
            self._finish()
        root = self._frames[0]
        self._flush(root)
        return tuple(root.blocks)

    def _words(self, text: str) -> None:
        frame = self._frames[-1]
        if frame.tag != "pre":
            text = text.replace("\n", " ")
        frame.runs.append(Run(text.replace("\r", " ").replace("\0", ""), tuple(self._marks)))

    def _end_formula(self) -> None:
        """What stood between the signs of a formula is one; anything else is words."""
        if self._formula is None:
            return
        written, self._formula = "".join(self._formula), None
        if not (written.startswith("\\(") and written.endswith("\\)") and written[2:-2].strip()):
            self._words(written)
            return
        words = " ".join(written[2:-2].split())
        self._frames[-1].runs.append(Run("", tuple(self._marks), Image(words, words, None, is_formula=True)))

    def _void(self, tag: str, attributes: Mapping[str, str]) -> None:
        frame = self._frames[-1]
        if tag == "hr":
            self._flush(frame)
            frame.blocks.append(leaf("hr", ()))
        elif tag == "br":
            frame.runs.append(Run("\n", tuple(self._marks)))
        elif attributes.get("src"):
            name = attributes["src"]
            image = Image(name, " ".join(attributes.get("alt", "").split()), self._images.get(name))
            frame.runs.append(Run("", tuple(self._marks), image))

    def _mark(self, tag: str, event: Event) -> None:
        if event.kind is Kind.END:
            place = next((at for at in range(len(self._marks) - 1, -1, -1) if self._marks[at].tag == tag), None)
            if place is not None:
                del self._marks[place:]
            return
        kept = {"a": "href", "abbr": "title"}.get(tag)
        given = tuple((name, value) for name, value in event.attributes if name == kept)
        if tag == "a":
            given = tuple(each for each in given if is_followed(each[1]))
        if self._frames[-1].tag != "pre" and len(self._marks) < _MOST_MARKS and (given or tag not in ("a", "abbr")):
            self._number += 1
            self._marks.append(Mark(tag, given, self._number))

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        parent = self._frames[-1]
        given = _block_attributes(tag, attributes, head=self._head)
        if len(self._frames) > _DEEPEST or (tag == "div" and not given):
            self._flush(parent)
            return
        if parent.tag == "p":
            self._finish()
            parent = self._frames[-1]
        self._flush(parent)
        self._frames.append(_Frame(tag, given))

    def _close(self, tag: str) -> None:
        places = range(len(self._frames) - 1, 0, -1)
        place = next((at for at in places if self._frames[at].tag == tag), None)
        if tag == "div" and place is None:
            self._flush(self._frames[-1])
        while place is not None and len(self._frames) > place:
            self._finish()

    def _finish(self) -> None:
        frame = self._frames.pop()
        parent = self._frames[-1]
        if frame.tag not in _HOLDERS and not frame.blocks:
            parent.blocks.append(leaf(frame.tag, _line(frame.runs, code=frame.tag == "pre"), frame.attributes))
            return
        self._flush(frame)
        blocks = frame.blocks
        if frame.tag in _FLOWING and blocks and blocks[0].form == ("p", ()):
            first = leaf("", blocks[0].runs)
            blocks = [first, *blocks[1:]] if len(blocks) > 1 else [first]
        if frame.tag in _FLOWING and len(blocks) == 1 and blocks[0].tag == "":
            parent.blocks.append(leaf(frame.tag, blocks[0].runs, frame.attributes))
        elif blocks or frame.tag == "tr":
            parent.blocks.append(block(frame.tag, tuple(blocks), frame.attributes))

    def _flush(self, frame: _Frame) -> None:
        """Words between blocks are a block of their own; blanks are none."""
        runs = _line(frame.runs, code=False)
        frame.runs = []
        if runs:
            whole = leaf(_INSIDE.get(frame.tag, ""), runs)
            frame.blocks.append(block("tr", (whole,)) if frame.tag == "table" else whole)


def _block_attributes(tag: str, given: Mapping[str, str], *, head: bool) -> Attributes:
    """What a block keeps of its attributes, because it is read: the kind of a notice, numbers, joined cells."""
    wanted: dict[str, str] = {}
    if tag == "tr" and head:
        wanted["head"] = ""
    elif _is_kind(tag, given.get("class", "")):
        wanted["class"] = given["class"]
    elif tag == "ol" and _FIRST_NUMBER.fullmatch(given.get("start", "")):
        wanted["start"] = given["start"]
    elif tag in ("td", "th"):
        wanted |= {name: given[name] for name in ("colspan", "rowspan") if _SPAN.fullmatch(given.get(name, ""))}
    return tuple(wanted.items())


def _is_kind(tag: str, name: str) -> bool:
    return name in FIGURES if tag == "pre" else tag in ("div", "p") and bool(_KINDS.fullmatch(name))


def _line(runs: Iterable[Run], *, code: bool) -> tuple[Run, ...]:
    """The runs with blanks as they are shown: one between words, none at either end and around line breaks."""
    if code:
        whole = joined(run for run in runs if not run.image)
        return joined((*whole[:-1], whole[-1]._replace(text=whole[-1].text.rstrip("\n")))) if whole else ()
    found: list[Run] = []
    blank = True
    for run in runs:
        if run.image:
            found.append(run)
            blank = False
            continue
        text = _AROUND_BREAKS.sub("\n", _BLANKS.sub(" ", run.text))
        if blank and text.startswith(" "):
            text = text[1:]
        if text.startswith("\n") and found and not found[-1].image and found[-1].text.endswith(" "):
            found[-1] = found[-1]._replace(text=found[-1].text[:-1])
        if text:
            found.append(run._replace(text=text))
            blank = text[-1] in " \n"
    while found and not found[-1].image and not found[-1].text.rstrip(" \n"):
        found.pop()
    if found and not found[-1].image:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" \n"))
    return joined(found)
