"""Two texts in one as a few elements that every forge shows: only what changed, what stayed is folded to an ellipsis.

GitHub, GitLab and Gitea drop classes, ids, styles and scripts from comments, and make links of names and numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from qms_docs.redline.block_html import Writing
from qms_docs.redline.line_html import Figure, FigureChange, Link, Picture
from qms_docs.redline.marked import Fate, Marked, Span
from qms_docs.redline.shortened import LONGEST, MORE, shortened_code
from qms_docs.redline.text import HEADINGS, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qms_docs.redline.line_html import Part

__all__ = ["brief_html"]

_AROUND = 100
"""Characters of words that stayed which are shown before and after a change."""
_LEAST_FOLDED = 60
_MOST_PARTS = 40
"""Changed items or rows of one list or table."""
_DROPPED = re.compile(r' (?:class|id|role|tabindex|aria-label)="[^"]*"|</?(?:a|span|u)(?: [^<>]*)?>')
_JUMP = re.compile(r'<a href="#move-\d+">[^<]*</a>')
_CALLING = re.compile(r"(?<!\w)(?:@(?=\w)|[#!](?=\d))")
_JOINER = "\u2060"
_ROOMY = frozenset(("ul", "ol", "table", "dl", "div", "blockquote"))


def brief_html(merged: Sequence[Marked], most: int) -> str:
    """What changed, as one line of HTML that Markdown leaves as it is; at most about that many characters."""
    whole: list[str] = []
    room, left_out = most, 0
    for each in _shown(merged):
        piece = _plain(_written(each))
        if len(piece) > room:
            left_out += each.changed
        else:
            whole.append(piece)
            room -= len(piece)
    if left_out:
        several = f"{left_out} more changes are" if left_out > 1 else "One more change is"
        whole.append(f"<p><em>{several} too long to be shown here.</em></p>")
    return f"<div>{''.join(whole)}</div>" if whole else ""


def _shown(blocks: Sequence[Marked]) -> Iterator[Marked]:
    """The blocks that changed, each below its heading, and an ellipsis for what lies between."""
    heading: Marked | None = None
    above = below = False
    for each in blocks:
        if each.changed:
            if above:
                yield _ellipsis("p")
            if heading and each.tag not in HEADINGS:
                yield heading
            if heading and below:
                yield _ellipsis("p")
            heading, above, below = None, False, False
            yield _folded(each)
        elif each.tag in HEADINGS:
            above = above or below or heading is not None
            heading, below = each, False
        else:
            above, below = above or heading is None, below or heading is not None
    if above or below or heading:
        yield _ellipsis("p")


def _folded(whole: Marked) -> Marked:
    """A block in which what stayed is shortened, and what is very long."""
    if whole.fate is Fate.LEFT:
        return whole
    if not whole.blocks:
        shorten = shortened_code if whole.tag == "pre" else _shortened
        return replace(whole, spans=tuple(shorten(whole.spans)))
    if whole.tag not in _ROOMY:
        return replace(whole, blocks=tuple(_folded(each) for each in whole.blocks))
    inner = {"ul": "li", "ol": "li", "dl": "dd", "table": "tr"}.get(whole.tag, "p")
    return replace(whole, blocks=tuple(_few(whole.blocks, inner)))


def _few(blocks: Sequence[Marked], tag: str) -> Iterator[Marked]:
    """What changed, with one ellipsis for each row of blocks that did not; the head of a table stays."""
    folded, number = False, 0
    for each in blocks:
        stays = each.tag == "caption" or (each.tag == "tr" and bool(each.attributes))
        number += each.changed
        if stays or (each.changed and number <= _MOST_PARTS):
            folded = False
            yield _folded(each)
        elif not folded:
            folded = True
            yield _ellipsis(tag, len(each.blocks) if tag == "tr" else 0)


def _ellipsis(tag: str, width: int = 0) -> Marked:
    words = (Span(Fate.KEPT, Run(MORE)),)
    if tag != "tr":
        return Marked(fate=Fate.KEPT, tag=tag, spans=words)
    cell = Marked(fate=Fate.KEPT, tag="td", spans=words, attributes=(("colspan", str(width)),) if width > 1 else ())
    return Marked(fate=Fate.KEPT, tag="tr", blocks=(cell,))


def _shortened(spans: Sequence[Span]) -> Iterator[Span]:
    for place, (fate, run) in enumerate(spans):
        text = run.text
        if fate is not Fate.KEPT:
            text = text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} {MORE}"
        elif not run.image:
            before = text[:_AROUND].rpartition(" ")[0] if place else ""
            after = text[-_AROUND:].partition(" ")[2] if place + 1 < len(spans) else ""
            if len(text) - len(before) - len(after) > _LEAST_FOLDED:
                text = (f"{before} " if before else "") + MORE + (f" {after}" if after else "")
        yield Span(fate, run._replace(text=text))


def _written(whole: Marked) -> list[Part]:
    writing = Writing(drawn=False)
    writing.block(whole)
    return writing.parts


def _plain(parts: Iterable[Part]) -> str:
    return "".join(map(_part, parts)).replace("\n", "&#10;")


def _part(part: Part) -> str:
    match part:
        case Link() | FigureChange():
            return ""
        case Figure():
            return f"<code>{_quiet(escape(part.source))}</code>"
        case Picture():
            return f"[image: {_quiet(escape(part.image.words or part.image.name))}]"
        case _:
            plain = _DROPPED.sub("", _JUMP.sub("", part)).replace("<small>", "<em>").replace("</small>", "</em>")
            return _quiet(plain)


def _quiet(text: str) -> str:
    """The words without calling anybody or anything by name or number."""
    return _CALLING.sub(lambda found: found[0] + _JOINER, text)
