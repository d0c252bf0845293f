"""Files that a browser or a web server would run or obey; such files are not published."""

from __future__ import annotations

import posixpath

from qms_docs.figures.undrawn import UndrawnError

__all__ = ["harmless"]

_STILL = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".pdf", ".csv", ".tsv", ".txt"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".odt", ".ods", ".odp", ".rtf", ".zip", ".json", ".yml"),
        *(".yaml", ".step", ".stp", ".dxf", ".dwg", ".stl", ".mp4", ".webm", ".mp3", ".drawio", ".vsdx"),
    )
)
"""Files that a browser shows or saves, and that no web server takes for instructions."""


def harmless(path: str, content: bytes) -> bytes | None:
    """The file as it is published: a drawing without what could run in it.

    None for a file that is of no kind that surely stands still: it could run, fetch something, or instruct a server.
    """
    name = posixpath.basename(path).lower()
    ending = posixpath.splitext(name)[1]
    if name.startswith((".", "_")) or name == "robots.txt":
        return None
    if ending == ".svg":
        from qms_docs.figures.drawing_file import still_drawing

        try:
            return still_drawing(content)
        except UndrawnError:
            return None
    return content if ending in _STILL else None
