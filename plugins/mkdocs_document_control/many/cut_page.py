"""Drawn pages cut where every build puts in values of its own, so that putting them in costs next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mkdocs_document_control.stamps import stamps_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_document_control.kept.pages import Asked, Followed

__all__ = ["CutPage", "cut"]

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
    head, end, _ = html.partition(_END_OF_HEAD)
    gaps: list[tuple[int, int, str | None]] = [(each.start(), each.end(), each[0]) for each in stamps_in(html)]
    if end:
        gaps.append((len(head), len(head), None))
        gaps.sort(key=lambda gap: gap[:2])
    parts, begun = [], 0
    for start, stop, _ in gaps:
        parts.append(encoded(html[begun:start]))
        begun = stop
    return CutPage(key, asked, followed, (*parts, encoded(html[begun:])), tuple(gap for _, _, gap in gaps))


def encoded(text: str) -> bytes:
    """The bytes as MkDocs writes them."""
    return text.encode("utf-8", "xmlcharrefreplace")
