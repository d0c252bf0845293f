"""Files that a browser or a web server would run or obey; such files are not published."""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING

from qms_docs.figures.undrawn import UndrawnError

if TYPE_CHECKING:
    from qms_docs.keeping.store import Drawer

__all__ = ["harmless"]

_STILL = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".pdf", ".csv", ".tsv", ".txt"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".rtf", ".zip", ".json", ".yml"),
        *(".yaml", ".step", ".stp", ".dxf", ".dwg", ".stl", ".mp4", ".webm", ".mp3", ".drawio", ".vsdx"),
    )
)
"""Files that a browser shows or saves, and that no web server takes for instructions."""


def harmless(path: str, content: bytes, kept: Drawer[bytes, bytes | bool]) -> bytes | None:
    """The file as it is published: a drawing without what could run in it, which is `kept` where it differs.

    None for a file that is of no kind that surely stands still: it could run, fetch something, or instruct a server.
    """
    name = posixpath.basename(path).lower()
    ending = posixpath.splitext(name)[1]
    if name.startswith((".", "_")) or name == "robots.txt":
        return None
    if ending == ".svg":
        still = kept.find(hashlib.sha256(content).digest(), lambda: _still(content))
        return still if isinstance(still, bytes) else content if still else None
    return content if ending in _STILL else None


def _still(content: bytes) -> bytes | bool:
    """The drawing where something is taken out; else whether it is published at all."""
    from qms_docs.figures.drawing_file import still_drawing

    try:
        still = still_drawing(content)
    except UndrawnError:
        return False
    return still == content or still
