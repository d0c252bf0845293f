"""What stands below the headings of a text, as plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.redline.text import HEADINGS, plain_words
from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qms_docs.redline.text import Block

__all__ = ["Passage", "passages", "words_of"]

_DIVIDED = ("ul", "ol", "dl", "div", "blockquote", "table")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A heading of a text with the lines up to the next one."""

    level: int
    title: str
    lines: tuple[str, ...]


def passages(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """The passages of a text in their order; what stands before its first heading belongs to none."""
    found: list[tuple[int, str, list[str]]] = []
    for each in blocks:
        if each.tag in HEADINGS:
            found.append((int(each.tag[1]), words_of(each), []))
        elif found:
            found[-1][2].extend(_lines(each))
    return tuple(Passage(level=level, title=title, lines=tuple(lines)) for level, title, lines in found)


def _lines(block: Block) -> Iterator[str]:
    """An item of a list and a row of a table are a line each, whatever else they hold."""
    if block.tag in _DIVIDED:
        for each in block.parts:
            yield from _lines(each)
    elif words := words_of(block):
        yield words


def words_of(block: Block) -> str:
    """The words of a block in one line."""
    return " ".join(plain_words(block).split())
