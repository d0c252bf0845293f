"""Pages that are named after ids of people and roles, on every disk one for each."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NOBODY", "named_pages"]

NOBODY = "nobody-is-named"
_TAKEN = ("index", "readme", NOBODY)
"""Names of pages that are nobody's; the first two stand for the folder."""
_KEPT_BY_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.")
_LONGEST = 200
"""Bytes of a name; disks hold 255."""


def named_pages(folder: str, ids: Iterable[str]) -> dict[str, str]:
    """The page of each id, named after it, or after its hash where some disk could not tell that from others."""
    taken = set(_TAKEN)
    found = {}
    for each in sorted(ids):
        folded = normalize("NFC", each.casefold())
        plain = folded not in taken and not _KEPT_BY_WINDOWS.fullmatch(folded) and len(folded.encode()) <= _LONGEST
        name = (each if plain else f"x-{hashlib.sha256(each.encode()).hexdigest()[:16]}") if each else NOBODY
        taken.add(folded)
        found[each] = f"{folder}/{name}.md"
    return found
