"""Files that a browser would run when they are opened; such files are not published."""

from __future__ import annotations

import posixpath
from xml.parsers import expat

__all__ = ["is_active"]

_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".hta", ".swf", ".xsl", ".xslt")
_DRAWINGS = (".svg", ".svgz", ".xml")
_RUNNING = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "html", "body", "link"})
_ANIMATED = ("href", "xlink:href")


def is_active(path: str, content: bytes) -> bool:
    """Whether a file can run a program in the reader's browser, or fetch something from another place."""
    ending = posixpath.splitext(path)[1].lower()
    if ending in _PAGES:
        return True
    return ending in _DRAWINGS and not _is_plain_drawing(content)


def _is_plain_drawing(content: bytes) -> bool:
    """Whether the XML can be read, defines nothing of its own, and holds nothing that runs."""
    plain = True

    def refuse(*_: object) -> None:
        nonlocal plain
        plain = False

    def element(name: str, attributes: dict[str, str]) -> None:
        nonlocal plain
        plain = plain and _is_plain(name, attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the signature of expat
    except expat.ExpatError:
        return False
    return plain


def _is_plain(name: str, attributes: dict[str, str]) -> bool:
    if name.rpartition(":")[2].lower() in _RUNNING:
        return False
    for key, value in attributes.items():
        local = key.rpartition(":")[2].lower()
        if local.startswith("on") or "javascript:" in value.lower():
            return False
        if local in ("href", "src") and not value.startswith(("#", "data:image/png", "data:image/jpeg")):
            return False
        if local == "attributename" and value.lower() in _ANIMATED:
            return False
    return True
