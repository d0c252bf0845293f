"""Code of which only the lines around what changed are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qms_docs.redline.marked import Fate, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LONGEST", "MORE", "shortened_code"]

MORE = "\u2026"
LONGEST = 2_000
"""Characters of one passage that came in or went out."""
_LINES = 4
"""Lines of code that are shown before and after a change, the one in which it lies among them."""


def shortened_code(spans: Sequence[Span]) -> Iterator[Span]:
    """Three lines before and after each change."""
    for place, (fate, run) in enumerate(spans):
        lines = run.text.split("\n")
        first, last = (_LINES if place else 0), (_LINES if place + 1 < len(spans) else 0)
        if fate is not Fate.KEPT and len(run.text) > LONGEST:
            yield Span(fate, run._replace(text=f"{run.text[:LONGEST]}{MORE}\n"))
        elif fate is Fate.KEPT and len(lines) > first + last + 1:
            kept = [*lines[:first], MORE, *(lines[-last:] if last else [])]
            yield Span(fate, run._replace(text="\n".join(kept)))
        else:
            yield Span(fate, run)
