"""Texts in which there is nothing for Markdown's inline patterns, which are most, are not tried against each of them.

Python-Markdown leaves alone what is marked as atomic. The mark is taken off again behind it, because others behind it
respect it as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.inlinepatterns import BACKTICK_RE, LINK_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

__all__ = ["mark_plain_texts"]

_INLINE = 20
"""The place of Python-Markdown's inline patterns among what works on a text."""
_A_LITTLE = 0.01
_NEEDED = {BACKTICK_RE: "`", LINK_RE: "["}
"""What has to be there for the patterns that look behind at every character, which takes longest."""
_MOST = 200_000
"""Texts from which on those that were seen are forgotten."""


class _Plain(AtomicString):
    """A text in which no pattern finds anything."""


def mark_plain_texts(md: Markdown, seen: dict[object, set[str]]) -> None:
    """The marks are put on before the inline patterns are tried, and taken off after it.

    `seen` are the plain texts of other pages; the next page, and above all the next revision, mostly has the same.
    """
    md.treeprocessors.register(_Marking(md, seen), "qms-plain", _INLINE + _A_LITTLE)
    md.treeprocessors.register(_Unmarking(md), "qms-plain-end", _INLINE - _A_LITTLE)


class _Marking(Treeprocessor):
    def __init__(self, md: Markdown, seen: dict[object, set[str]]) -> None:
        super().__init__(md)
        self._seen = seen

    def run(self, root: Element) -> None:
        """Every plain text gets its mark."""
        patterns = list(self.md.inlinePatterns)
        finding = list(dict.fromkeys(_finding(each) for each in patterns))
        expressions = tuple((type(each), each.getCompiledRegExp()) for each in patterns)
        known = self._seen.setdefault(expressions, set())
        if len(known) > _MOST:
            known.clear()
        for element in root.iter():
            text = element.text
            if not text or isinstance(text, AtomicString):
                continue
            if text not in known:
                if STX in text or any(needed in text and find(text) for needed, find in finding):
                    continue
                known.add(text)
            element.text = _Plain(text)


class _Unmarking(Treeprocessor):
    def run(self, root: Element) -> None:
        """No mark is left."""
        for element in root.iter():
            if type(element.text) is _Plain:
                element.text = str(element.text)


def _finding(pattern: object) -> tuple[str, Callable[[str], object]]:
    """What a text must have for a pattern, and what tells whether it finds anything, as Python-Markdown asks it."""
    expression = pattern.getCompiledRegExp()  # type: ignore[attr-defined]
    if isinstance(pattern, InlineProcessor):
        return _NEEDED.get(expression.pattern, ""), expression.search
    return "", expression.match
