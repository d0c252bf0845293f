"""Two rendered texts as one: blocks are paired first, then what is in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from qms_docs.redline.likeness import Words, alike, in_order
from qms_docs.redline.marked import Fate, Marked, Span, kept
from qms_docs.redline.sequence import gaps, matches
from qms_docs.redline.stand import Stand
from qms_docs.redline.text import HEADINGS, Run, plain_words
from qms_docs.redline.words import merged_code, merged_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from qms_docs.redline.sequence import Pairs, Steps
    from qms_docs.redline.text import Block

__all__ = ["Merger"]

_LEAST_ALIKE = 0.4
"""The part of the words that two blocks share at least to be taken for one that was changed."""
_LEAST_OF_LIST = 0.2
_LEAST_CONTAINED = 0.6
"""The part of the shorter block that the longer one has to have, to be the same that has grown or shrunk."""
_SHORT = 8
"""Words up to which a line that was written anew counts as one that was changed."""
_LISTS, _CELLS = frozenset(("ul", "ol")), frozenset(("td", "th"))
_WHOLES = frozenset(("table", "ul", "ol", "dl"))
_SHORT_LINES = frozenset(("", "li", "dt", "dd", "caption", "figcaption")) | HEADINGS
_LEAST_OF_OWN = 4
"""Words from which on a paragraph is recognised at another place; items, rows and headings by any."""
_EXCERPT = 60


_Name = Callable[["Block"], "Hashable"]
"""What names a block, so that blocks of one name are one, whatever else they say."""


class Tables(Protocol):
    """How tables are merged, which is a matter of its own and looks at cells through a merger."""

    def rows_of(self, merger: Merger, old: Block, new: Block, scope: str) -> list[Stand]:
        """The caption and the rows of two tables."""

    def row(self, merger: Merger, stand: Stand) -> Marked:
        """A row in the columns of both tables."""


class Merger:
    """Merges the parts of two texts with one purse of steps."""

    def __init__(self, steps: Steps, tables: Tables) -> None:
        """`steps` bounds the whole."""
        self.steps = steps
        self.words = Words()
        self._ways = tables
        self._tables = 0

    def stands(self, old: Sequence[Block], new: Sequence[Block], scope: str = "flow") -> list[Stand]:
        """The blocks of two lists in the order of the whole; what was taken out stands before what came in."""
        return [
            self.pair(left, right) if left and right else Stand(left, right, _scope(left or right, scope))
            for left, right in self.laid(old, new)
        ]

    def laid(
        self, old: Sequence[Block], new: Sequence[Block], name: _Name | None = None
    ) -> Iterator[tuple[Block | None, Block | None]]:
        """The blocks of two lists in the order of the whole, with None where one of them has no such block."""
        pairs = self._pairs(old, new, name)
        for number, (gone, come) in enumerate(gaps(pairs, len(old), len(new))):
            yield from ((old[i], None) for i in gone)
            yield from ((None, new[j]) for j in come)
            if number < len(pairs):
                i, j = pairs[number]
                yield old[i], new[j]

    def pair(self, old: Block, new: Block) -> Stand:
        """Two blocks that are one; blocks of blocks are compared further."""
        stand = Stand(old, new)
        if old.key == new.key:
            return stand
        if old.tag == new.tag == "table":
            self._tables += 1
            stand.inner = self._ways.rows_of(self, old, new, f"row of table {self._tables}")
        elif old.blocks or new.blocks:
            stand.inner = self.stands(old.parts, new.parts)
        return stand

    def _pairs(self, old: Sequence[Block], new: Sequence[Block], name: _Name | None = None) -> Pairs:
        """Which blocks are the same, and which are one that was changed: by their name first, then by their words."""
        same = matches([each.key for each in old], [each.key for each in new], self.steps)
        elsewhere = self._elsewhere(old, new, same)
        for way in (self._named, self._alike):
            found = list(same)
            for gone, come in gaps(same, len(old), len(new)):
                left = [i for i in gone if old[i].key not in elsewhere]
                right = [j for j in come if new[j].key not in elsewhere]
                if left and right:
                    found += (
                        (left[i], right[j])
                        for i, j in way([old[each] for each in left], [new[each] for each in right], name)
                    )
            same = sorted(found)
        return same

    def _elsewhere(self, old: Sequence[Block], new: Sequence[Block], same: Pairs) -> set[bytes]:
        """What stands in both texts, at another place: it moved, and is not taken for something that was changed."""
        of_old, of_new = {i for i, _ in same}, {j for _, j in same}
        gone = {each.key for i, each in enumerate(old) if i not in of_old and self.movable(each)}
        return gone & {each.key for j, each in enumerate(new) if j not in of_new}

    def movable(self, whole: Block) -> bool:
        """Whether it has enough of its own to be recognised at another place."""
        number = len(self.words.of(whole))
        return number >= _LEAST_OF_OWN or (number > 0 and (whole.tag in ("li", "tr") or whole.tag in HEADINGS))

    def _named(self, left: Sequence[Block], right: Sequence[Block], name: _Name | None) -> Pairs:
        return matches([name(each) for each in left], [name(each) for each in right], self.steps) if name else []

    def _alike(self, left: Sequence[Block], right: Sequence[Block], _name: _Name | None) -> Pairs:
        of_left, of_right = ([self.words.of(each) for each in side] for side in (left, right))
        near = [
            each
            for each in alike(of_left, of_right, _LEAST_OF_LIST, self.steps)
            if _one_kind(left[each.old], right[each.new])
            and (each.score >= _LEAST_ALIKE or left[each.old].tag in _WHOLES)
        ]
        found = in_order(near)
        for gone, come in list(gaps(found, len(left), len(right))):
            between = list(zip(gone, come, strict=False))
            if len(gone) == len(come) and all(self._stands_in(left[i], right[j]) for i, j in between):
                found += between
        return found

    def _stands_in(self, old: Block, new: Block) -> bool:
        """Whether a block takes the place of another although little of it stayed."""
        if not _one_kind(old, new):
            return False
        of_old, of_new = self.words.of(old), self.words.of(new)
        few = max(len(of_old), len(of_new)) <= _SHORT
        titled = old.attributes and old.attributes == new.attributes
        grown = len(of_old & of_new) >= _LEAST_CONTAINED * max(min(len(of_old), len(of_new)), 1)
        pictures = all(each.is_figure or any(run.image for run in each.runs) for each in (old, new))
        anew = old.tag in _WHOLES or old.tag in _CELLS or (few and (old.tag in _SHORT_LINES or bool(titled)))
        return anew or grown or pictures

    def marked(self, stand: Stand) -> Marked:
        """The block with everything that became of it."""
        if stand.columns is not None:
            return self._ways.row(self, stand)
        if stand.move:
            return self.moved(stand)
        if stand.old is None or stand.new is None:
            return _one_sided(stand)
        return self.both(stand, stand.old, stand.new)

    def both(self, stand: Stand, old: Block, new: Block) -> Marked:
        """A block that both texts have."""
        if old.key == new.key:
            return kept(new)
        former = old.form if old.form != new.form else None
        if stand.inner:
            blocks = tuple(self.marked(each) for each in stand.inner)
            changed = former is not None or any(each.changed for each in blocks)
            return Marked(
                fate=Fate.KEPT, tag=new.tag, attributes=new.attributes, former=former, blocks=blocks, changed=changed
            )
        merge = merged_code if old.tag == new.tag == "pre" else merged_words
        spans = merge(old.runs, new.runs, self.steps)
        return Marked(fate=Fate.KEPT, tag=new.tag, attributes=new.attributes, former=former, spans=spans, changed=True)

    def moved(self, stand: Stand) -> Marked:
        """A block at the place to which it moved, or a few of its words at the one that it left."""
        old, new = stand.old, stand.new
        if old is None or new is None:
            raise ValueError("what moved stands in both texts")
        if stand.arrives:
            whole = self.both(self.pair(old, new), old, new)
            return replace(whole, fate=Fate.MOVED, move=stand.move, follows=stand.follows, changed=True)
        words = plain_words(old)
        excerpt = words if len(words) <= _EXCERPT else words[:_EXCERPT].rpartition(" ")[0] + " \u2026"
        return Marked(
            fate=Fate.LEFT,
            tag=old.tag,
            attributes=old.attributes,
            spans=(Span(Fate.KEPT, Run(excerpt)),),
            move=stand.move,
            follows=stand.follows,
            changed=True,
        )


def _scope(whole: Block | None, scope: str) -> str:
    """To where a block may have moved: an item to any list, a term to any list of terms."""
    kinds = {"li": "item", "dt": "term", "dd": "term", "": "", "caption": "", "figcaption": "", "td": "", "th": ""}
    return kinds.get(whole.tag, scope) if whole else ""


def _one_sided(stand: Stand) -> Marked:
    whole = stand.single
    if whole is None:
        raise ValueError("a block stands in one text at least")
    return kept(whole, Fate.INSERTED if stand.new else Fate.DELETED)


def _one_kind(old: Block, new: Block) -> bool:
    """Whether one can have become the other."""
    if old.tag == new.tag == "pre":
        return old.attributes == new.attributes
    kinds = (HEADINGS, _LISTS, _CELLS)
    return old.tag == new.tag or any(old.tag in kind and new.tag in kind for kind in kinds)
