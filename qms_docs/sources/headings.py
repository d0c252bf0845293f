"""The anchors of headings, as the site gives them (settled.md 21)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qms_docs.model.outline import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qms_docs.sources.slugs import Slugs

__all__ = ["Headings"]

_NUMBERED = re.compile(r"(.*)_([0-9]{1,9})")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{(?=[^{}]*[#.=])[^{}]*\}[ \t]*$")
_ID = re.compile(r"\{(?=[^{}]*\}[ \t]*$)[^{}]*#(?P<anchor>[^\s{}]+)")


class Headings:
    """The headings of one text in their order; anchors that are set by hand come before theirs."""

    def __init__(self, slugs: Slugs, by_hand: Iterable[str] = ()) -> None:
        """`by_hand` are the anchors that markup of the text sets."""
        self._slugs = slugs
        self.found: list[Heading] = []
        self.anchors = set(by_hand)
        """Every anchor that is taken."""
        self._free_after: dict[tuple[str, int], int] = {}
        """Up to which number every one after this one is used, so that thousands of equal headings are counted once."""

    def add(self, level: int, text: str, line: int) -> None:
        """The next heading, with the words that are written."""
        by_hand = _ID.search(text)
        text = _ATTRIBUTES.sub("", text).strip()
        anchor = by_hand["anchor"] if by_hand else self._unused(self._slugs(text))
        self.anchors.add(anchor)
        self.found.append(Heading(level=level, text=text, anchor=anchor, line=line))

    def _unused(self, anchor: str) -> str:
        """The anchor with the number that the toc extension adds to a repeated or empty one."""
        if anchor and anchor not in self.anchors:
            return anchor
        numbered = _NUMBERED.fullmatch(anchor)
        stem, number = (numbered[1], int(numbered[2]) + 1) if numbered else (anchor, 1)
        passed: list[tuple[str, int]] = []
        while f"{stem}_{number}" in self.anchors:
            passed.append((stem, number))
            number = self._free_after.get((stem, number), number + 1)
        self._free_after.update(dict.fromkeys(passed, number))
        return f"{stem}_{number}"
