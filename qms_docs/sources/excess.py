"""Texts that have more of something than any program reads in good time."""

from __future__ import annotations

__all__ = ["excess"]

_MOST_CHARACTERS, _MOST_LINES = 2_000_000, 100_000
_MOST_BRACKETS, _MOST_EMPHASES = 10_000, 100_000
"""Far more than a document has; the parser takes up to half a millisecond for each bracket."""


def excess(body: str) -> str | None:
    """What a text has more of than can be read in good time; what it refers to is not known then."""
    size = len(body)
    # Nearly every text is too short to have too many of anything.
    if size <= min(_MOST_BRACKETS, _MOST_EMPHASES, _MOST_LINES):
        return None
    found = {
        f"{_MOST_CHARACTERS:,} characters": size > _MOST_CHARACTERS,
        f"{_MOST_BRACKETS:,} brackets": max(body.count("["), body.count("]")) > _MOST_BRACKETS,
        f"{_MOST_EMPHASES:,} marks of emphasis": sum(map(body.count, "*_`")) > _MOST_EMPHASES,
        f"{_MOST_LINES:,} lines": body.count("\n") > _MOST_LINES,
    }
    return next((what for what, is_so in found.items() if is_so), None)
