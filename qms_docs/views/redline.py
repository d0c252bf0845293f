"""Two rendered texts in one: what came in, went out and moved, as a page or a comment shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

from qms_docs.redline.block_html import written
from qms_docs.redline.brief_html import brief_html
from qms_docs.redline.line_html import Figure, FigureChange, Link, Picture
from qms_docs.redline.marked import Fate
from qms_docs.redline.merge import merged
from qms_docs.values import dataclass
from qms_docs.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qms_docs.redline.block_html import Place
    from qms_docs.redline.line_html import Part
    from qms_docs.redline.marked import Marked
    from qms_docs.redline.text import Block, Image

__all__ = ["Redline", "RedlineFigures", "redline"]

_BRIEF = 20_000


class RedlineFigures(Protocol):
    """What draws the figures of two texts."""

    def drawn(self, name: str, source: str, *, former: bool) -> str:
        """A figure as HTML, by the name of its kind."""

    def told(self, before: str, after: str) -> str:
        """What changed in a chart, in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Redline:
    """Both texts in one; it hangs on nothing but the two, so that it can be kept under their digests."""

    parts: tuple[Part, ...]
    places: tuple[Place, ...]
    """The sections in which something changed, in the order of the whole."""
    changed: int
    """Paragraphs, items, rows and the like in which words changed."""
    inserted: int
    deleted: int
    moved: int
    _merged: tuple[Marked, ...]

    @property
    def same(self) -> bool:
        """Whether the texts read the same."""
        return not self.places

    @property
    def summary(self) -> str:
        """How much changed, in a sentence."""
        if self.same:
            return "The text reads the same."
        counted = (
            (self.changed, "changed"),
            (self.inserted, "added"),
            (self.deleted, "removed"),
            (self.moved, "moved"),
        )
        told = [f"{number} {what}" for number, what in counted if number]
        one = sum(number for number, _ in counted) == 1
        return f"{'Passage' if one else 'Passages'} of the text: {listed(told)}."

    def in_words(self, *, source_differs: bool) -> str:
        """How much changed, and where nothing did, whether the text is written differently all the same."""
        if self.same and source_differs:
            return "The text reads the same, and is written differently: spacing, addresses or markup changed."
        return self.summary

    def html(
        self,
        link: Callable[[str, bool], str | None],
        picture: Callable[[Image, bool], str | None],
        figures: RedlineFigures,
    ) -> str:
        """The whole as HTML that is safe in any page.

        `link` and `picture` give the address that a destination or an image has where it is shown, None where it has
        none there; they are told whether it is the earlier text's. `figures` draws diagrams and formulas.
        """
        return "".join(_shown(part, link, picture, figures) for part in self.parts)

    def brief(self, most: int = _BRIEF) -> str:
        """What changed, without what stayed, as one line of HTML for a comment on a forge; empty where nothing did.

        It has no links, images or addresses, calls nobody, and is about `most` characters long at the most.
        """
        return "" if self.same else brief_html(self._merged, most)


def redline(old: Sequence[Block], new: Sequence[Block]) -> Redline:
    """What became of one rendered text in another."""
    whole = merged(old, new)
    writing = written(whole)
    fates = writing.fates
    return Redline(
        parts=tuple(writing.parts),
        places=tuple(writing.places),
        changed=fates[Fate.KEPT],
        inserted=fates[Fate.INSERTED],
        deleted=fates[Fate.DELETED],
        moved=fates[Fate.MOVED],
        _merged=whole,
    )


def _shown(
    part: Part,
    link: Callable[[str, bool], str | None],
    picture: Callable[[Image, bool], str | None],
    figures: RedlineFigures,
) -> str:
    match part:
        case Figure():
            return figures.drawn(part.kind, part.source, former=part.former)
        case FigureChange():
            return escape(figures.told(part.before, part.after))
        case Link():
            address = link(part.destination, part.former)
            return f'<a href="{escape(address)}">' if address else "<a>"
        case Picture():
            address = picture(part.image, part.former)
            words = escape(part.image.words)
            if address:
                return f'<img src="{escape(address)}" alt="{words}">'
            return f'<span class="redline-unseen">{words or "Image"} <small>(image not shown here)</small></span>'
        case _:
            return part
