"""Drawn pages cut where every build puts in values of its own, so that putting them in costs next to nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_document_control.stamps import STAMP

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_document_control.kept.pages import Asked, Followed

__all__ = ["CutPage", "cut"]

_STAMP = re.compile(f"({STAMP.pattern})")
_END_OF_HEAD = "</head>"


class CutPage(NamedTuple):
    """A drawn page without commit, day and marks."""

    key: bytes
    """What stands for everything that it was drawn from, apart from what its links were answered."""
    asked: Asked
    followed: Followed
    parts: tuple[bytes, ...]
    gaps: tuple[str | None, ...]
    """What comes between one part and the next: a stamp, or None for the marks of the build."""

    def filled(self, value_of: Callable[[str | None], bytes]) -> bytes:
        """The page as a build writes it."""
        pieces = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            pieces += (value_of(gap), part)
        return b"".join(pieces)

    def uncut(self) -> str:
        """The page with its stamps and without the marks of a build, as it was drawn."""
        return self.filled(lambda gap: (gap or "").encode()).decode()


def cut(html: str, key: bytes, asked: Asked, followed: Followed) -> CutPage:
    """The page in its parts."""
    head, end, rest = html.partition(_END_OF_HEAD)
    pieces: list[str | None] = [*_STAMP.split(head)]
    if end:
        pieces += (None, *_STAMP.split(end + rest))
    parts = tuple(encoded(each or "") for each in pieces[::2])
    return CutPage(key, asked, followed, parts, tuple(pieces[1::2]))


def encoded(text: str) -> bytes:
    """The bytes as MkDocs writes them."""
    return text.encode("utf-8", "xmlcharrefreplace")
