"""Which documents from outside a text cites, by their ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qms_docs.keeping.store import Drawer

__all__ = ["mentions"]

_EXTERNAL = re.compile(rb"(?<![A-Za-z0-9-])EXT-[0-9]{4}-[0-9]{1,9}(?![0-9])")


def mentions(
    blobs: Iterable[str],
    read: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]],
    kept: Drawer[str, dict[str, int]],
) -> dict[str, dict[str, int]]:
    """The ids of external documents in each text, each with the first line on which it stands."""
    wanted = list(dict.fromkeys(blobs))
    for blob, content in read([blob for blob in wanted if kept.get(blob) is None]):
        kept.put(blob, _cited(content))
    return {blob: kept.get(blob) or {} for blob in wanted}


def _cited(content: bytes) -> dict[str, int]:
    found: dict[str, int] = {}
    for match in _EXTERNAL.finditer(content):
        found.setdefault(match[0].decode("ascii"), content.count(b"\n", 0, match.start()) + 1)
    return found
