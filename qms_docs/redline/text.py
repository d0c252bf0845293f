"""A rendered text as values: blocks that hold blocks, and blocks that hold words."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from qms_docs.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "FIGURES",
    "HEADINGS",
    "Attributes",
    "Block",
    "Image",
    "Mark",
    "Run",
    "block",
    "is_figure",
    "joined",
    "leaf",
    "plain_words",
]

Attributes = tuple[tuple[str, str], ...]

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FIGURES = frozenset(("figure-flow-chart", "figure-formula"))
"""Classes of blocks of code that describe a figure, and stand for its picture."""


class Mark(NamedTuple):
    """An element inside a line: emphasis, code, a link."""

    tag: str
    attributes: Attributes
    number: int
    """Its place among the elements of the block, which tells two neighbours of a kind apart."""

    @property
    def form(self) -> tuple[str, Attributes]:
        """What it looks like, wherever it stands."""
        return self.tag, self.attributes


class Image(NamedTuple):
    """A picture of a text."""

    name: str
    """The destination as written in the text."""
    words: str
    """The alternative text."""
    sha256: str | None
    """Of its bytes; None where it is no file that belongs to the text."""
    is_formula: bool = False
    """Whether it is a formula within a line, whose name is how it is written."""


class Run(NamedTuple):
    """Words of one look, or a picture; a line that is broken by hand has the sign for it."""

    text: str
    marks: tuple[Mark, ...] = ()
    image: Image | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A paragraph, heading, list, item, table, row or cell; one with an empty tag is words between other blocks."""

    tag: str
    attributes: Attributes
    runs: tuple[Run, ...]
    blocks: tuple[Block, ...]
    key: bytes
    """Equal for blocks that read and look the same."""

    @property
    def form(self) -> tuple[str, Attributes]:
        """What kind of block it is, whatever it holds."""
        return self.tag, self.attributes

    @property
    def is_figure(self) -> bool:
        """Whether it is the source of a figure."""
        return is_figure(self.tag, self.attributes)

    @property
    def parts(self) -> tuple[Block, ...]:
        """What it holds as blocks, words of its own as well."""
        return self.blocks if self.blocks or not self.runs else (leaf("", self.runs),)


def is_figure(tag: str, attributes: Attributes) -> bool:
    """Whether a block of this form is the source of a figure."""
    return tag == "pre" and dict(attributes).get("class") in FIGURES


def leaf(tag: str, runs: tuple[Run, ...], attributes: Attributes = ()) -> Block:
    """A block of words."""
    told = repr((tag, attributes, [_look(each) for each in runs]))
    return Block(
        tag, attributes, runs, (), hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    )


def block(tag: str, blocks: tuple[Block, ...], attributes: Attributes = ()) -> Block:
    """A block of blocks."""
    told = repr((tag, attributes)).encode("utf-8", "surrogatepass")
    key = hashlib.blake2b(told, digest_size=16)
    for each in blocks:
        key.update(each.key)
    return Block(tag, attributes, (), blocks, key.digest())


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with words of one look that follow each other in one, and elements numbered in their order."""
    numbers: dict[int, int] = {}
    renumbered: list[Run] = []
    for text, marks, image in runs:
        own = tuple(each._replace(number=numbers.setdefault(each.number, len(numbers))) for each in marks)
        if text or image:
            renumbered.append(Run(text, own, image))
    whole: list[Run] = []
    for (marks, is_image), group in groupby(renumbered, key=lambda run: (run.marks, run.image is not None)):
        alike = list(group)
        whole += alike if is_image else [Run("".join(run.text for run in alike), marks)]
    return tuple(whole)


def plain_words(whole: Block) -> str:
    """The words of a block, those of its parts after a blank; of a picture its alternative text."""
    parts: list[str] = []
    waiting = [whole]
    while waiting:
        each = waiting.pop()
        parts.append("".join(run.image.words if run.image else run.text for run in each.runs))
        waiting += reversed(each.blocks)
    return " ".join(filter(None, parts))


def _look(run: Run) -> object:
    """A picture is its bytes and its words, whatever its file is called."""
    if run.image is None:
        return run.text, run.marks
    return run.image.sha256 or run.image.name, run.image.words, run.image.is_formula, run.marks
