"""Names of files in a pack: plain letters that every system can write, and no two that one of them takes for one."""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import field

from qms_docs.values import dataclass

__all__ = ["Names", "source_name"]

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names of devices, which Windows keeps for itself."""


@dataclass(slots=True)
class Names:
    """Gives each thing of one folder a name of its own."""

    _given: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def of(self, thing: str) -> str:
        """The thing itself where it is a plain name, else one made of its hash; the same each time."""
        if thing not in self._given:
            plain = bool(_PLAIN.fullmatch(thing)) and not thing.endswith(".") and not _RESERVED.fullmatch(thing)
            name = thing if plain and thing.lower() not in self._taken else f"x-{_hash(thing)}"
            self._taken.add(name.lower())
            self._given[thing] = name
        return self._given[thing]

    def __contains__(self, thing: str) -> bool:
        """Whether it has a name already."""
        return thing in self._given


def source_name(sha256: str, path: str) -> str:
    """Where the bytes with this hash lie in a pack; the ending tells programs what they are."""
    ending = posixpath.splitext(path)[1]
    return f"sources/{sha256}{ending.lower() if _ENDING.fullmatch(ending) else ''}"


def _hash(thing: str) -> str:
    return hashlib.sha256(thing.encode("utf-8", "surrogateescape")).hexdigest()[:16]
