"""Edits that many documents had in common, each undone: the text as it was before somebody went through all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SWEEPS", "flat_path"]

_NEW_EDITION = re.compile(r',\s*"iso9001:2026#[^"]*"|\n {2}- "iso9001:2026#[^"]*"')
_EXPECTATIONS = re.compile(r"\n\*\*What the standard asks here\.\*\*[^\n]*\n(?:[^\n]+\n)*")
_ELSEWHERE = re.compile(r"(?<=\]\()(?:\.\./)?(?:[a-z-]+/)?(?=[\w.-]+\.(?:md|svg|png|csv)[)#])")


def flat_path(path: str) -> str:
    """Where a file stood while all of them stood in one folder."""
    folder, _, name = path.partition("/")
    return f"{folder}/{name.rpartition('/')[2]}"


SWEEPS: dict[str, Callable[[str], str]] = {
    # Clauses were those of the edition of 2015 alone.
    "editions": lambda text: _NEW_EDITION.sub("", text),
    # Nothing said what the standard asks for, and what is the organization's own choice.
    "expectations": lambda text: _EXPECTATIONS.sub("", text, count=1),
    # All documents stood in one folder, and links led to files beside them.
    "folders": lambda text: _ELSEWHERE.sub("", text),
}
"""By their names in the story."""
